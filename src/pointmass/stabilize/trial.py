"""What a module answers: its guard and its function, executed in the sandbox on many inputs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from pointmass.errors import clip
from pointmass.facts import notice
from pointmass.sandbox import Kind, Outcome, Sandbox

Ended: TypeAlias = Literal["answered", "handed back", "no answer", "misfit"] | Kind
"""How a module ended on an input: it answered, its own guard said no, it gave something in place of an answer, its answer does
not fit the type of the result; or as the sandbox says of what did not return."""

_DRIVER = '''

def {driver}(*inputs):
    """Ask the guard, and the function where it lets the input through."""
    return [True, {name}(*inputs)] if accepts(*inputs) else [False, None]
'''


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What a module made of one input.

    Attributes:
        ended: How: ``answered`` where its guard let the input through and the function returned.
        value: What it returned, JSON data; ``None`` where it did not answer.
        why: Why it did not answer, in words: that its guard said no, what it raised, what it was refused, that it took too
            long. Empty where it answered.
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
        """Whether its own guard said no; else what did not answer failed."""
        return self.ended == "handed back"


def said_of(sandbox: Sandbox, source: str, name: str, inputs: Sequence[Sequence[Any]]) -> list[TrialResult]:
    """Execute a module in the sandbox, and ask it for every input.

    Args:
        sandbox: An open sandbox: nothing is executed outside it.
        source: The module: it defines ``accepts`` and the function.
        name: The name of the function.
        inputs: The arguments of each call by position, JSON data, ``(n_inputs, n_parameters)``.

    Returns:
        What it said, ``(n_inputs,)``.

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
