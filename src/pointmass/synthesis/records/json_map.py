"""Learn JSON → JSON top-down: a path, a record of learned fields, a list mapped or filtered, a text, a number."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pointmass.synthesis import typed
from pointmass.synthesis.numeric.learn import numeric_programs
from pointmass.synthesis.operators import records as ops
from pointmass.synthesis.operators import tests
from pointmass.synthesis.problem import canonical
from pointmass.synthesis.program import Apply, Array, Each, Literal, Node, Operator, Record, Var, children, replaced
from pointmass.synthesis.records.arrange import arranged, filtered, normalized, ordered, projected
from pointmass.synthesis.records.choices import chosen
from pointmass.synthesis.records.conditions import conditions_on
from pointmass.synthesis.records.derived import counted, is_of_fields, numbers_of, texts_of
from pointmass.synthesis.records.either import either, is_either
from pointmass.synthesis.records.evidence import evidence, is_choice
from pointmass.synthesis.records.paths import gatherings, paths
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pointmass.synthesis.typed import Goal

_LEVELS = 4
_LEAVES = 10
_LISTS = 30
_CONSTANT = 8.0
_ANSWERS = 24
_INNER = 3
_JOINED = 60
_CONDITIONS = 1000
# Lists whose items are counted by conditions.
_COUNTED = 6
# Values of one kind, or nothing.
_KINDS = 2
_MANY = 10
_NEAR = 0.02
# So much of what the examples say may a choice take to be said: many are looked at, and one fits by chance.
# What a truth value says is known, what another output says is guessed.
_BORNE_OUT, _TRUTHS_BORNE_OUT = 0.7, 0.9
# Levels that a branch takes.
_BRANCH = 2


def json_programs(goal: Goal) -> list[Term]:
    """Return programs for JSON inputs, cheapest first; each is checked on every example."""
    found = _learn(goal, _LEVELS)
    wanted = [canonical(o) for o in goal.outputs]
    return [s for s in found if _gives(s.node, goal, wanted)]


def _gives(node: Node, goal: Goal, wanted: list[str]) -> bool:
    try:
        return all(canonical(node.value(e)) == w for e, w in zip(goal.envs, wanted, strict=True))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False


def _learn(goal: Goal, levels: int) -> list[Term]:
    if goal.late() or levels == 0:
        return []
    sources = _sources(goal)
    wanted = tuple(canonical(o) for o in goal.outputs)
    if all(map(_is_scalar, goal.outputs)):
        sources = sorted([*sources, *either(sources, goal.envs, goal.outputs)], key=lambda s: s.cost)
    found = [Term(s.node, s.cost) for s in sources if tuple(map(_safe, s.values)) == wanted][:_ANSWERS]
    if not found:
        found = []
        # Once something is found, what was not begun yet is left out.
        inner = replace(goal, late=lambda *steps: goal.late(*steps) or bool(found))
        made = _by_type(inner, sources, wanted, levels)
        if all(map(_is_scalar, goal.outputs)):
            told = evidence(sources, goal.outputs)
            told *= _TRUTHS_BORNE_OUT if all(isinstance(o, bool) for o in goal.outputs) else _BORNE_OUT
            made = (s for s in made if s.cost <= told or not is_choice(s.node))
        # Of the whole many are kept, to be held against each other.
        for spelled in itertools.islice(made, _ANSWERS if levels == _LEVELS else _INNER):
            found.append(spelled)
    if not found and len(set(wanted)) == 1:
        found = [Term(Literal(goal.outputs[0]), _CONSTANT + len(wanted[0]))]
    return sorted(found, key=lambda s: s.cost)


def _safe(value: Any) -> str:
    try:
        return canonical(value)
    except (TypeError, ValueError):
        return ""


def _sources(goal: Goal) -> list[Term]:
    """Return every path into every variable in scope; the innermost first."""
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


def _is_scalar(value: Any) -> bool:
    return value is None or isinstance(value, str | int | float)


def _by_type(goal: Goal, sources: list[Term], wanted: tuple[str, ...], levels: int) -> Iterator[Term]:
    outputs = goal.outputs
    if all(isinstance(o, dict) for o in outputs):
        yield from _whole(sources, wanted)
        yield from _first(goal, sources, wanted)
        yield from _record(goal, levels)
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
            # Among many examples a condition on a truth value or a kind is plainer than what texts have in common.
            yield from chosen(goal, sources, lambda _: [])
            flags = [s for s in sources if all(isinstance(v, bool) for v in s.values)] if not goal.plain else []
            yield from chosen(goal, flags, lambda part: _learn(replace(part, plain=True), levels - _BRANCH))
        yield from _of_leaves(goal, sources)
    if any(map(_is_scalar, outputs)) and levels > 1 and not goal.plain:
        asked = [*sources, *numbers_of(sources, len(goal.envs[0]))]
        yield from chosen(goal, asked, lambda part: _learn(part, levels - _BRANCH))
    if len(goal.envs[0]) == 1 and not all(isinstance(o, list) for o in outputs):
        yield from _one_or_all(goal, levels)


def _whole(sources: list[Term], wanted: tuple[str, ...]) -> Iterator[Term]:
    """Yield objects without what is null in them, and how often each item of a list comes."""
    for source in sources:
        operator = ops.WITHOUT_NULLS if all(isinstance(v, dict) for v in source.values) else ops.COUNTED
        if operator is ops.WITHOUT_NULLS or all(isinstance(v, list) for v in source.values):
            yield from _checked(operator, (source,), wanted)


def _truths(goal: Goal, sources: list[Term]) -> Iterator[Term]:
    """Yield conditions: on one value, on two joined, on the items of a list."""
    outputs, loops = goal.outputs, len(goal.envs[0])
    for node, holds in conditions_on([*sources, *numbers_of(sources, loops)]):
        if holds == outputs:
            yield Term(Apply(tests.BOOL, (node,)), 4.0)
    for source in [s for s in sources if all(isinstance(v, list) for v in s.values) and not is_of_fields(s)][:_LISTS]:
        for condition in filtered(source, loops):
            if tuple(map(bool, condition.values)) == outputs:
                yield Term(Apply(tests.BOOL, (condition.node,)), condition.cost)
        for item in {canonical(i): i for v in source.values for i in v if _is_scalar(i)}.values():
            if tuple(item in v for v in source.values) == outputs:
                yield Term(Apply(ops.CONTAINS, (source.node, Literal(item))), source.cost + 4.0)
    yield from _of_leaves(goal, sources)


def _selected(goal: Goal, sources: list[Term], wanted: tuple[str, ...]) -> Iterator[Term]:
    """Yield a field of the object of a list that has the greatest or least of another field."""
    loops = len(goal.envs[0])
    for source in [s for s in sources if all(isinstance(v, list) and v for v in s.values)][:_LISTS]:
        for placed in ordered(source, loops):
            first = Term(Apply(ops.ITEM_AT, (placed.node, Literal(0))), placed.cost, tuple(v[0] for v in placed.values))
            yield from _equal(paths(first.values, first.node, loops)[1:], wanted)
    yield from _equal(texts_of(sources, loops, goal.outputs), wanted)


def _one_or_all(goal: Goal, levels: int) -> Iterator[Term]:
    """Yield lists that are written as their one item where they have one, and as nothing where they are empty."""
    items = [o if isinstance(o, list) else [] if o is None else [o] for o in goal.outputs]
    if any(isinstance(o, list) and len(o) < 2 for o in goal.outputs):  # noqa: PLR2004 - these would be written otherwise
        return
    for inner in _learn(goal.towards(items), levels - 1)[:1]:
        yield Term(Apply(ops.ONE_OR_ALL, (inner.node,)), inner.cost + 2.0)


def _by_key(goal: Goal, levels: int) -> Iterator[Term]:
    """Yield objects whose keys are values of the input too."""
    if len({tuple(o) for o in goal.outputs}) == 1 or not all(goal.outputs):
        return
    keys = _learn(goal.towards([list(o) for o in goal.outputs]), levels - 1)[:1]
    values = _learn(goal.towards([list(o.values()) for o in goal.outputs]), levels - 1)[:1] if keys else []
    if values:
        cost = keys[0].cost + values[0].cost + 2.0
        yield Term(Apply(ops.PAIRED, (keys[0].node, values[0].node)), cost)


def _record(goal: Goal, levels: int) -> Iterator[Term]:
    keys = list(goal.outputs[0])
    if not keys or any(set(o) != set(keys) for o in goal.outputs):
        return
    fields, cost = [], 1.0
    for key in keys:
        best = _learn(goal.towards([o[key] for o in goal.outputs]), levels - 1)
        if not best:
            return
        fields.append((key, best[0].node))
        cost += best[0].cost + 0.5
    yield Term(Record(tuple(fields)), cost)


def _lists(goal: Goal, sources: list[Term], wanted: tuple[str, ...], levels: int) -> Iterator[Term]:
    """Yield programs for lists, what is quickly looked for first: parts, orders and choices, then maps of them."""
    loops = len(goal.envs[0])
    lists = [s for s in sources if all(isinstance(v, list) for v in s.values) and any(s.values)][:_LISTS]
    for source in lists:
        yield from _equal([*arranged(source, loops), *projected(source, loops)], wanted)
    for source in lists:
        yield from _equal(normalized(source, loops), wanted)
    kept = {source.node: [k for k in _kept(source, loops) if _lengths(k, goal)] for source in lists}
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
    yield from _item_by_item(goal, levels)


def _kept(source: Term, loops: int) -> Iterator[Term]:
    yield from ordered(source, loops)
    yield from filtered(source, loops)


def _lengths(source: Term, goal: Goal) -> bool:
    """Whether a list has as many items as the output, on every example."""
    return all(len(v) == len(o) for v, o in zip(source.values, goal.outputs, strict=True))


def _equal(sources: Iterable[Term], wanted: tuple[str, ...]) -> Iterator[Term]:
    return (Term(s.node, s.cost) for s in sources if all(_safe(v) == w for v, w in zip(s.values, wanted, strict=True)))


def _item_by_item(goal: Goal, levels: int) -> Iterator[Term]:
    """Yield lists of a fixed length, each item learned by itself."""
    lengths = {len(o) for o in goal.outputs}
    if len(lengths) == 1 and 0 < min(lengths) <= _LEAVES:
        items = [_learn(goal.towards([o[i] for o in goal.outputs]), levels - 1)[:1] for i in range(min(lengths))]
        if all(items):
            yield Term(Array(tuple(i[0].node for i in items)), 1.0 + sum(i[0].cost for i in items))


def _mapped(goal: Goal, source: Term, levels: int) -> Iterator[Term]:
    """Yield the map over the items of *source* that gives the items wanted."""
    if not _lengths(source, goal):
        return
    rows = [
        ((*env, item), out)
        for env, items, outs in zip(goal.envs, source.values, goal.outputs, strict=True)
        for item, out in zip(items, outs, strict=True)
    ]
    if not rows or (len({canonical(o) for _, o in rows}) == 1 and len(rows) > 1):
        return
    inner = typed.Goal(tuple(e for e, _ in rows[:60]), tuple(o for _, o in rows[:60]), goal.late)
    for spelled in _learn(inner, levels - 1)[:1]:
        yield Term(Each(source.node, spelled.node, None, 1, "item"), source.cost + spelled.cost + 2.0)


def _first(goal: Goal, sources: list[Term], wanted: tuple[str, ...]) -> Iterator[Term]:
    """Yield the object of a list with the greatest or least of a field."""
    for source in [s for s in sources if all(isinstance(v, list) and v for v in s.values)][:_LISTS]:
        for placed in ordered(source, len(goal.envs[0])):
            if tuple(_safe(v[0]) for v in placed.values) == wanted:
                yield Term(Apply(ops.ITEM, (placed.node, Literal(0))), placed.cost + 2.0)


def _chosen(goal: Goal, source: Term) -> Iterator[Term]:
    """Yield the items of a list that meet two conditions, or one of two, where the outputs are some of its items."""
    wanted: list[bool] = []
    for items, outs in zip(source.values, goal.outputs, strict=True):
        left = [canonical(o) for o in outs]
        marks = [bool(left) and _safe(i) == left[0] and bool(left.pop(0) or True) for i in items]
        if left:
            return
        wanted += marks
    if all(wanted) or not any(wanted):
        return
    loops = len(goal.envs[0])
    items = tuple(i for v in source.values for i in v)
    known = list(itertools.islice(conditions_on(paths(items, Var(loops), loops + 1)[:30]), _CONDITIONS))
    for operator, fits in ((tests.AND, _covers), (tests.OR, _covered)):
        # Of what is joined by *and* each must hold wherever both do; of what is joined by *or*, nowhere else.
        usable = [(node, holds) for node, holds in known if fits(holds, wanted)][:_JOINED]
        for (one, holds), (two, also) in itertools.combinations(usable, 2):
            if all(w == operator.function(a, b) for w, a, b in zip(wanted, holds, also, strict=True)):
                test = Apply(operator, (one, two))
                yield Term(Each(source.node, Var(loops), test, 1, "item"), source.cost + 10.0)
                return


def _covers(holds: Sequence[bool], wanted: Sequence[bool]) -> bool:
    return all(h or not w for h, w in zip(holds, wanted, strict=True))


def _covered(holds: Sequence[bool], wanted: Sequence[bool]) -> bool:
    return any(holds) and _covers(wanted, holds)


def _numbers(goal: Goal, sources: list[Term], wanted: tuple[str, ...]) -> Iterator[Term]:
    """Yield what a list sums up to, how many of its items meet a condition, and what is computed from such numbers."""
    loops = len(goal.envs[0])
    yield from _equal(numbers_of(sources, loops), wanted)
    # Within a loop the item itself says more than how many others meet a condition.
    if loops > 1:
        yield from _of_leaves(goal, sources)
    for source in [s for s in sources if all(isinstance(v, list) for v in s.values)][:_COUNTED]:
        yield from _equal(counted(source, loops), wanted) if not goal.late() else ()
    if loops == 1:
        yield from _of_leaves(goal, sources)


def _checked(operator: Operator, chosen: tuple[Term, ...], wanted: tuple[str, ...]) -> Iterator[Term]:
    try:
        values = [operator.function(*row) for row in zip(*(s.values for s in chosen), strict=True)]
    except (TypeError, ValueError, ArithmeticError):
        return
    if tuple(map(_safe, values)) == wanted:
        yield Term(Apply(operator, tuple(s.node for s in chosen)), sum(s.cost for s in chosen) + 2.0)


def _of_leaves(goal: Goal, sources: list[Term]) -> Iterator[Term]:
    """Yield programs over the values that the inputs hold, as if each were a parameter of its own."""
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
    # Limits among the numbers of a record are quickly found, so that they count as plain.
    quick = numeric_programs(envs, goal.outputs, goal.late) if goal.plain else []
    for spelled in (quick or typed.programs(replace(goal, envs=envs)))[:_INNER]:
        # A value is one of those that come before it.
        chosen_ = sum(math.log2(1 + place) for place in _used(spelled.node))
        node = replaced(spelled.node, tuple(leaf.node for leaf in leaves), shift)
        yield Term(node, spelled.cost + 2.0 + (chosen_ if is_choice(node) else 0.0))


def _used(node: Node) -> set[int]:
    """Return the places of the variables of a program."""
    return {node.index} if isinstance(node, Var) else set().union(*map(_used, children(node)))


def _leaves(goal: Goal, sources: list[Term]) -> list[Term]:
    """Return the texts, numbers and truth values within the inputs, what the outputs show first."""
    loops = len(goal.envs[0])
    # Within a loop the item says what is wanted, hardly the list that it is of.
    made = [*sources, *(numbers_of(sources, loops) if loops == 1 else ())]
    if loops == 1 and all(isinstance(o, str) for o in goal.outputs):
        made += texts_of(sources, loops, [str(o) for o in goal.outputs])
    varied: dict[tuple[str, ...], Term] = {}
    for source in sorted(made, key=lambda s: s.cost):
        if all(map(_is_scalar, source.values)) and len({type(v) for v in source.values if not _is_number(v)}) <= _KINDS:
            key = tuple(map(canonical, source.values))
            if len(set(key)) > 1 or len(key) == 1:
                varied.setdefault(key, source)
    return sorted(varied.values(), key=lambda s: (not _is_shown(s, goal.outputs), s.cost))


def _is_shown(source: Term, outputs: Sequence[Any]) -> bool:
    """Whether a good part of the outputs hold the value, or most of them are numbers near it."""
    both = list(zip(source.values, outputs, strict=True))
    if all(_is_number(v) and _is_number(o) for v, o in both):
        return sum(bool(abs(v - o) <= _NEAR * abs(o)) for v, o in both) > len(both) / 2
    held = [str(v).lower() in str(o).lower() for v, o in both if v is not None and v != ""]
    return sum(held) > len(held) / 4


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
