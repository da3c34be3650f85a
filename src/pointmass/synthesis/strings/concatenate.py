"""Best-first search for the cheapest sequence of atoms and constants that spells every output."""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.program import Concat, Literal, Node

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pointmass.synthesis.strings.pool import Atom, Pool

_PIECE = 1.5
_LONGEST_CONSTANT = 40
_VISITS = 4
_MOST_STEPS = 6000


@dataclass(frozen=True, slots=True)
class Spelled:
    """One program for the outputs, its cost, and how many alphanumeric characters it says itself."""

    node: Node
    cost: float


def concatenations(pool: Pool, late: Callable[[], bool], *, limit: int) -> list[Spelled]:
    """Return up to *limit* programs, cheapest first."""
    outputs = pool.outputs
    starts = _by_start(pool)
    goal = tuple(len(o) for o in outputs)
    ticket = itertools.count()
    queue: list[tuple[float, int, tuple[int, ...], tuple[Node, ...]]] = [(0.0, next(ticket), (0,) * len(outputs), ())]
    visits: dict[tuple[int, ...], int] = {}
    found: list[Spelled] = []
    for step in range(_MOST_STEPS):
        if not queue or len(found) >= limit or (step % 64 == 0 and late()):
            break
        cost, _, state, path = heapq.heappop(queue)
        if state == goal and path:
            found.append(Spelled(_join(path), cost))
            continue
        visits[state] = visits.get(state, 0) + 1
        if visits[state] > _VISITS:
            continue
        for atom, after in _next_atoms(starts, outputs, state):
            heapq.heappush(queue, (cost + atom.cost + _PIECE, next(ticket), after, (*path, atom.node)))
        if not (path and isinstance(path[-1], Literal)):
            for constant, price in _constants(outputs, state):
                after = tuple(p + len(constant) for p in state)
                heapq.heappush(queue, (cost + price, next(ticket), after, (*path, Literal(constant))))
    return found


def _by_start(pool: Pool) -> list[list[Atom]]:
    """Index the atoms by the places of the first output at which they fit."""
    first = pool.outputs[0]
    table: list[list[Atom]] = [[] for _ in range(len(first) + 1)]
    for values, atoms in pool.atoms.items():
        value = values[0]
        if not value:
            for place in table:
                place.extend(atoms)
            continue
        at = first.find(value)
        while at >= 0:
            table[at].extend(atoms)
            at = first.find(value, at + 1)
    return table


def _next_atoms(
    starts: list[list[Atom]], outputs: tuple[str, ...], state: tuple[int, ...]
) -> Iterator[tuple[Atom, tuple[int, ...]]]:
    for atom in starts[state[0]]:
        if all(o.startswith(v, p) for o, v, p in zip(outputs, atom.values, state, strict=True)):
            yield atom, tuple(p + len(v) for p, v in zip(state, atom.values, strict=True))


def _constants(outputs: tuple[str, ...], state: tuple[int, ...]) -> Iterator[tuple[str, float]]:
    """Yield the beginnings that all rests share; letters and digits are dear, the dearer the fewer examples say so."""
    rests = [o[p:] for o, p in zip(outputs, state, strict=True)]
    shortest = min(rests, key=len)
    price = _PIECE
    dear = 4.0 + 3.0 / len(outputs)
    for length, char in enumerate(shortest[:_LONGEST_CONSTANT], start=1):
        if any(r[length - 1] != char for r in rests):
            return
        price += dear if char.isalnum() else 1.0
        yield shortest[:length], price


def _join(path: tuple[Node, ...]) -> Node:
    return path[0] if len(path) == 1 else Concat(path)
