"""Lists in the inputs: split or found, filtered, each item changed, then joined, counted or kept as a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.operators import lists as ops
from pointmass.synthesis.operators import pieces as piece_ops
from pointmass.synthesis.operators import text as text_ops
from pointmass.synthesis.program import Apply, Each, Literal, Node, Var
from pointmass.synthesis.strings.cuts import TOKENS, mark_cost
from pointmass.synthesis.strings.cuts import place as place_cost
from pointmass.synthesis.strings.partitions import cut
from pointmass.synthesis.strings.predicates import negated, predicates, separating
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


_MOST_ITEMS = 400
_LISTING = (", ", ";", "|")
_GLUES = ("", " ", ", ", ",", "; ", ";", "-", "_", ".", "/", "|", "\n", " - ", " and ", ". ", "&", " & ", ":")


@dataclass(frozen=True, slots=True)
class Items(Term):
    """A list on every example, made at this depth of loops."""

    depth: int = 1

    @property
    def item(self) -> Var:
        """The variable of a loop over the items: it follows the parameters."""
        return Var(self.depth)


def sources(
    texts: Sequence[str], node: Node, marks: Sequence[str], *, depth: int, cost: float = 0.0
) -> Iterator[Items]:
    """Yield the lists that *texts* hold: words, parts between marks, tokens of a kind, characters."""
    if any(len(t) > _MOST_ITEMS * 20 for t in texts):
        return
    item = Var(depth)
    seen: set[tuple[tuple[str, ...], ...]] = set()

    def fresh(values: list[list[str]], made: Node, price: float) -> Iterator[Items]:
        key = tuple(map(tuple, values))
        if key not in seen and any(len(v) > 1 for v in values) and all(len(v) <= _MOST_ITEMS for v in values):
            seen.add(key)
            yield Items(made, cost + price, tuple(values), depth)

    # Where commas or semicolons list something, words are hardly its items.
    listed = any(m in t for t in texts for m in _LISTING)
    yield from fresh([t.split() for t in texts], Apply(ops.WORDS, (node,)), 2.0 + 2.0 * listed)
    for mark in marks:
        if not mark.isalnum() and mark != " ":
            parts = Apply(ops.SPLIT, (node, Literal(mark)))
            values = [t.split(mark) for t in texts]
            yield from fresh(values, parts, 2.0 + mark_cost(mark))
            stripped = Each(parts, Apply(text_ops.STRIP, (item,)), None, 1, "part")
            yield from fresh([[p.strip() for p in v] for v in values], stripped, 3.0 + mark_cost(mark))
    if isinstance(node, Var):
        for values, inner, price in _within(texts, node):
            trimmed = Each(inner, Apply(text_ops.STRIP, (item,)), None, 1, "part")
            yield from fresh([[p.strip() for p in v] for v in values], trimmed, price)
    yield from fresh([list(t) for t in texts], Apply(ops.LETTERS, (node,)), 3.0)
    for pattern, price in TOKENS:
        found = [re.findall(pattern, t) for t in texts]
        yield from fresh(found, Apply(ops.FIND_ALL, (Literal(pattern, regex=True), node)), 2.5 + price)


def _within(texts: Sequence[str], node: Node) -> Iterator[tuple[list[list[str]], Node, float]]:
    """Yield the lists with commas in a part of *texts*, where the parts are set apart by a stronger sign."""
    for mark in ("; ", ";", "|", "\n", " - "):
        if not any(mark in t and "," in t for t in texts):
            continue
        parts = [t.split(mark) for t in texts]
        for index in (*range(3), -1, -2, -3):
            if all(-len(p) <= index < len(p) for p in parts):
                part = Apply(piece_ops.PART, (node, Literal(mark), Literal(index)))
                price = 4.0 + mark_cost(mark) + place_cost(index)
                yield [p[index].split(",") for p in parts], Apply(ops.SPLIT, (part, Literal(","))), price
        return


def counts(items: Items, wanted: tuple[str, ...]) -> Iterator[Term]:
    """Yield programs that count the items, those that meet a condition, or the different ones."""
    if not all(w.isdecimal() and int(w) <= len(v) for w, v in zip(wanted, items.values, strict=True)):
        return
    if tuple(str(len(v)) for v in items.values) == wanted:
        yield Term(Apply(ops.NUMBER, (items.node,)), items.cost + 2.0)
    if tuple(str(len(set(v))) for v in items.values) == wanted:
        yield Term(Apply(ops.NUMBER, (Apply(ops.UNIQUE, (items.node,)),)), items.cost + 4.0)
    for filtered in _filtered(items):
        if tuple(str(len(v)) for v in filtered.values) == wanted:
            yield Term(Apply(ops.NUMBER, (filtered.node,)), filtered.cost + 2.0)


def made_lists(items: Items, wanted: tuple[list[str], ...], change: Callable[..., list[Term]]) -> Iterator[Term]:
    """Yield programs whose list equals *wanted* on every example."""
    if isinstance(items.node, Apply) and items.node.operator is ops.LETTERS:
        # Characters in order: the pieces of the text that they make up.
        texts = ["".join(v) for v in items.values]
        yield from (Term(node, items.cost + price) for node, price in cut(texts, wanted, items.node.arguments[0]))
    yield from _changed(items, wanted, change)


def _changed(items: Items, wanted: tuple[list[str], ...], change: Callable[..., list[Term]]) -> Iterator[Term]:
    """Yield the programs that reorder, change or filter the items."""
    for ordered in (items, *_ordered(items)):
        if ordered.values == wanted:
            yield Term(ordered.node, ordered.cost)
            return
    if all(len(v) == len(w) for v, w in zip(items.values, wanted, strict=True)):
        yield from _mapped(items, wanted, change)
        return
    if all(_is_subsequence(w, v) for v, w in zip(items.values, wanted, strict=True)):
        kept = _kept(items, wanted)
        if kept is not None:
            yield kept
        return
    if any(len(w) > len(v) for v, w in zip(items.values, wanted, strict=True)) or not any(wanted):
        return
    for shorter in _filtered(items):
        if all(len(v) == len(w) for v, w in zip(shorter.values, wanted, strict=True)):
            yield from _mapped(shorter, wanted, change)


def joined(items: Items, wanted: tuple[str, ...], change: Callable[..., list[Term]]) -> Iterator[Term]:
    """Yield programs that join the (changed, filtered) items with some glue to exactly *wanted*, or take one of them."""
    yield from chosen(items, wanted)
    for place, glue in enumerate(_GLUES):
        if glue and not any(glue in w for w in wanted):
            continue
        targets = tuple(_pieces(w, glue) for w in wanted)
        if glue == "" and not any(len(t) > 1 for t in targets):
            continue
        for made in _changed(items, targets, change):
            yield Term(Apply(ops.JOIN, (Literal(glue), made.node)), made.cost + 2.0 + 0.1 * place)


def chosen(items: Items, wanted: tuple[str, ...]) -> Iterator[Term]:
    """Yield programs that take the item that meets a condition, or nothing where none does."""
    if not all(not w or w in v for v, w in zip(items.values, wanted, strict=True)) or not any(wanted):
        return
    places = {v.index(w) if w else None for v, w in zip(items.values, wanted, strict=True)}
    if len(places) < 2:  # noqa: PLR2004 - an item at one place is told by its place
        return
    kept = _kept(items, tuple([w] if w else [] for w in wanted))
    if kept is not None:
        operator = ops.FIRST if all(wanted) else ops.FIRST_OR_NOTHING
        yield Term(Apply(operator, (kept.node,)), kept.cost + 1.5)


def glued(items: Items, wanted: tuple[str, ...]) -> Iterator[Term]:
    """Yield texts made of all items that may be a part of the outputs: their initials, and the items with other glue."""
    if all(v and all(v) for v in items.values):
        initials = Each(items.node, Apply(piece_ops.FIRST, (items.item,)), None, 1, "item")
        upper = Each(items.node, Apply(text_ops.INITIAL_UPPER, (items.item,)), None, 1, "item")
        for glue in _GLUES[:2] if any(" " in w for w in wanted) else _GLUES[:1]:
            yield Term(Apply(ops.JOIN, (Literal(glue), initials)), items.cost + 3.5)
            yield Term(Apply(ops.JOIN, (Literal(glue), upper)), items.cost + 4.5)
    for place, glue in enumerate(_GLUES):
        if glue == "" or any(glue in w for w in wanted):
            yield Term(Apply(ops.JOIN, (Literal(glue), items.node)), items.cost + 3.0 + 0.1 * place)
            for operator in (ops.TAIL, ops.INIT, ops.LAST_TWO, ops.FIRST_TWO):
                cut = Apply(operator, (items.node,))
                yield Term(Apply(ops.JOIN, (Literal(glue), cut)), items.cost + 5.0 + 0.1 * place)


def _pieces(text: str, glue: str) -> list[str]:
    return (text.split(glue) if glue else list(text)) if text else []


def _mapped(items: Items, wanted: tuple[list[str], ...], change: Callable[..., list[Term]]) -> Iterator[Term]:
    if not _related(items.values, wanted):
        return
    pairs = dict.fromkeys(
        (i, w) for v, ws in zip(items.values, wanted, strict=True) for i, w in zip(v, ws, strict=True)
    )
    if len({i for i, _ in pairs}) != len(pairs) or len(pairs) < 2:  # noqa: PLR2004 - one pair shows nothing
        return
    for spelled in change(list(pairs), items.depth)[:2]:
        yield Term(Each(items.node, spelled.node, None, 1, "item"), items.cost + spelled.cost + 3.0)


def _related(values: tuple[list[str], ...], wanted: tuple[list[str], ...]) -> bool:
    """Whether each result shares a letter or digit with its item: cheap to ask before a search."""
    for items, results in zip(values, wanted, strict=True):
        for item, result in zip(items, results, strict=True):
            if result and not set(result.lower()) & set(item.lower()):
                return False
    return True


def _kept(items: Items, wanted: tuple[list[str], ...]) -> Term | None:
    """Return the filter that keeps just the wanted items, where one condition on an item tells them."""
    flat, keep = [], []
    for values, targets in zip(items.values, wanted, strict=True):
        rest = list(targets)
        for value in values:
            hit = bool(rest) and rest[0] == value
            if hit:
                rest.pop(0)
            flat.append(value)
            keep.append(hit)
    predicate = separating(keep, flat, items.item)
    if predicate is None:
        return None
    return Term(Each(items.node, items.item, predicate.node, 1, "item"), items.cost + predicate.cost + 2.0)


def _ordered(items: Items) -> Iterator[Items]:
    for operator, extra in (
        (ops.REVERSED, 1.5),
        (ops.SORTED, 1.5),
        (ops.UNIQUE, 1.5),
        (ops.TAIL, 1.5),
        (ops.INIT, 1.8),
        (ops.LAST_TWO, 1.9),
        (ops.FIRST_TWO, 1.9),
    ):
        values = tuple(operator.function(v) for v in items.values)
        if values != items.values:
            yield Items(Apply(operator, (items.node,)), items.cost + extra, values, items.depth)


def _filtered(items: Items) -> Iterator[Items]:
    flat = [v for values in items.values for v in values]
    for predicate in predicates(flat, items.item)[:60]:
        for wanted in (True, False):
            marks = iter(predicate.values)
            values = tuple([v for v in values if next(marks) is wanted] for values in items.values)
            node = predicate.node if wanted else negated(predicate.node)
            price = items.cost + predicate.cost + 1.5 + 0.5 * (not wanted)
            yield Items(Each(items.node, items.item, node, 1, "item"), price, values, items.depth)


def _is_subsequence(short: list[str], long: list[str]) -> bool:
    rest = iter(long)
    return all(any(s == r for r in rest) for s in short)
