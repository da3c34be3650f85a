"""The views as they live in a notebook: the callables that the core looks up, and the panels themselves.

Nothing here imports ipywidgets or anywidget until a panel is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pointmass.plugins import in_notebook

if TYPE_CHECKING:
    from pointmass.comparison import Comparison
    from pointmass.interpretations import Interpretations
    from pointmass.sample import Sample
    from pointmass.stabilize import Proposal
    from pointmass.widgets.board import (
        ComparisonPanel,
        InterpretationsPanel,
        ProposalPanel,
        SamplePanel,
        WorkbenchPanel,
    )
    from pointmass.workbench import Workbench

__all__ = [
    "comparison_panel",
    "interpretations_panel",
    "proposal_panel",
    "sample_bundle",
    "sample_panel",
    "show_progress",
    "show_proposal",
    "workbench_panel",
]


def sample_panel(sample: Sample) -> SamplePanel:
    """Make the live panel of a sample; ``panel.selected`` and ``panel.selection`` say what was clicked."""
    from pointmass.widgets.board import SamplePanel  # noqa: PLC0415 - loads anywidget

    return SamplePanel(sample)


def interpretations_panel(found: Interpretations) -> InterpretationsPanel:
    """Make the live panel of interpretations; ``panel.found`` is what they are after a click, ``panel.selection`` draws."""
    from pointmass.widgets.board import InterpretationsPanel  # noqa: PLC0415 - loads anywidget

    return InterpretationsPanel(found)


def comparison_panel(comparison: Comparison) -> ComparisonPanel:
    """Make the live panel of a comparison; ``panel.selected`` and ``panel.selection`` say what was clicked."""
    from pointmass.widgets.board import ComparisonPanel  # noqa: PLC0415 - loads anywidget

    return ComparisonPanel(comparison)


def proposal_panel(proposal: Proposal) -> ProposalPanel:
    """Make the live panel of a proposal; ``panel.proposal`` is the one that is looked at, after a choice or an edit."""
    from pointmass.widgets.board import ProposalPanel  # noqa: PLC0415 - loads anywidget

    return ProposalPanel(proposal)


def workbench_panel(workbench: Workbench) -> WorkbenchPanel:
    """Make the panel of a workbench; ``panel.selection`` and the like say what was clicked."""
    from pointmass.widgets.board import WorkbenchPanel  # noqa: PLC0415 - loads anywidget

    return WorkbenchPanel(workbench)


def sample_bundle(sample: Sample, html: str, text: str) -> dict[str, Any]:
    """Return what a cell shows for a sample: the panel in a notebook, the static HTML everywhere else.

    Args:
        sample: What to show.
        html: The same as static HTML; this is what a notebook stores.
        text: The same as plain text.
    """
    from pointmass.widgets.mimebundle import mimebundle  # noqa: PLC0415 - loads nothing heavy, but keep it lazy

    return mimebundle(sample_panel(sample) if in_notebook() else None, html, text)


def show_proposal(proposal: Proposal, html: str, text: str) -> None:
    """Display a proposal so that the notebook stores what became of it: the thing to call in ``_ipython_display_``.

    Args:
        proposal: What to show.
        html: The same as static HTML.
        text: The same as plain text.
    """
    if in_notebook():
        proposal_panel(proposal).display(html, text)
        return
    from pointmass.widgets.mimebundle import mimebundle, show  # noqa: PLC0415 - as in sample_bundle

    show(mimebundle(None, html, text))


def show_progress() -> Callable[[Any], None]:
    """Return a callback that shows the progress of sampling in the cell that is being executed.

    Call it with anything that has the attributes of ``ProgressView``, as often as you like and from any thread.
    """
    from pointmass.widgets.progress import ProgressBar  # noqa: PLC0415 - as in sample_bundle

    return ProgressBar()
