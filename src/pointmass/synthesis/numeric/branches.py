"""Formulas with a branch: one where a condition holds, and another where not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.conditions import Condition, conditions
from pointmass.synthesis.numeric.formulas import formulas
from pointmass.synthesis.numeric.source import is_number, same
from pointmass.synthesis.program import Case, Choice, Env, Literal, Node, attempt
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_MOST = 200
_FEW = 5
_RESTS = 3
_WIDEST = 4
_FEWEST = 3
_BRANCH = 4.0
_PARTS = 24
_ANSWERS = 4


@dataclass(frozen=True, slots=True)
class _Part:
    """A formula and the examples that it explains."""

    node: Node
    cost: float
    covers: frozenset[int]


def branched(
    sources: Sequence[Term], envs: Sequence[Env], outputs: Sequence[Any], late: Callable[..., bool]
) -> list[Term]:
    """Return programs that compute numbers in one of two ways, cheapest first; each way rests on three examples."""
    count = len(outputs)
    if count < 2 * _FEWEST or not all(map(is_number, outputs)):
        return []
    known = conditions(sources)[:_MOST]
    parts = _parts(sources, envs, outputs, known, late)[:_PARTS]
    everything = frozenset(range(count))
    found = []
    for condition in known:
        held = frozenset(i for i, h in enumerate(condition.values) if h)
        rest = everything - held
        if min(len(held), len(rest)) < _FEWEST:
            continue
        left = min((p for p in parts if p.covers >= held), key=lambda p: p.cost, default=None)
        right = min((p for p in parts if p.covers >= rest), key=lambda p: p.cost, default=None)
        if left and right:
            node = Choice((Case(condition.node, left.node, len(held)),), right.node, len(rest))
            found.append(Term(node, condition.cost + left.cost + right.cost + _BRANCH))
    return sorted(found, key=lambda s: s.cost)[:_ANSWERS]


def _parts(
    sources: Sequence[Term],
    envs: Sequence[Env],
    outputs: Sequence[Any],
    known: Sequence[Condition],
    late: Callable[..., bool],
) -> list[_Part]:
    """Return what explains some examples: an input as it is, one answer, the formulas of likely groups and of the rest."""
    found = list(_plain(sources, outputs))
    groups = {tuple(group) for group in (*_groups(sources, known), *_rests(found, len(outputs)))}
    for round_ in range(2):
        for group in sorted(groups, key=len):
            if late(900):
                return found
            inner = [Term(s.node, s.cost, tuple(s.values[i] for i in group)) for s in sources[:_WIDEST]]
            for spelled in formulas(inner, [outputs[i] for i in group])[:2]:
                covers = frozenset(i for i, env in enumerate(envs) if same(attempt(spelled.node, env), outputs[i]))
                found.append(_Part(spelled.node, spelled.cost, covers))
        groups = {tuple(group) for group in _rests(found, len(outputs))} - groups if not round_ else set()
    return found


def _plain(sources: Sequence[Term], outputs: Sequence[Any]) -> Iterator[_Part]:
    for source in sources:
        covers = frozenset(i for i, v in enumerate(source.values) if same(v, outputs[i]))
        if len(covers) >= _FEWEST:
            yield _Part(source.node, source.cost, covers)
    for output in {str(o): o for o in outputs}.values():
        covers = frozenset(i for i, o in enumerate(outputs) if same(o, output))
        if len(covers) >= _FEWEST:
            yield _Part(Literal(output), 4.0, covers)


def _rests(parts: Sequence[_Part], count: int) -> Iterator[list[int]]:
    """Yield the examples that the parts which explain most leave over."""
    for part in sorted(parts, key=lambda p: -len(p.covers))[:_RESTS]:
        rest = [i for i in range(count) if i not in part.covers]
        if len(rest) >= _FEWEST:
            yield rest


def _groups(sources: Sequence[Term], known: Sequence[Condition]) -> Iterator[list[int]]:
    """Yield the examples that a truth value or a name tells apart, and those with the least and the greatest numbers."""
    for condition in known:
        fewer = min(sum(condition.values), len(condition.values) - sum(condition.values))
        if not condition.near and fewer >= _FEWEST:
            for side in (True, False):
                yield [i for i, h in enumerate(condition.values) if h is side]
    for source in sources:
        if all(map(is_number, source.values)):
            order = sorted(range(len(source.values)), key=lambda i: source.values[i])
            yield sorted(order[:_FEW])
            yield sorted(order[-_FEW:])
