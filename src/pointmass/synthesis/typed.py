"""Route by the type of the outputs: text, number, truth value, list, record, or nothing for some inputs."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.digits import read_as_texts
from pointmass.synthesis.numeric.learn import numeric_programs
from pointmass.synthesis.operators import lists as list_ops
from pointmass.synthesis.operators import numbers as number_ops
from pointmass.synthesis.operators import tests
from pointmass.synthesis.problem import canonical
from pointmass.synthesis.program import Apply, Array, Case, Choice, Literal, Node, Record, Var, attempt, replaced
from pointmass.synthesis.strings import branches, learn, lists
from pointmass.synthesis.strings.explore import bases_of, marks_of
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pointmass.synthesis.program import Env

# Above this cost in bits, two plain programs and a condition may say it better than one program without a branch.
DEAR = 16.0
_WIDEST = 40
_BASES = 8
_FIELD = 1.0
# The choice of two conditions among some ten thousand pairs.
_PAIR = 13.0
_READ = 2.0
# Of more examples than these, some are looked at, and the programs are held against all.
_MANY = 300
_LOOKED_AT = 100
_ROUNDS = 3
_COUNTER = 10
_TRIED = 6


@dataclass(frozen=True, slots=True)
class Goal:
    """Inputs, wanted outputs of any JSON type, and when to stop.

    Attributes:
        plain: Whether texts with branches are left out.
        near: Where to leave programs for texts that do not explain every example, if anybody wants them.
    """

    envs: tuple[Env, ...]
    outputs: tuple[Any, ...]
    late: Callable[..., bool]
    plain: bool = False
    near: list[Term] | None = field(default=None, compare=False)

    def at(self, chosen: Sequence[int]) -> Goal:
        """Return the goal on these examples only."""
        envs, outputs = tuple(self.envs[i] for i in chosen), tuple(self.outputs[i] for i in chosen)
        return replace(self, envs=envs, outputs=outputs, near=None)

    def towards(self, outputs: Sequence[Any]) -> Goal:
        """Return the goal with other outputs."""
        return replace(self, outputs=tuple(outputs), near=None)


def programs(goal: Goal) -> list[Term]:
    """Return the programs that give every output, cheapest first."""
    return _of_some(goal) if len(goal.envs) > _MANY else _programs(goal)


def _of_some(goal: Goal) -> list[Term]:
    """Return the programs of some examples that hold for all; those that a program misses are looked at next."""
    chosen = list(range(0, len(goal.envs), math.ceil(len(goal.envs) / _LOOKED_AT)))
    wanted = [canonical(o) for o in goal.outputs]
    for _ in range(_ROUNDS):
        found = _programs(goal.at(chosen))
        missed = {s.node: list(itertools.islice(_missed(s.node, goal, wanted), _COUNTER)) for s in found[:_TRIED]}
        right = [Term(_recounted(s.node, goal.envs), s.cost) for s in found[:_TRIED] if not missed[s.node]]
        if right or not found or goal.late():
            return right
        chosen = sorted({*chosen, *missed[found[0].node]})
    return []


def _missed(node: Node, goal: Goal, wanted: list[str]) -> Iterator[int]:
    for place, env in enumerate(goal.envs):
        answer = attempt(node, env)
        if answer != goal.outputs[place] or canonical(answer) != wanted[place]:
            yield place


def _recounted(node: Node, envs: tuple[Env, ...]) -> Node:
    """Return the program with its branches counted on all examples."""
    if not isinstance(node, Choice):
        return node
    taken = Counter(next((i for i, c in enumerate(node.cases) if c.test.value(env)), -1) for env in envs)
    cases = tuple(replace(case, support=taken[i]) for i, case in enumerate(node.cases))
    return replace(node, cases=cases, default_support=taken[-1])


def _programs(goal: Goal) -> list[Term]:
    outputs = goal.outputs
    missing = [i for i in range(len(goal.envs[0])) if any(e[i] is None for e in goal.envs)]
    if missing and any(all(e[i] is not None for i in missing) for e in goal.envs):
        found = _without(goal, missing[0])
        if found:
            return found  # otherwise the answer may not depend on what is missing
    if any(o is None for o in outputs):
        return _optional(goal) if any(o is not None for o in outputs) else []
    # Whoever asks for plain programs has no time for choices between them.
    computed = numeric_programs(goal.envs, outputs, (lambda *_: True) if goal.plain else goal.late)
    if computed and not any(isinstance(v, str) for v in goal.envs[0]):
        return computed
    return sorted([*computed, *_of_type(goal)], key=lambda s: s.cost)


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
        return records(goal)
    return []


def texts(goal: Goal) -> list[Term]:
    """Return programs for text outputs: without a branch, and with branches where those are plainer."""
    pairs = learn.Pairs(goal.envs, goal.outputs, near=goal.near)
    found = learn.straight(pairs, goal.late)
    if not goal.plain and (not found or found[0].cost > DEAR):
        found = sorted([*found, *branches.branched(pairs, goal.late)], key=lambda s: s.cost)
    return found


def _of_digits(goal: Goal) -> list[Term]:
    """Return programs for text outputs that read the digits of whole numbers as texts."""
    for nodes, envs in read_as_texts(goal.envs):
        found = texts(replace(goal, envs=envs))
        if found:
            return [Term(replaced(s.node, nodes), s.cost + _READ) for s in found]
    return []


def truths(goal: Goal) -> list[Term]:
    """Return conditions that hold exactly where the output is true: one, or two joined by *and* or *or*."""
    wanted = goal.outputs
    if len(set(wanted)) < 2:  # noqa: PLR2004 - one value is a constant
        return []
    conditions = branches.conditions(learn.Pairs(goal.envs, tuple(str(o) for o in wanted)))
    found = [Term(Apply(tests.BOOL, (c.node,)), c.cost) for c in conditions if c.values == wanted]
    if found:
        return sorted(found, key=lambda s: s.cost)[:6]
    for one, two in itertools.combinations(conditions[:120], 2):
        both = tuple(a and b for a, b in zip(one.values, two.values, strict=True))
        either = tuple(a or b for a, b in zip(one.values, two.values, strict=True))
        if wanted in (both, either):
            operator = tests.AND if both == wanted else tests.OR
            found.append(Term(Apply(operator, (one.node, two.node)), one.cost + two.cost + _PAIR))
    return sorted(found, key=lambda s: s.cost)[:6]


def numbers(goal: Goal) -> list[Term]:
    """Return programs for whole or decimal numbers: found as text, then read."""
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
    """Return programs for lists: made of a list in the input, or item by item where all have the same length."""
    wanted = tuple(list(o) for o in goal.outputs)
    found: list[Term] = []
    if all(isinstance(i, str) for w in wanted for i in w):
        found += _from_lists(goal, wanted)
    lengths = {len(w) for w in wanted}
    if not found and len(lengths) == 1 and 0 < next(iter(lengths)) <= _WIDEST:
        found += _item_by_item(goal, wanted)
    return sorted(found, key=lambda s: s.cost)


def _from_lists(goal: Goal, wanted: tuple[list[str], ...]) -> Iterator[Term]:
    depth = len(goal.envs[0])

    def change(pairs: list[tuple[str, str]], at: int) -> list[Term]:
        envs = tuple((*(None,) * at, i) for i, _ in pairs)
        inner = learn.Pairs(envs, tuple(o for _, o in pairs), (at,), flat=True)
        return learn.straight(inner, goal.late, limit=3)

    for index in range(depth):
        column = tuple(e[index] for e in goal.envs)
        if not all(isinstance(c, str) for c in column):
            continue
        marks = marks_of(list(column))
        for base in bases_of(Term(Var(index), 0.0, column), marks, limit=_BASES):
            kept = [v or "" for v in base.values]
            for items in lists.sources(kept, base.node, marks, depth=depth, cost=base.cost):
                if goal.late():
                    return
                for made in lists.made_lists(items, wanted, change):
                    yield Term(made.node, made.cost)


def _item_by_item(goal: Goal, wanted: tuple[list[Any], ...]) -> list[Term]:
    best = [programs(goal.towards([w[place] for w in wanted]))[:1] for place in range(len(wanted[0]))]
    best = [b or _constant([w[place] for w in wanted]) for place, b in enumerate(best)]
    if not all(best):
        return []
    return [Term(Array(tuple(b[0].node for b in best)), sum(b[0].cost + _FIELD for b in best))]


def records(goal: Goal) -> list[Term]:
    """Return programs for records with the same keys everywhere: field by field."""
    keys = list(goal.outputs[0])
    if not keys or any(set(o) != set(keys) for o in goal.outputs):
        return []
    fields, cost = [], 0.0
    for key in keys:
        values = [o[key] for o in goal.outputs]
        best = programs(goal.towards(values))[:1] or _constant(values)
        if not best:
            return []
        fields.append((key, best[0].node))
        cost += best[0].cost + _FIELD
    return [Term(Record(tuple(fields)), cost)]


def _constant(values: Sequence[Any]) -> list[Term]:
    return [Term(Literal(values[0]), 6.0)] if all(v == values[0] for v in values) else []


def _without(goal: Goal, index: int) -> list[Term]:
    """Return programs that answer by themselves where the parameter at *index* is missing, and compute it elsewhere."""
    present = [i for i, e in enumerate(goal.envs) if e[index] is not None]
    absent = [i for i, e in enumerate(goal.envs) if e[index] is None]
    lacking = goal.at(absent)
    if all(o == lacking.outputs[0] for o in lacking.outputs):
        other: Node = Literal(lacking.outputs[0])
    else:
        rest = programs(lacking)[:1] if all(any(v is not None for v in e) for e in lacking.envs) else []
        if not rest:
            return []
        other = rest[0].node
    test = Apply(tests.IS_NONE, (Var(index),))
    return [
        Term(Choice((Case(test, other, len(absent)),), s.node, len(present)), s.cost + 4.0)
        for s in programs(goal.at(present))[:3]
    ]


def _optional(goal: Goal) -> list[Term]:
    """Return programs that answer nothing where a condition holds."""
    something = [i for i, o in enumerate(goal.outputs) if o is not None]
    inner = goal.at(something)
    rest = programs(inner)[:2] or _constant(inner.outputs)
    absent = tuple(o is None for o in goal.outputs)
    fitting = [c for c in branches.conditions(learn.Pairs(goal.envs, ())) if c.values == absent]
    found = []
    for condition, spelled in itertools.product(fitting[:2], rest):
        none = len(goal.outputs) - len(something)
        node = Choice((Case(condition.node, Literal(None), none),), spelled.node, len(something))
        found.append(Term(node, condition.cost + spelled.cost + 4.0))
    return found
