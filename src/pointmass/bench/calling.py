"""What a call of a stabilized name costs over calling its guard and its function directly."""

from __future__ import annotations

import timeit
from collections.abc import Callable
from typing import Any

from pointmass.bench.figure import Figure

BAR = 1.0
"""The most that a call by name may take over calling the guard and the function directly, in microseconds."""

CALLS = 200
"""Calls of each side in a round: a few milliseconds, so that some rounds are free of the machine's other work."""

ROUNDS = 1_000


def call_cost(
    called: Callable[[Any], Any],
    function: Callable[[Any], Any],
    *,
    argument: Any,
    guard: Callable[[Any], Any] | None = None,
    calls: int = CALLS,
    rounds: int = ROUNDS,
) -> Figure:
    """Measure a call by name against direct calls of the guard and the function behind it, by turns.

    Args:
        called: The handle.
        function: The function behind it.
        argument: What both are called with; the guard must accept it.
        guard: The artifact's ``accepts``, which is called before the function on both sides; ``None`` for no guard.
        calls: Calls of each in a round.
        rounds: Rounds; of each side the fastest counts.
    """
    if called(argument) != function(argument):
        raise RuntimeError(f"bench: the name and its function disagree on {argument!r}")
    by_name, direct = _least(
        lambda: called(argument),
        (lambda: guard(argument) and function(argument)) if guard else (lambda: function(argument)),
        calls=calls,
        rounds=rounds,
    )
    return Figure(
        name="a call by name over guard and function",
        value=by_name - direct,
        unit="µs",
        bar=BAR,
        detail=f"{by_name:.2f} µs against {direct:.2f} µs, {by_name / direct:.2f} times; the fastest of {rounds:,} rounds of "
        f"{calls:,} calls by turns",
    )


def stabilized_call_cost(*, calls: int = CALLS, rounds: int = ROUNDS) -> Figure:
    """Stabilize a spec of a simulated model, and measure the call of its name."""
    from pointmass.approval import approved_by  # noqa: PLC0415 - the whole workbench, for this figure only
    from pointmass.models.simulated import SimulatedModel  # noqa: PLC0415 - as above
    from pointmass.workbench import Workbench  # noqa: PLC0415 - as above

    titles = [f"{first} {second}" for first in _FIRST for second in _SECOND]
    with Workbench(model=SimulatedModel({_slug: 1.0}), approver=approved_by("bench")) as workbench:
        handle = workbench.spec(_stub())
        handle.stabilize(handle.sample(titles, draws=4, progress=False)).accept()
        binding = handle.binding
        return call_cost(
            handle, binding.function, argument=titles[0], guard=binding.accepts, calls=calls, rounds=rounds
        )


_FIRST = ("Quarterly Report", "Team Photo", "Travel Plan", "Budget Draft", "Release Notes", "Meeting Agenda")
_SECOND = ("Berlin", "Spring Offsite", "Final Version", "Old Copy", "For Review", "North Office")


def _stub() -> Callable[..., Any]:
    def slug(title: str) -> str:
        """Turn the title into a slug."""
        raise NotImplementedError(title)

    return slug


def _slug(title: str) -> str:
    return title.lower().replace(" ", "-")


def _least(*sides: Callable[[], object], calls: int, rounds: int) -> list[float]:
    """Return the microseconds of one call of each side, in its fastest round.

    As the documentation of timeit advises: what is slower than the fastest round is the machine's other work.
    """
    slices = [[timeit.timeit(side, number=calls) for side in sides] for _ in range(rounds)]
    return [min(times) / calls * 1e6 for times in zip(*slices, strict=True)]
