"""What marks an enumeration in a text: what stands before it, between its items, and what follows on it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.literals import escaped
from pointmass.synthesis.strings.pool import shared_start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pointmass.synthesis.strings.located import Placed

_LONGEST_ANCHOR = 24
_SHARED = 0.7
_MOST_STOPS = 6
_MOST_SEPARATORS = 6
_MOST_EXTRAS = 3
_MOST_ANCHORS = 12
# What it costs to leave out a word, or a sign, that stands before an anchor in every example: it may be what matters.
_CUT_WORD = 3.0
_CUT_SIGN = 2.0
# Words that join what they stand between, or end a list: one example is enough to tell them from a name.
JOINING = frozenset(
    {
        "al",
        "alii",
        "and",
        "e",
        "eller",
        "en",
        "et",
        "etc",
        "i",
        "o",
        "oder",
        "og",
        "or",
        "ou",
        "plus",
        "sowie",
        "u",
        "und",
        "y",
    }
)
_BRACKETED = ((r"\([^()]*\)", r"\([^()]*\)"), (r"<[^<>]*>", r"<[^<>]*>"), (r"\[[^\[\]]*\]", r"\[[^\[\]]*\]"))


@dataclass(frozen=True, slots=True)
class Marked:
    """The examples, where each list stands in its text, and how many may stay unexplained."""

    texts: tuple[str, ...]
    wanted: tuple[list[str], ...]
    placed: tuple[Placed | None, ...]
    allowed: int

    @property
    def known(self) -> list[Placed]:
        """The places of the lists that were found."""
        return [p for p in self.placed if p is not None]

    def shows(self, mark: str, count: int) -> bool:
        """Whether *count* examples bear out a stop or a separator: one for signs, two for words that may be a name."""
        words = re.findall(r"\w+", re.sub(r"\\(?:u[0-9a-f]{4}|d\+)", "", mark))
        return count > 1 or all(w in JOINING for w in words)


def separators(task: Marked) -> tuple[str, ...] | None:
    """Return the patterns of what stands between items, the longest first; None where too much differs."""
    counts = _any_number(Counter(gap for p in task.known for gap in {_general(g) for g in p.gaps}))
    chosen = [gap for gap, n in counts.items() if task.shows(gap, n)]
    # What also stands within a longer one is tried after it.
    chosen.sort(key=lambda gap: (-len(gap), gap))
    if len(chosen) > _MOST_SEPARATORS or (counts and not chosen):
        return None
    return tuple(chosen)


def _any_number(counts: Counter[str]) -> Counter[str]:
    """Return *counts* with separators that differ only in their digits as one that has any number."""
    found: Counter[str] = Counter()
    alike = Counter(_numbered(gap) for gap in counts)
    for gap, n in counts.items():
        found[_numbered(gap) if alike[_numbered(gap)] > 1 else gap] += n
    return found


def _numbered(pattern: str) -> str:
    return re.sub(r"(?<!\\u)(?<![0-9a-f])\d+(?![0-9a-f])", r"\\d+", pattern)


def _general(gap: str) -> str:
    """Return the pattern of a separator: as it is, but for what stands in brackets."""
    pattern = escaped(gap)
    for brackets, general in _BRACKETED:
        if re.search(brackets, gap):
            parts = re.split(brackets, gap)
            pattern = general.join(map(escaped, parts))
    return pattern


def anchors(task: Marked) -> list[tuple[str, float]]:
    """Return texts that most enumerations follow on, those of whole signs and words first; nothing stands for the start."""
    lefts = [p.left for p in task.known]
    ends = Counter(left[-n:] for left in lefts for n in range(1, min(len(left), _LONGEST_ANCHOR) + 1))
    shared = [a for a, n in ends.items() if n >= _SHARED * len(lefts)]
    found = [(a, _anchor_cost(a, lefts)) for a in shared]
    found.sort(key=lambda one: (one[1], one[0]))
    start = [("", 0.5)] if sum(not left for left in lefts) >= _SHARED * len(lefts) or not found else []
    return [*start, *found[:_MOST_ANCHORS]]


def _anchor_cost(anchor: str, lefts: list[str]) -> float:
    """Return what *anchor* costs: more where it starts within a word, or leaves out what stands before it everywhere."""
    before = {left[: -len(anchor)][-1:] for left in lefts if left.endswith(anchor)}
    torn = any(b.isalnum() for b in before) and anchor[0].isalnum()
    same = before.pop() if len(before) == 1 else ""
    begins = same in {"", "\n"} or (same.isspace() and anchor[0].isalnum())
    cut = 0.0 if begins else _CUT_WORD if same.isalnum() else _CUT_SIGN
    words = len(re.findall(r"\w+", anchor))
    blank = 1.5 if not anchor.strip() else 0.0
    return 1.0 + blank + 0.1 * len(anchor) + 1.5 * words + 3.0 * torn + cut


def extras(task: Marked, anchor: str) -> Iterator[tuple[str, float]]:
    """Yield the pattern of what may stand between the anchor and the first item, such as ``by ``, and of nothing."""
    counts: Counter[str] = Counter()
    for p in task.known:
        if not anchor:
            counts[p.left] += bool(p.left)
        elif not p.left.endswith(anchor) and anchor in p.left:
            counts[p.left.rpartition(anchor)[2]] += 1
    often = [e for e, n in counts.most_common(_MOST_EXTRAS) if task.shows(e, n) and 0 < len(e) <= _LONGEST_ANCHOR]
    if often:
        often.sort(key=lambda e: (-len(e), e))
        yield f"(?:{'|'.join(map(escaped, often))})?", sum(2.0 + 0.3 * len(e) for e in often)
    yield "", 0.0


def stops(task: Marked) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield what may follow on the last item; nothing where the texts end there."""
    rights = [p.right for p in task.known]
    if sum(bool(r) for r in rights) <= task.allowed:
        yield (), 0.0
    if not any(rights):
        return
    counts = _ends(task, [r for r in rights if r])
    between = {g.strip() for p in task.known for g in p.gaps}
    known: set[tuple[str, ...]] = set()
    for often in (1, 2):
        # What stands between items elsewhere does not end a list.
        chosen = [s for s, n in counts.items() if n >= often and s.strip() not in between and task.shows(s, n)]
        chosen = [s for s in chosen if not any(s != other and s.startswith(other) for other in chosen)]
        ends = tuple(sorted(chosen, key=lambda s: (-counts[s], s)))
        if 0 < len(ends) <= _MOST_STOPS and ends not in known:
            known.add(ends)
            yield ends, sum(1.0 + 0.3 * len(s) for s in ends)


