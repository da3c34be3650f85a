"""Extract one value of a text by the text before it: ``from 10.0.0.7``, ``user=ada``, ``(due 2026-01-05)``.

The value consists of one class of characters (such as digits), or is a known entity (such as a date). A few anchors,
the texts directly before the value, say where it is. A text without an anchor has no value. A few examples may be
exceptions.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pointmass.synthesis.operators.entities import ways
from pointmass.synthesis.operators.text import first_match
from pointmass.synthesis.pattern_lines import pattern_lines
from pointmass.synthesis.program import Apply, Var
from pointmass.synthesis.strings.anchors import as_pattern, endings
from pointmass.synthesis.strings.entities import ENTITIES
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEWEST = 10
# At most one example in 8 may be an exception.
_EXCEPTIONS = 8
_MOST_ANCHORS = 8
_MOST_CANDIDATES = 60
_LOOKED_AT = 300
_LEAST = 2
# A wrong value, or a value where none is wanted, counts as much as 4 right values.
_WRONG = 4
_KINDS = (r"\d+", r"[A-Za-z]+", r"\w+", r"[\w-]+", r"[\w.-]+", r"[\w.@+-]+", r"[^\s,;:()<>\[\]]+", r"[^\s,;]+", r"\S+")
_RECOGNIZED = {
    entity.constant.content.pattern: words
    for entity in ENTITIES
    for name, words in (
        ("EMAIL", "e-mail address"),
        ("URL", "URL"),
        ("IP_ADDRESS", "IP address"),
        ("DAY", "date"),
        ("CLOCK", "time of day"),
    )
    if entity.constant.name == name
}
_NO_ANCHOR = re.compile(r"\d|^\s")
_PRICE, _A_SIGN, _AN_ANCHOR = 6.0, 0.8, 4.0


def anchored(texts: Sequence[str], outputs: Sequence[str]) -> list[Term]:
    """Return at most two programs, each for another kind of value, that explain all but a few examples.

    Those with the fewest exceptions come first, then the cheapest. There are none for fewer than 10 examples.

    Args:
        texts: The inputs, one an example.
        outputs: The wanted value of each text, or the empty text.
    """
    shown = [i for i, (text, output) in enumerate(zip(texts, outputs, strict=True)) if output and output in text]
    most = len(texts) // _EXCEPTIONS
    if len(texts) < _FEWEST or len(shown) < max(_LEAST, sum(map(bool, outputs)) - most):
        return []
    fits = []
    for kind in (*_RECOGNIZED, *_KINDS):
        if sum(re.fullmatch(kind, outputs[i]) is None for i in shown) <= most:
            anchors = _chosen(texts, outputs, shown, kind)
            lines = _lines(anchors, kind) if anchors or kind in _RECOGNIZED else []
            fits += [_term(texts, lines, anchors, kind)] if lines else []
    left = {term: sum(v != o for v, o in zip(term.values, outputs, strict=True)) for term in fits}
    return sorted((term for term in fits if left[term] <= most), key=lambda term: (left[term], term.cost))[:2]


def _term(texts: Sequence[str], lines: list[str], anchors: list[str], kind: str) -> Term:
    pattern = re.compile("".join(lines))
    said = tuple(first_match(pattern, text) for text in texts)
    words = f"value after {' or '.join(map(repr, anchors))}" if anchors else f"first {_RECOGNIZED[kind]}"
    first, _, maybe = ways(words.replace("{", "{{").replace("}", "}}"), "value")
    constant = pattern_lines("VALUE", [(line, "") for line in lines], "The value, and what stands before it.", join="")
    node = Apply(first if all(said) else maybe, (constant, Var(0)))
    cost = _PRICE + _A_SIGN * len(kind) + sum(_AN_ANCHOR + _A_SIGN * len(anchor) for anchor in anchors)
    return Term(node, cost, said)


def _chosen(texts: Sequence[str], outputs: Sequence[str], shown: list[int], kind: str) -> list[str]:
    """Choose anchors greedily, one or two at a time: those that find the most values and the fewest wrong ones."""
    looked = range(0, len(texts), max(1, len(texts) // _LOOKED_AT))
    wanted = [outputs[i] for i in looked]
    if kind in _RECOGNIZED:
        alone = re.compile(f"({kind})")
        if sum(first_match(alone, texts[i]) != outputs[i] for i in looked) <= len(texts) // _EXCEPTIONS:
            return []
    found = {}
    for anchor in _offered(texts, outputs, shown, kind):
        pattern = re.compile("".join(_lines([anchor], kind)))
        found[anchor] = [_place(pattern, texts[i]) for i in looked]
    chosen: list[str] = []
    # Where each text has its value by the anchors chosen so far: the first place counts, there the longest anchor.
    places = [_NOWHERE] * len(wanted)
    while len(chosen) < _MOST_ANCHORS:
        left = [anchor for anchor in found if anchor not in chosen]
        # A short anchor may only be right together with a longer one for its exceptions: `for`, and `for the guest`.
        options = [
            (one, *longer) for one in left for longer in ((), *((o,) for o in left if o.startswith(one) and o != one))
        ]
        gains = []
        worth = _worth(places, wanted)
        for option in options:
            more = [min(every) for every in zip(places, *(found[anchor] for anchor in option), strict=True)]
            gain = _worth(more, wanted) - worth - (_LEAST - 1) * len(option)
            gains.append((gain, -len("".join(option)), option, more))
        gain, _, option, places = max(gains, default=(0, 0, (), places))
        if gain <= 0:
            break
        chosen += option
    return chosen


_Place = tuple[float, int, str]
_NOWHERE: _Place = (float("inf"), 0, "")


def _worth(places: list[_Place], wanted: list[str]) -> int:
    worth = 0
    for (_, _, said), value in zip(places, wanted, strict=True):
        if said == value:
            worth += 1
        elif said:
            worth -= _WRONG
    return worth


def _place(pattern: re.Pattern[str], text: str) -> _Place:
    """Return the first place with an anchor before a value: its start, minus the length of the anchor, and the value.

    The smallest of several such tuples is the earliest place, and there the longest anchor.
    """
    match = pattern.search(text)
    return (match.start(), match.start() - match.start(1), match[1]) if match else _NOWHERE


def _offered(texts: Sequence[str], outputs: Sequence[str], shown: list[int], kind: str) -> list[str]:
    """Return the texts before the values, in several lengths, the most frequent first."""
    whole = re.compile(kind)
    counts: Counter[str] = Counter()
    for i in shown:
        starts = [m.start() for m in re.finditer(re.escape(outputs[i]), texts[i])]
        found = [at for at in starts if (match := whole.match(texts[i], at)) and match[0] == outputs[i]]
        counts.update({anchor for at in found for anchor in endings([texts[i][:at]])})
    # Anchors have no digits, as digits are data.
    often = [a for a, n in counts.most_common() if n >= _LEAST + a[0].isalpha() and not _NO_ANCHOR.search(a)]
    return often[:_MOST_CANDIDATES]


def _lines(anchors: Sequence[str], kind: str) -> list[str]:
    """Return the parts of the pattern: the anchors, the longest first, and the value as a group."""
    ordered = sorted(anchors, key=lambda a: (-len(a), a))
    ways = [as_pattern(anchor) for anchor in ordered]
    if len(ways) > 1:
        ways = ["(?:", *(f"{'|' if at else ''}{way}" for at, way in enumerate(ways)), ")"]
    return [*ways, f"({kind})"]
