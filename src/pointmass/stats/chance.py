"""Agreement corrected for chance: extras for readers who expect them, never a gate.

Both punish the very stability that is looked for: 19 inputs always "A" and one 9 : 1 give a kappa of -0.005 at 99 % raw
agreement. Use `pointmass.stats.agreement`.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from pointmass.errors import InputError
from pointmass.stats.agreement import pairwise_agreement
from pointmass.stats.interval import NAN

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence


def fleiss_kappa(counts_per_input: Sequence[Mapping[Hashable, int] | Sequence[int]]) -> float:
    """Return Fleiss' kappa (1971, Psych. Bull. 76:378); ``nan`` when only one label was ever given.

    Args:
        counts_per_input: How often each label was drawn; a mapping, or numbers in the same order of labels everywhere.

    Raises:
        InputError: Inputs have different numbers of draws: use `krippendorff_alpha`.
    """
    tables = [_table(c) for c in counts_per_input]
    sizes = {sum(t.values()) for t in tables}
    if len(sizes) != 1 or min(sizes) < 2:  # noqa: PLR2004  # a pair
        raise InputError(f"fleiss_kappa: every input needs the same number of draws, at least 2, got {sorted(sizes)}")
    seen = math.fsum(pairwise_agreement(t) for t in tables) / len(tables)
    pooled: Counter[Hashable] = Counter()
    for t in tables:
        pooled.update(t)
    by_chance = math.fsum((c / pooled.total()) ** 2 for c in pooled.values())
    return NAN if by_chance == 1 else (seen - by_chance) / (1 - by_chance)


def krippendorff_alpha(counts_per_input: Sequence[Mapping[Hashable, int] | Sequence[int]]) -> float:
    """Return Krippendorff's alpha for labels (2004, Content Analysis, ch. 11); ``nan`` when there is nothing to compare.

    Args:
        counts_per_input: How often each label was drawn; inputs with fewer than two draws are left out.
    """
    tables = [t for t in map(_table, counts_per_input) if sum(t.values()) > 1]
    pooled: Counter[Hashable] = Counter()
    for t in tables:
        pooled.update(t)
    n = pooled.total()
    unequal = math.fsum(sum(t.values()) * (1 - pairwise_agreement(t)) for t in tables)
    expected = n * n - sum(c * c for c in pooled.values())
    return NAN if expected == 0 else 1 - (n - 1) * unequal / expected


def _table(counts: Mapping[Hashable, int] | Sequence[int]) -> Counter[Hashable]:
    return Counter(counts) if hasattr(counts, "keys") else Counter(dict(enumerate(counts)))
