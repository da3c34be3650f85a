"""The guard of a normalizing rewrite: characters, contexts and word shapes that the examples showed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.literals import char_class, escaped
from pointmass.synthesis.operators import shapes
from pointmass.synthesis.operators import text as ops
from pointmass.synthesis.program import Apply, Constant, Literal, Named, Node, Var
from pointmass.synthesis.rewrite import EXTENSION, UMLAUTS, extension_constant

if TYPE_CHECKING:
    from pointmass.synthesis.rewrite import Rewrite

# Signs that only lay a text out. They have no spelling of their own, so a few of them speak for the rest.
LAYOUT = frozenset('-_,;:!?()[]{}<>"/\\|–—“”„«»…')
# Blanks that some systems write into names, and that no reader can tell from a plain one.
_BLANKS = "\u00a0\u202f"
_LAYOUT_SEEN = 5
_LONGEST_WINDOW = 5
_ACCENTED = tuple(chr(code) for code in range(0xC0, 0x180))
# Languages differ on what is left of these letters (ü is u or ue, å is a or aa).
_DIFFERING = frozenset("äöüåÄÖÜÅ")
_LONG_SUFFIX = r"\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{8,}$"
_INITIALS = r"(?<![Aa])[Aa]\.[Aa](?![Aa])"
_KIND_WORDS = {"a": "a letter", "9": "a digit", " ": "a blank", "^": "the start", "$": "the end"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the explained examples showed, and what the contested inputs are."""

    texts: tuple[str, ...]
    contested: tuple[str, ...]
    rewrite: Rewrite

    @property
    def stems(self) -> tuple[str, ...]:
        """The texts without what is kept as an extension."""
        return tuple(self.stem(t) for t in self.texts)

    @property
    def gaps(self) -> frozenset[str]:
        """The layout signs that the rewrite turns into a separator, as it does a blank."""
        spelled = {old for old, _ in self.rewrite.replacements}
        return LAYOUT - spelled - set(self.rewrite.keep) if self.rewrite.separator else frozenset()

    def stem(self, text: str) -> str:
        """Return *text* without its extension, where the rewrite keeps one."""
        text = text.strip()
        return text.removesuffix(ops.first_match(EXTENSION, text)) if self.rewrite.extension else text


def guards(seen: Seen, variable: int = 0) -> tuple[Guard, ...]:
    """Return the guards, from loose to strict, each with the checks of the one before it, and more.

    What the model itself did not settle, and what leaves nothing; characters that were never seen; signs and words of
    a kind that was never seen; characters that only one example showed.
    """
    stem: Node = Apply(ops.STRIP, (Var(variable),))
    trimmed = stem
    if seen.rewrite.extension:
        trimmed = Named("trimmed", stem)
        found = Apply(ops.FIRST_MATCH, (extension_constant(), trimmed))
        stem = Named("stem", Apply(ops.REMOVE_SUFFIX, (trimmed, found)))
    form = Named("form", Apply(shapes.SHAPE, (stem,)))
    loose = [_something_left(form), *_contested(seen, stem)]
    known = [_alphabet(seen, variable), *loose]
    alike = [
        known[0],
        loose[0],
        *_signs(seen, form),
        *_joined_words(seen, form),
        *_suffix(seen, trimmed),
        *loose[1:],
    ]
    return tuple(Guard(tuple(c)) for c in (loose, known, alike, [*_lone(seen, variable), *alike]))


STANDARD = 2
"""Which of the guards is in force unless another is asked for."""


def _pattern(name: str, text: str, why: str = "") -> Constant:
    return Constant(name, re.compile(text), why, (), "re.Pattern[str]")


