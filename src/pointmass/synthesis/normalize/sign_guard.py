"""Where a sign stands unlike in any example that settled it, as a pattern over the form of a text."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.literals import char_class, escaped
from pointmass.synthesis.normalize.align import NEUTRAL, SEPARATES
from pointmass.synthesis.normalize.signs import DIGIT, GAP, KINDS, LETTER, variants

if TYPE_CHECKING:
    from pointmass.synthesis.normalize.learn import Fit
    from pointmass.synthesis.normalize.signs import Between

# Signs that numbers and abbreviations hold, too: what they are between letters says nothing of what they are in those.
_MEANING = frozenset(".,:'")
_DOT = "."
# One wrong answer outweighs about so many right ones.
_WRONG = 20
# So many signs that separate letters and digits settle that any sign does which is not spelled out.
_GENERAL = 2
_CLASSES = {LETTER: "Aa", DIGIT: "9", GAP: ""}
_WORDS = {LETTER: "a letter", DIGIT: "a digit", GAP: "a gap"}


@dataclass(frozen=True, slots=True)
class Settled:
    """What the examples settled about signs, and how many must have shown what is no separator."""

    fit: Fit
    least: int = 1

    @property
    def gaps(self) -> str:
        """The signs that are separators wherever they stand, in all ways to type them."""
        return "".join(v for c in self._chars() if self._is_gap(c) for v in variants(c))

    def odd(self) -> list[tuple[str, str]]:
        """Return patterns, each with a note, of the other signs where no example settled them; gaps are blanks there."""
        groups: dict[_Places, list[str]] = {}
        changed = []
        for char in self._chars():
            if self._is_gap(char):
                continue
            lengths = self._lengths(char)
            for sign in (char * n for n in lengths):
                groups.setdefault(self._places(sign, alone=len(lengths) > 1), []).append(sign)
            changed += [(char, lengths)] if self._is_changed(char) or char in _MEANING else []
        found = [part for places, own in groups.items() for part in places.odd(own)]
        return found + _odd_lengths(changed)

    @property
    def has_numbers(self) -> bool:
        """Whether dots within numbers were settled."""
        return "." in self.fit.evidence.signs and self.settles(".", (DIGIT, DIGIT))

    def _chars(self) -> list[str]:
        return sorted({sign[0] for sign in self.fit.evidence.signs})

    def _lengths(self, char: str) -> list[int]:
        return sorted(len(s) for s in self.fit.evidence.signs if s[0] == char)

    def _is_gap(self, char: str) -> bool:
        own = [s for s in self.fit.evidence.signs if s[0] == char]
        return (char in own or char not in _MEANING) and all(
            self.settles(s, b) for s in own for b in itertools.product(KINDS, KINDS)
        )

    def settles(self, sign: str, between: Between) -> bool:
        """Whether the examples say what becomes of *sign* between these kinds."""
        shown = self.fit.evidence.signs[sign]
        new = self.fit.rewrite.spelled(sign, between)
        here = shown.get(between, Counter())
        right = sum(n for s, n in here.items() if _same(new, s, between))
        wrong = sum(here.values()) - right
        if wrong and right < _WRONG * wrong:
            return False
        if new.strip() or self._is_dropped(sign, between):
            # What is no separator must have been shown at such a place itself.
            return right >= self.least
        if right:
            return True
        if self._is_spelled(sign):
            return False
        if GAP in between:
            return self._settles_gap(sign, between)
        return sign not in _MEANING and not self._is_dropped(sign, None) and self._is_general(sign)

    def _settles_gap(self, sign: str, between: Between) -> bool:
        """Whether *sign*, which is never spelled out, is not spelled out beside a gap, either.

        What separates words is not; what was seen to begin a word may be spelled out where it ends one.
        """
        shown = self.fit.evidence.signs[sign]
        sides = {_side(b) for b in shown}
        separates = any(GAP not in b and SEPARATES in counts for b, counts in shown.items())
        if sign != _DOT and (separates or (between == (GAP, GAP) and sides - {_side((LETTER, LETTER))})):
            return True
        return _side(between) in sides

    def _is_spelled(self, sign: str) -> bool:
        return any(s.old == sign and s.is_word for s in self.fit.rewrite.spellings)

    def _is_dropped(self, sign: str, between: Between | None) -> bool:
        """Whether *sign* is dropped between these kinds, where that makes a difference; or anywhere."""
        if not self.fit.rewrite.separator or (between and GAP in between):
            return False
        own = [s for s in self.fit.rewrite.spellings if s.old == sign and not s.is_word]
        return any(between is None or s.holds(between) for s in own)

    def _is_general(self, sign: str) -> bool:
        """Whether this sign, or several others, were seen to separate letters and digits."""
        separate = [
            s
            for s, shown in self.fit.evidence.signs.items()
            if any(GAP not in b and SEPARATES in counts for b, counts in shown.items())
        ]
        return sign in separate or len({s[0] for s in separate}) >= _GENERAL

    def _is_changed(self, char: str) -> bool:
        return any(s.old[0] == char for s in self.fit.rewrite.spellings)

    def _places(self, sign: str, *, alone: bool) -> _Places:
        """Return between which kinds *sign* is settled."""
        places = {(b, a) for b, a in itertools.product(KINDS, KINDS) if self.settles(sign, (b, a))}
        if sign == _DOT:
            # Of dotted numbers only those are settled that are like one that was seen; they are no dots by then.
            places.discard((DIGIT, DIGIT))
        return _Places(tuple(sorted(places)), alone=alone)


@dataclass(frozen=True, slots=True)
class _Places:
    """Between which kinds some signs are settled, and whether they are told from longer runs of themselves."""

    settled: tuple[Between, ...]
    alone: bool

    def odd(self, signs: list[str]) -> list[tuple[str, str]]:
        """Return the pattern of *signs* where nothing settled them."""
        if len(self.settled) == len(KINDS) ** 2:
            return []
        # Several signs that are settled alike share a pattern.
        single = [s for s in signs if len(s) == 1 and not self.alone]
        shared = [(f"[{_class_of(single)}]", "", " ".join(single))] if len(single) > 1 else []
        others = [s for s in signs if s not in single or not shared]
        own = [(any_way(s[0]), f"{{{len(s)}}}" if len(s) > 1 else "", s) for s in others]
        return [self._odd(one, count, said) for one, count, said in [*shared, *own]]

    def _odd(self, one: str, count: str, said: str) -> tuple[str, str]:
        after: dict[str, list[str]] = {}
        for b, a in self.settled:
            after.setdefault(b, []).append(a)
        groups: dict[tuple[str, ...], list[str]] = {}
        for b, kinds in after.items():
            groups.setdefault(tuple(kinds), []).append(b)
        fine = "|".join(_beside(b, f"{one}{count}", a) for a, b in groups.items())
        note = "; ".join(f"after {_say(b)}, before {_say(a)}" for a, b in groups.items())
        whole = f"(?<!{one}){one}{count}(?!{one})" if self.alone else f"{one}{count}"
        odd = f"(?!{fine}){whole}" if fine else whole
        return odd, f"{said} settled {note}" if note else f"{said} not settled, or by one example only"


def _odd_lengths(changed: list[tuple[str, list[int]]]) -> list[tuple[str, str]]:
    """Return the patterns of signs that are spelled out or dropped, repeated as often as in no example."""
    single = [c for c, lengths in changed if lengths == [1]]
    found = [(f"([{_class_of(single)}])\\1", "one of these repeated")] if single else []
    found += [(f"(?<!{o}){o}(?!{o})", f"{c} alone") for c, n in changed if 1 not in n for o in [escaped(c)]]
    return found


def _class_of(signs: list[str]) -> str:
    return char_class("".join(v for s in signs for v in variants(s)))


def _same(new: str, shown: str | None, between: Between) -> bool:
    """Whether *new* is what was shown; beside a gap, dropped and separating are one."""
    if shown is NEUTRAL or GAP in between:
        return bool(new.strip()) == bool((shown or "").strip()) and new.strip() == (shown or "").strip()
    return new.strip() == (shown or "").strip() and bool(new) == bool(shown)


def _side(between: Between) -> tuple[bool, bool]:
    """Return on which sides a sign touches a word: to begin one is another thing than to end one."""
    return between[0] == GAP, between[1] == GAP


def any_way(sign: str) -> str:
    """Return the pattern of *sign* in all ways to type it."""
    ways = variants(sign)
    return f"[{char_class(ways)}]" if len(ways) > 1 else escaped(sign)


def _beside(befores: list[str], own: str, afters: tuple[str, ...]) -> str:
    """Return the pattern of a sign between these kinds."""
    return f"{_beside_one(befores, behind=True)}{own}{_beside_one(afters, behind=False)}"


def _beside_one(kinds: list[str] | tuple[str, ...], *, behind: bool) -> str:
    """Return the look to one side for one of these kinds; a gap is whatever is neither letter nor digit."""
    if len(kinds) == len(KINDS):
        return ""
    inside = "".join(_CLASSES[k] for k in kinds)
    if GAP in kinds:
        others = _either("".join(_CLASSES[k] for k in KINDS if k not in kinds))
        return f"(?<!{others})" if behind else f"(?!{others})"
    return f"(?<={_either(inside)})" if behind else f"(?={_either(inside)})"


def _either(chars: str) -> str:
    return f"[{chars}]" if len(chars) > 1 else chars


def _say(kinds: list[str] | tuple[str, ...]) -> str:
    return "anything" if len(kinds) == len(KINDS) else " or ".join(_WORDS[k] for k in kinds)
