"""Read a list that a text enumerates: take the part between an anchor and a stop, and split it at a few separators.

``to Ada, Bo and Cy (by mail)`` gives Ada, Bo, Cy: after ``to ``, up to `` (``, split at ``, `` and `` and ``. If the
text has no such part, the list is empty.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pointmass.synthesis.literals import regex_escaped
from pointmass.synthesis.operators import lists as ops
from pointmass.synthesis.operators.text import FIRST_MATCH
from pointmass.synthesis.pattern_lines import pattern_lines
from pointmass.synthesis.program import Apply, Constant, Each, Node, Operator, Var, attempt
from pointmass.synthesis.strings.anchors import as_pattern
from pointmass.synthesis.strings.enumeration_marks import Marked, anchors, marked, separators, stops
from pointmass.synthesis.strings.pool import CASES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_MOST_ITEMS = 400
_CHANGES: tuple[tuple[Operator | None, float], ...] = ((None, 0.0), *CASES)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A program that reads an enumeration.

    Attributes:
        region: The parts of the pattern whose group is the enumeration; empty if it is the whole text.
        anchor: The text before the enumeration.
        stops: The texts that may follow it; empty if it reaches to the end.
        separators: The patterns that separate the items.
        change: The operator applied to each item, such as a change of case; None for no change.
        missed: The positions of the examples for which the program gives another list.
        cost: Description length in about bits.
    """

    region: tuple[str, ...] = ()
    anchor: str = ""
    stops: tuple[str, ...] = ()
    separators: tuple[str, ...] = ()
    change: Operator | None = None
    missed: tuple[int, ...] = ()
    cost: float = 0.0

    @property
    def split(self) -> Constant:
        """The pattern at which the enumeration is split, as a constant of the module."""
        return pattern_lines("SEPARATORS", [(s, "") for s in self.separators], "What separates the items.")

    @property
    def words(self) -> str:
        """A description of the program in one line."""
        where = f"what stands after {self.anchor!r}" if self.anchor else "the text"
        where += f" up to {' or '.join(map(repr, self.stops))}" if self.stops else ""
        if not self.separators:
            return f"{where} as the only item; nothing where there is none"
        split = " or ".join(repr(_plain(s)) for s in self.separators)
        change = f", each item changed: {self.change.words.format('it')}" if self.change else ""
        return f"{where}, split at {split}{change}" + ("; nothing where there is none" if self.region else "")

    @property
    def found(self) -> Node:
        """The program that gives the enumeration as one text."""
        return Apply(FIRST_MATCH, (self.listing, Var(0))) if self.region else Var(0)

    @property
    def listing(self) -> Constant:
        """The pattern of the enumeration as a constant of the module."""
        why = "The list as a group, with what stands before it and what follows on it."
        return pattern_lines("LISTING", [(part, "") for part in self.region], why, join="")

    @property
    def node(self) -> Node:
        """The program that gives the list."""
        items: Node = Apply(ops.ALONE, (self.found,))
        if self.separators:
            items = Apply(ops.LISTED, (self.found, self.split))
        return items if self.change is None else Each(items, Apply(self.change, (Var(1),)), None, 1, "item")


def _plain(pattern: str) -> str:
    """Return the text that a pattern stands for, as a person would write it."""
    shown = pattern.replace("\\d+", "(number)").replace("[^()]*", "...")
    shown = re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), shown)
    return re.sub(r"\\(.)", r"\1", shown)


def enumerations(
    texts: Sequence[str], wanted: Sequence[Sequence[str]], late: Callable[..., bool], *, allowed: int = 0
) -> list[Enumeration]:
    """Return the programs with at most *allowed* exceptions: the fewest exceptions first, then the cheapest."""
    if not any(wanted) or any(len(w) > _MOST_ITEMS for w in wanted):
        return []
    task = marked(texts, wanted, allowed)
    if sum(p is None and bool(w) for p, w in zip(task.placed, wanted, strict=True)) > allowed:
        return []
    found = []
    for made in itertools.takewhile(lambda _: not late(15), _candidates(task)):
        node = made.node
        missed = tuple(i for i, (t, w) in enumerate(zip(texts, task.wanted, strict=True)) if attempt(node, (t,)) != w)
        found += [replace(made, missed=missed)] if len(missed) <= allowed else []
    return sorted(found, key=lambda e: (len(e.missed), e.cost))


def _candidates(task: Marked) -> Iterator[Enumeration]:
    split = separators(task)
    if split is None:
        return
    price = 0.5 + sum(1.0 + 0.5 * len(s) for s in split)
    # Without separators the whole text is no list; only a part of it may be the single item.
    whole = [Enumeration()] if split else []
    # If all items occur unchanged in the texts, no change of case is tried.
    plain = all(i in t for p, t, w in zip(task.placed, task.texts, task.wanted, strict=True) if p for i in w)
    for made, (change, more) in itertools.product([*whole, *_regions(task)], _CHANGES[:1] if plain else _CHANGES):
        yield replace(made, separators=split, change=change, cost=price + made.cost + more)


def _regions(task: Marked) -> Iterator[Enumeration]:
    """Yield patterns that capture the enumeration."""
    body = "((?s:.+?))" if any("\n" in g for p in task.known for g in p.gaps) else "(.+?)"
    for (anchor, cost), (ends, price) in itertools.product(anchors(task), list(stops(task))):
        before = as_pattern(anchor) or "^"
        region = (before, body, *_any_of(ends, task)) if ends else (before, body.replace("?)", ")"))
        yield Enumeration(region, anchor, ends, cost=2.0 + cost + price)


def _any_of(ends: tuple[str, ...], task: Marked) -> tuple[str, ...]:
    """Return the parts of a pattern for any of *ends*; the end of the text is one, too, if a list ends there."""
    patterns = [f"{regex_escaped(s)}(?!\\w)" if s[-1].isalnum() else regex_escaped(s) for s in ends]
    patterns += ["$"] if any(not p.right for p in task.known) else []
    return (f"(?:{patterns[0]}", *(f"|{p}" for p in patterns[1:]), ")")
