"""Best-first search for the cheapest sequence of pieces and constants that gives every output when joined."""

from __future__ import annotations

import heapq
import itertools
from typing import TYPE_CHECKING, Any, TypeAlias

from pointmass.synthesis.operators import pieces
from pointmass.synthesis.program import Apply, Concat, Literal, Node
from pointmass.synthesis.strings.pool import shared_start
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pointmass.synthesis.strings.pool import Pool

    State: TypeAlias = tuple[int, ...]

_PIECE = 1.5
# Discount for a piece that follows the piece before it in the input as well.
_NEIGHBOUR = 0.8
_LONGEST_CONSTANT = 60
_VISITS = 4
_MOST_STEPS = 6000
_PATIENCE = 64
# Extra cost of a piece that starts within a word or number of every output.
_TORN = 2.0
# Extra cost of a piece that ends with a separator: the separator as a constant of its own is likelier.
_CARRIED = 1.5
_SEPARATORS = (",", ";", ":", " ")
# The cost of a letter or digit of a constant: `_COPYABLE` if every input holds the word, so that it may be copied; else
# `_WORD` for the word and `_LETTER` for each character. `_FEW` is added, divided by the number of examples.
_COPYABLE = 4.5
_WORD = 4.0
_LETTER = 2.0
_FEW = 1.5
_SIGN = 1.0
_HUGE = float("inf")


def concatenations(pool: Pool, late: Callable[..., bool], *, limit: int) -> list[Term]:
    """Return up to *limit* programs, cheapest first.

    This is an A* search (Hart, Nilsson and Raphael 1968). A state is the position that is reached in every output. The
    estimate of the remaining cost is the greatest of the least costs that each output alone still needs.
    """
    starts = _by_start(pool, 0)
    rest = [_least(pool, i) for i in range(len(pool.outputs))]
    goal = tuple(len(o) for o in pool.outputs)
    ticket = itertools.count()
    queue: list[tuple[float, int, float, State, tuple[Node, ...]]] = [(0.0, next(ticket), 0.0, (0,) * len(goal), ())]
    visits: dict[tuple[State, bool], int] = {}
    found: list[Term] = []
    for count in range(_MOST_STEPS):
        if not queue or len(found) >= limit or (count % _PATIENCE == _PATIENCE - 1 and late(100)):
            break
        _, _, cost, state, path = heapq.heappop(queue)
        if state == goal and path:
            # A sequence of constants alone ignores the input, so it is not a program.
            if not all(isinstance(node, Literal) for node in path):
                node = path[0] if len(path) == 1 else Concat(path)
                found.append(Term(node, cost - _NEIGHBOUR * _neighbours(path)))
            continue
        constant = bool(path) and isinstance(path[-1], Literal)
        visits[state, constant] = visits.get((state, constant), 0) + 1
        if visits[state, constant] > _VISITS:
            continue
        for step in _steps(pool, starts, state, after_constant=constant):
            after = tuple(p + len(v) for p, v in zip(state, step.values, strict=True))
            left = max(r[p] for r, p in zip(rest, after, strict=True))
            if left < _HUGE:
                spent = cost + step.cost
                heapq.heappush(queue, (spent + left, next(ticket), spent, after, (*path, step.node)))
    return sorted(found, key=lambda s: s.cost)


def _neighbours(path: tuple[Node, ...]) -> int:
    """Count the pieces that follow the piece before them in the input as well as in the output."""
    counted = [n.arguments for node in path if (n := _counted(node))]
    places: list[tuple[list[Node], Any]] = [(inner, place.value(())) for *inner, place in counted]
    return sum(one == other and p + 1 == q for (one, p), (other, q) in itertools.pairwise(places))


def _counted(node: Node) -> Apply | None:
    """Return the call that takes a piece by its place, without changes of case around it; None for other nodes."""
    while isinstance(node, Apply) and len(node.arguments) == 1:
        node = node.arguments[0]
    return node if isinstance(node, Apply) and node.operator in (pieces.PART, pieces.NTH_MATCH) else None


def _least(pool: Pool, index: int) -> list[float]:
    """Return a lower bound of the cost of the rest of one output, for each place, computed from this output alone."""
    output = pool.outputs[index]
    starts = _by_start(pool, index)
    shared = set(output).intersection(*pool.outputs)
    letter = _LETTER + _FEW / len(pool.outputs)
    rest = [_HUGE] * len(output) + [0.0]
    for place in range(len(output) - 1, -1, -1):
        ways = [atoms[0].cost + _PIECE + rest[place + len(v[index])] for v, atoms in starts[place] if v[index]]
        char = output[place]
        if char in shared:
            ways.append(rest[place + 1] + (letter if char.isalnum() else _SIGN))
        rest[place] = min(ways, default=_HUGE)
    return rest


def _steps(
    pool: Pool, starts: list[list[tuple[tuple[str, ...], list[Term]]]], state: State, *, after_constant: bool
) -> Iterator[Term]:
    """Yield the pieces that may come next, and as constants every beginning that the rests of all outputs share."""
    outputs = pool.outputs
    for values, atoms in starts[state[0]]:
        if all(o.startswith(v, p) for o, v, p in zip(outputs, values, state, strict=True)):
            extra = _PIECE + _TORN * _is_torn(outputs, state, values)
            extra += _CARRIED * all(v.endswith(_SEPARATORS) and len(v) > 1 for v in values)
            yield from (Term(atom.node, atom.cost + extra, values) for atom in atoms)
    shared = shared_start([o[p : p + _LONGEST_CONSTANT] for o, p in zip(outputs, state, strict=True)])
    for length in range(1, 0 if after_constant else len(shared) + 1):
        constant = shared[:length]
        yield Term(Literal(constant), _PIECE + price(constant, pool), (constant,) * len(outputs))


def _by_start(pool: Pool, index: int) -> list[list[tuple[tuple[str, ...], list[Term]]]]:
    """Return the pieces that fit at each place of one output, as a list with one entry a place."""
    output = pool.outputs[index]
    table: list[list[tuple[tuple[str, ...], list[Term]]]] = [[] for _ in range(len(output) + 1)]
    for values, atoms in pool.atoms.items():
        at = output.find(values[index])
        while at >= 0:
            table[at].append((values, atoms))
            at = output.find(values[index], at + 1)
    return table


def _is_torn(outputs: Sequence[str], state: State, values: Sequence[str]) -> bool:
    """Whether a piece starts within a run of letters or digits in every output where both sides exist."""
    seen = False
    for output, place, value in zip(outputs, state, values, strict=True):
        if place and value:
            left, right = output[place - 1], value[0]
            if not ((left.isalpha() and right.isalpha()) or (left.isdigit() and right.isdigit())):
                return False
            seen = True
    return seen


def price(constant: str, pool: Pool) -> float:
    """Return the cost of a constant in about bits: words and numbers cost much, and more if there are few examples.

    A word that every input holds could be copied instead, so its letters cost more.
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
