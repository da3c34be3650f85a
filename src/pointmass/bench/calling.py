"""What a call of a stabilized name costs over calling the function itself."""

from __future__ import annotations

import timeit
from collections.abc import Callable
from typing import Any

from pointmass.bench.figure import Figure

BAR = 3.0
"""The most that a call by name may add, in microseconds, its guard apart."""

CALLS = 1_000
"""Calls in one slice of time: a few milliseconds, so that some slices are free of the machine's other work."""

ROUNDS = 200


def call_cost(
    called: Callable[[Any], Any],
    function: Callable[[Any], Any],
    *,
    argument: Any,
    guard: Callable[[Any], Any] | None = None,
    calls: int = CALLS,
    rounds: int = ROUNDS,
) -> Figure:
    """Measure a call by name against the function that answers it, by turns.

    Args:
        called: The handle.
        function: The function behind it.
        argument: What both are called with; the guard must accept it.
        guard: The artifact's ``accepts``; its time is taken off, for it is part of the artifact and not of the call.
        calls: Calls of each in a round.
        rounds: Rounds; the least of each side is taken.
    """
    if called(argument) != function(argument):
        raise RuntimeError(f"bench: the name and its function disagree on {argument!r}")
    sides = (called, function, guard or _nothing, _nothing)
    slices = [[_each(side, argument, calls) for side in sides] for _ in range(rounds)]
    # The least of each, as the documentation of timeit advises: what is above it is the machine's other work.
    by_name, bare, guarding, nothing = (min(times) for times in zip(*slices, strict=True))
    direct = bare + guarding - nothing
    return Figure(
        name="a call by name over the function itself",
        value=by_name - direct,
        unit="µs",
        bar=BAR,
        detail=f"{by_name:.2f} µs against {direct:.2f} µs, {by_name / direct:.2f} times; least of {rounds} rounds of {calls:,} "
        f"calls by turns{', guard apart' if guard else ''}",
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


def _each(function: Callable[[Any], Any], argument: Any, calls: int) -> float:
    """Return the microseconds of one call."""
    return timeit.timeit(lambda: function(argument), number=calls) / calls * 1e6


def _nothing(argument: Any) -> None:
    """Be called: what timing a call costs by itself."""
