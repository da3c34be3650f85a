"""What the examples show about signs and letters: each output is aligned with the letters and digits of its input."""

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
"""A sign beside a gap was dropped or became a separator, which is the same there: it was not spelled out."""
SEPARATES = " "
# Letters that languages transliterate differently (ü as u or ue, å as a or aa).
DIFFERING = frozenset("äöüåÄÖÜÅ")
_LONGEST_SPELLING = 12
_MOST_PIECES = 60


@dataclass(slots=True)
class SignsObserved:
    """How many examples show what signs and letters become.

    Attributes:
        signs: For each sign and each pair of kinds of its neighbours, the counts of what it becomes.
        letters: For each letter, the counts of what it becomes.
    """

    signs: dict[str, dict[Between, Counter[str | None]]] = field(default_factory=dict)
    letters: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, sign: str, between: Between, new: str | None) -> None:
        """Count one example that showed *new* for *sign*."""
        self.signs.setdefault(sign, {}).setdefault(between, Counter())[new] += 1


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of characters that are not kept.

    Attributes:
        text: The characters.
        signs: The signs among them.
        became: The text in their place in the output.
        ends: Whether the run is at the start or the end of the text.
    """

    text: str
    signs: tuple[Sign, ...]
    became: str
    ends: bool

    @property
    def letters(self) -> str:
        return "".join(c for c in self.text if c.isalnum())


def gather(rewrite: Rewrite, pairs: list[tuple[str, str]]) -> SignsObserved:
    """Return what *pairs* of text and output show; an example counts once for each sign and what it becomes."""
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
    """Return the runs of *text* that are not kept; an empty list if the output cannot be aligned with the text."""
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
    # If blanks alone become something else than a separator, the rewrite cannot explain the example.
    usual = {rewrite.separator}
    odd = any(not r.text.strip() and r.became not in (usual | {""} if r.ends else usual) for r in runs)
    return [] if odd else runs


def _folded(rewrite: Rewrite, text: str) -> str:
    """Return *text* with letters spelled out, and other accents removed, except on letters that languages spell out."""
    spelled = {s.old: s.new for s in rewrite.spellings if s.old.isalpha()}
    folds = rewrite.fold
    return "".join(spelled.get(c) or (_ascii(c) if folds and c.isalpha() and c not in DIFFERING else c) for c in text)


def _ascii(char: str) -> str:
    """Return the letter without its accent if that is a single ASCII letter, else the letter itself."""
    plain = ops.fold_accents(char)
    return plain if plain.isascii() and len(plain) == 1 else char


def _shown_signs(rewrite: Rewrite, run: _Run) -> Iterator[tuple[str, Between, str | None]]:
    """Yield what one run shows about its signs: the sign, the kinds of its neighbours, and what it becomes."""
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
    """Return *text*, without accents if the rewrite folds them."""
    return ops.fold_accents(text) if rewrite.fold else text


def _between(kept: list[str], gaps: list[str], output: str, separator: str) -> list[str] | None:
    """Align *output* with the *kept* pieces; return the text in place of each of *gaps*, or None if it is not possible.

    Of several ways the one is taken in which the gaps become what is most usual.
    """
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
    """Return how unusual it is that *gap* becomes *became*: 0 for a separator, most for blanks that become text."""
    if became == (separator if gap and not ends else "") or (ends and gap and became == separator):
        return 0.0
    return len(became.strip(separator or None)) + (1.0 if gap.strip() else 6.0)
