"""What a module answers: its guard and its function, executed in the sandbox on many inputs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pointmass.errors import clip
from pointmass.sandbox import Outcome, Sandbox

HANDED_BACK = "accepts says no"
"""Why a module did not answer an input that its own guard hands back."""

_DRIVER = '''

def {driver}(*inputs):
    """Ask the guard, and the function where it lets the input through."""
    return [True, {name}(*inputs)] if accepts(*inputs) else [False, None]
'''


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What a module made of one input.

    Attributes:
        answered: Whether its guard let the input through, and the function returned.
        value: What it returned, JSON data; ``None`` where it did not answer.
        why: Why it did not answer, in words: ``accepts says no``, what it raised, what it was refused, that it took too long.
            Empty where it answered.
        handed_back: Whether its own guard said no; else what did not answer failed.
    """

    answered: bool
    value: Any = None
    why: str = ""
    handed_back: bool = False


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
            return TrialResult(answered=False, why="it answered in place of the function that asks it")
        accepted, value = outcome.value
        if accepted is True:
            return TrialResult(answered=True, value=value)
        return TrialResult(answered=False, why=HANDED_BACK, handed_back=True)
    if outcome.kind == "refused":
        return TrialResult(answered=False, why=f"refused ({outcome.rule}): {clip(outcome.message)}")
    said = f"{outcome.error}: {outcome.message}" if outcome.error else outcome.message
    return TrialResult(answered=False, why=f"{outcome.kind}: {clip(said)}")
