"""Programs that give nearly every output; what they leave out is priced as what has to be said one by one."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from pointmass.synthesis.apart import tests_of
from pointmass.synthesis.operators import shapes
from pointmass.synthesis.problem import canonical
from pointmass.synthesis.program import Case, Choice, Literal, Node, attempt
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pointmass.synthesis.program import Env
    from pointmass.synthesis.typed import Goal

    Search: TypeAlias = Callable[[Goal], list[Term]]

# A person who gives fewer examples than this meant each of them.
FEWEST = 10
# Of so many examples, one may be an exception.
_SHARE = 8
_BITS, _BITS_A_SIGN = 8.0, 2.0
_HANDFUL = 4
_HANDFULS = 6
_GROUPS = 4
_TRIED = 6
_TRIES = 2
_GROWN = 3
_JOINED = 12
_BRANCH = 5.0
_LEAST = 3
_LABELS = 6


def price(output: Any) -> float:
    """Return what an answer costs that is said as it is, in about bits."""
    return _BITS + _BITS_A_SIGN * len(canonical(output))


def allowed(count: int) -> int:
    """Return how many of so many examples may be exceptions."""
    return count // _SHARE if count >= FEWEST else 0


@dataclass(frozen=True, slots=True)
class Partly:
    """A program and the examples that it explains, as the bits of a number."""

    node: Node
    cost: float
    covers: int


def nearly(goal: Goal, plain: Search, full: Search) -> list[Term]:
    """Return programs that explain all but a few examples, cheapest first: what they miss counts, though not in their cost.

    Programs are learned from handfuls of the examples, and held against all of them: a few wrong examples spoil only
    the handfuls that they are in. The best of them, or the best two with a condition between them, says which examples
    are the exceptions; the programs for all the others are then searched for as if there were none.

    Args:
        goal: The examples.
        plain: Searches for programs without a branch.
        full: Searches for programs of any kind.
    """
    most = allowed(len(goal.outputs))
    if not most:
        return []
    prices = [price(o) for o in goal.outputs]
    partly = _partly(goal, plain, most)
    best = min(
        (p for p in itertools.chain(partly, _joined(goal, partly, most)) if _left(p, prices).bit_count() <= most),
        key=lambda p: p.cost + _listed(_left(p, prices), prices),
        default=None,
    )
    if best is None:
        return []
    kept = [i for i in range(len(prices)) if best.covers >> i & 1]
    again = full(goal.at(kept)) if len(kept) < len(prices) and not goal.late(75) else []
    found = [*again, Term(best.node, best.cost)]
    return sorted(found, key=lambda s: s.cost + _listed(_left(_held(goal, s), prices), prices))


def missed(node: Node, envs: Sequence[Env], outputs: Sequence[Any]) -> tuple[int, ...]:
    """Return the positions of the examples whose output the program does not give."""
    return tuple(i for i, (env, wanted) in enumerate(zip(envs, outputs, strict=True)) if not _gives(node, env, wanted))


def _gives(node: Node, env: Env, wanted: Any) -> bool:
    answer = attempt(node, env)
    return bool(answer == wanted) and isinstance(answer, bool) is isinstance(wanted, bool)


def _held(goal: Goal, spelled: Term) -> Partly:
    """Hold a program against every example."""
    left = missed(spelled.node, goal.envs, goal.outputs)
    return Partly(spelled.node, spelled.cost, (1 << len(goal.envs)) - 1 - sum(1 << i for i in left))


def _left(partly: Partly, prices: list[float]) -> int:
    return (1 << len(prices)) - 1 & ~partly.covers


def _listed(left: int, prices: list[float]) -> float:
    """Return what it costs to say the answers that a program leaves out."""
    return sum(p for i, p in enumerate(prices) if left >> i & 1)


def _partly(goal: Goal, plain: Search, most: int) -> list[Partly]:
    """Return programs learned from parts of the examples, those that explain most first."""
    best: dict[int, Partly] = {}
    _keep(best, [*_constants(goal), *(_held(goal, s) for s in goal.near or ())])
    everything = (1 << len(goal.outputs)) - 1
    for number, handful in enumerate(_parts(goal)):
        part = handful
        # One that leaves as many as may be left is good enough when another try has found no better one.
        enough = most // 2 if number < _TRIES else most
        if goal.late(75) or any((everything & ~covers).bit_count() <= enough for covers in best):
            break
        for _ in range(_GROWN):
            found = [_held(goal, s) for s in plain(goal.at(part))[:_TRIED]]
            _keep(best, found)
            top = max(found, key=lambda p: p.covers.bit_count(), default=None)
            wider = [i for i in range(len(goal.outputs)) if top and not top.covers >> i & 1 and i not in part]
            if not wider or goal.late(75) or len(wider) * 2 > len(goal.outputs):
                break
            # A program that is too narrow is shown one of those that it misses.
            part = sorted([*part, wider[0]])
    return sorted(best.values(), key=lambda p: (-p.covers.bit_count(), p.cost))


def _keep(best: dict[int, Partly], found: list[Partly]) -> None:
    """Keep of the programs that explain the same examples the cheapest."""
    for one in found:
        known = best.get(one.covers)
        if known is None or one.cost < known.cost:
            best[one.covers] = one


def _constants(goal: Goal) -> Iterator[Partly]:
    """Yield the outputs that several examples have, where there are few."""
    counts = Counter(map(canonical, goal.outputs))
    if len(counts) <= _LABELS:
        for shown, count in counts.items():
            if count > 1:
                first = next(o for o in goal.outputs if canonical(o) == shown)
                yield _held(goal, Term(Literal(first), 2.0 + 4.0 * len(shown) / count))


def _parts(goal: Goal) -> Iterator[list[int]]:
    """Yield handfuls of the examples: from all over, then of those whose outputs, or inputs, share an outline."""
    yield from _handfuls(list(range(len(goal.outputs))), _HANDFULS)
    for column in ([(o,) for o in goal.outputs], goal.envs):
        groups: dict[str, list[int]] = {}
        for i, values in enumerate(column):
            groups.setdefault("\0".join(shapes.skeleton(v) for v in values if isinstance(v, str)), []).append(i)
        for group in sorted(groups.values(), key=len, reverse=True)[:_GROUPS]:
            if 1 < len(group) < len(column):
                yield from _handfuls(group, 2)


def _handfuls(chosen: list[int], most: int) -> Iterator[list[int]]:
    step = max(1, len(chosen) // _HANDFUL)
    for start in range(min(step, most)):
        yield chosen[start::step][:_HANDFUL]


def _joined(goal: Goal, partly: list[Partly], most: int) -> Iterator[Partly]:
    """Yield two programs with a condition between them, where they explain nearly everything together."""
    everything = (1 << len(goal.outputs)) - 1
    tests = [(t, sum(1 << i for i, h in enumerate(t.values) if h)) for t in tests_of(goal.envs)]
    # What a few examples show by themselves are exceptions.
    tests = [(t, holds) for t, holds in tests if min(holds.bit_count(), (everything & ~holds).bit_count()) >= _LEAST]
    # The choice of a condition among so many has to be said, too.
    chosen = math.log2(len(tests) + 1)
    for one, other in itertools.permutations(partly[:_JOINED], 2):
        if (everything & ~(one.covers | other.covers)).bit_count() > most:
            continue
        for test, holds in tests:
            covers = (holds & one.covers) | (everything & ~holds & other.covers)
            if (everything & ~covers).bit_count() <= most:
                case = Case(test.node, one.node, holds.bit_count())
                node = Choice((case,), other.node, (everything & ~holds).bit_count())
                yield Partly(node, one.cost + other.cost + test.cost + _BRANCH + chosen, covers)
