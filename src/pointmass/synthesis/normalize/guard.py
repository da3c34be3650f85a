"""The guard of a normalizing rewrite: characters and signs that the examples settled, where they settled them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.literals import char_class, escaped
from pointmass.synthesis.normalize.align import DIFFERING
from pointmass.synthesis.normalize.learn import UMLAUTS
from pointmass.synthesis.normalize.rewrite import extension_constant
from pointmass.synthesis.normalize.sign_guard import Settled, any_way
from pointmass.synthesis.normalize.signs import ELLIPSIS, LETTER, is_sign, typed, variants
from pointmass.synthesis.operators import shapes
from pointmass.synthesis.operators import text as ops
from pointmass.synthesis.pattern_lines import class_lines, pattern_lines
from pointmass.synthesis.program import Apply, Constant, Literal, Named, Node, Var, attempt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pointmass.synthesis.normalize.learn import Fit

# Blanks that some systems write into names, and that no reader can tell from a plain one.
_BLANKS = "\u00a0\u202f"
_LONGEST_WINDOW = 5
_ACCENTED = tuple(chr(code) for code in range(0xC0, 0x180))
_LONG_SUFFIX = r"\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{8,}$"
_SINGLE_LETTERS = r"(?<![Aa9])[Aa]([^Aa9 ^$])[Aa](?![Aa9])"
_DOTTED = r"(?<![Aa.9])9+(?:\.9+)+(?![Aa.9])"
_START, _END = "\x02", "\x03"
_PAIR = 2
_ROOM = 1000
_TIMES = 10

STANDARD = 2
"""Which of the guards is in force unless another is asked for."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The texts that a rewrite explains, those that it must hand back, and what the examples settled."""

    texts: tuple[str, ...]
    unsettled: tuple[str, ...]
    fit: Fit

    @property
    def stems(self) -> list[str]:
        """The texts without a suffix that is kept."""
        return [self.stem(t) for t in self.texts]

    def stem(self, text: str) -> str:
        """Return *text* without its suffix, where the rewrite keeps one."""
        text = text.strip()
        return text.removesuffix(self.fit.rewrite.suffix(text))


def guards(seen: Seen, variable: int = 0) -> tuple[Guard, ...]:
    """Return the guards, from loose to strict, each with the checks of the one before it, and more.

    0. and 1. what the model did not settle; characters, signs at a place, and joined words that no example had;
    2. what is spelled out or dropped because of one example;
    3. signs that only one example had.
    """
    stem: Node = Apply(ops.STRIP, (Var(variable),))
    trimmed = stem
    if seen.fit.rewrite.extension:
        trimmed = Named("trimmed", stem)
        found = Apply(ops.FIRST_MATCH, (extension_constant(), trimmed))
        stem = Named("stem", Apply(ops.REMOVE_SUFFIX, (trimmed, found)))
    form = Named("form", Apply(shapes.SHAPE, (stem,)))
    rest = [_something_left(form), *_joined_words(seen, form), *_suffix(seen, trimmed)]
    loose = [_alphabet(seen, variable, 1), *_signs(seen, form, 1), *rest]
    # What the other checks hand back needs no outline of its own.
    left = [t for t in seen.unsettled if not any(attempt(c.test, (t,)) for c in loose)]
    rest += _unsettled(seen, stem, left)

    def guard(least: int, *more: Check) -> Guard:
        checks = (_alphabet(seen, variable, least), *_signs(seen, form, least), *rest, *more)
        return Guard(checks, longest=max(_ROOM, _TIMES * max(map(len, seen.texts))))

    known, standard = guard(1), guard(2)
    return known, known, standard, guard(2, *_lone(seen, variable))


def _pattern(name: str, text: str, why: str = "") -> Constant:
    return Constant(name, re.compile(text), why, (), "re.Pattern[str]")


def _plain(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char == " ")