def _alphabet(seen: Seen, variable: int) -> Check:
    """Hand back characters that were never seen; layout signs and accents of one kind speak for each other."""
    signs = {c for t in seen.texts for c in t if not (c.isascii() and c.isalnum()) and c != " "}
    signs |= {old for old, _ in seen.rewrite.replacements if len(old) == 1}
    signs |= {c.upper() for c in signs if len(c.upper()) == 1}
    whole = len(signs & LAYOUT) >= _LAYOUT_SEEN
    allowed = signs | (LAYOUT if whole else set()) | _accented(seen)
    why = [f"Characters that the {len(seen.texts)} examples settled"]
    why += ["; layout signs as a class"] if whole else []
    why += ["; accented letters but for kinds of accent with a spelling of their own"] if _accented(seen) else []
    unseen = _pattern(
        "UNSEEN", f"[^A-Za-z0-9 {char_class(_BLANKS)}{char_class(''.join(sorted(allowed)))}]", "".join(why) + "."
    )
    return Check(Apply(shapes.SEARCH, (unseen, Var(variable))), "A sign, an accent or a script that no example showed.")


def _accented(seen: Seen) -> set[str]:
    """Return the accented letters that fold, where two examples showed one accent to do so."""
    if not seen.rewrite.fold:
        return set()
    spelled = {old for old, _ in seen.rewrite.replacements}
    marks: dict[str, set[str]] = {}
    for text in seen.texts:
        for char in set(text) - spelled - {s.upper() for s in spelled}:
            for mark in _marks(char):
                marks.setdefault(mark, set()).add(text)
    if not any(len(texts) > 1 for texts in marks.values()):
        return set()
    # An accent that some letter has a spelling of its own for may have one on another letter too.
    doubtful = {mark for sign in spelled - set(UMLAUTS) for mark in _marks(sign)}
    folded = (c for c in _ACCENTED if c not in _DIFFERING and ops.fold_accents(c).isascii())
    return {c for c in folded if _marks(c) and not _marks(c) & doubtful}


def _marks(char: str) -> set[str]:
    return {m for m in unicodedata.normalize("NFKD", char) if unicodedata.combining(m)}


def _something_left(form: Node) -> Check:
    return Check(Apply(shapes.NO_MATCH, (_pattern("LETTER_OR_DIGIT", "[Aa9]"), form)), "Nothing would be left.")


def _suffix(seen: Seen, trimmed: Node) -> list[Check]:
    """Hand back texts whose last part is as long as no extension, and still may be one."""
    if not seen.rewrite.extension or any(re.search(_LONG_SUFFIX, t) for t in seen.texts):
        return []
    pattern = _pattern("LONG_SUFFIX", _LONG_SUFFIX)
    return [Check(Apply(shapes.SEARCH, (pattern, trimmed)), "A last part too long to be an extension for sure.")]


def _lone(seen: Seen, variable: int) -> list[Check]:
    """Hand back texts with a sign, or a letter with an accent, that only one example showed."""
    counts = Counter(c for t in seen.texts for c in set(t) if not (c.isascii() and c.isalnum()) and c != " ")
    lone = sorted(c for c, n in counts.items() if n == 1)
    if not lone:
        return []
    pattern = _pattern("SEEN_ONCE", f"[{char_class(''.join(lone))}]")
    return [Check(Apply(shapes.SEARCH, (pattern, Var(variable))), "A sign that only one example showed.")]


