"""Lists in the inputs: split or find the items, filter and change them, then join, count or return them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from pointmass.synthesis.conditions import negated, of_texts, separating
from pointmass.synthesis.operators import lists as ops
from pointmass.synthesis.operators import pieces as piece_ops
from pointmass.synthesis.operators import text as text_ops
from pointmass.synthesis.program import Apply, Each, Literal, Node, Operator, Var
from pointmass.synthesis.strings.cuts import TOKENS, mark_cost
from pointmass.synthesis.strings.enumerate_pieces import bases_of
from pointmass.synthesis.strings.partitions import cut
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    Change: TypeAlias = Callable[[list[tuple[str, str]], int], list[Term]]
    Late: TypeAlias = Callable[..., bool]

_MOST_ITEMS = 400
_MOST_PREDICATES = 60
_LISTING = (", ", ";", "|")
_GLUES = ("", " ", ", ", ",", "; ", ";", "-", "_", ".", "/", "|", "\n", " - ", " and ", ". ", "&", " & ", ":")
# Operators that change a whole list, each with its cost in about bits.
_ORDERS: tuple[tuple[Operator, float], ...] = (
    (ops.REVERSED, 1.5),
    (ops.SORTED, 1.5),
    (ops.UNIQUE, 1.5),
    (ops.TAIL, 1.5),
    (ops.INIT, 1.8),
    (ops.LAST_TWO, 1.9),
    (ops.FIRST_TWO, 1.9),
)
_PARTS = (ops.TAIL, ops.INIT, ops.LAST_TWO, ops.FIRST_TWO)
_SPLIT, _STRIPPED, _LETTERS, _FOUND = 2.0, 1.0, 3.0, 2.5
_COUNTED, _JOINED, _A_GLUE, _MAPPED, _FILTERED, _OTHERS, _CHOSEN = 2.0, 2.0, 0.1, 3.0, 1.5, 0.5, 1.5


@dataclass(frozen=True, slots=True)
class Items(Term):
    """A program that gives a list, with the list of every example.

    Attributes:
        depth: The number of variables in force: the parameters, and one for each loop around. It is the number of the
            variable of a loop over the items.
    """

    depth: int = 1

    @property
    def item(self) -> Var:
        """The variable of a loop over the items, the first after those in force."""
        return Var(self.depth)

    def each(self, body: Node, cost: float, test: Node | None = None, values: tuple[list[str], ...] = ()) -> Items:
        """Return the list of *body* for every item for which *test* is true; for all items without a test."""
        return Items(Each(self.node, body, test, 1, "item"), self.cost + cost, values, self.depth)

    def made(self, operator: Operator, cost: float, *before: Literal) -> Items:
        """Apply *operator* to the list, with the constants *before* as its first arguments."""
        values = tuple(operator.function(*(b.content for b in before), v) for v in self.values)
        return Items(Apply(operator, (*before, self.node)), self.cost + cost, values, self.depth)


def lists_in(base: Term, marks: Sequence[str], *, depth: int, limit: int) -> Iterator[Items]:
    """Yield the lists in the texts of *base* and in their likeliest parts.

    Args:
        base: The texts.
        marks: Possible separators.
        depth: The number of variables in force.
        limit: How many parts of the texts, themselves included, are looked at.
    """
    for part in bases_of(base, marks, limit=limit):
        seen: set[tuple[tuple[str, ...], ...]] = set()
        for items in _sources(part, marks, depth) if all(len(t) <= _MOST_ITEMS * 20 for t in part.values) else ():
            key = tuple(map(tuple, items.values))
            if key not in seen and any(len(v) > 1 for v in key) and all(len(v) <= _MOST_ITEMS for v in key):
                seen.add(key)
                yield items


def _sources(base: Term, marks: Sequence[str], depth: int) -> Iterator[Items]:
    """Yield lists of words, of parts between marks, of characters, and of tokens of each kind."""
    texts, node = base.values, base.node
    # If the texts have separators of lists, words are unlikely to be the items.
    listed = any(m in t for t in texts for m in _LISTING)
    words = tuple(t.split() for t in texts)
    yield Items(Apply(ops.WORDS, (node,)), base.cost + _SPLIT + 2.0 * listed, words, depth)
    for mark in marks:
        if not mark.isalnum() and mark != " ":
            split = tuple(t.split(mark) for t in texts)
            parts = Items(Apply(ops.SPLIT, (node, Literal(mark))), base.cost + _SPLIT + mark_cost(mark), split, depth)
            yield parts
            trimmed = tuple([p.strip() for p in v] for v in split)
            inner = Each(parts.node, Apply(text_ops.STRIP, (parts.item,)), None, 1, "part")
            yield Items(inner, parts.cost + _STRIPPED, trimmed, depth)
    yield Items(Apply(ops.LETTERS, (node,)), base.cost + _LETTERS, tuple(map(list, texts)), depth)
    for pattern, price in TOKENS:
        found = tuple(re.findall(pattern, t) for t in texts)
        every = Apply(ops.FIND_ALL, (Literal(pattern, regex=True), node))
        yield Items(every, base.cost + _FOUND + price, found, depth)


def counts(items: Items, wanted: Sequence[str], late: Late) -> Iterator[Term]:
    """Yield programs that count all items, the distinct items, or those that meet a condition."""
    if all(w.isdecimal() and int(w) <= len(v) for w, v in zip(wanted, items.values, strict=True)):
        for kept in (items, items.made(ops.UNIQUE, 2.0), *_filtered(items, late)):
            if [str(len(v)) for v in kept.values] == list(wanted):
                yield kept.made(ops.NUMBER, _COUNTED)


def made_lists(items: Items, wanted: Sequence[list[str]], change: Change, late: Late) -> Iterator[Term]:
    """Yield programs whose list equals *wanted* on every example."""
    if isinstance(items.node, Apply) and items.node.operator is ops.LETTERS:
        # A list of characters: look for the pieces of the text that are cut at fixed places or by a pattern.
        texts = ["".join(v) for v in items.values]
        yield from (Term(node, items.cost + price) for node, price in cut(texts, wanted, items.node.arguments[0]))
    yield from _changed(items, wanted, change, late)


def _changed(items: Items, wanted: Sequence[list[str]], change: Change, late: Late) -> Iterator[Term]:
    """Yield the programs that reorder, change or filter the items."""
    for ordered in (items, *(items.made(operator, cost) for operator, cost in _ORDERS)):
        if list(ordered.values) == list(wanted):
            yield ordered
            return
    if _as_many(items, wanted):
        yield from _mapped(items, wanted, change)
    elif all(_is_subsequence(w, v) for v, w in zip(items.values, wanted, strict=True)):
        yield from _kept(items, wanted)
    elif any(wanted) and all(len(w) <= len(v) for v, w in zip(items.values, wanted, strict=True)):
        for shorter in _filtered(items, late):
            if _as_many(shorter, wanted):
                yield from _mapped(shorter, wanted, change)


def joined(items: Items, wanted: Sequence[str], change: Change, late: Late) -> Iterator[Term]:
    """Yield programs that take one item, or join the (changed, filtered) items with a separator, to give *wanted*."""
    yield from _chosen(items, wanted)
    for place, glue in enumerate(_GLUES):
        targets = [(w.split(glue) if glue else list(w)) if w else [] for w in wanted]
        if any(glue in w for w in wanted) and (glue or any(len(t) > 1 for t in targets)):
            for made in _changed(items, targets, change, late):
                yield Term(Apply(ops.JOIN, (Literal(glue), made.node)), made.cost + _JOINED + _A_GLUE * place)


def _chosen(items: Items, wanted: Sequence[str]) -> Iterator[Term]:
    """Yield programs that take the first item that meets a condition, or the empty text where none does."""
    if not all(not w or w in v for v, w in zip(items.values, wanted, strict=True)) or not any(wanted):
        return
    # An item that is at the same place everywhere is found by its place elsewhere.
    if len({v.index(w) if w else None for v, w in zip(items.values, wanted, strict=True)}) > 1:
        operator = ops.FIRST if all(wanted) else ops.FIRST_OR_NOTHING
        for kept in _kept(items, [[w] if w else [] for w in wanted]):
            yield Term(Apply(operator, (kept.node,)), kept.cost + _CHOSEN)


def glued(items: Items, wanted: Sequence[str]) -> Iterator[Term]:
    """Yield texts made of all items that may be part of the outputs: initials, and the items with another separator."""
    if all(v and all(v) for v in items.values):
        for glue in _GLUES[:2] if any(" " in w for w in wanted) else _GLUES[:1]:
            for operator, cost in ((piece_ops.FIRST, 0.0), (text_ops.INITIAL_UPPER, 1.0)):
                values = tuple([operator.function(i) for i in v] for v in items.values)
                initials = items.each(Apply(operator, (items.item,)), 3.5 + cost, None, values)
                yield initials.made(ops.JOIN, 0.0, Literal(glue))
    for one, cost in ((items, 3.0), *((items.made(part, 0.0), 5.0) for part in _PARTS)):
        for place, glue in enumerate(_GLUES):
            if any(glue in w for w in wanted):
                yield one.made(ops.JOIN, cost + _A_GLUE * place, Literal(glue))


def _as_many(items: Items, wanted: Sequence[list[str]]) -> bool:
    return all(len(v) == len(w) for v, w in zip(items.values, wanted, strict=True))


def _mapped(items: Items, wanted: Sequence[list[str]], change: Change) -> Iterator[Term]:
    """Yield programs that change each item, if each result shares a character with its item; at most two."""
    flat = [pair for v, ws in zip(items.values, wanted, strict=True) for pair in zip(v, ws, strict=True)]
    pairs = list(dict.fromkeys(flat))
    if any(w and not set(w.lower()) & set(i.lower()) for i, w in pairs) or not 1 < len(pairs) == len(dict(pairs)):
        return
    for spelled in change(pairs, items.depth)[:2]:
        yield items.each(spelled.node, spelled.cost + _MAPPED)


def _kept(items: Items, wanted: Sequence[list[str]]) -> Iterator[Term]:
    """Yield the filter that keeps just the wanted items, if one condition on an item separates them from the rest."""
    keep = []
    for values, targets in zip(items.values, wanted, strict=True):
        rest = list(targets)
        for value in values:
            keep.append(rest[:1] == [value])
            rest = rest[1:] if keep[-1] else rest
    predicate = separating(keep, _flat(items), items.item)
    if predicate is not None:
        yield items.each(items.item, predicate.cost + 2.0, predicate.node)


def _filtered(items: Items, late: Late) -> Iterator[Items]:
    flat = _flat(items)
    # The search for conditions looks at every item, so it takes about that many steps.
    if late(len(flat)):
        return
    for predicate in of_texts(flat, items.item)[:_MOST_PREDICATES]:
        for wanted in (True, False):
            holds = iter(predicate.values)
            values = tuple([v for v in one if next(holds) is wanted] for one in items.values)
            test = predicate.node if wanted else negated(predicate.node)
            yield items.each(items.item, predicate.cost + _FILTERED + _OTHERS * (not wanted), test, values)


def _flat(items: Items) -> list[str]:
    return [item for values in items.values for item in values]


def _is_subsequence(short: Iterable[str], long: Iterable[str]) -> bool:
    rest = iter(long)
    return all(any(s == r for r in rest) for s in short)