def _alphabet(seen: Seen, variable: int, least: int) -> Check:
    """Hand back characters that no example settled; accented letters that fold speak for each other."""
    everything = set("".join(seen.texts))
    known = {c for c in seen.fit.evidence.signs for c in variants(c)} & {v for c in everything for v in _ways(c)}
    if "..." in seen.fit.evidence.signs:
        known.add(ELLIPSIS)
    # What only a kept suffix or the kept characters have is no sign that anything becomes of.
    known |= {c for c in everything if is_sign(c) and c in seen.fit.rewrite.keep + "."}
    letters = _letters(seen, least)
    kinds = (("A-Z", str.isupper), ("a-z", str.islower), ("0-9", str.isdigit))
    plain = "".join(r for r, has in kinds if any(c.isascii() and has(c) for c in everything))
    blanks = " " + char_class(_BLANKS) if any(c.isspace() for c in everything) else ""
    why = f"Characters other than those that the {len(seen.texts)} examples settled"
    why += "; accented letters count as one kind." if any(_marks(c) for c in letters) else "."
    before, after = f"[^{plain}{blanks}", f"{_ranges(letters)}]"
    unseen = class_lines("UNSEEN", before, "".join(sorted(known)), after, why)
    return Check(Apply(shapes.SEARCH, (unseen, Var(variable))), "A sign, an accent or a script that no example showed.")


def _ranges(letters: Iterable[str]) -> str:
    """Return the inside of a character class of *letters*, those that follow each other as ranges."""
    runs: list[list[int]] = []
    for code in sorted(map(ord, letters)):
        if runs and code == runs[-1][-1] + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    parts = (chr(r[0]) + "-" + chr(r[-1]) if len(r) > _PAIR else "".join(map(chr, r)) for r in runs)
    return "".join(parts)


def _ways(char: str) -> str:
    return variants(typed(char)) if is_sign(char) else char


def _letters(seen: Seen, least: int) -> set[str]:
    """Return the letters beyond the plain ones whose spelling, or whose folding, the examples settled."""
    rewrite = seen.fit.rewrite
    shown = {s.old: s.seen for s in rewrite.spellings if s.old.isalpha()}
    umlauts = sum(n for old, n in shown.items() if old.lower() in UMLAUTS)
    spelled = {old for old, n in shown.items() if (umlauts if old.lower() in UMLAUTS else n) >= least}
    known = {c for old in spelled for c in (old, old.upper(), old.lower()) if len(c) == 1}
    counts = Counter(
        c for t in seen.texts for c in set(t) if c.isalpha() and not c.isascii() and c.lower() not in shown
    )
    known |= {c for c, n in counts.items() if n >= least}
    return known | _accented(seen, set(shown))


def _accented(seen: Seen, spelled: set[str]) -> set[str]:
    """Return the accented letters that fold, where two examples showed one accent to do so."""
    if not seen.fit.rewrite.fold:
        return set()
    marks: dict[str, set[str]] = {}
    shown: set[str] = set()
    for text in seen.texts:
        for char in set(text) - spelled - {s.upper() for s in spelled}:
            for mark in _marks(char):
                marks.setdefault(mark, set()).add(text)
                shown.add(char)
    if not any(len(texts) > 1 for texts in marks.values()):
        return set()
    # An accent that some letter has a spelling of its own for may have one on another letter too.
    doubtful = {mark for sign in spelled - set(UMLAUTS) for mark in _marks(sign)}
    folded = (c for c in _ACCENTED if c not in DIFFERING - shown and ops.fold_accents(c).isascii())
    return {c for c in folded if _marks(c) and not _marks(c) & doubtful}


def _marks(char: str) -> set[str]:
    return {m for m in unicodedata.normalize("NFKD", char) if unicodedata.combining(m)}


def _something_left(form: Node) -> Check:
    return Check(Apply(shapes.NO_MATCH, (_pattern("LETTER_OR_DIGIT", "[Aa9]"), form)), "Nothing would be left.")


