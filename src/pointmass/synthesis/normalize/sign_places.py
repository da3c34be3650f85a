"""Where each sign may stand: the places at which the examples show what becomes of it."""

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

# Signs that numbers and abbreviations hold, too: what they are between letters says nothing of what they are in those.
_MEANING = frozenset(".,:'")
_DOT = "."
# One wrong answer outweighs about so many right ones.
_WRONG = 20
# So many signs that separate letters and digits settle that any sign does which is not spelled out.
_GENERAL = 2
# Punctuation that is not read out: so many marks, in so many examples, stand for the rest.
_MARKS = frozenset(map(typed, SILENT | frozenset('()[]{}"')))
_MARKS_SEEN, _TEXTS_SEEN = 5, 20
_SIDES = {LETTER: "aAi", DIGIT: "9", GAP: "_"}
_ANY = "aAi9_"


def settled(fit: Fit, stems: Sequence[str], *, least: int, twice: bool = False) -> frozenset[str]:
    """Return the places that are settled, as `places` says them.

    Args:
        fit: The rewrite, and what the examples show of signs.
        stems: The texts that it explains.
        least: How many examples must have shown what is spelled out or dropped.
        twice: Whether every sign must have been shown by two examples.
    """
    seen = Counter(place for stem in stems for place in places(stem))
    if twice:
        seen = Counter({place: count for place, count in seen.items() if count > 1})
    # Letters and digits side by side are kept as they are; what capitals join may be split, where case is lost.
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
    """Return the signs that may stand anywhere but between single letters and abbreviations."""
    signs = sorted({sign for sign in _signs(places_) if len(sign) == 1})
    return "".join(v for s in signs if _around(s) - places_ <= {f"i{s}i"} for v in variants(s))


def _numbers(seen: Iterable[str]) -> Iterator[str]:
    """Yield the dotted numbers that are alike: of as many parts, each of as many digits at least; 10.32.11 is not like 3.2.1."""
    for place in seen:
        if _DOT in place and place.replace(_DOT, "").isdigit():
            yield from map(_DOT.join, itertools.product(*(("99", part) for part in place.split(_DOT))))


def _signs(places_: Iterable[str]) -> list[str]:
    return [place[1:-1] for place in places_ if place[1:-1] and not place[1].isalnum() and place[0] in _ANY]


def settles(fit: Fit, sign: str, between: Between, least: int) -> bool:
    """Whether the examples say what becomes of *sign* between these kinds."""
    shown, new = fit.evidence.signs[sign], fit.rewrite.spelled(sign, between)
    here = shown.get(between, Counter())
    right = sum(n for s, n in here.items() if _same(new, s, between))
    wrong = sum(here.values()) - right
    if wrong and right < _WRONG * wrong:
        return False
    if new.strip() or _is_dropped(fit, sign, between):
        # What is not a separator must have been shown at such a place itself.
        return right >= least
    if right:
        return True
    if any(s.old == sign and s.is_word for s in fit.rewrite.spellings):
        return False
    if GAP in between:
        return _settles_gap(shown, sign, between)
    return sign not in _MEANING and not _is_dropped(fit, sign, None) and _is_general(fit, sign)


def _settles_gap(shown: dict[Between, Counter[str | None]], sign: str, between: Between) -> bool:
    """Whether *sign*, which is never spelled out, is not spelled out beside a gap, either.

    What separates words is not; what was seen to begin a word may be spelled out where it ends one.
    """
    sides = {_side(b) for b in shown}
    separates = any(GAP not in b and SEPARATES in counts for b, counts in shown.items())
    if sign != _DOT and (separates or (between == (GAP, GAP) and sides - {_side((LETTER, LETTER))})):
        return True
    return _side(between) in sides


def _is_dropped(fit: Fit, sign: str, between: Between | None) -> bool:
    """Whether *sign* is dropped between these kinds, where that makes a difference; or anywhere."""
    if not fit.rewrite.separator or (between and GAP in between):
        return False
    own = [s for s in fit.rewrite.spellings if s.old == sign and not s.is_word]
    return any(between is None or s.holds(between) for s in own)


def _separating(fit: Fit) -> set[str]:
    """Return the signs that were seen to separate letters and digits."""
    shown = fit.evidence.signs.items()
    return {s for s, kinds in shown if any(GAP not in b and SEPARATES in counts for b, counts in kinds.items())}


def _is_general(fit: Fit, sign: str) -> bool:
    separate = _separating(fit)
    return sign in separate or len({s[0] for s in separate}) >= _GENERAL


def _written(fit: Fit, sign: str, between: Between, seen: Counter[str]) -> Iterator[str]:
    """Yield the place as `places` says it; single letters tell other things than words, unless they were seen."""
    special = fit.rewrite.spelled(sign, between).strip() or _is_dropped(fit, sign, between)
    for before, after in itertools.product(_SIDES[between[0]], _SIDES[between[1]]):
        place = f"{before}{sign}{after}"
        # Of dotted numbers only those are settled that are like one that was seen; they are not dots by then.
        told = place in seen or (not (special and not {"A", "i"}.isdisjoint(place)) and before + after != "ii")
        if told and (sign, between) != (_DOT, (DIGIT, DIGIT)):
            yield place


def _silent(fit: Fit, stems: Sequence[str]) -> set[str]:
    """Return where punctuation that is not read out may stand, because many marks were shown to be treated alike.

    Within numbers and abbreviations some of them have a meaning; there nothing but an example of their own settles it.
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
    """Whether *new* is what was shown; beside a gap, dropped and separating are one."""
    if shown is NEUTRAL or GAP in between:
        return new.strip() == (shown or "").strip()
    return new.strip() == (shown or "").strip() and bool(new) == bool(shown)


def _side(between: Between) -> tuple[bool, bool]:
    """Return on which sides a sign touches a word: to begin one is another thing than to end one."""
    return between[0] == GAP, between[1] == GAP
