"""Texts that say the same in nearly the same words: likeness without any model, and groups by average linkage.

Likeness is the mean of two cosines: of character n-grams (2 to 4, within words) and of the rarer text's word stems that
the other covers, both weighted by how rare they are among these texts. It finds wordings, not positions, and must not be
used where one letter matters: names, numbers, dates, codes.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

DEFAULT_CUT = 0.92
"""Mean distance at which two groups are no longer joined; chosen on half of two public sets (ProtoQA, KPA 2021)."""

MOST_TEXTS = 3000
_SMOOTH = 0.0
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ENDINGS = (
    "ingly",
    "edly",
    "ings",
    "ing",
    "edness",
    "ness",
    "ations",
    "ation",
    "ied",
    "ies",
    "ed",
    "es",
    "ly",
    "s",
    "ers",
    "er",
    "'s",
)
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "my",
        "your",
        "his",
        "her",
        "their",
        "our",
        "its",
        "of",
        "to",
        "in",
        "on",
        "at",
        "for",
        "with",
        "and",
        "or",
        "be",
        "is",
        "are",
        "was",
        "were",
        "it",
        "they",
        "them",
        "you",
        "i",
        "he",
        "she",
        "we",
        "that",
        "this",
        "some",
        "any",
        "very",
        "too",
        "so",
        "as",
        "from",
        "by",
        "up",
        "out",
        "off",
        "do",
        "does",
        "did",
        "not",
        "no",
        "have",
        "has",
        "had",
        "get",
        "getting",
        "got",
        "go",
        "going",
        "will",
        "would",
        "can",
        "could",
        "should",
        "more",
        "most",
        "much",
        "many",
        "lot",
        "lots",
        "who",
        "what",
        "when",
        "where",
        "how",
        "if",
        "than",
        "then",
        "there",
        "people",
        "person",
        "something",
        "someone",
        "thing",
        "things",
    ]
)


def words(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return _WORD.findall(text.lower())


def stem(word: str) -> str:
    """Cut the commonest English endings off a word; crude, the same for both sides of a comparison."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:  # noqa: PLR2004  # what is left must be a word
            base = word[: -len(ending)] + ("y" if ending in {"ies", "ied"} else "")
            if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "ls":  # noqa: PLR2004  # running, but not falling
                base = base[:-1]
            return _silent(base)
    return _silent(word)


def content(text: str, *, without: frozenset[str] = frozenset()) -> list[str]:
    """Return the stems that carry a text's meaning: no function words, none of ``without``, unless nothing else is left.

    Args:
        text: Any text.
        without: Stems to leave out: those of the question, which every answer may repeat.
    """
    every = [(word, stem(word)) for word in words(text)]
    telling = [s for word, s in every if word not in _STOP]
    return [s for s in telling if s not in without] or telling or [s for _, s in every]


def stems(text: str) -> frozenset[str]:
    """Return the stems of a question's words."""
    return frozenset(map(stem, words(text)))


