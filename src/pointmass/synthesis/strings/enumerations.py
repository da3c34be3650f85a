"""A list that the text enumerates: the part between what stands before and after it, split at a few separators.

``to Ada, Bo and Cy (by mail)`` gives Ada, Bo, Cy: after ``to ``, up to `` (``, split at ``, `` and `` and ``. Where the
text has no such part, the list is empty.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pointmass.synthesis.literals import escaped
from pointmass.synthesis.operators import lists as ops
from pointmass.synthesis.operators import text as text_ops
from pointmass.synthesis.pattern_lines import pattern_lines
from pointmass.synthesis.program import Apply, Constant, Each, Node, Operator, Var, attempt
from pointmass.synthesis.strings.enumeration_marks import Marked, anchors, extras, separators, stops
from pointmass.synthesis.strings.located import located

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_MOST_ITEMS = 400
_CHANGES: tuple[tuple[Operator | None, float], ...] = (
    (None, 0.0),
    (text_ops.LOWER, 1.5),
    (text_ops.UPPER, 1.5),
    (text_ops.CAPITALIZE, 1.9),
    (text_ops.TITLE, 2.0),
)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A program that reads an enumeration.

    Attributes:
        region: The pattern whose group is the enumeration, in parts; empty where the whole text is.
        anchor: What stands before the enumeration.
        stops: What follows on it, where it does not go on to the end.
        separators: What separates the items, each a pattern.
        change: What is done to each item.
        missed: The positions of the examples whose list it does not give.
        cost: Description length in about bits.
    """

    region: tuple[str, ...]
    anchor: str
    stops: tuple[str, ...]
    separators: tuple[str, ...]
    change: Operator | None = None
    missed: tuple[int, ...] = ()
    cost: float = 0.0

    @property
    def split(self) -> Constant:
        """The pattern at which the enumeration is split, as a constant of the module."""
        return pattern_lines("SEPARATORS", [(s, "") for s in self.separators], "What separates the items.")

    @property
    def words(self) -> str:
        """What the program does, in one line."""
        where = f"what stands after {self.anchor!r}" if self.anchor else "the text"
        where += f" up to {' or '.join(map(repr, self.stops))}" if self.stops else ""
        if not self.separators:
            return f"{where} as the only item; nothing where there is none"
        split = " or ".join(repr(_plain(s)) for s in self.separators)
        change = f", each item changed: {self.change.words.format('it')}" if self.change else ""
        return f"{where}, split at {split}{change}" + ("; nothing where there is none" if self.region else "")

    def found(self, variable: int = 0) -> Node:
        """Return the program for the enumeration itself."""
        if not self.region:
            return Var(variable)
        return Apply(ops.WITHIN, (self.listing, Var(variable)))

    @property
    def listing(self) -> Constant:
        """The pattern of the enumeration as a constant of the module."""
        why = "The list as a group, with what stands before it and what follows on it."
        notes = ("",) * len(self.region)
        return Constant("LISTING", re.compile("".join(self.region)), why, notes, "re.Pattern[str]", self.region)

    def node(self, variable: int = 0, depth: int = 1) -> Node:
        """Return the program for the list; *depth* is the number of parameters."""
        items: Node = Apply(ops.ALONE, (self.found(variable),))
        if self.separators:
            items = Apply(ops.LISTED, (self.found(variable), self.split))
        return items if self.change is None else Each(items, Apply(self.change, (Var(depth),)), None, depth, "item")


def _plain(pattern: str) -> str:
    """Return the text that a pattern stands for, as a person would write it."""
    shown = pattern.replace("\\d+", "(number)").replace("[^()]*", "...")
    shown = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), shown)
    return re.sub(r"\\(.)", r"\1", shown)


@dataclass(frozen=True, slots=True)
class _Region:
    """A pattern that captures the enumeration, what follows on it, and the cost in about bits."""

    parts: tuple[str, ...]
    anchor: str
    stops: tuple[str, ...]
    cost: float


def enumerations(
    texts: Sequence[str], wanted: Sequence[Sequence[str]], late: Callable[..., bool], *, allowed: int = 0
) -> list[Enumeration]:
    """Return the programs that explain all but *allowed* of the examples, best first."""
    if not any(wanted) or any(len(w) > _MOST_ITEMS for w in wanted):
        return []
    lists = tuple(list(w) for w in wanted)
    task = Marked(tuple(texts), lists, tuple(located(texts, lists)), allowed)
    if sum(p is None and bool(w) for p, w in zip(task.placed, lists, strict=True)) > allowed:
        return []
    found = []
    for made in _candidates(task):
        if late(15):
            break
        node = made.node()
        missed = tuple(i for i, (t, w) in enumerate(zip(texts, lists, strict=True)) if attempt(node, (t,)) != w)
        if len(missed) <= allowed:
            found.append(replace(made, missed=missed))
    return sorted(found, key=lambda e: (len(e.missed), e.cost))


def _candidates(task: Marked) -> Iterator[Enumeration]:
    split = separators(task)
    if split is None:
        return
    price = 0.5 + sum(1.0 + 0.5 * len(s) for s in split)
    # Without a separator there is no list of its own in the text, but for a part of it.
    whole = [_Region((), "", (), 0.0)] if split else []
    for region, (change, more) in itertools.product([*whole, *_regions(task)], _changes(task)):
        cost = price + region.cost + more
        yield Enumeration(region.parts, region.anchor, region.stops, split, change, (), cost)


def _changes(task: Marked) -> list[tuple[Operator | None, float]]:
    """Return what may have been done to the items: nothing, where they stand in the texts as they are."""
    plain = all(i in t for p, t, w in zip(task.placed, task.texts, task.wanted, strict=True) if p for i in w)
    return list(_CHANGES[:1] if plain else _CHANGES)


def _regions(task: Marked) -> Iterator[_Region]:
    """Yield patterns that capture the enumeration."""
    several = any("\n" in g for p in task.known for g in p.gaps)
    body = "((?s:.+?))" if several else "(.+?)"
    for anchor, cost in anchors(task):
        for (extra, more), (ends, price) in itertools.product(list(extras(task, anchor)), list(stops(task))):
            word = r"(?<!\w)" if anchor[:1].isalnum() else ""
            before = (word + escaped(anchor) or "^", *([extra] if extra else []))
            after = _any_of(ends, task) if ends else ()
            whole = (*before, body if ends else body.replace("?)", ")"), *after)
            yield _Region(whole, anchor, ends, 2.0 + cost + more + price)
            if anchor:
                yield _Region(("^(?s:.*)", *whole), anchor, ends, 4.0 + cost + more + price)


def _any_of(ends: tuple[str, ...], task: Marked) -> tuple[str, ...]:
    """Return the parts of the pattern of one of the *ends*, or of the end of the text, where one ends with the list."""
    patterns = [f"{escaped(s)}(?!\\w)" if s[-1].isalnum() else escaped(s) for s in ends]
    patterns += ["$"] if any(not p.right for p in task.known) else []
    return (f"(?:{patterns[0]}", *(f"|{p}" for p in patterns[1:]), ")")
