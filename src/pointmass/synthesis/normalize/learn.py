"""Learn a normalizing rewrite: its case and separator, and what each sign becomes."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pointmass.synthesis.normalize.observed import NEUTRAL, SEPARATES, SignsObserved, gather
from pointmass.synthesis.normalize.rewrite import EXTENSION, Rewrite, Spelling
from pointmass.synthesis.normalize.signs import KINDS
from pointmass.synthesis.operators import text as ops
from pointmass.synthesis.program import attempt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pointmass.synthesis.normalize.signs import Between

# At most one example in 10 may be an exception.
_EXCEPTIONS = 10
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
_SEPARATORS = "-_ ."
_LONGEST_NEW = 10
# About this many examples are looked at to learn spellings.
_ENOUGH = 600


@dataclass(frozen=True, slots=True)
class Fit:
    """A rewrite that was fitted to examples.

    Attributes:
        rewrite: The rewrite.
        evidence: What the examples show about signs and letters.
        missed: The positions of the examples that it does not explain.
    """

    rewrite: Rewrite
    evidence: SignsObserved
    missed: tuple[int, ...]


def learn(texts: tuple[str, ...], outputs: tuple[str, ...]) -> list[Fit]:
    """Return the rewrites that miss at most one example in ten: the fewest exceptions first, then the cheapest."""
    allowed = len(texts) // _EXCEPTIONS
    if not _alike(texts, outputs, allowed):
        return []
    fits = [_fitted(config, texts, outputs) for config in _configurations(texts, outputs)]
    fits = [f for f in fits if len(f.missed) <= allowed]
    return sorted(fits, key=lambda f: (len(f.missed), f.rewrite.cost))


def _alike(texts: tuple[str, ...], outputs: tuple[str, ...], allowed: int) -> bool:
    """Whether half of the texts have ASCII letters or digits, and nearly all outputs have those in the same order."""
    if sum(any(c.isascii() and c.isalnum() for c in t) for t in texts) * 2 < len(texts):
        return False
    return sum(not _within(t, o) for t, o in zip(texts, outputs, strict=True)) <= allowed


def _within(text: str, output: str) -> bool:
    rest = iter(output.lower())
    return all(char in rest for char in text.lower() if char.isascii() and char.isalnum())


def _configurations(texts: tuple[str, ...], outputs: tuple[str, ...]) -> Iterator[Rewrite]:
    signs = Counter(c for o in outputs for c in set(o) if not c.isalnum())
    allowed = len(outputs) // _EXCEPTIONS
    cases = [c for c in ("lower", "upper") if sum(o != getattr(str, c)(o) for o in outputs) <= allowed] or [""]
    suffixed = sum(bool(EXTENSION.search(t)) for t in texts) > 1 and any("." in o for o in outputs)
    accents = any(not c.isascii() and c.isalpha() for t in texts for c in t)
    separators = [c for c in _SEPARATORS if signs[c] > allowed] or [""]
    kept = [c for c, n in signs.items() if n > allowed and not (suffixed and c == ".")]
    for case, separator, extension, fold in itertools.product(
        cases, separators, [True, False] if suffixed else [False], [True, False] if accents else [False]
    ):
        rest = "".join(sorted(c for c in kept if c != separator))
        for keep in [""] if not rest else ["", rest]:
            yield Rewrite(case, separator, extension, fold, keep)


def _fitted(config: Rewrite, texts: tuple[str, ...], outputs: tuple[str, ...]) -> Fit:
    """Return *config* with the spellings that the examples show, and the examples that it then misses."""
    step = max(1, len(texts) // _ENOUGH)
    pairs = list(zip(texts, outputs, strict=True))[::step]
    letters = _of_letters(config, gather(config, pairs))
    # With the letters spelled out, there are fewer ways to align an output with its text.
    evidence = gather(replace(config, spellings=tuple(letters)), pairs)
    spellings = [*letters, *(s for sign, shown in evidence.signs.items() for s in _of_sign(sign, shown))]
    spellings.sort(key=lambda s: (s.is_plain, -len(s.old), s.old[0].isalpha(), s.old, s.before, s.after))
    fitted = replace(config, spellings=tuple(spellings))
    node = fitted.node
    missed = tuple(i for i, (t, o) in enumerate(zip(texts, outputs, strict=True)) if attempt(node, (t,)) != o)
    return Fit(fitted, evidence, missed)


def _of_letters(config: Rewrite, evidence: SignsObserved) -> list[Spelling]:
    """Return the spellings of letters that become something else than the letter without its accent."""
    found = {}
    for letter, shown in evidence.letters.items():
        new, count = shown.most_common(1)[0]
        plain = ops.fold_accents(letter) if config.fold else letter
        if new not in (plain, "", config.separator) and len(new) <= _LONGEST_NEW and new.isalnum():
            found[letter] = Spelling(letter, new, seen=count)
    if sum(found[u].seen for u, new in UMLAUTS.items() if u in found and found[u].new == new) > 1:
        found |= {u: Spelling(u, new) for u, new in UMLAUTS.items() if u not in found}
    return list(found.values())


def _of_sign(sign: str, shown: dict[Between, Counter[str | None]]) -> list[Spelling]:
    """Return the spellings of *sign*, with as few conditions on its neighbours as distinguish its meanings."""
    most = {between: counts.most_common(1)[0][0] for between, counts in shown.items()}
    meant: dict[str, list[Between]] = {}
    for between, new in most.items():
        if new is not NEUTRAL and new != SEPARATES and len(new) <= _LONGEST_NEW:
            meant.setdefault(new, []).append(between)
    found = []
    for new, places in meant.items():
        others = [b for b in most if b not in places and not _agrees(new, most[b])]
        seen = sum(shown[b][new] for b in places)
        found += [Spelling(sign, new, before, after, seen) for before, after in _told_apart(places, others)]
    return found


def _agrees(new: str, other: str | None) -> bool:
    """Whether *new* fits an example that shows *other*: beside a gap, dropping a sign and separating give the same."""
    return not new.strip() and other is NEUTRAL


def _told_apart(places: list[Between], others: list[Between]) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return conditions, each as the kinds allowed before and after, that hold at *places* and at none of *others*."""
    if not others:
        return [((), ())]
    befores, afters = (tuple(sorted({b[side] for b in places})) for side in (0, 1))
    befores, afters = (k if len(k) < len(KINDS) else () for k in (befores, afters))
    if any((not befores or b in befores) and (not afters or a in afters) for b, a in others):
        return [((b,), (a,)) for b, a in places]
    return [(befores, afters)]