def _ends(task: Marked, rights: list[str]) -> Counter[str]:
    """Return how often each stop follows: signs, and a word behind them where blanks or a separator alone say nothing."""
    gaps = {g.strip() for p in task.known for g in p.gaps} | {""}
    runs = [_run(r) for r in rights]
    within = [g for p in task.known for g in p.gaps]
    stops: Counter[str] = Counter()
    groups: dict[str, list[str]] = {}
    for right, run in zip(rights, runs, strict=True):
        if run.strip() in gaps or any(g.startswith(run) for g in within):
            groups.setdefault(_run_and_word(right), []).append(right)
        else:
            stops[run] += 1
    for group in groups.values():
        shared = shared_start(group) if len(group) > 1 else _run_and_word(group[0])
        stops[_whole_words(shared, group)] += len(group)
    return stops


def _run(text: str) -> str:
    """Return the signs and blanks that *text* starts with, up to the first blank behind a sign."""
    return (re.match(r"\s*[^\w\s]*", text) or [""])[0]


def _run_and_word(text: str) -> str:
    """Return the signs and the word that *text* starts with, and the words that belong to it (``, et al.``)."""
    words = list(re.finditer(r"\W*?\w+\.?", text))
    if not words:
        return text
    joining = itertools.takewhile(lambda w: w.group().strip(" ,.") in JOINING, words)
    last = max([words[0].end(), *(w.end() for w in joining)])
    return text[:last]


def _whole_words(shared: str, group: list[str]) -> str:
    """Return *shared* without the start of a word or bracket that the members of *group* go on with differently."""
    if any(text[len(shared) : len(shared) + 1].isalnum() for text in group):
        shared = re.sub(r"\w+$", "", shared)
    return re.sub(r"\s*[(\[<{\"].*$", "", shared, flags=re.DOTALL).rstrip() or shared
