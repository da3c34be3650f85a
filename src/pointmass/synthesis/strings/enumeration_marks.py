"""Find what marks a list in a text: the text before it (anchor), between items (separators), and after it (stops)."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.literals import regex_escaped
from pointmass.synthesis.strings.anchors import anchor_cost, endings
from pointmass.synthesis.strings.pool import shared_start

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OCCURRENCES = 4
_TAIL = 3
_LONGEST_GAP = 60
_SHARED = 0.7
_MOST_STOPS = 6
_MOST_SEPARATORS = 6
_MOST_ANCHORS = 12
# Extra cost of an anchor that leaves out a word, or a sign, which is before it in every example and so may matter.
_CUT_WORD = 3.0
_CUT_SIGN = 2.0
# Words that join items or end a list in several languages. One example is enough for them, as they are no names.
JOINING = frozenset(re.findall(r"\w+", "al alii and e eller en et etc i o oder og or ou plus sowie u und y"))
_BRACKETED = (r"\([^()]*\)", r"<[^<>]*>", r"\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Placed:
    """A text without the items of its list: ``left + item + gap + item + … + right``."""

    left: str
    gaps: tuple[str, ...]
    right: str


@dataclass(frozen=True, slots=True)
class Marked:
    """The examples, and where the list of each is in its text.

    Attributes:
        texts: The inputs.
        wanted: The list of each.
        placed: Where each list is in its text; None where it was not found.
        allowed: How many examples may stay unexplained.
    """

    texts: tuple[str, ...]
    wanted: tuple[list[str], ...]
    placed: tuple[Placed | None, ...]
    allowed: int

    @property
    def known(self) -> list[Placed]:
        """The places of the lists that were found in their texts."""
        return [p for p in self.placed if p is not None]


def marked(texts: Sequence[str], wanted: Sequence[Sequence[str]], allowed: int) -> Marked:
    """Find each list in its text, ignoring case; empty lists and lists with an item that is missing have no place.

    Of several places, the one is chosen that has the same three characters before it as most other texts.
    """
    places = [list(_places(t, w)) for t, w in zip(texts, wanted, strict=True)]
    tails = Counter(tail for found in places for tail in {p.left[-_TAIL:] for p in found})
    placed = tuple(max(found, key=lambda p: tails[p.left[-_TAIL:]]) if found else None for found in places)
    return Marked(tuple(texts), tuple(map(list, wanted)), placed, allowed)


def _places(text: str, items: Sequence[str]) -> Iterator[Placed]:
    lower = text.lower()
    if not items or not all(items) or len(lower) != len(text):
        return
    for start in itertools.islice(_starts(lower, items[0], 0), _OCCURRENCES):
        gaps, end = [], start + len(items[0])
        for item in items[1:]:
            at = next(_starts(lower, item, end), end)
            if not 0 < at - end <= _LONGEST_GAP:
                break
            gaps.append(text[end:at])
            end = at + len(item)
        else:
            yield Placed(text[:start], tuple(gaps), text[end:])


def _starts(lower: str, item: str, at: int) -> Iterator[int]:
    """Yield the positions from *at* on where *item* occurs as a whole word."""
    before, after = r"(?<!\w)" if item[0].isalnum() else "", r"(?!\w)" if item[-1].isalnum() else ""
    return (match.start() for match in re.compile(f"{before}{re.escape(item.lower())}{after}").finditer(lower, at))


def separators(task: Marked) -> tuple[str, ...] | None:
    """Return the patterns of the separators, the longest first; None if there are too many, or none that repeats."""
    plain = Counter(gap for p in task.known for gap in {_general(g) for g in p.gaps})
    alike = Counter(map(_numbered, plain))
    counts: Counter[str] = Counter()
    for gap, n in plain.items():
        # Separators that differ only in their digits become one pattern with any number.
        counts[_numbered(gap) if alike[_numbered(gap)] > 1 else gap] += n
    # Longer separators are tried first, as they may hold a shorter one.
    chosen = sorted((gap for gap, n in counts.items() if _is_shown(gap, n)), key=lambda gap: (-len(gap), gap))
    return None if len(chosen) > _MOST_SEPARATORS or (counts and not chosen) else tuple(chosen)


def _is_shown(mark: str, count: int) -> bool:
    """Whether *count* examples are enough for a stop or separator: one for signs and joining words, else two."""
    words = re.findall(r"\w+", re.sub(r"\\(?:u[0-9a-f]{4}|d\+)", "", mark))
    return count > 1 or all(w in JOINING for w in words)


def _numbered(pattern: str) -> str:
    return re.sub(r"(?<!\\u)(?<![0-9a-f])\d+(?![0-9a-f])", r"\\d+", pattern)


def _general(gap: str) -> str:
    """Return the pattern of a separator: the text itself, with any text in brackets."""
    brackets = next((b for b in _BRACKETED if re.search(b, gap)), None)
    return brackets.join(map(regex_escaped, re.split(brackets, gap))) if brackets else regex_escaped(gap)


def anchors(task: Marked) -> list[tuple[str, float]]:
    """Return the texts that precede at least 70 % of the lists, each with its cost, the cheapest first.

    An empty text means the start of the input.
    """
    lefts = [p.left for p in task.known]
    found = [(a, _cost(a, lefts)) for a, n in endings(lefts).items() if n >= _SHARED * len(lefts)]
    found.sort(key=lambda one: (one[1], one[0]))
    start = [("", 0.5)] if sum(not left for left in lefts) >= _SHARED * len(lefts) or not found else []
    return [*start, *found[:_MOST_ANCHORS]]


def _cost(anchor: str, lefts: list[str]) -> float:
    """Return the cost of *anchor* in about bits: more if it leaves out a character that is before it everywhere."""
    before = {left[: -len(anchor)][-1:] for left in lefts if left.endswith(anchor)}
    same = before.pop() if len(before) == 1 else ""
    begins = same in {"", "\n"} or (same.isspace() and anchor[0].isalnum())
    cut = 0.0 if begins else _CUT_WORD if same.isalnum() else _CUT_SIGN
    return anchor_cost(anchor) + cut + 1.5 * (not anchor.strip())


def stops(task: Marked) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield sets of texts that may follow the last item, each with its cost; an empty set means the end of the text."""
    rights = [p.right for p in task.known if p.right]
    if len(rights) <= task.allowed:
        yield (), 0.0
    gaps = {g for p in task.known for g in p.gaps}
    counts = _ends(gaps, rights)
    known: set[tuple[str, ...]] = {()}
    for often in (1, 2):
        # A text that separates items in another example does not end a list.
        chosen = [
            s for s, n in counts.items() if n >= often and s.strip() not in map(str.strip, gaps) and _is_shown(s, n)
        ]
        chosen = [s for s in chosen if not any(s != other and s.startswith(other) for other in chosen)]
        ends = tuple(sorted(chosen, key=lambda s: (-counts[s], s)))
        if len(ends) <= _MOST_STOPS and ends not in known:
            known.add(ends)
            yield ends, sum(1.0 + 0.3 * len(s) for s in ends)


def _ends(gaps: set[str], rights: list[str]) -> Counter[str]:
    """Count the texts that follow lists: signs, and the word after them if the signs are only blanks or a separator."""
    found: Counter[str] = Counter()
    groups: dict[str, list[str]] = {}
    for right in rights:
        # `run` is the blanks and signs at the start; `word` is those up to the end of the first word.
        run, word = (re.match(p, right) for p in (r"\s*[^\w\s]*", r"\W*\w+\.?(?:\W*al\.?(?!\w))?"))
        signs = run[0] if run else ""
        if not signs.strip() or any(g.startswith(signs) or g.strip() == signs.strip() for g in gaps):
            groups.setdefault(word[0] if word else right, []).append(right)
        else:
            found[signs] += 1
    for named, group in groups.items():
        shared = shared_start(group) if len(group) > 1 else named
        if any(text[len(shared) : len(shared) + 1].isalnum() for text in group):
            shared = re.sub(r"\w+$", "", shared)
        # An opening bracket or quote, and what follows it, is left out.
        found[re.sub(r"\s*[(\[<{\"].*$", "", shared, flags=re.DOTALL).rstrip() or shared] += len(group)
    return found
