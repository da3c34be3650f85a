"""Test whether a module is deterministic: with inputs in another order, another hash seed, and on another day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pointmass.digest import canonical
from pointmass.errors import clip
from pointmass.stabilize.trial import TrialResult
from pointmass.stabilize.written.confined import sandbox_for
from pointmass.stabilize.written.contract import CheckedModule
from pointmass.stabilize.written.trying import said_by

_ZONES = ("EAST-14", "WEST+12")
"""Two time zones that are 26 hours apart, so that the day always differs; POSIX writes their signs reversed."""


def steady(module: CheckedModule, inputs: Sequence[Sequence[Any]]) -> str:
    """Run a module twice on the same inputs, and compare the results.

    The second time the inputs are in reversed order, sets have another order, and the day is another. Inputs that took
    too long are not compared; those that did so the first time are not tried again.

    Args:
        module: The module.
        inputs: The arguments of each call by position, JSON data, ``(n_inputs, n_parameters)``.

    Returns:
        Why it is not deterministic, in words; empty if all results are equal.

    Raises:
        SandboxError: Code cannot be confined here.
    """
    with sandbox_for(module.imports, hash_seed=1, zone=_ZONES[0]) as sandbox:
        first = said_by(sandbox, module, inputs)
    ended = [(given, one) for given, one in zip(inputs, first, strict=True) if one.ended != "timeout"]
    with sandbox_for(module.imports, hash_seed=2, zone=_ZONES[1]) as sandbox:
        second = said_by(sandbox, module, [given for given, _ in ended[::-1]])[::-1]
    moved = [(given, one, other) for (given, one), other in zip(ended, second, strict=True) if _differ(one, other)]
    if not moved:
        return ""
    given, one, other = moved[0]
    return (
        f"code for {module.name!r}: asked twice, in another order, with other hashes and on another day, it answers "
        f"{len(moved)} of {len(inputs)} inputs otherwise: {clip(repr(list(given)))} gave {_said(one)} and {_said(other)}; an "
        "answer may depend on the input only"
    )


def _differ(one: TrialResult, other: TrialResult) -> bool:
    if "timeout" in (one.ended, other.ended):
        return False
    return _key(one) != _key(other)


def _key(said: TrialResult) -> str:
    # Messages are not compared, as those of exceptions may contain memory addresses.
    return canonical([said.ended, said.value])


def _said(said: TrialResult) -> str:
    return clip(repr(said.value) if said.answered else f"none ({said.why})")
