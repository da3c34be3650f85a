"""Texts that say the same: likeness by wording and by the meaning of words, and groups by average linkage.

Three measures are mixed. *Wording*: the mean of two cosines, of character n-grams (2 to 4, within words) and of the rarer
text's word stems that the other covers, both weighted by how rare they are. *Words*: the nearness of the words' meanings,
from a table that ships. *Embedding*: the nearness of whole texts, where the caller has a model for it. None of them may be
used where one letter matters: names, numbers, dates, codes.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.interpretations.stems import content
from pointmass.interpretations.vectors import as_points, nearness, text_points

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from pointmass.interpretations.embedding import Embedding
    from pointmass.interpretations.vectors import Points

DEFAULT_CUT = 0.94
"""Mean distance at which two groups are no longer joined; chosen on half of two public sets (ProtoQA, KPA 2021)."""

EMBEDDED_CUT = 0.95
"""The same where whole texts are embedded too."""

FINER = 0.9
"""How much of the cut the stricter one is, at which it is also counted how many readings there are."""

MOST_TEXTS = 3000
_SHARE = 0.8
_SUBSAMPLES = ((200, 20), (1000, 10), (math.inf, 4))
_GRAM_WEIGHT, _STEM_WEIGHT = 0.02, 0.01
_IMAGINED = 10
"""Texts imagined besides those given, so that of two texts alone a shared word is not worth nothing."""

_WORDING, _WORDS = 0.5, 0.5
_WITH_EMBEDDING = (0.1, 0.4, 0.5)


def likeness(
    texts: Sequence[str], *, without: frozenset[str] = frozenset(), embed: Embedding | None = None
) -> NDArray[np.float64]:
    """Compute how alike every two texts are, at most 1, shape ``(texts, texts)``; about 0 where nothing is shared.

    Args:
        texts: Distinct texts.
        without: Stems to leave out.
        embed: Turns whole texts into points.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    wording = wording_likeness(texts, without=without)
    meant = _or_wording(text_points(texts), wording)
    if embed is None:
        both = _WORDING * wording + _WORDS * meant
    else:
        one, two, three = _WITH_EMBEDDING
        both = one * wording + two * meant + three * _or_wording(as_points(embed(texts)), wording)
    both = np.clip((both + both.T) / 2, -1.0, 1.0)
    np.fill_diagonal(both, 1.0)
    return np.asarray(both)


def wording_likeness(texts: Sequence[str], *, without: frozenset[str] = frozenset()) -> NDArray[np.float64]:
    """Compute how alike the wordings of every two texts are, 0 to 1, shape ``(texts, texts)``.

    Args:
        texts: Distinct texts.
        without: Stems to leave out.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    contents = [content(text, without=without) for text in texts]
    grams = _weighted([_grams(c) for c in contents], lambda count: 1 + math.log(count), usual=_GRAM_WEIGHT)
    length = np.sqrt(np.asarray(grams.multiply(grams).sum(axis=1)).ravel())
    cosine = (grams @ grams.T).toarray() / np.maximum(np.outer(length, length), 1e-12)
    rare = _weighted([Counter(set(c)) for c in contents], lambda _: 1.0, usual=_STEM_WEIGHT)
    total = np.asarray(rare.sum(axis=1)).ravel()
    shared = (rare @ (rare > 0).T.astype(np.float64)).toarray()
    covered = shared / np.maximum(np.minimum.outer(total, total), 1e-12)
    return np.asarray(np.clip((cosine + covered) / 2, 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Alike:
    """Groups of texts.

    Attributes:
        medoids: For each text the medoid of its group.
        finer: The same at a stricter cut, for what would be told apart there.
        stability: For each medoid how much of its group comes back in subsamples of the draws (mean best Jaccard overlap,
            Hennig 2007), a fraction; 1 for all that comes back.
    """

    medoids: dict[str, str]
    finer: dict[str, str]
    stability: dict[str, float]


def alike_groups(
    counts: Mapping[str, int],
    *,
    without: frozenset[str] = frozenset(),
    cut: float = DEFAULT_CUT,
    most: int = MOST_TEXTS,
    embed: Embedding | None = None,
) -> Alike:
    """Group texts, and name each group by its medoid.

    Average linkage, which unlike a leader loop does not depend on any order. Of too many distinct texts the most frequent
    are grouped, and each other one joins the group of the text that it is most like.

    Args:
        counts: How often each distinct text was drawn.
        without: Stems to leave out.
        cut: Mean distance from which two groups stay apart: 0 joins nothing, 1 everything.
        most: Distinct texts that are grouped pair by pair.
        embed: Turns whole texts into points.
    """
    ordered = sorted(counts, key=lambda text: (-counts[text], text))
    kept = sorted(ordered[:most])
    if len(kept) < 2:  # noqa: PLR2004  # nothing to join
        return Alike({text: text for text in kept}, {text: text for text in kept}, dict.fromkeys(kept, 1.0))
    alike = likeness(kept, without=without, embed=embed)
    weights = [counts[text] for text in kept]
    groups = _linked(alike, cut)
    medoids = _named(kept, groups, alike, weights)
    finer = _named(kept, _linked(alike, FINER * cut), alike, weights)
    back = _stability(alike, groups, weights, cut=cut)
    stability = {medoids[text]: back[group] for text, group in zip(kept, groups, strict=True)}
    for start in range(most, len(ordered), most):
        late = sorted(ordered[start : start + most])
        near = likeness([*kept, *late], without=without, embed=embed)[len(kept) :, : len(kept)]
        nearest = {text: kept[int(i)] for text, i in zip(late, near.argmax(axis=1), strict=True)}
        medoids.update({text: medoids[to] for text, to in nearest.items()})
        finer.update({text: finer[to] for text, to in nearest.items()})
    return Alike(medoids, finer, stability)


def _or_wording(points: Points, wording: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how near the points are; of texts that have none how alike their wording is."""
    import numpy as np  # noqa: PLC0415  # heavy

    return np.where(np.outer(points.known, points.known), nearness(points), wording)


