"""Learn a normalizing rewrite: case, replacements, accents, separators, a kept file extension."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pointmass.synthesis.literals import char_class
from pointmass.synthesis.operators import text as ops
from pointmass.synthesis.program import Apply, Concat, Constant, Literal, Named, Node, Var, attempt

if TYPE_CHECKING:
    from collections.abc import Iterator

# A last dot with letters behind it; what is packed says twice what it is.
EXTENSION = re.compile(r"(?i)(?:\.tar|\.[a-z][a-z0-9]{1,3}(?=\.(?:gz|bz2|xz|zst)$))?\.[a-z0-9]{0,3}[a-z][a-z0-9]{0,3}$")
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
# One sign, two ways to type it.
_TYPOGRAPHIC = {"'": "\u2019"}
_LONGEST_SIGN = 3
_LONGEST_SPELLING = 12
_MOST_PIECES = 60
_SEPARATORS = "-_ ."


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What one normalizing rewrite does.

    Attributes:
        case: ``"lower"``, ``"upper"`` or empty.
        separator: What stands for every run of other characters.
        extension: Whether the last suffix is kept as it is (case apart).
        fold: Whether accented letters become their base letters.
        keep: Characters kept besides ASCII letters and digits.
        replacements: Signs with a spelling of their own.
        seen: How many examples showed each replacement; 0 for one added by analogy.
    """

    case: str
    separator: str
    extension: bool
    fold: bool
    keep: str
    replacements: tuple[tuple[str, str], ...] = ()
    seen: tuple[int, ...] = ()

    @property
    def kept(self) -> str:
        """The inner part of the character class of what is kept."""
        letters = {"lower": "a-z", "upper": "A-Z"}.get(self.case, "A-Za-z")
        return letters + "0-9" + char_class(self.keep)

    def node(self, variable: int = 0) -> Node:
        """Return the program."""
        text: Node = Apply(ops.STRIP, (Var(variable),))
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
        if self.replacements:
            notes = tuple(f"seen in {n} example{'' if n == 1 else 's'}" if n else "by analogy" for n in self.seen)
            why = "Signs and letters with a spelling of their own, and how often the examples showed it."
            table = Constant("REPLACEMENTS", dict(self.replacements), why, notes, "dict[str, str]")
            text = Named("stem", Apply(ops.REPLACE_EACH, (text, table)))
        if self.fold:
            text = Named("stem", Apply(ops.FOLD, (text,)), again=True)
        others = Literal(f"[^{self.kept}]+", regex=True)
        text = Apply(ops.SUBSTITUTE, (others, Literal(self.separator), text))
        if self.separator:
            text = Apply(ops.STRIP_CHARS, (text, Literal(self.separator)))
        return Named("stem", text, again=True)

    @property
    def cost(self) -> float:
        """Description length in about bits."""
        signs = sum(6 + 3 * len(new) for (_, new), n in zip(self.replacements, self.seen, strict=True) if n)
        return 14.0 + 3 * bool(self.case) + 4 * self.extension + 3 * self.fold + 4 * len(self.keep) + signs

    @property
    def words(self) -> str:
        """The steps in one line."""
        steps = [f"{self.case}-case"] if self.case else []
        steps += [f"spell out {' '.join(old for old, _ in self.replacements)}"] if self.replacements else []
        steps += ["fold accents"] if self.fold else []
        other = f"turn runs of other characters into {self.separator!r}" if self.separator else "drop other characters"
        return "; ".join([*steps, other, *(["keep the extension"] if self.extension else [])])


def extension_constant() -> Constant:
    """Return the pattern of a file extension as a constant of the module."""
    why = "What tells the kind of a file: the last dot and letters; before .gz and the like, what is packed too."
    return Constant("EXTENSION", EXTENSION, why, (), "re.Pattern[str]")


@dataclass(frozen=True, slots=True)
class Fit:
    """A rewrite and the positions of the examples that it does not explain."""

    rewrite: Rewrite
    missed: tuple[int, ...]


def learn(texts: tuple[str, ...], outputs: tuple[str, ...]) -> list[Fit]:
    """Return the rewrites that explain most examples, best first; at most one example in ten may stay unexplained."""
    allowed = len(texts) // 10
    fits = []
    for config in _configurations(texts, outputs):
        fit = _fitted(config, texts, outputs)
        if fit is not None and len(fit.missed) <= allowed:
            fits.append(fit)
    return sorted(fits, key=lambda f: (len(f.missed), f.rewrite.cost))


