"""Learn programs from JSON to JSON, top-down: a path, a record of learned fields, a mapped or filtered list, a text."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pointmass.synthesis import typed
from pointmass.synthesis.choices import branched, truths
from pointmass.synthesis.conditions import conditions
from pointmass.synthesis.goal import Goal
from pointmass.synthesis.numeric.number_values import is_number
from pointmass.synthesis.of_numbers import numeric_programs
from pointmass.synthesis.operators import records as ops
from pointmass.synthesis.operators import tests
from pointmass.synthesis.problem import json_key
from pointmass.synthesis.program import UNDEFINED, Apply, Each, Literal, Node, Var, children, replaced
from pointmass.synthesis.records.caution_bits import evidence, is_choice
from pointmass.synthesis.records.derived import (
    arranged,
    counted,
    either,
    filtered,
    is_either,
    is_of_fields,
    is_scalar,
    lists_of,
    normalized,
    numbers_of,
    ordered,
    projected,
    texts_of,
)
from pointmass.synthesis.records.paths import applied, gatherings, paths
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


_LEVELS = 4
_LEAVES = 10
_LISTS = 30
_CONSTANT = 8.0
_ANSWERS = 24
_INNER = 3
_CONDITIONS = 1000
_ASKED = 400
# For how many lists the items that meet a condition are counted.
_COUNTED = 6
# A value may be of this many types over the examples: one, or one and None.
_KINDS = 2
_MANY = 10
_NEAR = 0.02
# A program with branches may cost at most this share of the bits of the outputs, as many are tried and one may fit by
# chance; the second number is for truth values, whose bits are known better.
_BORNE_OUT, _TRUTHS_BORNE_OUT = 0.7, 0.9
# How many levels of the search a branch uses up.
_BRANCH = 2


def json_programs(goal: Goal) -> list[Term]:
    """Return programs for JSON inputs that explain every example, the cheapest first."""
    found = _learn(goal, _LEVELS)
    wanted = [json_key(o) for o in goal.outputs]
    return [s for s in found if _gives(s.node, goal, wanted)]


def _gives(node: Node, goal: Goal, wanted: list[str]) -> bool:
    try:
        return all(json_key(node.value(e)) == w for e, w in zip(goal.envs, wanted, strict=True))
    except UNDEFINED:
        return False


def _learn(goal: Goal, levels: int) -> list[Term]:
    if goal.late() or levels == 0:
        return []
    sources = _sources(goal)
    wanted = tuple(json_key(o) for o in goal.outputs)
    if all(map(is_scalar, goal.outputs)):
        sources = sorted([*sources, *either(sources, goal.envs, goal.outputs)], key=lambda s: s.cost)
    found = [Term(s.node, s.cost) for s in sources if tuple(map(_safe, s.values)) == wanted][:_ANSWERS]
    if not found:
        # Once a program is found, searches that have not begun yet are skipped.
        inner = replace(goal, late=lambda *steps: goal.late(*steps) or bool(found))
        made = _by_type(inner, sources, wanted, levels)
        if all(map(is_scalar, goal.outputs)):
            told = evidence(sources, goal.outputs)
            told *= _TRUTHS_BORNE_OUT if all(isinstance(o, bool) for o in goal.outputs) else _BORNE_OUT
            made = (s for s in made if s.cost <= told or not is_choice(s.node))
        # For the whole task more programs are kept, to be compared with each other.
        for spelled in itertools.islice(made, _ANSWERS if levels == _LEVELS else _INNER):
            found.append(spelled)
    if not found and len(set(wanted)) == 1:
        found = [Term(Literal(goal.outputs[0]), _CONSTANT + len(wanted[0]))]
    return sorted(found, key=lambda s: s.cost)


def _safe(value: Any) -> str:
    try:
        return json_key(value)
    except (TypeError, ValueError):
        return ""


def _sources(goal: Goal) -> list[Term]:
    """Return the values at every path into every variable, the cheapest first; outer variables cost more."""
    width = len(goal.envs[0])
    found: list[Term] = []
    for index in reversed(range(width)):
        outer = 2.0 * (width - 1 - index)
        inner = paths(tuple(e[index] for e in goal.envs), Var(index), width)
        found.extend(Term(source.node, source.cost + outer, source.values) for source in inner)
    if width == 1:
        found += gatherings(tuple(e[0] for e in goal.envs), Var(0))
    cheapest: dict[str, Term] = {}
    for source in sorted(found, key=lambda s: s.cost):
        cheapest.setdefault(_safe(list(source.values)), source)
    return list(cheapest.values())


def _by_type(goal: Goal, sources: list[Term], wanted: tuple[str, ...], levels: int) -> Iterator[Term]:
    outputs = goal.outputs
    if all(isinstance(o, dict) for o in outputs):
        yield from _whole(sources, wanted, len(goal.envs[0]))
        yield from typed.part_by_part(goal, lambda part: _learn(part, levels - 1))
        yield from _by_key(goal, levels)
    elif all(isinstance(o, list) for o in outputs):
        yield from _lists(goal, sources, wanted, levels)
    elif all(isinstance(o, bool) for o in outputs):
        yield from _truths(goal, sources)
    elif all(isinstance(o, int | float) for o in outputs):
        yield from _numbers(goal, sources, wanted)
    elif all(isinstance(o, str) for o in outputs):
        yield from _selected(goal, sources, wanted)
        if len(outputs) >= _MANY:
            # With many examples, conditions on truth values are simpler than the search for what texts have in common.
            yield from _branched(goal, sources, 0)
            flags = [s for s in sources if all(isinstance(v, bool) for v in s.values)] if not goal.plain else []
            yield from _branched(goal, flags, levels)
        yield from _of_leaves(goal, sources)
    if any(map(is_scalar, outputs)) and levels > 1 and not goal.plain:
        yield from _branched(goal, [*sources, *numbers_of(sources, len(goal.envs[0]))], levels)
    if len(goal.envs[0]) == 1 and not all(isinstance(o, list) for o in outputs):
        yield from _one_or_all(goal, levels)


def _branched(goal: Goal, sources: Sequence[Term], levels: int) -> list[Term]:
    """Return programs with branches that give fields, constants or, if enough levels are left, other programs."""

    def learn(part: Goal) -> list[Term]:
        return _learn(replace(part, plain=True), levels - _BRANCH)[:1]

    asked: dict[tuple[bool, ...], Term] = {}
    for place, term in enumerate(conditions(sources, inside=True)):
        # To choose a condition costs the logarithm of its position.
        asked.setdefault(term.values, Term(term.node, term.cost + math.log2(1 + place), term.values))
    ways = learn if levels > _BRANCH else None
    return branched(goal, ways, list(asked.values())[:_ASKED], sources, fewest=2, deepest=4, whole=True)


def _whole(sources: list[Term], wanted: tuple[str, ...], loops: int) -> Iterator[Term]:
    """Yield objects without their null fields, counts of the items of a list, and the first object by a field."""
    for source in sources:
        yield from _equal(applied(source, (ops.WITHOUT_NULLS, (), 2.0), (ops.COUNTED, (), 2.0)), wanted)
    yield from _equal(_firsts(sources, loops), wanted)


def _firsts(sources: list[Term], loops: int) -> Iterator[Term]:
    """Yield the object of a list with the greatest, or the least, value of a field."""
    for source in [s for s in lists_of(sources) if all(s.values)][:_LISTS]:
        for placed in ordered(source, loops):
            yield from applied(placed, (ops.ITEM_AT, (0,), 0.0))


def _truths(goal: Goal, sources: list[Term]) -> Iterator[Term]:
    """Yield conditions on a value, on the items of a list, and on values as if they were parameters."""
    outputs, loops = goal.outputs, len(goal.envs[0])
    for term in conditions([*sources, *numbers_of(sources, loops)], inside=True):
        if term.values == outputs:
            yield Term(Apply(tests.BOOL, (term.node,)), term.cost)
    for source in [s for s in lists_of(sources) if not is_of_fields(s)][:_LISTS]:
        for part in filtered(source, loops):
            if tuple(map(bool, part.values)) == outputs:
                yield Term(Apply(tests.BOOL, (part.node,)), part.cost)
        for item in {json_key(i): i for v in source.values for i in v if is_scalar(i)}.values():
            if tuple(item in v for v in source.values) == outputs:
                yield Term(Apply(ops.CONTAINS, (source.node, Literal(item))), source.cost + 4.0)
    yield from _of_leaves(goal, sources)


def _selected(goal: Goal, sources: list[Term], wanted: tuple[str, ...]) -> Iterator[Term]:
    """Yield a field of the object with the greatest or least value of another field, and texts made of lists."""
    loops = len(goal.envs[0])
    for first in _firsts(sources, loops):
        yield from _equal(paths(first.values, first.node, loops)[1:], wanted)
    yield from _equal(texts_of(sources, loops, goal.outputs), wanted)


def _one_or_all(goal: Goal, levels: int) -> Iterator[Term]:
    """Yield programs for a list that is written as its item if it has one item, and as None if it is empty."""
    items = [o if isinstance(o, list) else [] if o is None else [o] for o in goal.outputs]
    if any(isinstance(o, list) and len(o) < 2 for o in goal.outputs):  # noqa: PLR2004 - these would be written otherwise
        return
    for inner in _learn(goal.towards(items), levels - 1)[:1]:
        yield Term(Apply(ops.ONE_OR_ALL, (inner.node,)), inner.cost + 2.0)


def _by_key(goal: Goal, levels: int) -> Iterator[Term]:
    """Yield programs for objects whose keys are computed from the input."""
    if len({tuple(o) for o in goal.outputs}) == 1 or not all(goal.outputs):
        return
    keys = _learn(goal.towards([list(o) for o in goal.outputs]), levels - 1)[:1]
    values = _learn(goal.towards([list(o.values()) for o in goal.outputs]), levels - 1)[:1] if keys else []
    if values:
        cost = keys[0].cost + values[0].cost + 2.0
        yield Term(Apply(ops.PAIRED, (keys[0].node, values[0].node)), cost)


def _lists(goal: Goal, sources: list[Term], wanted: tuple[str, ...], levels: int) -> Iterator[Term]:
    """Yield programs for lists, the quickest searches first: reordered, cut and filtered lists, then maps of them."""
    loops = len(goal.envs[0])
    lists = [s for s in lists_of(sources) if any(s.values)][:_LISTS]
    for source in lists:
        yield from _equal([*arranged(source, loops), *projected(source, loops)], wanted)
    for source in lists:
        yield from _equal(normalized(source, loops), wanted)
    kept = {s.node: [k for k in (*ordered(s, loops), *filtered(s, loops)) if _lengths(k, goal)] for s in lists}
    for source in lists:
        for part in kept[source.node] if not goal.late() else ():
            yield from _equal([part, *projected(part, loops)], wanted)
    for source in lists:
        yield from _mapped(goal, source, levels)
    for source in lists if not goal.late() else ():
        yield from _chosen(goal, source)
    for source in lists:
        for part in kept[source.node] if not goal.late() else ():
            yield from _mapped(goal, part, levels)
    yield from typed.part_by_part(goal, lambda part: _learn(part, levels - 1))


def _lengths(source: Term, goal: Goal) -> bool:
    """Whether a list has as many items as the output, on every example."""
    return all(len(v) == len(o) for v, o in zip(source.values, goal.outputs, strict=True))


def _equal(sources: Iterable[Term], wanted: tuple[str, ...]) -> Iterator[Term]:
    return (Term(s.node, s.cost) for s in sources if all(_safe(v) == w for v, w in zip(s.values, wanted, strict=True)))


def _mapped(goal: Goal, source: Term, levels: int) -> Iterator[Term]:
    """Yield the program that changes each item of *source* into the wanted item."""
    if not _lengths(source, goal):
        return
    rows = [
        ((*env, item), out)
        for env, items, outs in zip(goal.envs, source.values, goal.outputs, strict=True)
        for item, out in zip(items, outs, strict=True)
    ]
    if not rows or (len({json_key(o) for _, o in rows}) == 1 and len(rows) > 1):
        return
    inner = Goal(tuple(e for e, _ in rows[:60]), tuple(o for _, o in rows[:60]), goal.late)
    for spelled in _learn(inner, levels - 1)[:1]:
        yield Term(Each(source.node, spelled.node, None, 1, "item"), source.cost + spelled.cost + 2.0)


def _chosen(goal: Goal, source: Term) -> Iterator[Term]:
    """Yield the items of a list that meet two conditions, or one of two, if the outputs are some of its items."""
    wanted: list[bool] = []
    for items, outs in zip(source.values, goal.outputs, strict=True):
        left = [json_key(o) for o in outs]
        marks = [bool(left) and _safe(i) == left[0] and bool(left.pop(0) or True) for i in items]
        if left:
            return
        wanted += marks
    if all(wanted) or not any(wanted):
        return
    loops = len(goal.envs[0])
    items = tuple(i for v in source.values for i in v)
    asked = conditions(paths(items, Var(loops), loops + 1)[:30], inside=True)[:_CONDITIONS]
    for test in truths(asked, wanted)[:1]:
        yield Term(Each(source.node, Var(loops), test.node, 1, "item"), source.cost + 10.0)


def _numbers(goal: Goal, sources: list[Term], wanted: tuple[str, ...]) -> Iterator[Term]:
    """Yield numbers computed from lists, counts of items that meet a condition, and formulas over such numbers."""
    loops = len(goal.envs[0])
    yield from _equal(numbers_of(sources, loops), wanted)
    # Within a loop, values of the item are likelier than counts of other items, so they come first.
    if loops > 1:
        yield from _of_leaves(goal, sources)
    for source in lists_of(sources)[:_COUNTED]:
        yield from _equal(counted(source, loops), wanted) if not goal.late() else ()
    if loops == 1:
        yield from _of_leaves(goal, sources)


def _of_leaves(goal: Goal, sources: list[Term]) -> Iterator[Term]:
    """Yield programs over the values inside of the inputs, as if each were a parameter."""
    leaves = _leaves(goal, sources)
    plain = [leaf for leaf in leaves if not is_either(leaf.node)][:_LEAVES]
    whole = [leaf for leaf in leaves if all(v is not None for v in leaf.values)]
    texts = all(isinstance(o, str) for o in goal.outputs)
    lacking = texts and any(_is_shown(leaf, goal.outputs) for leaf in plain if leaf not in whole)
    firm = [leaf for leaf in whole if not is_either(leaf.node)]
    tried: list[list[Term]] = []
    for some in (plain, firm, whole) if lacking else (firm, plain, whole):
        if some[:_LEAVES] not in tried and not goal.late():
            tried.append(some[:_LEAVES])
            yield from _over(goal, some[:_LEAVES])


def _over(goal: Goal, leaves: list[Term]) -> Iterator[Term]:
    if not leaves:
        return
    envs = tuple(zip(*(leaf.values for leaf in leaves), strict=True))
    shift = len(goal.envs[0]) - len(leaves)
    # Limits on the numbers of a record are found quickly, so they are tried even if *plain* asks for no branches.
    quick = numeric_programs(replace(goal, envs=envs)) if goal.plain else []
    for spelled in (quick or typed.programs(replace(goal, envs=envs)))[:_INNER]:
        # To choose a value costs the logarithm of its position; it counts only for programs with branches.
        chosen_ = sum(math.log2(1 + place) for place in _used(spelled.node))
        node = replaced(spelled.node, tuple(leaf.node for leaf in leaves), shift)
        yield Term(node, spelled.cost + 2.0 + (chosen_ if is_choice(node) else 0.0))


def _used(node: Node) -> set[int]:
    """Return the numbers of the variables that a program uses."""
    return {node.index} if isinstance(node, Var) else set().union(*map(_used, children(node)))


def _leaves(goal: Goal, sources: list[Term]) -> list[Term]:
    """Return the texts, numbers and truth values inside of the inputs, first those that the outputs contain."""
    loops = len(goal.envs[0])
    # Within a loop only the item is used, and no numbers computed from lists.
    made = [*sources, *(numbers_of(sources, loops) if loops == 1 else ())]
    if loops == 1 and all(isinstance(o, str) for o in goal.outputs):
        made += texts_of(sources, loops, [str(o) for o in goal.outputs])
    varied: dict[tuple[str, ...], Term] = {}
    for source in sorted(made, key=lambda s: s.cost):
        if all(map(is_scalar, source.values)) and len({type(v) for v in source.values if not is_number(v)}) <= _KINDS:
            key = tuple(map(json_key, source.values))
            if len(set(key)) > 1 or len(key) == 1:
                varied.setdefault(key, source)
    return sorted(varied.values(), key=lambda s: (not _is_shown(s, goal.outputs), s.cost))


def _is_shown(source: Term, outputs: Sequence[Any]) -> bool:
    """Whether more than a quarter of the outputs contain the value; for numbers, whether most outputs are near it."""
    both = list(zip(source.values, outputs, strict=True))
    if all(is_number(v) and is_number(o) for v, o in both):
        return sum(bool(abs(v - o) <= _NEAR * abs(o)) for v, o in both) > len(both) / 2
    held = [str(v).lower() in str(o).lower() for v, o in both if v is not None and v != ""]
    return sum(held) > len(held) / 4
