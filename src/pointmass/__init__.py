"""Look at the distribution of programs that an LLM spec denotes, and collapse the consistent part of it into code.

A prompt denotes a distribution over programs. Sample a spec on many inputs, look at what it does, and turn what it does
consistently into plain Python under the same name, with the model behind it for what stays ambiguous.

    >>> import pointmass as pm
    >>> wb = pm.Workbench(model=pm.shipped("clean_filename"), approver=pm.ask)
    >>> @wb.spec
    ... def clean_filename(title: str) -> str:
    ...     '''Turn each title into a clean file name.'''
    >>> clean_filename("Meeting Notes (2).docx")
    'meeting-notes-2.docx'
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pointmass.approval import Approver, Decision, Question, approved_by, ask, deny
    from pointmass.comparison import Comparison, acompare, compare
    from pointmass.harness import Context
    from pointmass.identity import Identity
    from pointmass.jobs import Job
    from pointmass.magics import load_ipython_extension, unload_ipython_extension
    from pointmass.models.anthropic import AnthropicModel
    from pointmass.models.base import Completion, Model, Price, Request, Tool, ToolCall, Usage
    from pointmass.models.limited import Limited
    from pointmass.models.recorded import Recorded, RecordedModel, shipped, shipped_inputs
    from pointmass.models.shipped_writer import shipped_writer
    from pointmass.models.simulated import SimulatedModel
    from pointmass.run import Budget, Call, Record
    from pointmass.sample import Sample
    from pointmass.sampler import Until, until
    from pointmass.signature import Parameter
    from pointmass.spec import Example, Spec
    from pointmass.stabilize import Proposal
    from pointmass.workbench import Handle, Sampling, Workbench
    from pointmass.workbench.judge import Judge
    from pointmass.workbench.load import load

__version__ = "0.1.0"

_HOMES = {
    "AnthropicModel": "models.anthropic",
    "Approver": "approval",
    "Budget": "run",
    "Call": "run",
    "Comparison": "comparison",
    "Completion": "models.base",
    "Context": "harness",
    "Decision": "approval",
    "Example": "spec",
    "Handle": "workbench",
    "Identity": "identity",
    "Job": "jobs",
    "Judge": "workbench.judge",
    "Limited": "models.limited",
    "Model": "models.base",
    "Parameter": "signature",
    "Price": "models.base",
    "Proposal": "stabilize",
    "Question": "approval",
    "Record": "run",
    "Recorded": "models.recorded",
    "RecordedModel": "models.recorded",
    "Request": "models.base",
    "Sample": "sample",
    "Sampling": "workbench",
    "SimulatedModel": "models.simulated",
    "Spec": "spec",
    "Tool": "models.base",
    "ToolCall": "models.base",
    "Until": "sampler",
    "Usage": "models.base",
    "Workbench": "workbench",
    "acompare": "comparison",
    "approved_by": "approval",
    "ask": "approval",
    "compare": "comparison",
    "deny": "approval",
    "load": "workbench.load",
    "load_ipython_extension": "magics",
    "shipped": "models.recorded",
    "shipped_inputs": "models.recorded",
    "shipped_writer": "models.shipped_writer",
    "unload_ipython_extension": "magics",
    "until": "sampler",
}
"""Where each public name lives. Loaded when it is first used: importing pointmass must cost next to nothing."""

_MODULES = ("errors", "stats", "testing")
"""The modules that are public as a whole: ``pm.stats`` loads when it is first used."""

__all__ = [
    "AnthropicModel",
    "Approver",
    "Budget",
    "Call",
    "Comparison",
    "Completion",
    "Context",
    "Decision",
    "Example",
    "Handle",
    "Identity",
    "Job",
    "Judge",
    "Limited",
    "Model",
    "Parameter",
    "Price",
    "Proposal",
    "Question",
    "Record",
    "Recorded",
    "RecordedModel",
    "Request",
    "Sample",
    "Sampling",
    "SimulatedModel",
    "Spec",
    "Tool",
    "ToolCall",
    "Until",
    "Usage",
    "Workbench",
    "__version__",
    "acompare",
    "approved_by",
    "ask",
    "compare",
    "deny",
    "load",
    "load_ipython_extension",
    "shipped",
    "shipped_inputs",
    "shipped_writer",
    "unload_ipython_extension",
    "until",
]


if not TYPE_CHECKING:  # so that a type checker knows every public name, and no other

    def __getattr__(name: str) -> Any:
        """Load a public name when it is first used."""
        if name in _MODULES:
            return import_module(f"pointmass.{name}")
        if name not in _HOMES:
            raise AttributeError(f"module 'pointmass' has no attribute {name!r}; it has {', '.join(sorted(_HOMES))}")
        value = getattr(import_module(f"pointmass.{_HOMES[name]}"), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)


def _greet_notebook() -> None:
    """In a running notebook, turn its magics on; IPython is there already, so nothing heavy is loaded."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is not None:
        import_module("pointmass.magics").load_ipython_extension(shell)


_greet_notebook()
