"""Tells some inputs from all others: by a condition that is beyond chance where there is one, else by a digest of each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.conditions import of_inputs
from pointmass.synthesis.guard import Check
from pointmass.synthesis.known import digest_node, digest_of
from pointmass.synthesis.numeric.number_values import is_number
from pointmass.synthesis.operators.tests import DIFFERENT, EQUAL
from pointmass.synthesis.program import Apply, Constant, Env, Literal, Node, attempt
from pointmass.synthesis.table import IS_IN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pointmass.synthesis.term import Term


# The chance of a condition as good as this one by accident, the choice among all conditions counted in.
_BY_CHANCE = 0.05
# Inputs of a kind that is handed back are contested at least so often: else too many settled ones go with them.
_MOSTLY = 0.4
_MOST = 3
_TRIED = 300
_LOOKED_AT = 600


@dataclass(frozen=True, slots=True)
class Kind:
    """What some inputs have in common beyond chance, and on how many inputs of either side it holds."""

    test: Node
    inside: int
    outside: int


def apart(inside: Sequence[Env], outside: Sequence[Env]) -> list[Check]:
    """Hand back some inputs: by the kinds of which they are more often than chance allows, the rest by digest.

    Args:
        inside: The inputs to hand back.
        outside: The others.
    """
    found: list[Check] = []
    left = list(inside)
    for kind in kinds(inside, outside):
        why = "Answers differ more often than by chance on inputs with this."
        if not kind.outside:
            why = f"The {kind.inside} examples with this have answers of their own."
        found.append(Check(kind.test, why))
        left = [env for env in left if not attempt(kind.test, env)]
    if left:
        why = "Digests of the examples whose answers follow no rule."
        found.append(known_again(left, "EXCEPTIONS", why, "An example whose answer follows no rule."))
    return found


def kinds(
    inside: Sequence[Env],
    outside: Sequence[Env],
    *,
    level: float = _BY_CHANCE,
    share: float = _MOSTLY,
    usable: Callable[[Term], bool] = lambda _: True,
) -> list[Kind]:
    """Return the kinds, at most three, of which some inputs are more often than chance allows, one after the other.

    A kind is what a condition holds for. Fisher's exact test (Fisher 1935), one-sided, says how likely so many of them are
    among those of the kind if it had nothing to do with it; the choice among all conditions is counted in (Bonferroni).

    Args:
        inside: The inputs to set apart.
        outside: The others.
        level: The chance of finding one where there is none.
        share: The share of the inputs of a kind that must be among those to set apart.
        usable: Which conditions may be asked.
    """
    found: list[Kind] = []
    left, others = list(inside), list(outside)[:_LOOKED_AT]
    while left and len(found) < _MOST:
        some = left[:_LOOKED_AT]
        tests = list(filter(usable, tests_of((*some, *others))))
        scored = [(chance, t) for t in tests if (chance := _chance(t, len(some), share)) < level / len(tests)]
        if not scored:
            break
        _, best = min(scored, key=lambda s: math.log2(max(s[0], 1e-300)) + s[1].cost)
        found.append(Kind(best.node, sum(best.values[: len(some)]), sum(best.values[len(some) :])))
        left = [env for env in left if not attempt(best.node, env)]
    return found


def known_again(envs: Sequence[Env], name: str, why: str, reason: str) -> Check:
    """Hand back some inputs by their digests, so that no source has to quote them."""
    known = Constant(name, frozenset(map(digest_of, envs)), why)
    return Check(Apply(IS_IN, (digest_node(len(envs[0])), known)), reason)


def tests_of(envs: Sequence[Env]) -> list[Term]:
    """Return the conditions that hold for some inputs and not for others, of those that hold for the same the cheapest."""
    if len({len(env) for env in envs}) != 1:
        return []
    # That a number is a certain one names an input, and is not a kind.
    every: dict[tuple[Any, ...], Term] = {}
    for term in of_inputs(envs):
        if not _is_named(term):
            every.setdefault(term.values, term)
    return list(every.values())[:_TRIED]


def _is_named(term: Term) -> bool:
    node = term.node
    named = isinstance(node, Apply) and node.operator in (EQUAL, DIFFERENT) and node.arguments[1]
    return isinstance(named, Literal) and is_number(named.content)


def _chance(test: Term, contested: int, share: float) -> float:
    """Return the chance of so many contested inputs where *test* holds; 1 where it holds for too many settled ones."""
    held, hits, count = sum(test.values), sum(test.values[:contested]), len(test.values)
    if hits < share * held:
        return 1.0
    ways = sum(
        math.comb(contested, k) * math.comb(count - contested, held - k) for k in range(hits, min(held, contested) + 1)
    )
    return ways / math.comb(count, held)