def _signs(seen: Seen, form: Node) -> list[Check]:
    """Signs that may mean something (a dot, a plus) count as seen only between the neighbours they were seen between."""
    settled = _neighbours(seen, seen.stems)
    if not settled:
        return []
    if seen.gaps:
        gaps = _pattern("GAPS", f"[{char_class(''.join(sorted(seen.gaps)))}]", "Signs that only lay a title out.")
        form = Named("form", Apply(ops.REPLACE_MATCHES, (gaps, Literal(" "), form)))
    doubtful = _neighbours(seen, tuple(seen.stem(t) for t in seen.contested))
    spelled = {old for old, _ in seen.rewrite.replacements}
    lines: list[str] = []
    notes: list[str] = []
    for sign in sorted(settled):
        pairs = settled[sign] - doubtful.get(sign, set())
        if (sign, "") in seen.rewrite.replacements:
            # Beside a gap it makes no difference whether the sign is dropped or is a gap too.
            pairs = pairs | {(" ", " "), ("^", "$")}
        elif sign not in spelled and any(after == " " for _, after in pairs):
            # At the end of a word it is a gap, whatever the word is.
            pairs = pairs | ({("a", " "), ("9", " ")} - doubtful.get(sign, set()))
        before, after = {b for b, _ in pairs}, {a for _, a in pairs}
        if sign != ".":
            # The ends of a title are gaps too; before a dot they may make a hidden file of it.
            before |= {"^"} if " " in before else set()
            after |= {"$"} if " " in after else set()
        odd = f"(?<![{_class(before)}]){escaped(sign)}|{escaped(sign)}(?![{_class(after)}])" if pairs else escaped(sign)
        lines.append(odd if not lines else f"|{odd}")
        notes.append(
            f"{sign} after {_say(before, sign)}, before {_say(after, sign)}" if pairs else f"{sign} was not settled"
        )
    for odd, note in _unlike(seen, settled):
        lines.append(odd if not lines else f"|{odd}")
        notes.append(note)
    why = (
        "Signs that may mean more than a gap, where they stand unlike in any settled example. In the form of a\n"
        "text A and a are letters, 9 a digit, ^ and $ the ends."
    )
    pattern = re.compile("".join(lines))
    odd_sign = Constant("ODD_SIGN", pattern, why, tuple(notes), "re.Pattern[str]", tuple(lines))
    if settled.get(".", set()) & doubtful.get(".", set()) & {("9", "9")}:
        form = _settled_numbers(seen, form)
    search = Apply(shapes.SEARCH, (odd_sign, Apply(shapes.FENCE, (form,))))
    return [Check(search, "A sign where no example had it, or where the answers differed.")]