def _grams(stems_: Sequence[str]) -> Counter[str]:
    grams: Counter[str] = Counter()
    for word in stems_:
        padded = f" {word} "
        for n in (2, 3, 4):
            grams.update(padded[i : i + n] for i in range(max(1, len(padded) - n + 1)))
    return grams


def _weighted(bags: Sequence[Counter[str]], scale: Callable[[int], float], *, usual: float) -> csr_array:
    """Turn bags into rows, each entry weighted by the log of texts over texts that have it, imagined ones included.

    Args:
        bags: What each text holds.
        scale: What a count is worth.
        usual: The share of imagined texts that have an entry.
    """
    from scipy.sparse import csr_array  # noqa: PLC0415  # heavy

    spread = Counter(entry for bag in bags for entry in bag)
    place = {entry: i for i, entry in enumerate(spread)}
    of = 1 + len(bags) + _IMAGINED
    weight = {entry: math.log(of / (1 + n + _IMAGINED * usual)) for entry, n in spread.items()}
    rows = [i for i, bag in enumerate(bags) for _ in bag]
    columns = [place[entry] for bag in bags for entry in bag]
    values = [scale(count) * weight[entry] for bag in bags for entry, count in bag.items()]
    return csr_array((values, (rows, columns)), shape=(len(bags), max(1, len(place))))


def _linked(alike: NDArray[np.float64], cut: float) -> list[int]:
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415  # heavy
    from scipy.spatial.distance import squareform  # noqa: PLC0415  # heavy

    if cut >= 1:
        return [0] * len(alike)
    away = squareform(1 - alike, checks=False)
    return [int(g) for g in fcluster(linkage(away, "average"), cut, "distance")]


def _named(
    texts: Sequence[str], groups: Sequence[int], alike: NDArray[np.float64], counts: Sequence[int]
) -> dict[str, str]:
    """Give each text the medoid of its group: the one that is most like all its draws."""
    import numpy as np  # noqa: PLC0415  # heavy

    weights, medoids = np.array(counts, dtype=np.float64), {}
    for group in sorted(set(groups)):
        members = [i for i, g in enumerate(groups) if g == group]
        near = np.round(alike[np.ix_(members, members)] @ weights[members], 9)
        medoid = texts[members[int(near.argmax())]]
        medoids.update({texts[i]: medoid for i in members})
    return medoids


def _stability(
    alike: NDArray[np.float64], groups: Sequence[int], counts: Sequence[int], *, cut: float, seed: int = 0
) -> dict[int, float]:
    """Group the texts of subsamples of the draws again, and see how much of each group comes back, weighted by draws.

    How alike two texts are is not computed again: what is varied is which texts there are.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    rng = np.random.default_rng(seed)
    drawn, member = np.array(counts), np.array(groups)
    overlaps: dict[int, list[float]] = {group: [] for group in groups}
    for _ in range(next(times for most, times in _SUBSAMPLES if len(alike) <= most)):
        left = rng.binomial(drawn, _SHARE)
        there = np.flatnonzero(left)
        if len(there) < 2:  # noqa: PLR2004  # nothing to group
            continue
        again = np.array(_linked(alike[np.ix_(there, there)], cut))
        both: Counter[tuple[int, int]] = Counter()
        for old, new, weight in zip(member[there].tolist(), again.tolist(), left[there].tolist(), strict=True):
            both[old, new] += weight
        for group, share in _best_overlaps(both).items():
            overlaps[group].append(share)
    return {group: float(np.mean(kept)) if kept else 1.0 for group, kept in overlaps.items()}


def _best_overlaps(both: Mapping[tuple[int, int], int]) -> dict[int, float]:
    """Return for each old group the Jaccard overlap with the new one that is most like it."""
    olds: Counter[int] = Counter()
    news: Counter[int] = Counter()
    for (old, new), weight in both.items():
        olds[old] += weight
        news[new] += weight
    best = dict.fromkeys(olds, 0.0)
    for (old, new), weight in both.items():
        best[old] = max(best[old], weight / (olds[old] + news[new] - weight))
    return best
