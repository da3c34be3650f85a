"""Have inputs moved away from a baseline: evidence that may be looked at every day, with the baseline itself a sample."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.errors import InputError
from pointmass.stats.interval import check_level

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Look = Sequence[Mapping[Hashable, int]]

_PARTS = 4
_MOST = 1e300  # beyond it a float overflows, and nobody needs more evidence
_FEW_DRAWS = 5


@dataclass(frozen=True, slots=True)
class Running:
    """Evidence that inputs moved, after any number of looks.

    Attributes:
        evidence: An e-value over all inputs after each look, shape ``(n_looks,)``: where nothing ever moves, it reaches
            1 / (1 - level) at *any* look in at most 1 - level of all cases.
        per_input: The e-value of each input after the last look, shape ``(n_inputs,)``; 1 where nothing can be said.
        n_inputs: Inputs.
        n_draws: Draws of all looks together.
        diag: When not to trust it, in words.
    """

    evidence: tuple[float, ...]
    per_input: tuple[float, ...]
    n_inputs: int
    n_draws: int
    diag: str

    def moved(self, level: float = 0.95) -> tuple[int, ...]:
        """Return the inputs that moved, the surest first: at most 1 - level of such claims are false.

        The e-BH procedure (Wang and Ramdas 2022, JRSS B 84:822), which needs no independence.
        """
        needed = self.n_inputs / (1 - check_level(level)) * (1 - 1e-12)
        ranked = sorted(range(self.n_inputs), key=lambda i: (-self.per_input[i], i))
        claims = [k for k, i in enumerate(ranked, 1) if k * self.per_input[i] >= needed]
        return tuple(ranked[: max(claims, default=0)])

    def first_shown(self, level: float = 0.95) -> int | None:
        """Return the first look, from 1, at which the evidence over all inputs was enough; ``None`` if at none."""
        needed = (1 - 1e-12) / (1 - check_level(level))
        return next((look for look, e in enumerate(self.evidence, 1) if e >= needed), None)


def running(
    baseline: Sequence[Sequence[Hashable]], looks: Sequence[Look], *, independent_inputs: bool = True
) -> Running:
    """Weigh fresh draws, look after look, against a baseline that is itself a sample.

    Per input the hypothesis is that the draws of the baseline and of all looks come from *one* distribution, whatever it
    is. Against it stands: up to some look the one, from then on another (look j with probability 1 / (j (j + 1))), both
    unknown, each with a Dirichlet prior of 1/2. The e-value is the likelihood under the second over the largest one under
    the first (universal inference: Wasserman, Ramdas and Balakrishnan 2020, PNAS 117:16880; Lindon and Malek 2022,
    arXiv:2011.03567, take the baseline for exact instead). Answers are told apart as far as one part of the
    baseline has shown them, and the other parts are weighed; the mean over its parts is used, so that texts which
    never repeat are no alarm.

    Over inputs, shares 1/n, 2/n, 4/n, … of moved ones are tried: the mean over shares s of the product of 1 - s + s e_i.

    Args:
        baseline: The draws of each input, shape ``(n_inputs, n_draws)``, ragged.
        looks: For each look the counts of its draws per input, shape ``(n_looks, n_inputs)``.
        independent_inputs: Whether the draws of different inputs are independent. Where one conversation answers them
            all they are not; then the mean of the e-values is used.

    Raises:
        InputError: A look has another number of inputs.
    """
    sizes = sorted({len(look) for look in looks} | {len(baseline)})
    if len(sizes) > 1:
        raise InputError(f"running: every look needs the inputs of the baseline, got {sizes} of them")
    import numpy as np  # noqa: PLC0415  # heavy

    known: dict[object, NDArray[np.float64]] = {}
    logs = np.zeros((len(baseline), len(looks)))
    for i, draws in enumerate(baseline):
        fresh = [look[i] for look in looks]
        key = (tuple(draws), tuple(frozenset(each.items()) for each in fresh))
        if key not in known:  # many inputs say one thing, always
            known[key] = _log_e(draws, fresh)
        logs[i] = known[key]
    return Running(
        evidence=tuple(_joined(logs[:, k], independent=independent_inputs) for k in range(len(looks))),
        per_input=tuple(_number(x) for x in (logs[:, -1] if looks else logs.sum(axis=1))),
        n_inputs=len(baseline),
        n_draws=sum(sum(counts.values()) for look in looks for counts in look),
        diag=_diag(baseline),
    )


def _log_e(draws: Sequence[Hashable], fresh: Look) -> NDArray[np.float64]:
    """Return the log of the e-value of one input after each look."""
    import numpy as np  # noqa: PLC0415  # heavy

    parts = min(_PARTS, len(draws))
    if parts < 2 or not fresh:  # noqa: PLR2004  # one part tells answers apart, another is weighed
        return np.zeros(len(fresh))
    values = [_log_e_told_apart(draws, fresh, part, parts) for part in range(parts)]
    return np.asarray(np.logaddexp.reduce(values) - math.log(parts))


def _log_e_told_apart(draws: Sequence[Hashable], fresh: Look, part: int, parts: int) -> NDArray[np.float64]:
    """Weigh the rest of the baseline and the looks over the answers that one part of it shows, and all others.

    That part also says what answers to expect before the change; it is not weighed itself.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    shown = Counter(draws[part::parts])
    rest = Counter(draw for i, draw in enumerate(draws) if i % parts != part)
    prior, *base = np.asarray([_counted(each, list(shown)) for each in (shown, rest, *fresh)])
    upto = np.cumsum(base, axis=0)  # (n_looks + 1, answers): the baseline, then with each look
    log_marginal = _dirichlet(int(upto[-1].sum() + prior.sum()), len(prior))
    before = log_marginal(upto + prior) - log_marginal(prior)
    # The draws of looks j to k, where the change came just before look j; every k with all its j in a row.
    k, j = np.tril_indices(len(fresh))
    changed = before[j] + log_marginal(upto[k + 1] - upto[j]) - np.log((j + 1) * (j + 2))
    starts = np.cumsum(np.arange(len(fresh)))
    not_yet = before[1:] - np.log(np.arange(2, len(fresh) + 2))
    return np.asarray(np.logaddexp(np.logaddexp.reduceat(changed, starts), not_yet) - _log_largest(upto[1:]))


