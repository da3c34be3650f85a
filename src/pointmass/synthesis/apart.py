"""Separate some inputs from all others: by conditions that are no coincidence, and the rest by their digests."""

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


# A condition counts if the probability to find one as good by chance, among all those tried, is below this.
_BY_CHANCE = 0.05
# The least share of the inputs that meet a condition which must be among those to hand back: else too many others are
# handed back with them.
_MOSTLY = 0.4
_MOST = 3
_TRIED = 300
_LOOKED_AT = 600


@dataclass(frozen=True, slots=True)
class Kind:
    """A condition that some inputs meet more often than by chance.

    Attributes:
        test: The condition.
        inside: How many of the inputs to set apart meet it.
        outside: How many of the others meet it.
    """

    test: Node
    inside: int
    outside: int


def apart(inside: Sequence[Env], outside: Sequence[Env]) -> list[Check]:
    """Return the checks that hand back some inputs: by conditions where these are no coincidence, the rest by digest.

    Args:
        inside: The inputs to hand back.
        outside: The inputs to answer.
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
    """Return at most three conditions that the inputs in *inside* meet more often than by chance.

    They are found one after the other: the inputs that meet one are left out when the next is searched. The probability
    is that of Fisher's exact test (Fisher 1935), one-sided, with a Bonferroni correction for the number of conditions.

    Args:
        inside: The inputs to set apart.
        outside: The other inputs; at most 600 of each are looked at.
        level: The probability, in (0, 1), of finding a condition by chance.
        share: The least share, in [0, 1], of the inputs that meet the condition which must be in *inside*.
        usable: Whether a condition may be used.
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
    """Return a check that hands back inputs by their digests, so that the source need not quote the inputs.

    Args:
        envs: The inputs to hand back; at least one.
        name: The name of the constant with the digests.
        why: The comment above the constant.
        reason: The comment beside the check.
    """
    known = Constant(name, frozenset(map(digest_of, envs)), why)
    return Check(Apply(IS_IN, (digest_node(len(envs[0])), known)), reason)


def tests_of(envs: Sequence[Env]) -> list[Term]:
    """Return conditions that some inputs meet and others do not, at most 300.

    Of the conditions that the same inputs meet, only the cheapest is returned.
    """
    if len({len(env) for env in envs}) != 1:
        return []
    # That a number equals a constant would name a single input, so such conditions are left out.
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
    """Return the probability that at least as many contested inputs meet *test* by chance; 1 if too few of them do."""
    held, hits, count = sum(test.values), sum(test.values[:contested]), len(test.values)
    if hits < share * held:
        return 1.0
    ways = sum(
        math.comb(contested, k) * math.comb(count - contested, held - k) for k in range(hits, min(held, contested) + 1)
    )
    return ways / math.comb(count, held)
