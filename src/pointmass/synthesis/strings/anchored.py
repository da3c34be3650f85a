"""One value of a text, told by what stands before it: ``from 10.0.0.7``, ``user=ada``, ``(due 2026-01-05)``.

The value is of one kind of characters, or something that is recognized; a few anchors say where it stands, and a text
without any has none. A few examples may be exceptions.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.guard import Check
from pointmass.synthesis.operators.entities import ways
from pointmass.synthesis.program import Apply, Constant, Named, Node, Operator, Var
from pointmass.synthesis.strings.entities import ENTITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_FEWEST = 10
# At most one example in so many may be an exception.
_EXCEPTIONS = 8
_MOST_ANCHORS = 8
_MOST_CANDIDATES = 60
_PAIRED = 16
_LOOKED_AT = 300
_LEAST = 2
_MOST_WORDS = 12
_KINDS = (r"\d+", r"[A-Za-z]+", r"\w+", r"[\w-]+", r"[\w.-]+", r"[\w.@+-]+", r"[^\s,;:()<>\[\]]+", r"[^\s,;]+", r"\S+")
_NAMES = {
    e.constant.content.pattern: words
    for words, name in (
        ("e-mail address", "EMAIL"),
        ("URL", "URL"),
        ("IP address", "IP_ADDRESS"),
        ("date", "DAY"),
        ("time of day", "CLOCK"),
    )
    for e in ENTITIES
    if e.constant.name == name
}
_ENTITY_KINDS = tuple(_NAMES)
_PRICE, _A_SIGN, _AN_ANCHOR = 6.0, 0.8, 4.0


def unexplained(answer: str, text: str, words: tuple[str, ...]) -> bool:
    """Whether nothing is answered although no word of *text* was seen to say that there is nothing."""
    return answer == "" and not any(word in text for word in words)


_UNEXPLAINED = Operator(unexplained, "", "{0} is empty, and {1} has none of {2}")


@dataclass(frozen=True, slots=True)
class Anchored:
    """A fit.

    Attributes:
        node: The program.
        cost: What it must say, in about bits.
        missed: The positions of the examples that it does not explain.
        checks: What is handed back beside what every text program hands back.
    """

    node: Node
    cost: float
    missed: tuple[int, ...]
    checks: tuple[Check, ...]


def anchored(texts: Sequence[str], outputs: Sequence[str]) -> list[Anchored]:
    """Return the fits, at most one for each kind of value, the best first.

    Args:
        texts: The inputs.
        outputs: A part of each text, or nothing.
    """
    shown = [i for i, (text, output) in enumerate(zip(texts, outputs, strict=True)) if output and output in text]
    most = len(texts) // _EXCEPTIONS
    if len(texts) < _FEWEST or len(shown) < len([o for o in outputs if o]) - most or len(shown) < _LEAST:
        return []
    fits = []
    for kind in (*_ENTITY_KINDS, *_KINDS):
        made = _fitted(texts, outputs, shown, kind, most)
        if made is not None:
            fits.append(made)
    return sorted(fits, key=lambda fit: (len(fit.missed), fit.cost))[:2]


def _fitted(texts: Sequence[str], outputs: Sequence[str], shown: list[int], kind: str, most: int) -> Anchored | None:
    """Choose the anchors for values of one kind; ``None`` where too many examples stay unexplained."""
    whole = re.compile(kind)
    if sum(whole.fullmatch(outputs[i]) is None for i in shown) > most:
        return None
    anchors = _chosen(texts, outputs, shown, kind, most)
    if anchors is None:
        return None
    pattern = re.compile("".join(_lines(anchors, kind)))
    said = [_first(pattern, text) for text in texts]
    missed = tuple(i for i, output in enumerate(outputs) if said[i] != output)
    if len(missed) > most:
        return None
    maybe = any(_first(pattern, text) == "" for text in texts)
    node = _node(anchors, kind, pattern, maybe=maybe)
    cost = _PRICE + _A_SIGN * len(kind) + sum(_AN_ANCHOR + _A_SIGN * len(anchor) for anchor in anchors if anchor)
    checks: tuple[Check, ...] = ()
    if maybe:
        words = _speaking_for_nothing(
            [t for i, t in enumerate(texts) if i not in missed], [o for i, o in enumerate(outputs) if i not in missed]
        )
        known = Constant("SPEAKS_FOR_NOTHING", words, "Words that examples had only where there was nothing to find.")
        checks = (
            Check(Apply(_UNEXPLAINED, (Named("answer", node), Var(0), known)), "Nothing found, and nothing says so."),
        )
    return Anchored(node, cost, missed, checks)


def _chosen(
    texts: Sequence[str], outputs: Sequence[str], shown: list[int], kind: str, most: int
) -> tuple[str, ...] | None:
    """Add anchors, one or two at a time, those that explain most; ``("",)`` where the kind alone says enough."""
    looked = range(0, len(texts), max(1, len(texts) // _LOOKED_AT))
    if kind in _ENTITY_KINDS:
        alone = re.compile("".join(_lines(("",), kind)))
        if sum(_first(alone, texts[i]) != outputs[i] for i in looked) <= most:
            return ("",)
    found = {
        anchor: [_place(re.compile("".join(_lines((anchor,), kind))), texts[i]) for i in looked]
        for anchor in _offered(texts, outputs, shown, kind)
    }

    def right(anchors: tuple[str, ...]) -> int:
        return sum(
            min(places)[2] == outputs[i] for i, *places in zip(looked, *(found[a] for a in anchors), strict=True)
        )

    chosen: tuple[str, ...] = ()
    best = sum(outputs[i] == "" for i in looked)
    while len(chosen) < _MOST_ANCHORS and best < len(looked):
        left = [anchor for anchor in found if anchor not in chosen]
        more = [*((one,) for one in left), *itertools.combinations(left[:_PAIRED], 2)]
        # A second anchor has to explain something, too.
        gains = [
            (right((*chosen, *each)) - best - (_LEAST - 1) * len(each), -len("".join(each)), each) for each in more
        ]
        gain, _, each = max(gains, default=(0, 0, ()))
        if gain <= 0:
            break
        chosen = (*chosen, *each)
        best = right(chosen)
    return _sharper(chosen, list(found), right) or None


def _sharper(
    chosen: tuple[str, ...], offered: Sequence[str], right: Callable[[tuple[str, ...]], int]
) -> tuple[str, ...]:
    """Put longer anchors that end alike for one that is too wide: ``password for`` and ``publickey for`` for ``for``."""
    best = right(chosen) if chosen else 0
    for anchor in chosen:
        rest = tuple(each for each in chosen if each != anchor)
        longer = [each for each in offered if each.endswith(anchor) and each not in chosen][:_PAIRED]
        several = [each for size in (1, 2, 3) for each in itertools.combinations(longer, size)]
        gains = [(right((*rest, *each)) - best - (_LEAST - 1) * (len(each) - 1), -len(each), each) for each in several]
        gain, _, each = max(gains, default=(0, 0, ()))
        if gain > 0 and len(rest) + len(each) <= _MOST_ANCHORS:
            return _sharper((*rest, *each), offered, right)
    return chosen


def _place(pattern: re.Pattern[str], text: str) -> tuple[int, int, str]:
    """Return where an anchor first stands before a value, how long it is (the longest first), and the value."""
    match = pattern.search(text)
    return (match.start(), match.start() - match.start(1), match[1]) if match else (len(text) + 1, 0, "")


def _offered(texts: Sequence[str], outputs: Sequence[str], shown: list[int], kind: str) -> list[str]:
    """Return what stands before the values, in several lengths, most often seen first."""
    counts: Counter[str] = Counter()
    for i in shown:
        before = [
            m.start()
            for m in re.finditer(re.escape(outputs[i]), texts[i])
            if _starts(kind, texts[i], m.start(), outputs[i])
        ]
        counts.update({anchor for start in before for anchor in _before(texts[i][:start])})
    often = [anchor for anchor, count in counts.most_common(_MOST_CANDIDATES) if count >= _LEAST]
    return [anchor for anchor in often if counts[anchor] > _LEAST or not anchor[0].isalpha()]


def _starts(kind: str, text: str, start: int, output: str) -> bool:
    match = re.compile(kind).match(text, start)
    return match is not None and match[0] == output


def _before(text: str) -> Iterator[str]:
    """Yield what a text ends with: its last signs, its last words with what stands between. No digits: these are data."""
    for pattern in (
        r"[^\w\s]\s*$",
        r"(?<!\w)[A-Za-z_]+[^\w\s]*\s*$",
        r"(?<!\w)[A-Za-z_]+ [A-Za-z_]+[^\w\s]*\s*$",
        r"(?<!\w)(?:[A-Za-z_]+ ){2}[A-Za-z_]+[^\w\s]*\s*$",
        r"(?<!\w)(?:[A-Za-z_]+ ){3}[A-Za-z_]+[^\w\s]*\s*$",
    ):
        match = re.search(pattern, text)
        if match:
            yield match[0]


def _lines(anchors: Sequence[str], kind: str) -> list[str]:
    """Write the pattern in parts: the anchors, longer ones first, and the value."""
    value = f"({kind})"
    if anchors == ("",):
        return [value]
    alternatives = [
        ("(?<!\\w)" if anchor[0].isalnum() else "") + re.escape(anchor).replace("\\ ", " ")
        for anchor in sorted(anchors, key=lambda a: (-len(a), a))
    ]
    if len(alternatives) == 1:
        return [alternatives[0], value]
    return ["(?:", *(f"{'|' if at else ''}{each}" for at, each in enumerate(alternatives)), ")", value]


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _node(anchors: Sequence[str], kind: str, pattern: re.Pattern[str], *, maybe: bool) -> Node:
    shown = " or ".join(repr(anchor) for anchor in anchors if anchor)
    words = f"value after {shown}" if shown else f"first {_NAMES[kind]}"
    constant = Constant(
        "VALUE", pattern, "The value, and what stands before it.", (), "re.Pattern[str]", tuple(_lines(anchors, kind))
    )
    first, _, or_nothing = ways(words.replace("{", "{{").replace("}", "}}"), "value")
    return Apply(or_nothing if maybe else first, (constant, Var(0)))


def _speaking_for_nothing(texts: Sequence[str], outputs: Sequence[str]) -> tuple[str, ...]:
    """Return words that stand in several texts without a value and in none with one: few that cover most of them."""
    empty = [text for text, output in zip(texts, outputs, strict=True) if not output]
    full = "\n".join(text for text, output in zip(texts, outputs, strict=True) if output)
    counts = Counter(word for text in empty for word in set(re.findall(r"(?<!\w)[A-Za-z]{3,}(?!\w)", text)))
    pure = [word for word, count in counts.items() if count >= _LEAST and word not in full]
    chosen: list[str] = []
    left = empty
    while left and pure and len(chosen) < _MOST_WORDS:
        best = max(pure, key=lambda word: (sum(word in text for text in left), -len(word), word))
        if not any(best in text for text in left):
            break
        chosen.append(best)
        left = [text for text in left if best not in text]
    return tuple(chosen)