def _suffix(seen: Seen, trimmed: Node) -> list[Check]:
    """Hand back texts whose last part is longer than any suffix that is kept, and still may be one."""
    if not seen.fit.rewrite.extension or any(re.search(_LONG_SUFFIX, t) for t in seen.texts):
        return []
    pattern = _pattern("LONG_SUFFIX", _LONG_SUFFIX)
    return [Check(Apply(shapes.SEARCH, (pattern, trimmed)), "A last part too long to be a suffix for sure.")]


def _lone(seen: Seen, variable: int) -> list[Check]:
    """Hand back texts with a sign, or a letter beyond the plain ones, that only one example had."""
    counts = Counter(c for t in seen.texts for c in set(t) if not _plain(c))
    lone = sorted(c for c, n in counts.items() if n == 1)
    if not lone:
        return []
    pattern = class_lines("SEEN_ONCE", "[", "".join(lone), "]", "Signs that only one example had.")
    return [Check(Apply(shapes.SEARCH, (pattern, Var(variable))), "A sign that only one example showed.")]


def _signs(seen: Seen, form: Node, least: int) -> list[Check]:
    """Hand back signs where no example settled what becomes of them."""
    settled = Settled(seen.fit, least)
    odd = settled.odd()
    odd += _capitals(seen, settled)
    if seen.fit.rewrite.extension and "." not in seen.fit.evidence.signs:
        odd.append((r"\.", ". but in a suffix"))
    elif "." in seen.fit.evidence.signs and not any(t.startswith(".") for t in seen.stems):
        odd.append((r"\^\.", ". at the start"))
    plain: Node = form
    if settled.gaps:
        gaps = class_lines("GAPS", "[", settled.gaps, "]", "Signs that separate wherever they stand.")
        form = Named("spaced", Apply(ops.REPLACE_MATCHES, (gaps, Literal(" "), form)))
    if settled.has_numbers:
        form = _without_numbers(seen, form)
    why = (
        "Signs where no example settled what becomes of them. In the form of a text A and a are letters, 9 a digit,\n"
        "^ and $ the ends."
    )
    odd_sign = pattern_lines("ODD_SIGN", odd, why)
    search = Apply(shapes.SEARCH, (odd_sign, Apply(shapes.FENCE, (form,))))
    checks = [Check(search, "A sign where no example had it, or where the answers differed.")] if odd else []
    if settled.fit.evidence.signs:
        known = {v for t in seen.stems for c in re.findall(_SINGLE_LETTERS, shapes.shape(t)) for v in _ways(c)}
        single = _SINGLE_LETTERS.replace("^$]", "^$" + char_class("".join(sorted(known))) + "]")
        pattern = _pattern("SINGLE_LETTERS", single, "A sign between single letters.")
        checks.append(
            Check(Apply(shapes.SEARCH, (pattern, plain)), "A sign between single letters: no example had it.")
        )
    return checks


def _capitals(seen: Seen, settled: Settled) -> list[tuple[str, str]]:
    """Return patterns of signs that are dropped between letters, and of dots, between capitals where none was seen."""
    joins = (LETTER, LETTER)
    dropped = {s.old for s in seen.fit.rewrite.spellings if not s.is_word and s.holds(joins)}
    meant = {s for s in (*dropped, ".") if s in seen.fit.evidence.signs and settled.settles(s, joins)}
    forms = [shapes.shape(t) for t in seen.stems]
    found = []
    for sign in sorted(meant):
        one = any_way(sign)
        for before in "Aa":
            after = "".join(a for a in "Aa" if not any(re.search(before + one + a, f) for f in forms))
            if after:
                beside = f"[{after}]" if len(after) > 1 else after
                found.append((f"(?<={before}){one}(?={beside})", f"{sign} between {before} and {' or '.join(after)}"))
    return found


