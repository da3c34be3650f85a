"""The nearest miss: where no program explains the settled inputs, the one that explains most, and what sets the others apart."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pointmass.digest import canonical, digest
from pointmass.errors import clip
from pointmass.sample import Mode, SampleData
from pointmass.stabilize.lesson import Lesson
from pointmass.stabilize.signature import as_input, signature_of
from pointmass.synthesis import Candidate, synthesize

AT_LEAST = 0.5
"""The share of the settled inputs that a program must explain to be worth a word."""

_FEWEST = 3
_HANDFUL = 4
_SHARES = 5
_SHOWN = 3

_BITS_OF_A_ROW, _BITS_OF_A_SIGN = 8.0, 2.0
"""What an answer costs that is said as it is; as for a constant in `pointmass.synthesis.synthesize`."""

_SIGNS = {
    ",": "a comma",
    "(": "a bracket",
    "&": "an ampersand",
    "@": "an at sign",
    "/": "a slash",
    ":": "a colon",
    "'": "an apostrophe",
    '"': "a quotation mark",
    "_": "an underscore",
    "-": "a hyphen",
    ".": "a dot",
    " ": "a space",
}

_KINDS: dict[str, Callable[[str], bool]] = {
    "a digit": str.isdigit,
    "a capital letter": str.isupper,
    "a small letter": str.islower,
    "a character outside ASCII": lambda char: not char.isascii(),
}


@dataclass(frozen=True, slots=True)
class Miss:
    """A program that explains most of the settled inputs, but not all.

    Attributes:
        words: The steps of the program.
        explained: How many settled inputs it gives the model's mode on.
        settled: How many there are.
        apart: What all of the others have and none of the explained ones, in words; empty where nothing simple does.
        others: The inputs that it does not explain.
    """

    words: str
    explained: int
    settled: int
    apart: str
    others: tuple[Any, ...]

    def __str__(self) -> str:
        """Say it in a sentence."""
        head = f"Nearest miss: “{self.words}” explains {self.explained} of {self.settled} settled inputs"
        if not self.others:
            return f"{head}; the search over all of them did not come to it in its time."
        shown = ", ".join(clip(repr(each)) for each in self.others[:_SHOWN])
        rest = len(self.others) - _SHOWN
        listed = f"{shown} and {rest} more" if rest > 0 else shown
        which = f"the {len(self.others)} with {self.apart}" if len(self.others) > 1 else f"the one with {self.apart}"
        return f"{head}, and not {which}: {listed}." if self.apart else f"{head}, and not {listed}."


@dataclass(frozen=True, slots=True)
class Near:
    """A program that explains most of some settled inputs, and those that it does not explain, in their order."""

    candidate: Candidate
    missed: tuple[Mode, ...]


def nearest(sample: SampleData, settled: Sequence[Mode], *, budget: float) -> Near | None:
    """Look for a program that explains most of some settled inputs, taught by parts of them.

    The parts are the inputs without some sign (a comma, a digit), then a few inputs at a time. Guards are left out of
    the count: what a program says is held against the mode of every one of the inputs.

    Args:
        sample: The draws.
        settled: The inputs.
        budget: Seconds for all of it.

    Returns:
        ``None`` where no program explains half of them.
    """
    end = time.perf_counter() + budget
    order = sorted(settled, key=lambda mode: digest(dict(sample.rows[mode.row])))
    best: tuple[float, Candidate, list[Mode]] | None = None
    for part in _parts(sample, order):
        if time.perf_counter() > end:
            break
        for candidate in _programs(sample, part, budget / _SHARES):
            missed = [mode for mode in order if not _explains(sample, candidate, mode)]
            # What it says plus what it leaves to be listed: else a program that spells single answers out would win.
            bits = candidate.cost + sum(_BITS_OF_A_ROW + _BITS_OF_A_SIGN * len(mode.key) for mode in missed)
            if best is None or bits < best[0]:
                best = bits, candidate, missed
    if best is None or len(order) - len(best[2]) < AT_LEAST * len(order):
        return None
    return Near(best[1], tuple(sorted(best[2], key=lambda mode: mode.row)))


def nearest_miss(sample: SampleData, what: Lesson, *, budget: float) -> Miss | None:
    """Say which program explains most of the settled inputs, and what sets the others apart; ``None`` without one.

    Args:
        sample: The draws.
        what: Which inputs are settled.
        budget: Seconds for all of it.
    """
    found = nearest(sample, what.settled, budget=budget)
    if found is None:
        return None
    others = tuple(as_input(sample.spec, sample.rows[mode.row]) for mode in found.missed)
    explained, all_of = len(what.settled) - len(others), len(what.settled)
    return Miss(found.candidate.words, explained, all_of, _apart(sample, what.settled, found.missed), others)


def _parts(sample: SampleData, settled: Sequence[Mode]) -> Iterator[list[Mode]]:
    """Yield parts of the inputs to learn from: those without some sign, the largest first; then handfuls."""
    kept = [[mode for mode in settled if not _has(sample, mode, test)] for _, test in _traits()]
    kept += [[mode for mode in settled if _has(sample, mode, test)] for _, test in _traits()]
    fit = [part for part in kept if max(_FEWEST, AT_LEAST * len(settled)) <= len(part) < len(settled)]
    distinct = {tuple(mode.row for mode in part): part for part in fit}
    yield from sorted(distinct.values(), key=len, reverse=True)
    for start in range(0, len(settled) - _FEWEST + 1, _HANDFUL):
        yield list(settled[start : start + _HANDFUL])


def _programs(sample: SampleData, part: Sequence[Mode], budget: float) -> list[Candidate]:
    """Return what computes its answer: one answer for all, and a list of known inputs, explain nothing."""
    examples = [(as_input(sample.spec, sample.rows[mode.row]), mode.outcome) for mode in part]
    found = synthesize(examples, name=sample.spec.name, budget=budget, signature=signature_of(sample.spec))
    return [candidate for candidate in found if candidate.kind in {"program", "rules"}]


def _explains(sample: SampleData, candidate: Candidate, mode: Mode) -> bool:
    try:
        return canonical(candidate(as_input(sample.spec, sample.rows[mode.row]))) == canonical(mode.outcome)
    except Exception:  # noqa: BLE001 - whatever a step raises on an input that it was not made for, it does not explain it
        return False


def _traits() -> Iterator[tuple[str, Callable[[str], bool]]]:
    """Yield what a text may have, in words, each with its test."""
    for sign, words in _SIGNS.items():
        yield words, functools.partial(_holds, sign)
    for words, kind in _KINDS.items():
        yield words, functools.partial(_any, kind)


def _holds(sign: str, text: str) -> bool:
    return sign in text


def _any(kind: Callable[[str], bool], text: str) -> bool:
    return any(map(kind, text))


def _has(sample: SampleData, mode: Mode, test: Callable[[str], bool]) -> bool:
    return any(test(value) for value in sample.rows[mode.row].values() if isinstance(value, str))


def _apart(sample: SampleData, settled: Sequence[Mode], missed: Sequence[Mode]) -> str:
    """Say what exactly the missed inputs have, or lack; empty where no sign tells them from the others."""
    if not missed:
        return ""
    rows = {mode.row for mode in missed}
    for words, test in _traits():
        having = {mode.row for mode in settled if _has(sample, mode, test)}
        if having == rows:
            return words
        if having and {mode.row for mode in settled} - having == rows:
            return f"no {words.split(' ', 1)[1]}"
    return ""
