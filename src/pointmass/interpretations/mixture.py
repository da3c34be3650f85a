"""Latent classes: each conversation follows one of k programs, each answer departs from it with the program's own noise.

P(row) = sum_k weight_k prod_j theta_kj(answer_j); missing answers are left out. Fitted by EM (Goodman 1974, Biometrika
61:215) from given starts; every theta has a Jeffreys pseudo-count of 0.5 per answer, without which the held-out score
prefers many classes for pure noise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.interpretations.conversations import one_hot

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from pointmass.interpretations.conversations import Codes

_PSEUDO = 0.5
_ROUNDS = 100
_ENOUGH = 1e-6


@dataclass(frozen=True, slots=True)
class Mixture:
    """A fitted mixture.

    Attributes:
        posterior: P(class | row), shape ``(rows, classes)``.
        weights: Share of each class.
        log_likelihood: Of all rows, in nats.
        parameters: Free parameters, for BIC.
        log_theta: Log-probability of every answer of every column in each class, shape ``(classes, answers)``.
    """

    posterior: NDArray[np.float64]
    weights: NDArray[np.float64]
    log_likelihood: float
    parameters: int
    log_theta: NDArray[np.float64]

    @property
    def labels(self) -> list[int]:
        """The most probable class of each row."""
        return [int(k) for k in self.posterior.argmax(axis=1)]

    def bic(self) -> float:
        """Schwarz's criterion: smaller is better."""
        return -2 * self.log_likelihood + self.parameters * math.log(len(self.posterior))


def fit(codes: Codes, start: list[int]) -> Mixture:
    """Fit as many classes as the start has, from it.

    Args:
        codes: The encoded table, shape ``(rows, columns)``.
        start: A class per row to begin with.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    hot = one_hot(codes)
    sizes = codes.max(axis=0, initial=0) + 1
    room = int(sizes.max(initial=1))
    used = (np.arange(room) < sizes[:, None]).ravel()
    classes = max(start) + 1
    posterior = np.eye(classes)[start]
    before, log_theta, likelihood, weights = -math.inf, np.zeros((classes, 0)), 0.0, np.ones(classes)
    for _ in range(_ROUNDS):
        weights = (posterior.sum(axis=0) + _PSEUDO) / (len(codes) + _PSEUDO * classes)
        counts = posterior.T @ hot + _PSEUDO * used
        totals = np.repeat(counts.reshape(classes, -1, room).sum(axis=2), room, axis=1)
        log_theta = np.log(counts / totals, out=np.zeros_like(counts), where=counts > 0)
        joint = hot @ log_theta.T + np.log(weights)
        norm = np.logaddexp.reduce(joint, axis=1)
        posterior, likelihood = np.exp(joint - norm[:, None]), float(norm.sum())
        if likelihood - before < _ENOUGH * max(1.0, abs(likelihood)):
            break
        before = likelihood
    parameters = classes - 1 + classes * int((sizes - 1).sum())
    return Mixture(posterior, weights, likelihood, parameters, log_theta)


@dataclass(frozen=True, slots=True)
class ClassCounts:
    """How many classes two criteria choose.

    Attributes:
        bic: By Schwarz's criterion; a lower bound where rows are few.
        held_out: The fewest within one standard error of the best prediction of cells that were left out.
    """

    bic: int
    held_out: int


def class_counts(codes: Codes, starts: dict[int, list[int]], *, folds: int = 5, seed: int = 0) -> ClassCounts:
    """Choose the number of classes by BIC and by held-out cells.

    Args:
        codes: The encoded table.
        starts: For each number of classes where to begin, one class per row.
        folds: Parts into which the cells are dealt; each is predicted from the rest of its rows.
        seed: Same seed, same folds.
    """
    bic = {k: fit(codes, start).bic() for k, start in starts.items()}
    scores = _held_out_scores(codes, starts, folds=folds, seed=seed)
    best = max(scores, key=lambda k: float(scores[k].mean()))
    for k in sorted(scores):
        behind = scores[best] - scores[k]
        if behind.mean() <= behind.std() / math.sqrt(max(1, len(behind))) + 1e-12:  # rounding
            return ClassCounts(min(bic, key=bic.__getitem__), k)
    return ClassCounts(min(bic, key=bic.__getitem__), best)


def _held_out_scores(
    codes: Codes, starts: dict[int, list[int]], *, folds: int, seed: int
) -> dict[int, NDArray[np.float64]]:
    """Log-probability of each left-out cell, in nats, for each number of classes."""
    import numpy as np  # noqa: PLC0415  # heavy

    rng = np.random.default_rng(seed)
    fold = np.where(codes >= 0, rng.permutation(np.arange(codes.size) % folds).reshape(codes.shape), -1)
    room = int(codes.max(initial=0)) + 1
    scores: dict[int, list[float]] = {k: [] for k in starts}
    for f in range(folds):
        rows, columns = np.nonzero(fold == f)
        kept = np.where(fold == f, -1, codes)
        at = columns * room + codes[rows, columns]
        for k, start in starts.items():
            model = _fit_like(kept, codes, start)
            joint = np.log(model.posterior[rows] + 1e-300) + model.log_theta[:, at].T
            scores[k].extend(np.logaddexp.reduce(joint, axis=1).tolist())
    return {k: np.array(values) for k, values in scores.items()}


def _fit_like(kept: Codes, codes: Codes, start: list[int]) -> Mixture:
    """Fit to a table with cells taken out, but with room for every answer of the full one.

    A row of the highest numbers is added so that all answers keep theirs; it is one more row among many.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    model = fit(np.concatenate([kept, codes.max(axis=0, keepdims=True)]), [*start, start[0]])
    return Mixture(model.posterior[:-1], model.weights, model.log_likelihood, model.parameters, model.log_theta)
