"""Best-first search for the cheapest sequence of atoms and constants that spells every output."""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pointmass.synthesis.operators import pieces
from pointmass.synthesis.program import Apply, Concat, Literal, Node
from pointmass.synthesis.strings.pool import shared_start
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pointmass.synthesis.strings.pool import Pool


State: TypeAlias = tuple[int, ...]

_PIECE = 1.5
# What a piece costs less that follows on the piece before it.
_NEIGHBOUR = 0.8
_LONGEST_CONSTANT = 60
_VISITS = 4
_MOST_STEPS = 6000
_PATIENCE = 64
# A piece that starts within a word or number of every output is less likely than one that starts a new one.
_TORN = 2.0
# A piece that carries a separator along at its end is less likely than one without it, and the separator said.
_CARRIED = 1.5
_SEPARATORS = (",", ";", ":", " ")
# What a letter or digit of a constant costs: where it may be copied from the inputs, and where it cannot.
_COPYABLE = 4.5
_WORD = 4.0
_LETTER = 2.0
_FEW = 1.5
_SIGN = 1.0
_HUGE = float("inf")


@dataclass(frozen=True, slots=True)
class _Step:
    """One piece or constant that may come next."""

    node: Node
    lengths: tuple[int, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class _Place:
    """What a piece is counted in, and its number there."""

    of: tuple[Node, ...]
    number: int


def concatenations(pool: Pool, late: Callable[..., bool], *, limit: int) -> list[Term]:
    """Return up to *limit* programs, cheapest first.

    A* over the positions reached in every output; what one output alone still needs at least is the estimate
    (Hart, Nilsson and Raphael 1968).
    """
    outputs = pool.outputs
    starts = _by_start(pool)
    rest = _Estimate(pool)
    goal = tuple(len(o) for o in outputs)
    ticket = itertools.count()
    begin = (0,) * len(outputs)
    queue: list[tuple[float, int, float, State, tuple[Node, ...]]] = [(rest(begin), next(ticket), 0.0, begin, ())]
    visits: dict[tuple[State, bool], int] = {}
    found: list[Term] = []
    for count in range(_MOST_STEPS):
        if not queue or len(found) >= limit or (count % _PATIENCE == _PATIENCE - 1 and late(100)):
            break
        _, _, cost, state, path = heapq.heappop(queue)
        if state == goal and path:
            # What looks at no input is no program.
            if not all(isinstance(node, Literal) for node in path):
                found.append(Term(_join(path), cost - _NEIGHBOUR * _neighbours(path)))
            continue
        constant = bool(path) and isinstance(path[-1], Literal)
        visits[state, constant] = visits.get((state, constant), 0) + 1
        if visits[state, constant] > _VISITS:
            continue
        for step in _steps(pool, starts, state, after_constant=constant):
            after = tuple(p + n for p, n in zip(state, step.lengths, strict=True))
            price = cost + step.cost
            left = rest(after)
            if left < _HUGE:
                heapq.heappush(queue, (price + left, next(ticket), price, after, (*path, step.node)))
    return sorted(found, key=lambda s: s.cost)


def _neighbours(path: tuple[Node, ...]) -> int:
    """Count the pieces that follow, in the input as in the output, on the piece before them."""
    places = [place for node in path if (place := _place(node))]
    return sum(one.of == other.of and one.number + 1 == other.number for one, other in itertools.pairwise(places))


def _place(node: Node) -> _Place | None:
    """Return what a piece is counted in, and its number there; its case and its initial are as good as the piece."""
    while isinstance(node, Apply) and node.operator is not pieces.PART and len(node.arguments) == 1:
        node = node.arguments[0]
    if not isinstance(node, Apply) or node.operator not in (pieces.PART, pieces.NTH_MATCH):
        return None
    *of, number = node.arguments
    return _Place(tuple(of), number.content) if isinstance(number, Literal) else None


class _Estimate:
    """What the rest of the outputs costs at least, judged by each output alone."""

    def __init__(self, pool: Pool) -> None:
        self._rests = [self._rest(pool, i) for i in range(len(pool.outputs))]

    def __call__(self, state: State) -> float:
        return max(rest[p] for rest, p in zip(self._rests, state, strict=True))

    @staticmethod
    def _rest(pool: Pool, index: int) -> list[float]:
        output = pool.outputs[index]
        cheapest: dict[str, float] = {}
        for values, atoms in pool.atoms.items():
            value = values[index]
            if value and atoms[0].cost + _PIECE < cheapest.get(value, _HUGE):
                cheapest[value] = atoms[0].cost + _PIECE
        ends: list[list[tuple[int, float]]] = [[] for _ in range(len(output) + 1)]
        for value, cost in cheapest.items():
            at = output.find(value)
            while at >= 0:
                ends[at].append((at + len(value), cost))
                at = output.find(value, at + 1)
        shared = set(output).intersection(*pool.outputs)
        letter = _LETTER + _FEW / len(pool.outputs)
        rest = [_HUGE] * len(output) + [0.0]
        for place in range(len(output) - 1, -1, -1):
            best = min((cost + rest[end] for end, cost in ends[place]), default=_HUGE)
            char = output[place]
            if char in shared:
                best = min(best, rest[place + 1] + (letter if char.isalnum() else _SIGN))
            rest[place] = best
        return rest


def _steps(
    pool: Pool, starts: list[list[tuple[tuple[str, ...], list[Term]]]], state: State, *, after_constant: bool
) -> Iterator[_Step]:
    outputs = pool.outputs
    for values, atoms in starts[state[0]]:
        if all(o.startswith(v, p) for o, v, p in zip(outputs, values, state, strict=True)):
            extra = _PIECE + _TORN * _is_torn(outputs, state, values)
            extra += _CARRIED * all(v.endswith(_SEPARATORS) and len(v) > 1 for v in values)
            lengths = tuple(map(len, values))
            for atom in atoms:
                yield _Step(atom.node, lengths, atom.cost + extra)
    if not after_constant:
        for constant, price in _constants(pool, state):
            yield _Step(Literal(constant), (len(constant),) * len(outputs), price)


def _by_start(pool: Pool) -> list[list[tuple[tuple[str, ...], list[Term]]]]:
    """Index the atoms by the places of the first output at which they fit."""
    first = pool.outputs[0]
    table: list[list[tuple[tuple[str, ...], list[Term]]]] = [[] for _ in range(len(first) + 1)]
    for values, atoms in pool.atoms.items():
        value = values[0]
        if not value:
            for place in table:
                place.append((values, atoms))
            continue
        at = first.find(value)
        while at >= 0:
            table[at].append((values, atoms))
            at = first.find(value, at + 1)
    return table


def _is_torn(outputs: Sequence[str], state: State, values: Sequence[str]) -> bool:
    """Whether a piece starts within a run of letters or of digits, in every output where both sides are there."""
    seen = False
    for output, place, value in zip(outputs, state, values, strict=True):
        if not place or not value:
            continue
        left, right = output[place - 1], value[0]
        if not ((left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())):
            return False
        seen = True
    return seen


def _constants(pool: Pool, state: State) -> Iterator[tuple[str, float]]:
    """Yield the beginnings that all rests share, with their prices: see `price`."""
    rests = [o[p : p + _LONGEST_CONSTANT] for o, p in zip(pool.outputs, state, strict=True)]
    shared = shared_start(rests)
    for length in range(1, len(shared) + 1):
        yield shared[:length], _PIECE + price(shared[:length], pool)


def price(constant: str, pool: Pool) -> float:
    """Return what a constant costs: words and numbers are dear, dearer where few examples show them.

    A word that every input holds may as well be copied: its letters are dearer by themselves.
    """
    total = 0.0
    for word, group in itertools.groupby(constant, key=str.isalnum):
        run = "".join(group)
        if not word:
            total += _SIGN * len(run)
        elif pool.holds(run):
            total += (_COPYABLE + _FEW / len(pool.outputs)) * len(run)
        else:
            total += _WORD + (_LETTER + _FEW / len(pool.outputs)) * len(run)
    return total


def _join(path: tuple[Node, ...]) -> Node:
    return path[0] if len(path) == 1 else Concat(path)
