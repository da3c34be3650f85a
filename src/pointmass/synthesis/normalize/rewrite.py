"""A program that normalizes texts: case, spellings of signs and letters, accents, separators, a suffix that is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.literals import char_class, regex_escaped
from pointmass.synthesis.normalize.signs import DIGIT, GAP, LETTER, variants
from pointmass.synthesis.operators import text as ops
from pointmass.synthesis.program import Apply, Concat, Constant, Literal, Named, Node, Var

if TYPE_CHECKING:
    from pointmass.synthesis.normalize.signs import Between

# The last dot and the letters after it; for packed files also the part before it, as in .tar.gz.
EXTENSION = re.compile(r"(?i)(?:\.tar|\.[a-z][a-z0-9]{1,3}(?=\.(?:gz|bz2|xz|zst)$))?\.[a-z0-9]{0,3}[a-z][a-z0-9]{0,3}$")
_BESIDE = {
    (LETTER,): (r"(?<=[^\W\d_])", r"(?=[^\W\d_])", "letter"),
    (DIGIT,): (r"(?<=\d)", r"(?=\d)", "digit"),
    (GAP,): (r"(?<![^\W_])", r"(?![^\W_])", "gap"),
    (DIGIT, LETTER): (r"(?<=[^\W_])", r"(?=[^\W_])", "letter or digit"),
    (GAP, LETTER): (r"(?<!\d)", r"(?!\d)", "non-digit"),
    (GAP, DIGIT): (r"(?<![^\W\d_])", r"(?![^\W\d_])", "non-letter"),
}


@dataclass(frozen=True, slots=True)
class Spelling:
    """What one sign or letter becomes.

    Attributes:
        old: The sign or letter, in its most common form.
        new: The text that replaces it; with blanks around it, it becomes a word of its own.
        before: The kinds of character that may be before it; empty for any.
        after: The kinds of character that may be after it; empty for any.
        seen: How many examples show it; 0 if it follows from other letters by analogy.
    """

    old: str
    new: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    seen: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether it applies everywhere, whatever is before and after the sign."""
        return not self.before and not self.after

    @property
    def is_word(self) -> bool:
        """Whether the sign is spelled out, and not dropped."""
        return bool(self.new.strip())

    def holds(self, between: Between) -> bool:
        """Whether it applies between characters of these kinds."""
        return (not self.before or between[0] in self.before) and (not self.after or between[1] in self.after)

    @property
    def pattern(self) -> str:
        """The regular expression that finds the sign where the spelling applies."""
        ways = variants(self.old)
        one = regex_escaped(self.old) if len(ways) == 1 or len(self.old) > 1 else f"[{char_class(ways)}]"
        before = _BESIDE[self.before][0] if self.before else ""
        after = _BESIDE[self.after][1] if self.after else ""
        return before + one + after

    @property
    def why(self) -> str:
        """Where it applies, and how many examples show it."""
        before, after = (_BESIDE[k][2] if k else "" for k in (self.before, self.after))
        beside = " ".join(w for w in (before and f"after a {before}", after and f"before a {after}") if w)
        beside = f"between {before}s" if before == after else beside
        return f"{self.old} {beside}: {said(self.seen)}"