def _counted(counts: Mapping[Hashable, int], labels: Sequence[Hashable]) -> list[int]:
    known = [counts.get(label, 0) for label in labels]
    return [*known, sum(counts.values()) - sum(known)]


def _dirichlet(most: int, answers: int) -> Callable[[NDArray[np.int64]], NDArray[np.float64]]:
    """Return the log-probability of draws whose shares have a Dirichlet prior of 1/2 each, by table."""
    import numpy as np  # noqa: PLC0415  # heavy

    half = np.array([math.lgamma(c + 0.5) for c in range(most + 1)]) - math.lgamma(0.5)
    whole = np.array([math.lgamma(c + answers / 2) for c in range(most + 1)]) - math.lgamma(answers / 2)

    def log_marginal(counts: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(half[counts].sum(axis=-1) - whole[counts.sum(axis=-1)])

    return log_marginal


def _log_largest(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the largest log-probability that any shares give to draws with these counts."""
    import numpy as np  # noqa: PLC0415  # heavy

    shares = counts / np.maximum(1, counts.sum(axis=-1, keepdims=True))
    return np.asarray(np.sum(counts * np.log(np.where(counts > 0, shares, 1.0)), axis=-1))


def _joined(logs: NDArray[np.float64], *, independent: bool) -> float:
    """Join the e-values of inputs, given their logs, into one."""
    import numpy as np  # noqa: PLC0415  # heavy

    n = len(logs)
    if not n:
        return 1.0
    if not independent:
        return _number(float(np.logaddexp.reduce(logs)) - math.log(n))
    shares = [min(1.0, 2**k / n) for k in range(math.ceil(math.log2(n)) + 1)]
    with np.errstate(divide="ignore"):
        products = [np.logaddexp(np.log1p(-s), math.log(s) + logs).sum() for s in shares]
    return _number(float(np.logaddexp.reduce(products)) - math.log(len(shares)))


def _number(log: float) -> float:
    return min(_MOST, math.exp(min(log, 690.0)))


def _diag(baseline: Sequence[Sequence[Hashable]]) -> str:
    few = sum(len(draws) < _FEW_DRAWS for draws in baseline)
    return (
        f"{few} inputs have fewer than {_FEW_DRAWS} draws in the baseline: there hardly anything can be shown"
        if few
        else ""
    )
