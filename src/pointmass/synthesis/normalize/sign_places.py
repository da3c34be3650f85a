"""Find the places (a sign and the kinds of its neighbours) at which the examples show what becomes of a sign."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from pointmass.synthesis.normalize.observed import NEUTRAL, SEPARATES
from pointmass.synthesis.normalize.signs import DIGIT, GAP, KINDS, LETTER, typed, variants
from pointmass.synthesis.operators.places import places
from pointmass.synthesis.seen import SILENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pointmass.synthesis.normalize.learn import Fit
    from pointmass.synthesis.normalize.signs import Between

# Signs with a meaning in numbers and abbreviations: what they become between letters says nothing about those.
_MEANING = frozenset(".,:'")
_DOT = "."
# A place is settled only if at least 20 times as many examples agree as disagree.
_WRONG = 20
# If so many different signs separate letters and digits, all other signs are taken to do so, too.
_GENERAL = 2
# Punctuation marks that are treated alike: if at least 20 examples have at least 5 of them, all count as seen.
_MARKS = frozenset(map(typed, SILENT | frozenset('()[]{}"')))
_MARKS_SEEN, _TEXTS_SEEN = 5, 20
_SIDES = {LETTER: "aAi", DIGIT: "9", GAP: "_"}
_ANY = "aAi9_"


def settled(fit: Fit, stems: Sequence[str], *, least: int, twice: bool = False) -> frozenset[str]:
    """Return the places that are settled, in the form of the operation `places`, such as ``a-9``.

    Args:
        fit: The rewrite, and what the examples show about signs.
        stems: The texts that it explains, without suffix.
        least: The least number of examples for a sign that is spelled out or dropped.
        twice: Whether only places that at least two examples have count as seen.
    """
    seen = Counter(place for stem in stems for place in places(stem))
    if twice:
        seen = Counter({place: count for place, count in seen.items() if count > 1})
    # Letters and digits side by side are kept. A capital after a small letter is settled only if the case is kept, as
    # else words joined by capitals may have to be split.
    found = {place for place in ("A", "a", "9", "Aa", "a9", "9a", "A9", "9A") if place[-1] in seen}
    found |= {place for place in seen if place.isalpha()} | set(_numbers(seen))
    found |= set() if fit.rewrite.case else {"aA"}
    chars = {sign[0] for sign in _signs(seen)}
    for sign in fit.evidence.signs:
        if sign[0] in chars:
            for between in itertools.product(KINDS, KINDS):
                if settles(fit, sign, between, least):
                    found |= set(_written(fit, sign, between, seen))
    for sign in set(fit.rewrite.keep) & chars:
        found |= _around(sign)
    return frozenset(found | _silent(fit, stems))


def separators(places_: frozenset[str]) -> str:
    """Return the signs that are settled at all places, except perhaps between single letters."""
    signs = sorted({sign for sign in _signs(places_) if len(sign) == 1})
    return "".join(v for s in signs if _around(s) - places_ <= {f"i{s}i"} for v in variants(s))


def _numbers(seen: Iterable[str]) -> Iterator[str]:
    """Yield the dotted numbers that count as seen: with as many parts, and at least as many digits in each.

    After 10.32.11, 3.2.1 does not count as seen.
    """
    for place in seen:
        if _DOT in place and place.replace(_DOT, "").isdigit():
            yield from map(_DOT.join, itertools.product(*(("99", part) for part in place.split(_DOT))))


def _signs(places_: Iterable[str]) -> list[str]:
    return [place[1:-1] for place in places_ if place[1:-1] and not place[1].isalnum() and place[0] in _ANY]


def settles(fit: Fit, sign: str, between: Between, least: int) -> bool:
    """Whether the examples settle what becomes of *sign* between these kinds."""
    shown, new = fit.evidence.signs[sign], fit.rewrite.spelled(sign, between)
    here = shown.get(between, Counter())
    right = sum(n for s, n in here.items() if _same(new, s, between))
    wrong = sum(here.values()) - right
    if wrong and right < _WRONG * wrong:
        return False
    if new.strip() or _is_dropped(fit, sign, between):
        # A sign that is spelled out or dropped must have been seen at such a place.
        return right >= least
    if right:
        return True
    if any(s.old == sign and s.is_word for s in fit.rewrite.spellings):
        return False
    if GAP in between:
        return _settles_gap(shown, sign, between)
    return sign not in _MEANING and not _is_dropped(fit, sign, None) and _is_general(fit, sign)


def _settles_gap(shown: dict[Between, Counter[str | None]], sign: str, between: Between) -> bool:
    """Whether the examples settle that *sign*, which is never spelled out, is not spelled out beside a gap, either.

    This holds for signs that separate words. A sign seen only before words may be spelled out after them.
    """
    sides = {_side(b) for b in shown}
    separates = any(GAP not in b and SEPARATES in counts for b, counts in shown.items())
    if sign != _DOT and (separates or (between == (GAP, GAP) and sides - {_side((LETTER, LETTER))})):
        return True
    return _side(between) in sides


def _is_dropped(fit: Fit, sign: str, between: Between | None) -> bool:
    """Whether *sign* is dropped between these kinds, if it makes a difference; with None, whether it is anywhere."""
    if not fit.rewrite.separator or (between and GAP in between):
        return False
    own = [s for s in fit.rewrite.spellings if s.old == sign and not s.is_word]
    return any(between is None or s.holds(between) for s in own)


def _separating(fit: Fit) -> set[str]:
    """Return the signs that examples show as separators between letters and digits."""
    shown = fit.evidence.signs.items()
    return {s for s, kinds in shown if any(GAP not in b and SEPARATES in counts for b, counts in kinds.items())}


def _is_general(fit: Fit, sign: str) -> bool:
    separate = _separating(fit)
    return sign in separate or len({s[0] for s in separate}) >= _GENERAL


def _written(fit: Fit, sign: str, between: Between, seen: Counter[str]) -> Iterator[str]:
    """Yield the places of *sign* between these kinds, in the form of the operation `places`.

    Signs that are spelled out or dropped beside single letters and capitals, and signs between single letters, count
    only if they were seen there.
    """
    special = fit.rewrite.spelled(sign, between).strip() or _is_dropped(fit, sign, between)
    for before, after in itertools.product(_SIDES[between[0]], _SIDES[between[1]]):
        place = f"{before}{sign}{after}"
        # Dotted numbers are settled by `_numbers` alone.
        told = place in seen or (not (special and not {"A", "i"}.isdisjoint(place)) and before + after != "ii")
        if told and (sign, between) != (_DOT, (DIGIT, DIGIT)):
            yield place


def _silent(fit: Fit, stems: Sequence[str]) -> set[str]:
    """Return the places of punctuation marks that are settled because many different marks are treated alike.

    Marks with a meaning in numbers and abbreviations count only after a word or number.
    """
    spelled = {s.old[0] for s in fit.rewrite.spellings}
    if len({sign[0] for sign in fit.evidence.signs} & _MARKS - spelled) < _MARKS_SEEN or len(stems) < _TEXTS_SEEN:
        return set()
    anywhere = {place for mark in _MARKS - spelled - _MEANING for n in (1, 2, 3) for place in _around(mark * n)}
    behind = {f"{before}{mark}_" for mark in _MARKS & _MEANING - spelled for before in "aAi9"}
    return {place for place in anywhere if place[0] + place[-1] != "ii"} | behind


def _around(sign: str) -> set[str]:
    return {f"{before}{sign}{after}" for before, after in itertools.product(_ANY, _ANY)}


def _same(new: str, shown: str | None, between: Between) -> bool:
    """Whether *new* is what an example shows; beside a gap, dropping and separating count as the same."""
    if shown is NEUTRAL or GAP in between:
        return new.strip() == (shown or "").strip()
    return new.strip() == (shown or "").strip() and bool(new) == bool(shown)


def _side(between: Between) -> tuple[bool, bool]:
    """Return whether a gap is before the sign, and whether one is after it."""
    return between[0] == GAP, between[1] == GAP
