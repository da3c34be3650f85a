"""Operations that score labels by the words of a text: by how many examples of each label had each word."""

from __future__ import annotations

import math
import re
from typing import Any

from pointmass.synthesis.program import Operator, inline

_RE = ("import re",)
_MATH = ("import math", "from typing import Any")


def stems(text: str) -> frozenset[str]:
    """Return the words of *text* in lower case, without common endings."""
    found = re.findall(r"[^\W_]+", text.lower().replace("'", ""))
    return frozenset(re.sub(r"(?<=[^\W\d_]{4})(?:ing|ed|es|ly|(?<!s)s|e)$", "", word) for word in found)


def log_odds(found: frozenset[str], seen: dict[str, dict[Any, int]], labels: dict[Any, tuple[int, int]]) -> list[float]:
    """Return how likely each label is by the words *found*: naive Bayes, as logarithms, in the order of *labels*."""
    known = [seen[word] for word in sorted(found) if word in seen]
    scores = []
    for label, (examples, words) in labels.items():
        likely = sum(math.log(counts.get(label, 0) / 0.3 + 1) for counts in known)
        scores.append(math.log(examples) + likely - len(known) * math.log(words / 0.3 + len(seen) or 1))
    return scores


def margin(scores: list[float]) -> float:
    """Return by how much the best of *scores* leads the second best."""
    best, second = sorted(scores, reverse=True)[:2]
    return best - second


STEMS = Operator(stems, "", "the words of {0}", _RE, noun="found")
LOG_ODDS = Operator(log_odds, "", "the odds of each label by {0}", _MATH, noun="scores")
MARGIN = Operator(margin, "", "the lead of the best of {0}", noun="lead")
CHOICE = inline("list({1})[{0}.index(max({0}))]", "the likeliest label by {0}")
UNKNOWN = inline("{1}.keys().isdisjoint({0})", "nothing of {0} is known")
