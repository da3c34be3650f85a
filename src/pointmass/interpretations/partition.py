"""Partitions of rows by their distances: linkage trees, their cuts, and how clear-cut a cut is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.interpretations.conversations import Distances

_MOST = 20


def cuts(
    away: Distances, *, method: Literal["average", "complete"] = "average", most: int = _MOST
) -> dict[int, list[int]]:
    """Cut the linkage tree of these distances into 1, 2, ... parts.

    Args:
        away: Distances, shape ``(rows, rows)``.
        method: Of ``scipy.cluster.hierarchy.linkage``.
        most: Parts of the finest cut.

    Returns:
        A part per row, for each number of parts.
    """
    import numpy as np  # noqa: PLC0415  # heavy
    from scipy.cluster.hierarchy import linkage  # noqa: PLC0415  # heavy
    from scipy.spatial.distance import squareform  # noqa: PLC0415  # heavy

    n = len(away)
    if n < 2:  # noqa: PLR2004  # one row is one part
        return {1: [0] * n}
    part = np.arange(n)
    parts = {n: part.tolist()} if n <= most else {}
    for step, (a, b, *_) in enumerate(linkage(squareform(away, checks=False), method)):
        part = np.where((part == int(a)) | (part == int(b)), n + step, part)
        if n - 1 - step <= most:
            parts[n - 1 - step] = part.tolist()
    return {k: _renumber(parts[k]) for k in sorted(parts)}


def silhouette(away: Distances, labels: list[int]) -> float:
    """Return the mean silhouette (Rousseeuw 1987, J. Comput. Appl. Math. 20:53), -1 to 1; a part of one row counts 0."""
    import numpy as np  # noqa: PLC0415  # heavy

    member = np.eye(max(labels) + 1)[labels]
    sizes = member.sum(axis=0)
    sums = away @ member
    own = sizes[labels]
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.where(own > 1, sums[np.arange(len(labels)), labels] / (own - 1), 0.0)
        means = sums / sizes
    means[np.arange(len(labels)), labels] = np.inf
    outside = means.min(axis=1)
    widest = np.maximum(inside, outside)
    values = np.where((own > 1) & (widest > 0), (outside - inside) / np.where(widest > 0, widest, 1), 0.0)
    return float(values.mean())


def _renumber(labels: Sequence[int]) -> list[int]:
    numbers: dict[int, int] = {}
    return [numbers.setdefault(label, len(numbers)) for label in labels]