def _unlike(seen: Seen, settled: dict[str, set[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Return patterns, each with a note, of signs that look like settled ones and may mean something else."""
    found = []
    for old, _ in seen.rewrite.replacements:
        if len(old) > 1 and old[0] not in settled:
            sign, rest = escaped(old[0]), escaped(old[1:])
            again = f"(?<!{sign})" if len(set(old)) == 1 else ""
            found.append((f"{again}{sign}(?!{rest})", f"{old[0]} alone, not {old}"))
    if "." in settled and not any(re.search(_INITIALS, _with_gaps(seen, shapes.shape(s))) for s in seen.stems):
        found.append((_INITIALS, "initials: U.S. may be us"))
    return found


def _settled_numbers(seen: Seen, form: Node) -> Node:
    """Take out of *form* the dotted numbers like those that settled examples showed, where other ones are in doubt.

    They are alike that have as many parts, and in each at least as many digits: 10.32.11 is no 3.2.1.
    """
    settled = _dotted(seen.stems)
    doubtful = _dotted(tuple(seen.stem(t) for t in seen.contested))
    alike = [(n, digits) for n, digits in sorted(settled.items()) if n not in doubtful]
    if not alike:
        return form
    parts = "|".join(f"9{{{digits},}}(?:\\.9{{{digits},}}){{{n}}}" for n, digits in alike)
    why = "Dotted numbers of as many parts, and of as many digits at least, as a settled example had."
    pattern = _pattern("DOTTED", f"(?<![Aa.9])(?:{parts})(?![Aa.9])", why)
    return Named("form", Apply(ops.REPLACE_MATCHES, (pattern, Literal("9"), form)))


def _dotted(stems: tuple[str, ...]) -> dict[int, int]:
    """Return the numbers of dots in the dotted numbers of *stems*, each with the digits of its shortest part."""
    found: dict[int, int] = {}
    for stem in stems:
        for match in re.finditer(r"(?<![Aa.9])9+(?:\.9+)+(?![Aa.9])", shapes.shape(stem)):
            dots = match.group().count(".")
            found[dots] = min([found.get(dots, len(stem)), *map(len, match.group().split("."))])
    return found


def _class(kinds: set[str]) -> str:
    return char_class("".join(sorted(kinds | ({"A"} if "a" in kinds else set()))))


def _say(kinds: set[str], sign: str) -> str:
    return " or ".join("another" if k == sign else _KIND_WORDS.get(k, k) for k in sorted(kinds, reverse=True))


def _neighbours(seen: Seen, stems: tuple[str, ...]) -> dict[str, set[tuple[str, str]]]:
    """Return for each sign that may mean something the kinds of characters seen before and after it."""
    long_signs = [old for old, _ in seen.rewrite.replacements if len(old) > 1]
    found: dict[str, set[tuple[str, str]]] = {}
    for stem in stems:
        fenced = f"^{_with_gaps(seen, shapes.shape(stem))}$"
        for sign in long_signs:
            fenced = fenced.replace(sign, sign[0])
        for at in range(1, len(fenced) - 1):
            char = fenced[at]
            if char in "Aa9 " or char in LAYOUT:
                continue
            sign = next((s for s in long_signs if s[0] == char), char)
            found.setdefault(sign, set()).add((fenced[at - 1].lower(), fenced[at + 1].lower()))
    return found


def _with_gaps(seen: Seen, form: str) -> str:
    return "".join(" " if c in seen.gaps else c for c in form)


def _joined_words(seen: Seen, form: Node) -> list[Check]:
    forms = [shapes.shape(s) for s in seen.stems]
    if any(re.search("^[^ ]*aA", f) for f in forms):
        return []
    # A name like IPv4 within a title says that such names are lowered; a single joined word may be split.
    within = any(" " in f and re.search("[Aa]A+a|aA", f) for f in forms)
    pattern = _pattern("JOINED_WORDS", "^[^ ]*aA[^ ]*$" if within else "aA")
    reason = "A title that is one word of several (camelCase)" if within else "Words joined by capitals (camelCase)"
    return [Check(Apply(shapes.SEARCH, (pattern, form)), f"{reason}: never seen.")]


def _contested(seen: Seen, stem: Node) -> list[Check]:
    """Hand back inputs that share with a contested one a shape which no settled input has."""
    settled = [_form(s) for s in seen.stems]
    patterns: dict[str, str] = {}
    for text in seen.contested:
        for window in _own_windows(_form(seen.stem(text)), settled):
            either_case = _runs(window, letter="[Aa]")
            narrow = any(re.search(either_case, form[1:-1]) for form in settled)
            patterns.setdefault(_runs(window) if narrow else either_case, text)
    if not patterns:
        return []
    examples = ", ".join(dict.fromkeys(patterns.values()))
    constant = _pattern("CONTESTED", "|".join(sorted(patterns)), f"Shapes on which the answers differed: {examples}.")
    form = Named("outline", Apply(shapes.SKELETON, (stem,)))
    return [Check(Apply(shapes.SEARCH, (constant, form)), "The model itself was of two minds here.")]


def _form(stem: str) -> str:
    """Return the skeleton of *stem* between its ends, layout signs as blanks."""
    return f"^{shapes.skeleton(''.join(' ' if c in LAYOUT else c for c in stem))}$"


def _own_windows(skeleton: str, settled: list[str]) -> list[str]:
    """Return the shortest windows of *skeleton* that no settled skeleton contains; all of it, if there is none."""
    for length in range(1, _LONGEST_WINDOW + 1):
        windows = {skeleton[i : i + length] for i in range(len(skeleton) - length + 1)}
        own = sorted(w for w in windows if not any(w in s for s in settled))
        if own:
            return own
    return [skeleton] if skeleton not in settled else []


def _runs(window: str, letter: str = "") -> str:
    """Return the pattern of the shapes whose skeleton is *window*; *letter* stands for either case."""
    blank = f"[ {char_class(''.join(sorted(LAYOUT)))}]+"
    kinds = {"^": "^", "$": "$", " ": blank, "A": letter or "A", "a": letter or "a"}
    return "".join(kinds.get(c, escaped(c)) for c in window)