def _without_numbers(seen: Seen, form: Node) -> Node:
    """Take out of *form* the dotted numbers like those that were seen.

    They are alike that have as many parts, and in each at least as many digits: 10.32.11 is no 3.2.1.
    """
    shown = _dotted(seen.stems)
    doubtful = _dotted([seen.stem(t) for t in seen.unsettled])
    alike = [(n, digits) for n, digits in sorted(shown.items()) if n not in doubtful]
    if not alike:
        return form
    parts = "|".join(f"9{{{digits},}}(?:\\.9{{{digits},}}){{{n}}}" for n, digits in alike)
    why = "Dotted numbers of as many parts, and of as many digits at least, as an example had."
    pattern = pattern_lines("DOTTED", [(f"(?<![Aa.9])(?:{parts})(?![Aa.9])", "")], why)
    return Named("undotted", Apply(ops.REPLACE_MATCHES, (pattern, Literal("9"), form)))


def _dotted(stems: Iterable[str]) -> dict[int, int]:
    """Return the numbers of dots in the dotted numbers of *stems*, each with the digits of its shortest part."""
    found: dict[int, int] = {}
    for stem in stems:
        for match in re.finditer(_DOTTED, shapes.shape(stem)):
            dots = match.group().count(".")
            found[dots] = min([found.get(dots, len(stem)), *map(len, match.group().split("."))])
    return found


def _joined_words(seen: Seen, form: Node) -> list[Check]:
    """Hand back words joined by capitals, where they would lose them and no example had any."""
    forms = [shapes.shape(s) for s in seen.stems]
    if not seen.fit.rewrite.case or any(re.search("^[^ ]*aA", f) for f in forms):
        return []
    # Such a word within a text says that the words of others stay together; a single joined word may be split.
    within = any(" " in f and re.search("[Aa]A+a|aA", f) for f in forms)
    pattern = _pattern("JOINED_WORDS", "^[^ ]*aA[^ ]*$" if within else "aA")
    reason = "One word that capitals join of several" if within else "Words that capitals join"
    return [Check(Apply(shapes.SEARCH, (pattern, form)), f"{reason}: no example had any.")]


def _unsettled(seen: Seen, stem: Node, texts: list[str]) -> list[Check]:
    """Hand back inputs that share with an unsettled one a shape which no explained input has."""
    gaps = Settled(seen.fit).gaps
    explained = [_form(s, gaps) for s in seen.stems]
    patterns: set[str] = set()
    for text in texts:
        for window in _own_windows(_form(seen.stem(text), gaps), explained):
            either_case = _runs(window, gaps, letter="[Aa]")
            narrow = any(re.search(either_case, form[1:-1]) for form in explained)
            patterns.add(_runs(window, gaps) if narrow else either_case)
    if not patterns:
        return []
    why = "Outlines (A a letters, 9 digits) on which the answers differed."
    constant = pattern_lines("UNSETTLED", [(part, "") for part in sorted(patterns)], why)
    form = Named("outline", Apply(shapes.SKELETON, (stem,)))
    return [Check(Apply(shapes.SEARCH, (constant, form)), "No answer was settled on this outline.")]


def _form(stem: str, gaps: str) -> str:
    """Return the skeleton of *stem* between its ends, signs that separate as blanks."""
    return f"{_START}{shapes.skeleton(''.join(' ' if c in gaps else c for c in stem))}{_END}"


def _own_windows(skeleton: str, settled: list[str]) -> list[str]:
    """Return the shortest windows of *skeleton* that no settled skeleton contains; all of it, if there is none."""
    for length in range(1, _LONGEST_WINDOW + 1):
        windows = {skeleton[i : i + length] for i in range(len(skeleton) - length + 1)}
        own = sorted(w for w in windows if not any(w in s for s in settled))
        if own:
            return own
    return [skeleton] if skeleton not in settled else []


def _runs(window: str, gaps: str, letter: str = "") -> str:
    """Return the pattern of the shapes whose skeleton is *window*; *letter* stands for either case."""
    blank = f"[ {char_class(gaps)}]+"
    kinds = {_START: "^", _END: "$", " ": blank, "A": letter or "A", "a": letter or "a"}
    return "".join(kinds.get(c, escaped(c)) for c in window)
