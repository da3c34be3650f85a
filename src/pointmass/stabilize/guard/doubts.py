"""Where the model is divided, or answers by another rule: conditions under which that concentrates beyond chance.

A condition is believed where disagreement concentrates under it: Fisher's exact test (Fisher 1935), one-sided, corrected
for the number of conditions that were looked at (Bonferroni). A shape that merely happened to be contested is none.
"""

from __future__ import annotations

import functools
import math
import operator
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pointmass.stabilize.guard.traits import numbers

_LEVEL = 0.01
_MOST = 3
"""How many conditions a guard has at most."""

_SHARE = 0.2
"""The share of inputs under a condition that must be in doubt, for it to be worth handing all of them back."""

_FEWEST = 3
"""In how many inputs a word or a sign must occur: what stands in fewer is somebody's name or number."""

_THRESHOLDS = 12


@dataclass(frozen=True, slots=True)
class Doubt:
    """One condition under which an input is handed back.

    Attributes:
        parameter: The position of the parameter that it looks at.
        form: The condition as Python, with ``{0}`` for the parameter.
        holds: Whether it holds of a value.
        words: What it says, in words.
        doubtful: How many doubtful inputs it holds of.
        others: How many other inputs it holds of.
    """

    parameter: int
    form: str
    holds: Callable[[Any], bool]
    words: str
    doubtful: int = 0
    others: int = 0

    @property
    def why(self) -> str:
        """Why such inputs are handed back, as a comment beside the condition."""
        return f"{self.words}: the model was divided, or answered otherwise, on {self.doubtful} of {self.doubtful + self.others}"


def doubts(inputs: Sequence[Sequence[Any]], doubtful: Sequence[bool]) -> tuple[Doubt, ...]:
    """Find conditions under which doubtful inputs concentrate.

    Args:
        inputs: The arguments of every example, ``(n_examples, n_parameters)``.
        doubtful: Whether the model is divided on it, or answers otherwise than the code, ``(n_examples,)``.

    Returns:
        At most three conditions, the strongest first; empty where nothing concentrates beyond chance.
    """
    left = list(zip(inputs, doubtful, strict=True))
    found: list[Doubt] = []
    while len(found) < _MOST and sum(bad for _, bad in left) >= _FEWEST:
        best = _strongest(left)
        if best is None:
            break
        found.append(best)
        left = [(each, bad) for each, bad in left if not _holds(best, each)]
    return tuple(found)


def _strongest(rows: Sequence[tuple[Sequence[Any], bool]]) -> Doubt | None:
    """Return the condition with the least chance, if that is too small for all that were looked at."""
    every = {doubt.form: doubt for doubt in _conditions([each for each, _ in rows])}
    bad_in_all, least, strongest = sum(bad for _, bad in rows), 1.0, None
    for doubt in every.values():
        under = [bad for each, bad in rows if _holds(doubt, each)]
        bad = sum(under)
        if not _SHARE * len(under) <= bad or not bad >= _FEWEST or len(under) == len(rows):
            continue
        chance = _chance(bad, len(under), bad_in_all, len(rows))
        if chance < least:
            least = chance
            strongest = Doubt(doubt.parameter, doubt.form, doubt.holds, doubt.words, bad, len(under) - bad)
    return strongest if least * len(every) < _LEVEL else None


def _holds(doubt: Doubt, inputs: Sequence[Any]) -> bool:
    return doubt.holds(inputs[doubt.parameter])


def _chance(bad: int, under: int, bad_in_all: int, count: int) -> float:
    """Return the chance of at least so many bad ones under a condition, if it told nothing (hypergeometric)."""
    most = min(under, bad_in_all)
    ways = sum(math.comb(bad_in_all, k) * math.comb(count - bad_in_all, under - k) for k in range(bad, most + 1))
    return ways / math.comb(count, under)


def _conditions(inputs: Sequence[Sequence[Any]]) -> Iterator[Doubt]:
    for position, values in enumerate(zip(*inputs, strict=True)):
        if all(isinstance(value, str) for value in values):
            yield from _of_texts(position, values)
        elif all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
            for limit in _limits(values):
                yield Doubt(
                    position, f"{{0}} <= {limit!r}", functools.partial(operator.ge, limit), f"{limit!r} or less"
                )
                yield Doubt(
                    position, f"{{0}} > {limit!r}", functools.partial(operator.lt, limit), f"more than {limit!r}"
                )


def _of_texts(position: int, texts: Sequence[str]) -> Iterator[Doubt]:
    signs = Counter(char for text in texts for char in set(text) if not char.isalnum())
    for sign in _often(signs):
        yield Doubt(position, f"{sign!a} in {{0}}", functools.partial(_contains, sign), f"with {sign!a}")
    words = Counter(word for text in texts for word in set(_words(text)))
    for word in _often(words):
        form = f"re.search(r{_bounded(word)!r}, {{0}}, re.ASCII)"
        yield Doubt(position, form, _searching(_bounded(word)), f"with the word {word}")
    for limit in _limits([len(text) for text in texts]):
        yield Doubt(position, f"len({{0}}) > {limit}", functools.partial(_longer, limit), f"longer than {limit}")
    yield from _of_numbers(position, texts)
    yield Doubt(position, "not {0}.isascii()", lambda v: not v.isascii(), "with characters outside ASCII")


def _of_numbers(position: int, texts: Sequence[str]) -> Iterator[Doubt]:
    """Compare the numbers in the texts: two that are both small may each be the day or the month."""
    found = [numbers(text) for text in texts]
    for first in (1, 2):
        large = [max(each[:first]) for each in found if len(each) >= first]
        for limit in _limits(large):
            words = f"{'the first number' if first == 1 else 'both numbers at the beginning'} at most {limit}"
            form = f"max(numbers({{0}})[:{first}], default={limit + 1}) <= {limit}"
            yield Doubt(position, form, functools.partial(_all_small, first, limit), words)


def _words(text: str) -> list[str]:
    """Return the words of a text without digits: what has digits is an identifier, and never named."""
    return re.findall(r"(?<![^\W_])[A-Za-z]{2,20}(?![^\W_])", text, re.ASCII)


def _bounded(word: str) -> str:
    return rf"(?<![^\W_]){word}(?![^\W_])"


def _searching(pattern: str) -> Callable[[str], bool]:
    return functools.partial(_found, re.compile(pattern, re.ASCII))


def _found(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None


def _contains(sign: str, text: str) -> bool:
    return sign in text


def _longer(limit: int, text: str) -> bool:
    return len(text) > limit


def _all_small(first: int, limit: int, text: str) -> bool:
    return max(numbers(text)[:first], default=limit + 1) <= limit


def _often(counted: Counter[str]) -> list[str]:
    return sorted(each for each, count in counted.items() if count >= _FEWEST)


def _limits(values: Sequence[float]) -> list[Any]:
    """Return some of the values to compare with, evenly spread."""
    distinct = sorted(set(values))[:-1]
    step = max(1, len(distinct) // _THRESHOLDS)
    return distinct[::step]
