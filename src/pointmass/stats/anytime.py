"""Stop when the answer is known: intervals and tests that may be looked at after every draw.

Draws must be taken in the order in which they were requested, not completed, where latency depends on the answer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from pointmass.errors import InputError
from pointmass.stats.counts import Counts, numbers_of
from pointmass.stats.interval import THESE, Interval, check_level

_HALVINGS = 80
_LARGEST = 709.0  # beyond it a float overflows, and nobody needs more evidence


def confidence_sequence(k: int, n: int, level: float = 0.95, *, prior: float = 0.5) -> Interval:
    """Bound a share so that the bounds hold after every draw at once, however one stops.

    The beta-binomial mixture {p: B(k + a, n - k + a) / B(a, a) / (p^k (1 - p)^(n - k)) < 1 / (1 - level)}
    (Robbins 1970; Howard et al. 2021, Ann. Stat. 49:1055). Looking at Wilson's interval after each of 200 draws
    excludes the truth at some point in a third of all runs.

    Args:
        k: Successes so far.
        n: Draws so far, of one input.
        level: Confidence over all looks together, a fraction in (0, 1).
        prior: a = b of the mixing beta distribution: 0.5 (Jeffreys) or 1 (uniform).

    Raises:
        InputError: ``k`` does not lie in [0, n], or the prior is not positive.
    """
    if not 0 <= k <= n:
        raise InputError(f"confidence_sequence: a count lies between 0 and its total, got {k} of {n}")
    if prior <= 0:
        raise InputError(f"confidence_sequence: the prior is positive, got {prior!r}; 0.5 is Jeffreys'")
    check_level(level)
    budget = _log_beta(k + prior, n - k + prior) - _log_beta(prior, prior) + math.log1p(-level)

    def inside(p: float) -> bool:
        return budget < _log_power(p, k) + _log_power(1 - p, n - k)

    share = k / n if n else 0.5
    low = 0.0 if inside(0.0) else _edge(inside, share, 0.0)
    high = 1.0 if inside(1.0) else _edge(inside, share, 1.0)
    return Interval(low, high, level, "beta-binomial confidence sequence", THESE, "" if n else "no draw at all")


def draws_until_width(outcomes: Iterable[bool], *, width: float, level: float = 0.95) -> int | None:
    """Return after how many draws a rate was bounded this closely by the confidence sequence; ``None`` if not yet.

    Args:
        outcomes: Success or not for each draw of one input, in the order requested.
        width: High minus low, a fraction in (0, 1).
        level: Confidence over all looks together, a fraction in (0, 1).

    Raises:
        InputError: The width is not a fraction.
    """
    if not 0 < width < 1:
        raise InputError(f"draws_until_width: the width is a fraction between 0 and 1, got {width!r}")
    successes = 0
    for n, success in enumerate(outcomes, 1):
        successes += bool(success)
        if confidence_sequence(successes, n, level).width <= width:
            return n
    return None


def mode_e_value(leader: int, rival: int) -> float:
    """Return the evidence that one answer is more frequent than another, valid at every look (an e-value).

    2 B(a+1, b+1) P(theta > 1/2) / (1/2)^(a+b) with theta ~ Beta(a+1, b+1): 31.9 after seven against none; ``inf`` beyond what a float holds.

    Args:
        leader: Draws of the one, a.
        rival: Draws of the other, b.
    """
    from scipy.special import betainc  # noqa: PLC0415  # heavy

    a, b = leader, rival
    above = 1 - float(betainc(a + 1, b + 1, 0.5))
    if above <= 0:
        return 0.0
    log = math.log(2) + _log_beta(a + 1, b + 1) + math.log(above) + (a + b) * math.log(2)
    return math.exp(log) if log < _LARGEST else math.inf


@dataclass(frozen=True, slots=True)
class Mode:
    """Which answer is the most frequent, and whether that is known.

    Attributes:
        counts: Counts, largest first.
        evidence: The e-value of the leader against its strongest rival (seen or not).
        needed: What it must reach: rivals / (1 - level).
        known: Whether it does.
        level: Confidence over all looks together.
    """

    counts: tuple[int, ...]
    evidence: float
    needed: float
    known: bool
    level: float


def mode(counts: Counts, level: float = 0.95, *, answers: int | None = None) -> Mode:
    """Say whether the most frequent answer is known to be the most probable one, at any look.

    Args:
        counts: How often each answer of one input was drawn so far.
        level: Confidence over all looks together, a fraction in (0, 1).
        answers: How many different answers there can be, where that is known; else those seen, at least two.

    Raises:
        InputError: A count is negative.
    """
    check_level(level)
    numbers = numbers_of(counts)
    rivals = max(2, answers or 0, len(numbers)) - 1
    leader, *others = numbers or (0,)
    evidence = mode_e_value(leader, others[0] if others else 0)
    needed = rivals / (1 - level) * (1 - 1e-12)
    return Mode(numbers, evidence, needed, evidence >= needed, level)


def draws_until_mode(outcomes: Iterable[Hashable], level: float = 0.95, *, answers: int | None = None) -> int | None:
    """Return after how many draws the mode was known; ``None`` if it is not yet.

    Args:
        outcomes: The draws of one input in the order requested.
        level: Confidence over all looks together, a fraction in (0, 1).
        answers: How many different answers there can be, where that is known.
    """
    seen: Counter[Hashable] = Counter()
    for n, outcome in enumerate(outcomes, 1):
        seen[outcome] += 1
        if mode(seen, level, answers=answers).known:
            return n
    return None


def _edge(inside: Callable[[float], bool], near: float, far: float) -> float:
    """Bisect between a share inside and one outside."""
    for _ in range(_HALVINGS):
        middle = (near + far) / 2
        near, far = (middle, far) if inside(middle) else (near, middle)
    return (near + far) / 2


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


def _log_power(p: float, k: int) -> float:
    if k == 0:
        return 0.0
    return -math.inf if p <= 0 else k * math.log(p)
