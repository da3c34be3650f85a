"""Whether a module answers the same every time: in another order, under another hash seed, on another day."""

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
"""Two time zones that are 26 hours apart, so that the day is never the same in both; POSIX writes them with the sign turned."""


def steady(module: CheckedModule, inputs: Sequence[Sequence[Any]]) -> str:
    """Ask a module twice for the same inputs, and say why it is not the same function both times.

    The second time the inputs come in reversed order, sets are ordered otherwise, and it is another day where code asks.
    What took too long is not a sign either way.

    Args:
        module: The module.
        inputs: The arguments of each call by position, JSON data, ``(n_inputs, n_parameters)``.

    Returns:
        Why it is not deterministic, in words; empty where it is deterministic.

    Raises:
        SandboxError: Code cannot be confined here.
    """
    with sandbox_for(module.imports, hash_seed=1, zone=_ZONES[0]) as sandbox:
        first = said_by(sandbox, module, inputs)
    with sandbox_for(module.imports, hash_seed=2, zone=_ZONES[1]) as sandbox:
        second = said_by(sandbox, module, inputs[::-1])[::-1]
    moved = [
        (given, one, other) for given, one, other in zip(inputs, first, second, strict=True) if _differ(one, other)
    ]
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
    # The words of an exception may hold an address; how it ended does not.
    return canonical([said.ended, said.value])


def _said(said: TrialResult) -> str:
    return clip(repr(said.value) if said.answered else f"none ({said.why})")
