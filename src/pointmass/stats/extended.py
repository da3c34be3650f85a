"""What agreeing inputs prove however often one looked before: a one-sided bound for evidence that is extended."""

from __future__ import annotations

import math

from pointmass.errors import InputError
from pointmass.stats.interval import check_level

_CLEAN = 0.8  # of the evidence that weighs that nothing ever fails, which costs a clean course next to nothing
_SHAPE = 0.5
_HALVINGS = 60
_MOST = 10**7


def extended_lower_bound(k: int, n: int, level: float = 0.95) -> float:
    """Return the share of inputs that ``k`` of ``n`` good ones prove at least, at whatever number of inputs one stops.

    Where `lower_bound` is for a number of inputs that was fixed before, this one holds when more were taken because the first
    did not suffice. The evidence against a share p of at most so much is the likelihood of the inputs, averaged over larger
    shares (.8 of it at 1, the rest over (p, 1) with density (1 - q)^-1/2), over that under p: a nonnegative martingale
    (Ville 1939; Robbins 1970), that reaches 1 / (1 - level) at any look in at most 1 - level of all courses.

    Args:
        k: Inputs without a failure.
        n: Inputs so far.
        level: One-sided confidence over all looks together, a fraction in (0, 1).

    Raises:
        InputError: ``k`` does not lie in [0, n].
    """
    if not 0 <= k <= n:
        raise InputError(f"extended_lower_bound: a count lies between 0 and its total, got {k} of {n}")
    needed = -math.log1p(-check_level(level))
    low, high = 0.0, k / n if n else 0.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if 0 < middle < 1 and _log_evidence(k, n, middle) >= needed else (low, middle)
    return low


def extended_inputs_needed(failure_rate: float, level: float = 0.95, *, failures: int = 0) -> int:
    """Return how many inputs prove a failure rate of at most so much, however often one looked before.

    Args:
        failure_rate: The rate to rule out, a fraction in (0, 1).
        level: One-sided confidence over all looks together, a fraction in (0, 1).
        failures: Failures among them.

    Raises:
        InputError: A number is out of range.
    """
    if not 0 < failure_rate < 1 or failures < 0:
        raise InputError(
            f"extended_inputs_needed: a fraction and failures of 0 or more, got {failure_rate}, {failures}"
        )
    share, needed = 1 - failure_rate, -math.log1p(-check_level(level))

    def proves(n: int) -> bool:
        return (n - failures) / n > share and _log_evidence(n - failures, n, share) >= needed

    low, high = failures, max(1, 2 * failures)
    while not proves(high) and high < _MOST:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if proves(middle) else (middle, high)
    return high


def _log_evidence(k: int, n: int, share: float) -> float:
    from scipy.special import betaincc, betaln  # noqa: PLC0415  # heavy

    failures = n - k
    tail = float(betaincc(k + 1, failures + _SHAPE, share))
    own = -k * math.log(share) - failures * math.log1p(-share)
    if tail <= 0:
        spread = -math.inf
    else:
        spread = float(betaln(k + 1, failures + _SHAPE)) + math.log(tail) + own
        spread += math.log(_SHAPE) - _SHAPE * math.log1p(-share) + math.log(1 - _CLEAN)
    clean = math.log(_CLEAN) + own if failures == 0 else -math.inf
    top = max(spread, clean)
    return top if top == -math.inf else top + math.log(math.exp(spread - top) + math.exp(clean - top))