def _configurations(texts: tuple[str, ...], outputs: tuple[str, ...]) -> Iterator[Rewrite]:
    everything = "".join(outputs)
    signs = Counter(c for o in outputs for c in set(o) if not c.isalnum())
    cases = [c for c in ("lower", "upper") if everything == getattr(str, c)(everything)] or [""]
    has_extension = sum(bool(EXTENSION.search(t)) for t in texts) > 1 and any("." in o for o in outputs)
    accents = any(not c.isascii() and c.isalpha() for t in texts for c in t)
    separators = [c for c in _SEPARATORS if c in signs] or [""]
    kept = [c for c in signs if not (has_extension and c == ".")]
    for case, separator, extension, fold in itertools.product(
        cases, separators, [True, False] if has_extension else [False], [True, False] if accents else [False]
    ):
        rest = "".join(sorted(c for c in kept if c != separator))
        for keep in [""] if not rest else ["", rest]:
            yield Rewrite(case, separator, extension, fold, keep)


def _fitted(config: Rewrite, texts: tuple[str, ...], outputs: tuple[str, ...]) -> Fit | None:
    """Return *config* with the replacements that the examples show, or None where they contradict it."""
    missed = [i for i, text in enumerate(texts) if attempt(config.node(), (text,)) != outputs[i]]
    votes: dict[str, Counter[str]] = {}
    for i in missed:
        for old, new in _signs(config, texts[i], outputs[i]).items():
            votes.setdefault(old, Counter())[new] += 1
    if not votes:
        return Fit(config, tuple(missed))
    chosen = {old: counter.most_common(1)[0] for old, counter in votes.items()}
    learned = [(old, new, n) for old, (new, n) in chosen.items()]
    if sum(old in UMLAUTS and new == UMLAUTS[old] for old, new, _ in learned) > 1:
        learned += [(old, new, 0) for old, new in UMLAUTS.items() if old not in chosen]
    learned += [(also, chosen[s][0], 0) for s, also in _TYPOGRAPHIC.items() if s in chosen and also not in chosen]
    learned.sort(key=lambda item: (-len(item[0]), item[0].isalpha(), item[0]))
    fitted = replace(config, replacements=tuple((o, n) for o, n, _ in learned), seen=tuple(n for *_, n in learned))
    still = tuple(i for i, text in enumerate(texts) if attempt(fitted.node(), (text,)) != outputs[i])
    return Fit(fitted, still)


def _signs(config: Rewrite, text: str, output: str) -> dict[str, str]:
    """Align *text* with *output* between the characters that are kept; return what other signs became."""
    text = getattr(text.strip(), config.case)() if config.case else text.strip()
    if config.extension and (match := EXTENSION.search(text)):
        if not output.endswith(match.group()):
            return {}
        text, output = text.removesuffix(match.group()), output.removesuffix(match.group())
    pieces = re.split(f"([{config.kept}]+)", text)
    runs, kept = pieces[0::2], pieces[1::2]
    aligned = _between(kept, output)
    if aligned is None:
        return {}
    found = {}
    last = len(runs) - 1
    for number, (run, became) in enumerate(zip(runs, aligned, strict=True)):
        if became != _usual(config, run, first=number == 0, last=number == last):
            sign = run.strip()
            if not sign or len(sign) > _LONGEST_SIGN or (len(sign) > 1 and sign.isalpha()):
                return {}
            found[sign] = _spelled(became, config.separator, run)
    return found


def _between(kept: list[str], output: str) -> list[str] | None:
    """Return what stands before, between and after the *kept* pieces in *output*, each gap as short as can be."""
    if len(kept) > _MOST_PIECES:
        return None
    ends: list[dict[int, int]] = [{0: 0}]
    for piece in kept:
        reached: dict[int, int] = {}
        for end in sorted(ends[-1]):
            for start in range(end, min(end + _LONGEST_SPELLING, len(output)) + 1):
                if output.startswith(piece, start):
                    reached.setdefault(start + len(piece), end)
        ends.append(reached)
    last = [end for end in ends[-1] if len(output) - end <= _LONGEST_SPELLING]
    if not last:
        return None
    gaps, end = [output[max(last) :]], max(last)
    for piece, reached in zip(reversed(kept), reversed(ends[1:]), strict=True):
        before = reached[end]
        gaps.append(output[before : end - len(piece)])
        end = before
    return gaps[::-1]


def _usual(config: Rewrite, run: str, *, first: bool, last: bool) -> str:
    """Return what the rewrite makes of a run of other characters that has no spelling of its own."""
    if config.fold:
        run = "".join(c for c in unicodedata.normalize("NFKD", run) if not unicodedata.combining(c))
    usual = re.sub(f"[^{config.kept}]+", lambda _: config.separator, run)
    if config.separator:
        usual = usual.lstrip(config.separator) if first else usual
        usual = usual.rstrip(config.separator) if last else usual
    return usual


def _spelled(became: str, separator: str, run: str) -> str:
    """Return the replacement for a sign: a word of its own gets blanks around it, which become separators."""
    core = became.strip(separator) if separator else became
    if not core:
        return ""
    glued = not run[0].isspace() and not (separator and became.startswith(separator))
    return core if glued else f" {core} "