def said(count: int) -> str:
    """Return in words how many examples support something."""
    return f"{count} example{'' if count == 1 else 's'}" if count else "by analogy"


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A rewrite that normalizes texts.

    Attributes:
        case: ``"lower"``, ``"upper"``, or empty to keep the case.
        separator: The text that replaces every run of other characters.
        extension: Whether a suffix (such as .pdf) is kept unchanged, except for its case.
        fold: Whether accents are removed from letters.
        keep: The characters that are kept besides ASCII letters and digits.
        spellings: The signs and letters that become something else than a separator.
    """

    case: str
    separator: str
    extension: bool
    fold: bool
    keep: str
    spellings: tuple[Spelling, ...] = ()

    @property
    def kept(self) -> str:
        """The inside of a character class that matches the characters that are kept."""
        letters = {"lower": "a-z", "upper": "A-Z"}.get(self.case, "A-Za-z")
        return letters + "0-9" + char_class(self.keep)

    def cased(self, text: str) -> str:
        """Return *text* in the case of the outputs, without blanks around it."""
        text = text.strip()
        return text.lower() if self.case == "lower" else text.upper() if self.case == "upper" else text

    def suffix(self, text: str) -> str:
        """Return the suffix of *text* that is kept, or the empty text."""
        return ops.first_match(EXTENSION, text) if self.extension else ""

    def spelled(self, sign: str, between: Between) -> str:
        """Return what *sign* becomes between these kinds; a blank if it has no spelling, and so becomes a separator."""
        return next((s.new for s in self.spellings if s.old == sign and s.holds(between)), " ")

    @property
    def node(self) -> Node:
        """The rewrite as a program."""
        text: Node = Apply(ops.STRIP, (Var(0),))
        if self.case:
            text = Apply(ops.LOWER if self.case == "lower" else ops.UPPER, (text,))
        extension: Node | None = None
        if self.extension:
            text = Named("trimmed", text)
            extension = Named("extension", Apply(ops.FIRST_MATCH, (extension_constant(), text)))
            text = Apply(ops.REMOVE_SUFFIX, (text, extension))
        stem = self._stem(text)
        return Concat((stem, extension)) if extension is not None else stem

    def _stem(self, text: Node) -> Node:
        steps = [s for s in self.spellings if not s.is_plain]
        table = self._table()
        if steps or table or self.fold:
            text = Named("stem", text)
        for step in steps:
            pattern, new = Literal(step.pattern, regex=True), Literal(step.new)
            text = Named("stem", Apply(ops.SUBSTITUTE, (pattern, new, text)), step.why, again=True)
        if table:
            text = Named("stem", Apply(ops.REPLACE_EACH, (text, table)), again=True)
        if self.fold:
            text = Named("stem", Apply(ops.FOLD, (text,)), again=True)
        text = Apply(ops.SUBSTITUTE, (Literal(f"[^{self.kept}]+", regex=True), Literal(self.separator), text))
        if self.separator:
            text = Apply(ops.STRIP_CHARS, (text, Literal(self.separator)))
        return Named("stem", text, again=True)

    def _table(self) -> Constant | None:
        plain = [s for s in self.spellings if s.is_plain]
        entries = {way + s.old[1:]: (s.new, said(s.seen)) for s in plain for way in self._ways(s)}
        if not entries:
            return None
        why = "Signs and letters with a spelling of their own, and how many examples showed it."
        known = {old: new for old, (new, _) in entries.items()}
        return Constant("SPELLINGS", known, why, tuple(note for _, note in entries.values()), "dict[str, str]")

    @staticmethod
    def _ways(spelling: Spelling) -> str:
        return variants(spelling.old) if len(spelling.old) == 1 else spelling.old[0]

    @property
    def cost(self) -> float:
        """Description length in about bits."""
        own = sum(6 + 3 * len(s.new) + 2 * len(s.before + s.after) for s in self.spellings if s.seen)
        return 14.0 + 3 * bool(self.case) + 4 * self.extension + 3 * self.fold + 4 * len(self.keep) + own

    @property
    def words(self) -> str:
        """The steps in one line."""
        steps = [f"{self.case}-case"] if self.case else []
        out = list(dict.fromkeys(s.old for s in self.spellings if s.is_word))
        dropped = list(dict.fromkeys(s.old for s in self.spellings if not s.is_word))
        steps += [f"spell out {' '.join(out)}"] if out else []
        steps += [f"drop {' '.join(dropped)}"] if dropped else []
        steps += ["fold accents"] if self.fold else []
        other = (
            f"replace each run of other characters by {self.separator!r}" if self.separator else "drop other characters"
        )
        return "; ".join([*steps, other, *(["keep a last suffix"] if self.extension else [])])


def extension_constant() -> Constant:
    """Return the pattern of a suffix that is kept, as a constant of the module."""
    why = "A suffix that is kept: the last dot and a few letters; before .gz and the like, the one before it too."
    return Constant("EXTENSION", EXTENSION, why, (), "re.Pattern[str]")
