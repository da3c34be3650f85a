"""What sets some inputs apart from all others: a condition beyond chance where there is one, else a digest of each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from pointmass.synthesis.conditions import of_inputs
from pointmass.synthesis.guard import Check
from pointmass.synthesis.known import digest_node, digest_of
from pointmass.synthesis.numeric.source import is_number
from pointmass.synthesis.operators.tests import DIFFERENT, EQUAL
from pointmass.synthesis.program import Apply, Constant, Env, Literal
from pointmass.synthesis.table import IS_IN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.term import Term


# The chance of a condition as good as this one by accident, the choice among all conditions counted in.
_BY_CHANCE = 0.05
# What is handed back for its kind is contested at least so often: else too much that is settled goes with it.
_MOSTLY = 0.4
_MOST = 3
_TRIED = 300
_LOOKED_AT = 600


def told_apart(inside: Sequence[Env], outside: Sequence[Env]) -> Check:
    """Hand back some inputs: by the condition that holds for just them, if it is shorter than a list of them, or by digest.

    Args:
        inside: The inputs to hand back, at least one.
        outside: Those that the condition must not hold for.
    """
    many = math.comb(len(inside) + len(outside), len(inside))
    for test in _tests(inside, outside):
        if test.values == (True,) * len(inside) + (False,) * len(outside):
            if test.cost - math.log2(_BY_CHANCE) < math.log2(many):
                return Check(test.node, f"The {len(inside)} examples with this have answers of their own.")
            break
    return by_digest(inside)


def by_digest(inside: Sequence[Env]) -> Check:
    """Hand back some inputs, known again by their digests."""
    known = Constant(
        "EXCEPTIONS", frozenset(map(digest_of, inside)), "Digests of the examples whose answers follow no rule."
    )
    return Check(Apply(IS_IN, (digest_node(len(inside[0])), known)), "An example whose answer follows no rule.")


def where_contested(contested: Sequence[Env], settled: Sequence[Env]) -> list[Check]:
    """Hand back the kinds of input on which answers differ more often than chance allows.

    A kind is what a condition holds for. Fisher's exact test, one-sided, says how likely so many contested inputs are
    among those of the kind if it had nothing to do with it; the choice among all conditions is counted in (Bonferroni).
    """
    found: list[Check] = []
    inside, outside = list(contested)[:_LOOKED_AT], list(settled)[:_LOOKED_AT]
    while inside and len(found) < _MOST:
        tests = _tests(inside, outside)
        limit = _BY_CHANCE / max(1, len(tests))
        scored = [(chance, test) for test in tests if (chance := _chance(test, len(inside))) < limit]
        if not scored:
            break
        _, best = min(scored, key=lambda s: math.log2(max(s[0], 1e-300)) + s[1].cost)
        found.append(Check(best.node, "Answers differ more often than by chance on inputs with this."))
        inside = [env for env, holds in zip(inside, best.values, strict=False) if not holds]
    return found


def tests_of(envs: Sequence[Env]) -> list[Term]:
    """Return the conditions that hold for some inputs and not for others, cheapest first."""
    if len({len(env) for env in envs}) != 1:
        return []
    # That a number is a certain one names an input, and is no kind.
    return [term for term in of_inputs(envs) if not _is_named(term)][:_TRIED]


def _is_named(term: Term) -> bool:
    node = term.node
    named = isinstance(node, Apply) and node.operator in (EQUAL, DIFFERENT) and node.arguments[1]
    return isinstance(named, Literal) and is_number(named.content)


def _tests(inside: Sequence[Env], outside: Sequence[Env]) -> list[Term]:
    return tests_of((*inside, *outside))


def _chance(test: Term, contested: int) -> float:
    """Return the chance of so many contested inputs where *test* holds; 1 where it holds for too many settled ones."""
    held, hits, count = sum(test.values), sum(test.values[:contested]), len(test.values)
    if hits < _MOSTLY * held:
        return 1.0
    ways = sum(
        math.comb(contested, k) * math.comb(count - contested, held - k) for k in range(hits, min(held, contested) + 1)
    )
    return ways / math.comb(count, held)