def likeness(texts: Sequence[str], *, without: frozenset[str] = frozenset()) -> NDArray[np.float64]:
    """Compute how alike every two texts are, 0 to 1, shape ``(texts, texts)``.

    Args:
        texts: Distinct texts.
        without: Stems to leave out.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    contents = [content(text, without=without) for text in texts]
    grams = _weighted([_grams(c) for c in contents], lambda count: 1 + math.log(count))
    length = np.sqrt(np.asarray(grams.multiply(grams).sum(axis=1)).ravel())
    cosine = (grams @ grams.T).toarray() / np.maximum(np.outer(length, length), 1e-12)
    rare = _weighted([Counter(set(c)) for c in contents], lambda _: 1.0)
    total = np.asarray(rare.sum(axis=1)).ravel()
    shared = (rare @ (rare > 0).T.astype(np.float64)).toarray()
    covered = shared / np.maximum(np.minimum.outer(total, total), 1e-12)
    both = np.clip((cosine + covered) / 2, 0.0, 1.0)
    np.fill_diagonal(both, 1.0)
    return np.asarray(both)


def alike_groups(
    counts: dict[str, int], *, without: frozenset[str] = frozenset(), cut: float = DEFAULT_CUT, most: int = MOST_TEXTS
) -> dict[str, str]:
    """Group texts, and name each group by its medoid.

    Average linkage, which unlike a leader loop does not depend on any order. Of too many distinct texts the most frequent
    are grouped, and each other one joins the group of the text that it is most like.

    Args:
        counts: How often each distinct text was drawn.
        without: Stems to leave out.
        cut: Mean distance from which two groups stay apart: 0 joins nothing, 1 everything.
        most: Distinct texts that are grouped pair by pair.

    Returns:
        For each text the medoid of its group.
    """
    ordered = sorted(counts, key=lambda text: (-counts[text], text))
    kept = sorted(ordered[:most])
    if len(kept) < 2:  # noqa: PLR2004  # nothing to join
        return {text: text for text in kept}
    alike = likeness(kept, without=without)
    medoids = _named(kept, _linked(alike, cut), alike, counts)
    for start in range(most, len(ordered), most):
        late = sorted(ordered[start : start + most])
        near = likeness([*kept, *late], without=without)[len(kept) :, : len(kept)]
        medoids.update({text: medoids[kept[int(i)]] for text, i in zip(late, near.argmax(axis=1), strict=True)})
    return medoids


def telling_words(groups: Sequence[Iterable[str]], *, most: int = 6) -> list[tuple[str, ...]]:
    """Return the words that set each group of texts apart, by log-odds with a prior (Monroe et al. 2008, eq. 22).

    Args:
        groups: The texts of each group.
        most: Words per group.
    """
    counted = [Counter(word for text in group for word in set(words(text)) if word not in _STOP) for group in groups]
    everywhere: Counter[str] = Counter()
    for each in counted:
        everywhere.update(each)
    total = everywhere.total()
    found = []
    for each in counted:
        own, rest = each.total(), total - each.total()
        scores = {word: _log_odds(each[word], own, everywhere[word], rest, total) for word in each}
        found.append(tuple(sorted(scores, key=lambda word: (-scores[word], word))[:most]))
    return found


def _log_odds(count: int, own: int, everywhere: int, rest: int, total: int) -> float:
    prior = everywhere / total * min(own, total) + 0.01
    inside, outside = count + prior, everywhere - count + prior
    odds = math.log(inside / (own + own - inside + 1)) - math.log(outside / max(rest + own - outside, 0.5))
    return odds / math.sqrt(1 / inside + 1 / outside)


def _silent(base: str) -> str:
    return base.rstrip("e") if len(base) > 4 else base  # noqa: PLR2004  # short words keep their e


def _grams(stems_: Sequence[str]) -> Counter[str]:
    grams: Counter[str] = Counter()
    for word in stems_:
        padded = f" {word} "
        for n in (2, 3, 4):
            grams.update(padded[i : i + n] for i in range(max(1, len(padded) - n + 1)))
    return grams


def _weighted(bags: Sequence[Counter[str]], scale: Callable[[int], float]) -> csr_array:
    """Turn bags into rows, each entry weighted by ln((1 + n) / (1 + texts that have it))."""
    from scipy.sparse import csr_array  # noqa: PLC0415  # heavy

    spread = Counter(entry for bag in bags for entry in bag)
    place = {entry: i for i, entry in enumerate(spread)}
    weight = {entry: math.log((1 + len(bags)) / (1 + n)) + _SMOOTH for entry, n in spread.items()}
    rows = [i for i, bag in enumerate(bags) for _ in bag]
    columns = [place[entry] for bag in bags for entry in bag]
    values = [scale(count) * weight[entry] for bag in bags for entry, count in bag.items()]
    return csr_array((values, (rows, columns)), shape=(len(bags), max(1, len(place))))


def _linked(alike: NDArray[np.float64], cut: float) -> list[int]:
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415  # heavy
    from scipy.spatial.distance import squareform  # noqa: PLC0415  # heavy

    away = squareform(1 - (alike + alike.T) / 2, checks=False)
    return [int(g) for g in fcluster(linkage(away, "average"), cut, "distance")]


def _named(
    texts: Sequence[str], groups: Sequence[int], alike: NDArray[np.float64], counts: dict[str, int]
) -> dict[str, str]:
    """Give each text the medoid of its group: the one that is most like all its draws."""
    import numpy as np  # noqa: PLC0415  # heavy

    weights, medoids = np.array([counts[text] for text in texts], dtype=np.float64), {}
    for group in sorted(set(groups)):
        members = [i for i, g in enumerate(groups) if g == group]
        near = np.round(alike[np.ix_(members, members)] @ weights[members], 9)
        medoid = texts[members[int(near.argmax())]]
        medoids.update({texts[i]: medoid for i in members})
    return medoids
