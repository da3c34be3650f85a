"""Names for groups of texts: the words that set each group apart from the others."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pointmass.interpretations.stems import stem, telling


def telling_words(groups: Sequence[Iterable[str]], *, most: int = 8) -> list[tuple[str, ...]]:
    """Return the words that set each group of texts apart, by log-odds with a prior (Monroe et al. 2008, eq. 22).

    Forms of one word count together, and the commonest of them is named.

    Args:
        groups: The texts of each group.
        most: Words per group.
    """
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    counted = [_counted(group, forms) for group in groups]
    everywhere: Counter[str] = Counter()
    for each in counted:
        everywhere.update(each)
    total = everywhere.total()
    found = []
    for each in counted:
        own, rest = each.total(), total - each.total()
        scores = {one: _log_odds(each[one], own, everywhere[one], rest, total) for one in each}
        best = sorted(scores, key=lambda one: (-scores[one], one))[:most]
        found.append(tuple(_commonest(forms[one]) for one in best))
    return found


def _counted(texts: Iterable[str], forms: defaultdict[str, Counter[str]]) -> Counter[str]:
    """Count in how many texts each stem occurs, and note under which forms."""
    counts: Counter[str] = Counter()
    for text in texts:
        every = telling(text)
        counts.update({stem(word) for word in every})
        for word in every:
            forms[stem(word)][word] += 1
    return counts


def _commonest(forms: Counter[str]) -> str:
    return min(forms, key=lambda word: (-forms[word], word))


def _log_odds(count: int, own: int, everywhere: int, rest: int, total: int) -> float:
    prior = everywhere / total * min(own, total) + 0.01
    inside, outside = count + prior, everywhere - count + prior
    odds = math.log(inside / (own + own - inside + 1)) - math.log(outside / max(rest + own - outside, 0.5))
    return odds / math.sqrt(1 / inside + 1 / outside)
