"""Have inputs moved away from a baseline: evidence that may be looked at every day, with the baseline itself a sample."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pointmass.errors import InputError
from pointmass.stats.interval import check_level
from pointmass.stats.pooled import pooled, visible

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
        n_odd: Draws of baseline and looks that are not the most frequent answer of their input.
        n_baseline: Draws of the baseline.
        independent_inputs: Whether the draws of different inputs are.
        diag: When not to trust it, in words.
    """

    evidence: tuple[float, ...] = field(repr=False)
    per_input: tuple[float, ...] = field(repr=False)
    n_inputs: int
    n_draws: int
    diag: str
    n_odd: int = 0
    n_baseline: int = 0
    independent_inputs: bool = True

    def sees(self, level: float = 0.95, *, looks: int = 10) -> float:
        """Return how much more frequent odd answers must become on all inputs to be found in four of five cases, about.

        Args:
            level: Confidence over all looks together, a fraction in (0, 1).
            looks: Within how many more looks, each with as many draws as those so far have on average.

        Returns:
            A fraction in (0, 1]; 1 where nothing smaller is likely to be found.
        """
        taken = len(self.evidence)
        if not taken or not self.independent_inputs:
            return 1.0
        return visible(
            before=self.n_baseline + self.n_draws,
            odd=self.n_odd,
            each=self.n_draws // taken,
            taken=taken,
            level=check_level(level),
            looks=looks,
        )

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
    never repeat raise no alarm.

    Over inputs, half of the evidence tries shares 1/n, 2/n, 4/n, … of moved ones (the mean over shares s of the product of
    1 - s + s e_i); the other half weighs that odd answers became more frequent, or rarer, on all inputs alike
    (`pointmass.stats.pooled`). So a small change of all inputs is found that none would show alone.

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
    weighed = []
    for i, draws in enumerate(baseline):
        fresh = [look[i] for look in looks]
        key = (tuple(draws), tuple(frozenset(each.items()) for each in fresh))
        if key not in known:  # many inputs say one thing, always
            known[key] = _weigh(draws, fresh)
        weighed.append(known[key])
    own = np.asarray(weighed).reshape(len(baseline), len(looks))
    joined = np.asarray([_joined(own[:, k], independent=independent_inputs) for k in range(len(looks))])
    if independent_inputs and len(baseline) and len(looks):
        joined = np.logaddexp(joined, pooled([Counter(draws) for draws in baseline], looks)) - math.log(2)
    return Running(
        evidence=tuple(map(_number, joined)),
        per_input=tuple(map(_number, own[:, -1] if looks else np.zeros(len(baseline)))),
        n_inputs=len(baseline),
        n_draws=sum(sum(counts.values()) for look in looks for counts in look),
        diag=_diag(baseline),
        n_odd=sum(map(_odd, baseline, zip(*looks, strict=True))) if looks else 0,
        n_baseline=sum(map(len, baseline)),
        independent_inputs=independent_inputs,
    )


def _weigh(draws: Sequence[Hashable], fresh: Look) -> NDArray[np.float64]:
    """Return the log of the e-value of one input after each look, ``(n_looks,)``."""
    import numpy as np  # noqa: PLC0415  # heavy

    parts = min(_PARTS, len(draws))
    if parts < 2 or not fresh:  # noqa: PLR2004  # one part tells answers apart, another is weighed
        return np.zeros(len(fresh))
    every = [_told_apart(draws, fresh, part, parts) for part in range(parts)]
    return np.asarray(np.logaddexp.reduce(every) - math.log(parts))


def _told_apart(draws: Sequence[Hashable], fresh: Look, part: int, parts: int) -> NDArray[np.float64]:
    """Weigh the rest of the baseline and the looks over the answers that one part of it shows, and all others.

    That part also says what answers to expect before the change; it is not weighed itself.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    shown = Counter(draws[part::parts])
    rest = Counter(draw for i, draw in enumerate(draws) if i % parts != part)
    prior, *base = np.asarray([_counted(each, list(shown)) for each in (shown, rest, *fresh)])
    upto = np.cumsum(base, axis=0)  # (n_looks + 1, answers): the baseline, then with each look
    most, largest = int(upto[-1].sum() + prior.sum()), _log_largest(upto)
    k, j = np.tril_indices(len(fresh))
    since = upto[k + 1] - upto[j]  # the draws of looks j to k, where the change came just before look j
    broad = _dirichlet(most, len(prior), prior=0.5)
    before = broad(upto + prior) - broad(prior)
    changed = before[j] + broad(since) - np.log((j + 1) * (j + 2))
    return np.asarray(
        np.logaddexp(_over_changes(changed), before[1:] - np.log(np.arange(2, len(upto) + 1))) - largest[1:]
    )


def _over_changes(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up over the looks j of a change for every look k, in rows as ``numpy.tril_indices`` gives them."""
    import numpy as np  # noqa: PLC0415  # heavy

    looks = (math.isqrt(8 * logs.shape[-1] + 1) - 1) // 2
    return np.asarray(np.logaddexp.reduceat(logs, np.cumsum(np.arange(looks)), axis=-1))


def _odd(draws: Sequence[Hashable], fresh: Look) -> int:
    together = Counter(draws)
    for counts in fresh:
        together.update(counts)
    return together.total() - max(together.values(), default=0)


def _counted(counts: Mapping[Hashable, int], labels: Sequence[Hashable]) -> list[int]:
    known = [counts.get(label, 0) for label in labels]
    return [*known, sum(counts.values()) - sum(known)]


def _dirichlet(most: int, answers: int, *, prior: float) -> Callable[[NDArray[np.int64]], NDArray[np.float64]]:
    """Return the log-probability of draws whose shares have a Dirichlet prior, the same for each answer, by table."""
    import numpy as np  # noqa: PLC0415  # heavy

    each = np.array([math.lgamma(c + prior) for c in range(most + 1)]) - math.lgamma(prior)
    whole = np.array([math.lgamma(c + answers * prior) for c in range(most + 1)]) - math.lgamma(answers * prior)

    def log_marginal(counts: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(each[counts].sum(axis=-1) - whole[counts.sum(axis=-1)])

    return log_marginal


def _log_largest(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the largest log-probability that any shares give to draws with these counts."""
    import numpy as np  # noqa: PLC0415  # heavy

    shares = counts / np.maximum(1, counts.sum(axis=-1, keepdims=True))
    return np.asarray(np.sum(counts * np.log(np.where(counts > 0, shares, 1.0)), axis=-1))


def _joined(logs: NDArray[np.float64], *, independent: bool) -> float:
    """Join the logs of the e-values of inputs into one."""
    import numpy as np  # noqa: PLC0415  # heavy

    n = len(logs)
    if not n:
        return 0.0
    if not independent:
        return float(np.logaddexp.reduce(logs)) - math.log(n)
    shares = [min(1.0, 2**k / n) for k in range(math.ceil(math.log2(n)) + 1)]
    with np.errstate(divide="ignore"):
        products = [np.logaddexp(np.log1p(-s), math.log(s) + logs).sum() for s in shares]
    return float(np.logaddexp.reduce(products)) - math.log(len(shares))


def _number(log: float) -> float:
    return min(_MOST, math.exp(min(log, 690.0)))


def _diag(baseline: Sequence[Sequence[Hashable]]) -> str:
    few = sum(len(draws) < _FEW_DRAWS for draws in baseline)
    return (
        f"{few} inputs have fewer than {_FEW_DRAWS} draws in the baseline: there hardly anything can be shown"
        if few
        else ""
    )
