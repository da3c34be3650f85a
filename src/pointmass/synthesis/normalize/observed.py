"""What the examples show about signs and letters: each output cut where the input's own letters and digits stand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pointmass.synthesis.normalize.signs import GAP, Sign, signs
from pointmass.synthesis.operators import text as ops

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pointmass.synthesis.normalize.rewrite import Rewrite
    from pointmass.synthesis.normalize.signs import Between

NEUTRAL = None
"""Beside a gap it makes no difference whether a sign is dropped or a separator, too: it is not spelled out, is all."""
SEPARATES = " "
# Languages differ on what is left of these letters (ü is u or ue, å is a or aa).
DIFFERING = frozenset("äöüåÄÖÜÅ")
_LONGEST_SPELLING = 12
_MOST_PIECES = 60


@dataclass(slots=True)
class SignsObserved:
    """How many examples showed what for each sign between two kinds, and for each letter."""

    signs: dict[str, dict[Between, Counter[str | None]]] = field(default_factory=dict)
    letters: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, sign: str, between: Between, new: str | None) -> None:
        """Count one example that showed *new* for *sign*."""
        self.signs.setdefault(sign, {}).setdefault(between, Counter())[new] += 1


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters that are not kept, with the signs among them, and what stands for them in the output."""

    text: str
    signs: tuple[Sign, ...]
    became: str
    ends: bool

    @property
    def letters(self) -> str:
        return "".join(c for c in self.text if c.isalnum())


def gather(rewrite: Rewrite, pairs: list[tuple[str, str]]) -> SignsObserved:
    """Return what *pairs* show, each sign once an example."""
    evidence = SignsObserved()
    for text, output in pairs:
        seen: set[tuple[str, Between, str | None]] = set()
        letters: set[tuple[str, str]] = set()
        for run in _runs(rewrite, text, output):
            seen |= set(_shown_signs(rewrite, run))
            if len(run.text.strip()) == 1 and run.letters:
                letters.add((run.letters, run.became.strip(rewrite.separator or None)))
        for sign, between, new in seen:
            evidence.add(sign, between, new)
        for letter, new in letters:
            evidence.letters.setdefault(letter, Counter())[new] += 1
    return evidence


def _runs(rewrite: Rewrite, text: str, output: str) -> list[_Run]:
    """Return the runs of *text* that are not kept; nothing where the output does not line up with it."""
    text = rewrite.cased(text)
    suffix = rewrite.suffix(text)
    if not output.endswith(suffix):
        return []
    text, output = _folded(rewrite, text.removesuffix(suffix).strip()), output.removesuffix(suffix)
    pieces = re.split(f"([{rewrite.kept}]+)", text)
    gaps, kept = pieces[0::2], pieces[1::2]
    aligned = _between(kept, gaps, output, rewrite.separator)
    if aligned is None:
        return []
    own, runs, place = list(signs(text)), [], 0
    for number, (gap, became) in enumerate(zip(gaps, aligned, strict=True)):
        inside = tuple(s for s in own if place <= s.start < place + len(gap))
        if gap or became:
            runs.append(_Run(gap, inside, became, number in (0, len(gaps) - 1)))
        place += len(gap) + (len(kept[number]) if number < len(kept) else 0)
    # Where blanks alone become something else, more was done than what signs show.
    usual = {rewrite.separator}
    odd = any(not r.text.strip() and r.became not in (usual | {""} if r.ends else usual) for r in runs)
    return [] if odd else runs


def _folded(rewrite: Rewrite, text: str) -> str:
    """Return *text* with letters spelled out, and with accents folded where no language spells the letter out."""
    spelled = {s.old: s.new for s in rewrite.spellings if s.old.isalpha()}
    folds = rewrite.fold
    return "".join(spelled.get(c) or (_ascii(c) if folds and c.isalpha() and c not in DIFFERING else c) for c in text)


def _ascii(char: str) -> str:
    """Return what is left of a letter without its accent, where that is one plain letter."""
    plain = ops.fold_accents(char)
    return plain if plain.isascii() and len(plain) == 1 else char


def _shown_signs(rewrite: Rewrite, run: _Run) -> Iterator[tuple[str, Between, str | None]]:
    """Yield what one run shows about its signs."""
    core = run.became.strip(rewrite.separator) if rewrite.separator else run.became
    if run.letters or (core and len(run.signs) > 1):
        folded = "".join(c for c in usual(rewrite, run.text) if c.isalnum())
        if not run.letters or core != folded:
            return
        core = ""
    for sign in run.signs:
        if core:
            glued = not (rewrite.separator and run.became.startswith(rewrite.separator) and sign.between[0] != GAP)
            glued_after = not (rewrite.separator and run.became.endswith(rewrite.separator) and sign.between[1] != GAP)
            word = sign.between == (GAP, GAP) or not (glued and glued_after)
            yield sign.text, sign.between, f" {core} " if word else core
        elif GAP in sign.between:
            yield sign.text, sign.between, NEUTRAL
        else:
            yield sign.text, sign.between, SEPARATES if run.became == rewrite.separator else ""


def usual(rewrite: Rewrite, text: str) -> str:
    """Return *text* with its accents folded, where the rewrite folds them."""
    return ops.fold_accents(text) if rewrite.fold else text


def _between(kept: list[str], gaps: list[str], output: str, separator: str) -> list[str] | None:
    """Return what stands for the *gaps* before, between and after the *kept* pieces in *output*, as plain as can be."""
    if len(kept) > _MOST_PIECES:
        return None
    steps: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for gap, piece in zip(gaps, kept, strict=False):
        reached: dict[int, tuple[float, int]] = {}
        for end, (cost, _) in steps[-1].items():
            for start in range(end, min(end + _LONGEST_SPELLING, len(output)) + 1):
                if output.startswith(piece, start):
                    price = cost + _oddness(gap, output[end:start], separator, ends=end == 0 and len(steps) == 1)
                    known = reached.get(start + len(piece))
                    if known is None or price < known[0]:
                        reached[start + len(piece)] = price, end
        steps.append(reached)
    last = [
        (cost + _oddness(gaps[-1], output[end:], separator, ends=True), end)
        for end, (cost, _) in steps[-1].items()
        if len(output) - end <= _LONGEST_SPELLING
    ]
    if not last:
        return None
    end = min(last)[1]
    found = [output[end:]]
    for piece, reached in zip(reversed(kept), reversed(steps[1:]), strict=True):
        before = reached[end][1]
        found.append(output[before : end - len(piece)])
        end = before
    return found[::-1]


def _oddness(gap: str, became: str, separator: str, *, ends: bool) -> float:
    """Return how far it is from usual that *became* stands for *gap*: nothing for a separator, more for blanks alone."""
    if became == (separator if gap and not ends else "") or (ends and gap and became == separator):
        return 0.0
    return len(became.strip(separator or None)) + (1.0 if gap.strip() else 6.0)
