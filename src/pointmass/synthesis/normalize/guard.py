"""The guard of a normalizing rewrite: it accepts letters and signs only if the examples show what becomes of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.literals import char_class
from pointmass.synthesis.normalize.learn import UMLAUTS
from pointmass.synthesis.normalize.observed import DIFFERING
from pointmass.synthesis.normalize.rewrite import extension_constant
from pointmass.synthesis.normalize.sign_places import separators, settled
from pointmass.synthesis.operators import shapes
from pointmass.synthesis.operators import text as ops
from pointmass.synthesis.operators.places import BEYOND, PLACES
from pointmass.synthesis.pattern_lines import pattern_lines
from pointmass.synthesis.program import Apply, Constant, Literal, Named, Node, Var
from pointmass.synthesis.seen import ACCENTED, accent, alphabets, longest, ranges

if TYPE_CHECKING:
    from pointmass.synthesis.normalize.learn import Fit

_LONG_SUFFIX = r"\.(?=[0-9]*[A-Za-z])[A-Za-z0-9]{8,}$"


@dataclass(frozen=True, slots=True)
class Seen:
    """The texts that a rewrite explains, and the fit of the rewrite."""

    texts: tuple[str, ...]
    fit: Fit

    @property
    def stems(self) -> list[str]:
        """The texts without blanks at their ends and without the suffix that the rewrite keeps."""
        kept = [(text.strip(), self.fit.rewrite.suffix(text.strip())) for text in self.texts]
        return [text.removesuffix(suffix) for text, suffix in kept]


def guards(seen: Seen) -> tuple[Guard, ...]:
    """Return three guards from loose to strict, each with the checks of the one before it.

    They hand back texts with:

    0. letters, or signs at a place, for which no example shows what becomes of them;
    1. letters and signs that are spelled out or dropped because of a single example;
    2. letters and signs that only one example had.
    """
    stem: Node = Apply(ops.STRIP, (Var(0),))
    rest = []
    if seen.fit.rewrite.extension:
        trimmed = Named("trimmed", stem)
        stem = Named(
            "stem", Apply(ops.REMOVE_SUFFIX, (trimmed, Apply(ops.FIRST_MATCH, (extension_constant(), trimmed))))
        )
        if not any(re.search(_LONG_SUFFIX, text) for text in seen.texts):
            long = pattern_lines("LONG_SUFFIX", [(_LONG_SUFFIX, "")])
            rest.append(Check(Apply(shapes.SEARCH, (long, trimmed)), "A last part too long to be a suffix for sure."))
    something = pattern_lines("LETTER_OR_DIGIT", [(r"[^\W_]", "")])
    rest.append(Check(Apply(shapes.NO_MATCH, (something, stem)), "Nothing would be left."))

    def guard(least: int, *, twice: bool = False) -> Guard:
        odd = _odd_signs(stem, settled(seen.fit, seen.stems, least=least, twice=twice))
        return Guard((_alphabet(seen, 2 if twice else least), odd, *rest), longest=longest(seen.texts))

    return guard(1), guard(2), guard(2, twice=True)


def _odd_signs(stem: Node, known: frozenset[str]) -> Check:
    """Hand back texts with signs at places where no example shows what becomes of them."""
    anywhere = separators(known)
    if anywhere:
        inside = char_class(anywhere)
        pattern = rf"(?<!\b[^\W\d_])[{inside}]|[{inside}](?![^\W\d_]\b)"
        why = "Signs that separate wherever they stand, but between single letters."
        stem = Apply(ops.REPLACE_MATCHES, (pattern_lines("SEPARATORS", [(pattern, "")], why), Literal(" "), stem))
        known = frozenset(p for p in known if p[1:-1].strip(anywhere) or p[0] + p[-1] == "ii" or not p[1:-1])
    why = "Where it is settled what becomes of a sign: a-9 is a hyphen between a word and digits, i a single letter, _ a gap."
    constant = Constant("SETTLED", known, why)
    return Check(
        Apply(BEYOND, (Apply(PLACES, (stem,)), constant)),
        "A sign where no example had it, or where the answers differed.",
    )


def _alphabet(seen: Seen, least: int) -> Check:
    """Hand back texts with letters unlike those of the examples; if accents are folded, one shows the others."""
    everything = set("".join(seen.texts))
    plain = "".join(
        kind
        for kind, some in (("A-Z", str.isupper), ("a-z", str.islower), (r"\d", str.isdigit))
        if any(map(some, everything))
    )
    unseen = f"[^{plain}\\W_{ranges(_letters(seen, least))}]"
    constant = pattern_lines(
        "UNSEEN", [(unseen, "")], f"Letters and digits unlike those that the {len(seen.texts)} examples settled."
    )
    return Check(Apply(shapes.SEARCH, (constant, Var(0))), "An accent or a script that no example showed.")


def _letters(seen: Seen, least: int) -> set[str]:
    """Return the letters, ASCII left out, for which at least *least* examples show what becomes of them.

    If accents are folded, one accented letter shows the others, except those that languages spell out (such as ü).
    """
    counts = Counter(c for text in seen.texts for c in set(text))
    spelled = {s.old: s.seen for s in seen.fit.rewrite.spellings if s.old.isalpha()}
    # Examples of ä, ö and ü count together.
    together = sum(n for old, n in spelled.items() if old in UMLAUTS)
    known = {old for old, n in spelled.items() if (together if old in UMLAUTS else n) >= least}
    own = {c for old in known for c in (old, old.upper()) if len(c) == 1}
    shown = {c for c, n in counts.items() if n >= least and c.lower() not in spelled}
    # If a letter with some accent has a spelling of its own, other letters with this accent may have one, too.
    doubtful = {accent(old) for old in spelled if old in ACCENTED and old not in UMLAUTS}
    folded = {c for c in alphabets(shown) - (DIFFERING - shown) if accent(c) not in doubtful or c in shown}
    return own | (folded if seen.fit.rewrite.fold else {c for c in shown if c.isalpha() and not c.isascii()})
