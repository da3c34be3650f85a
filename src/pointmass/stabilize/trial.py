"""Execute a module, its guard and its function, on many inputs in the sandbox."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from pointmass.errors import clip
from pointmass.facts import notice
from pointmass.sandbox import Kind, Outcome, Sandbox

Ended: TypeAlias = Literal["answered", "handed back", "no answer", "misfit"] | Kind
"""How a module ended on an input: it answered, its guard handed the input back, it gave an invalid reply, its answer
does not fit the type of the result; or, if it did not return, the kind of outcome of the sandbox."""

_DRIVER = '''

def {driver}(*inputs):
    """Ask the guard, and the function where it lets the input through."""
    return [True, {name}(*inputs)] if accepts(*inputs) else [False, None]
'''


@dataclass(frozen=True, slots=True)
class TrialResult:
    """The result of a module for one input.

    Attributes:
        ended: How it ended; ``answered`` if its guard accepted the input and the function returned.
        value: The result, JSON data; ``None`` if it did not answer.
        why: Why it did not answer, in words: handed back, an error, a refusal of the sandbox, too slow. Empty if it
            answered.
    """

    ended: Ended
    value: Any = None
    why: str = ""

    @property
    def answered(self) -> bool:
        """Whether it gave an answer."""
        return self.ended == "answered"

    @property
    def handed_back(self) -> bool:
        """Whether its guard handed the input back; a result that is neither this nor an answer is a failure."""
        return self.ended == "handed back"


def said_of(sandbox: Sandbox, source: str, name: str, inputs: Sequence[Sequence[Any]]) -> list[TrialResult]:
    """Execute a module in the sandbox on every input.

    Args:
        sandbox: An open sandbox; nothing is executed outside of it.
        source: The source of the module, which defines ``accepts`` and the function.
        name: The name of the function.
        inputs: The arguments of each call by position, JSON data, ``(n_inputs, n_parameters)``.

    Returns:
        The results, ``(n_inputs,)``.

    Raises:
        SandboxError: The sandbox is not open, or a process could not be confined.
    """
    driver = "asked"
    while re.search(rf"\b{driver}\b", source):
        driver += "_"
    whole = source.rstrip("\n") + "\n" + _DRIVER.format(driver=driver, name=name)
    return [_said(outcome) for outcome in sandbox.run(whole, driver, [list(each) for each in inputs])]


def _said(outcome: Outcome) -> TrialResult:
    if outcome.kind == "value":
        well_formed = isinstance(outcome.value, list) and len(outcome.value) == 2  # noqa: PLR2004 - a flag and a value
        if not well_formed:
            return TrialResult("no answer", why="it answered in place of the function that asks it")
        accepted, value = outcome.value
        if accepted is True:
            return TrialResult("answered", value)
        return TrialResult("handed back", why=notice("handed back"))
    if outcome.kind == "refused":
        return TrialResult("refused", why=f"refused ({outcome.rule}): {clip(outcome.message)}")
    said = f"{outcome.error}: {outcome.message}" if outcome.error else outcome.message
    return TrialResult(outcome.kind, why=f"{outcome.kind}: {clip(said)}")
