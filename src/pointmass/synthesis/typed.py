"""Choose the search by the type of the outputs: text, number, truth value, list, record, or None for some inputs."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pointmass.synthesis import choices
from pointmass.synthesis.conditions import of_inputs
from pointmass.synthesis.goal import Goal
from pointmass.synthesis.numeric.digits import read_as_texts
from pointmass.synthesis.of_numbers import numeric_programs
from pointmass.synthesis.operators import lists as list_ops
from pointmass.synthesis.operators import numbers as number_ops
from pointmass.synthesis.operators import tests
from pointmass.synthesis.program import Apply, Array, Cases, Fields, Literal, Node, Var, attempt, replaced
from pointmass.synthesis.strings import learn, lists
from pointmass.synthesis.strings.cuts import marks_of
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.choices import Learn
    from pointmass.synthesis.program import Env

# Above this cost in bits, two plain programs and a condition may be better than one program without a branch.
DEAR = 16.0
_WIDEST = 40
_BASES = 8
_CHANGES = 400
_FIELD = 1.0
_READ = 2.0
# With more examples than the first number, about as many as the second are searched, and programs compared with all.
_MANY = 300
_LOOKED_AT = 100
_ROUNDS = 3
_COUNTER = 10
_TRIED = 6
_TESTS = 4


def programs(goal: Goal) -> list[Term]:
    """Return the programs that explain every example, the cheapest first."""
    return _of_some(goal) if len(goal.envs) > _MANY else _programs(goal)


def _of_some(goal: Goal) -> list[Term]:
    """Search on some of the examples, and return the programs that explain all.

    If the programs fail on others, some of these are added and the search is repeated, three times in all.
    """
    chosen = list(range(0, len(goal.envs), math.ceil(len(goal.envs) / _LOOKED_AT)))
    for _ in range(_ROUNDS):
        found = _programs(goal.at(chosen))
        missed = {s.node: choices.missed(s.node, goal.envs, goal.outputs)[:_COUNTER] for s in found[:_TRIED]}
        right = [Term(_recounted(s.node, goal.envs), s.cost) for s in found[:_TRIED] if not missed[s.node]]
        if right or not found or goal.late():
            return right
        chosen = sorted({*chosen, *missed[found[0].node]})
    return []


def _recounted(node: Node, envs: tuple[Env, ...]) -> Node:
    """Return the program with the supports of its branches counted anew on all examples."""
    if not isinstance(node, Cases):
        return node
    taken = Counter(next((i for i, c in enumerate(node.cases) if c.test.value(env)), -1) for env in envs)
    cases = tuple(replace(case, support=taken[i]) for i, case in enumerate(node.cases))
    return replace(node, cases=cases, default_support=taken[-1])


def _programs(goal: Goal) -> list[Term]:
    outputs, found = goal.outputs, []
    if any(o is None for o in outputs) or any(None in env for env in goal.envs):
        # If outputs are None for some examples, look for conditions that say for which. If only inputs are, try
        # branches by whether a value is None.
        absent = tuple(o is None for o in outputs)
        told = (absent, tuple(not a for a in absent)) if any(absent) else ()
        fitting = [t for t in of_inputs(goal.envs) if t.values in told or (not told and choices.is_of_missing(t))]
        asked = fitting[:_TESTS] if told else fitting[:1]
        found = choices.branched(goal, _programs, asked, whole=True)
        if any(absent):
            return found
    # With *plain* set, the search over numbers gets no time for branches.
    computed = numeric_programs(replace(goal, late=lambda *_: True) if goal.plain else goal)
    if not computed or any(isinstance(v, str) for v in goal.envs[0]):
        found += _of_type(goal)
    return sorted([*found, *computed], key=lambda s: s.cost)


def _of_type(goal: Goal) -> list[Term]:
    outputs = goal.outputs
    if all(isinstance(o, str) for o in outputs):
        return texts(goal) or _of_digits(goal)
    if all(isinstance(o, bool) for o in outputs):
        return truths(goal)
    if all(isinstance(o, int | float) and not isinstance(o, bool) for o in outputs):
        return numbers(goal)
    if all(isinstance(o, list) for o in outputs):
        return arrays(goal)
    if all(isinstance(o, dict) for o in outputs):
        return part_by_part(goal, programs)
    return []


def texts(goal: Goal) -> list[Term]:
    """Return programs for text outputs: without branches, and with branches if the former are costly or missing."""
    found = learn.straight(goal)
    if not goal.plain and (not found or found[0].cost > DEAR):
        found = sorted([*found, *choices.branched(goal, _flat, of_inputs(goal.envs))], key=lambda s: s.cost)
    return found


def _flat(goal: Goal) -> list[Term]:
    return learn.straight(replace(goal, near=None, flat=True), limit=3)


def _of_digits(goal: Goal) -> list[Term]:
    """Return programs for text outputs that convert whole numbers of the input to texts first."""
    for nodes, envs in read_as_texts(goal.envs):
        found = texts(replace(goal, envs=envs))
        if found:
            return [Term(replaced(s.node, nodes), s.cost + _READ) for s in found]
    return []


def truths(goal: Goal) -> list[Term]:
    """Return conditions that hold exactly where the output is true: single ones, or two joined by *and* or *or*."""
    found = choices.truths(of_inputs(goal.envs), goal.outputs) if len(set(goal.outputs)) > 1 else []
    return [Term(Apply(tests.BOOL, (s.node,)), s.cost) if not _is_joined(s.node) else s for s in found]


def _is_joined(node: Node) -> bool:
    return isinstance(node, Apply) and node.operator in (tests.AND, tests.OR)


def numbers(goal: Goal) -> list[Term]:
    """Return programs for numbers: programs that give the number as text, then converted."""
    whole = all(isinstance(o, int) for o in goal.outputs)
    found = texts(goal.towards([str(o) if whole else repr(float(o)) for o in goal.outputs]))
    if not whole and not found:
        found = texts(goal.towards([str(o) for o in goal.outputs]))
    operator = number_ops.INT if whole else number_ops.FLOAT
    made = [Term(_number(s.node, operator), s.cost) for s in found]
    return [s for s in made if all(attempt(s.node, e) == o for e, o in zip(goal.envs, goal.outputs, strict=True))]


def _number(node: Node, operator: Any) -> Node:
    if isinstance(node, Apply) and node.operator is list_ops.NUMBER:
        return Apply(list_ops.LENGTH, node.arguments)
    return Apply(operator, (node,))


def arrays(goal: Goal) -> list[Term]:
    """Return programs for lists: made of a list in the input, or item by item if all have the same length."""
    wanted = tuple(list(o) for o in goal.outputs)
    found: list[Term] = []
    if all(isinstance(i, str) for w in wanted for i in w):
        found += _from_lists(goal, wanted)
    found = found or part_by_part(goal, programs)
    return sorted(found, key=lambda s: s.cost)


def _from_lists(goal: Goal, wanted: tuple[list[str], ...]) -> Iterator[Term]:
    change = learn.changer(goal.late, _CHANGES)
    for index in range(len(goal.envs[0])):
        column = tuple(e[index] for e in goal.envs)
        if not all(isinstance(c, str) for c in column):
            continue
        base, depth = Term(Var(index), 0.0, column), len(goal.envs[0])
        for items in lists.lists_in(base, marks_of(column), depth=depth, limit=_BASES):
            if goal.late():
                return
            yield from lists.made_lists(items, wanted, change, goal.late)


def part_by_part(goal: Goal, learn_part: Learn) -> list[Term]:
    """Return the program for records with the same keys or lists of one length: each field or item is learned alone."""
    outputs = [o if isinstance(o, dict) else dict(enumerate(o)) for o in goal.outputs]
    keys, listed = list(outputs[0]), isinstance(goal.outputs[0], list)
    if not keys or any(set(o) != set(keys) for o in outputs) or (listed and len(keys) > _WIDEST):
        return []
    parts: list[Term] = []
    for key in keys:
        values = [o[key] for o in outputs]
        best = learn_part(goal.towards(values))[:1] or _constant(values)
        if not best:
            return []
        parts += best
    nodes, cost = tuple(part.node for part in parts), sum(part.cost + _FIELD for part in parts)
    return [Term(Array(nodes) if listed else Fields(tuple(zip(keys, nodes, strict=True))), cost)]


def _constant(values: Sequence[Any]) -> list[Term]:
    return [Term(Literal(values[0]), 6.0)] if all(v == values[0] for v in values) else []
