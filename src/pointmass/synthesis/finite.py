"""Parameters with few possible values, all of which were seen: the answers are then a complete rule."""

from __future__ import annotations

import ast
import itertools
import math
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.candidate import Candidate
from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.operators.arithmetic import NO_TRUTH
from pointmass.synthesis.operators.tests import EQUAL, IS_IN, NOT
from pointmass.synthesis.problem import json_key
from pointmass.synthesis.program import Apply, Array, Case, Cases, Constant, Literal, Node, Var
from pointmass.synthesis.table import GET, KEY_OF, MISSING, key_of

if TYPE_CHECKING:
    from pointmass.synthesis.problem import Problem

_MOST = 1000
# With more branches than this, a table is easier to read.
_BRANCHES = 8
_BITS = 6.0


def whole_domain(task: Problem) -> Candidate | None:
    """Return the rule for every input that the annotations of the parameters allow; None if an input was not seen.

    The annotations must be ``bool``, ``None``, ``Literal[...]`` or unions of them, and allow at most 1000 inputs.
    """
    columns = [_values(annotation) for _, annotation in task.signature.parameters]
    domain = [column for column in columns if column is not None]
    if len(domain) < len(columns) or not 1 < math.prod(map(len, domain)) <= _MOST:
        return None
    known = {json_key(list(env)): output for env, output in zip(task.envs, task.outputs, strict=True)}
    every = list(itertools.product(*domain))
    if not all(json_key(list(env)) in known for env in every):
        return None
    return Candidate(
        name=task.name,
        signature=task.signature,
        program=_program([(env, known[json_key(list(env))]) for env in every], task),
        guard=Guard(tuple(itertools.starmap(_check, enumerate(domain)))),
        kind="rules",
        cost=_BITS * sum(len(key) + len(json_key(output)) for key, output in known.items()),
        support=len(task.envs),
        words=f"a rule for each of the {len(every)} inputs that there are",
        rows=task.rows,
    )


def _values(annotation: str) -> list[Any] | None:
    """Return every value that an annotation (as source text) allows; None if there is no complete list."""
    try:
        return _of(ast.parse(annotation, mode="eval").body)
    except (SyntaxError, ValueError):
        return None


def _of(node: ast.expr) -> list[Any] | None:
    match node:
        case ast.Name(id="bool"):
            return [True, False]
        case ast.Constant(value=None):
            return [None]
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            parts = [_of(left), _of(right)]
            return [v for part in parts for v in part or []] if all(part is not None for part in parts) else None
        case ast.Subscript(value=ast.Name(id="Literal"), slice=inner):
            return [ast.literal_eval(e) for e in (inner.elts if isinstance(inner, ast.Tuple) else [inner])]
    return None


def _program(rules: list[tuple[tuple[Any, ...], Any]], task: Problem) -> Node:
    """Return branches on a single parameter if one decides the answer, else a table of all inputs."""
    width = len(task.signature.parameters)
    for index in range(width):
        answers = {json_key(env[index]): (env[index], output) for env, output in rules}
        if any(json_key(answers[json_key(env[index])][1]) != json_key(output) for env, output in rules):
            continue
        groups: dict[str, list[tuple[Any, Any]]] = {}
        for value, output in answers.values():
            groups.setdefault(json_key(output), []).append((value, output))
        if len(groups) > _BRANCHES or len({type(value) for value, _ in answers.values()}) > 1:
            return _table({key_of([value]): output for value, output in answers.values()}, (index,), task)
        *cases, last = sorted(groups.values(), key=len)
        made = [Case(_test(index, [v for v, _ in group]), Literal(group[0][1]), len(group)) for group in cases]
        return Cases(tuple(made), Literal(last[0][1]), len(last)) if made else Literal(last[0][1])
    return _table({key_of(list(env)): output for env, output in rules}, tuple(range(width)), task)


def _test(index: int, values: list[Any]) -> Node:
    if isinstance(values[0], bool):
        return Var(index) if values[0] else Apply(NOT, (Var(index),))
    one = len(values) == 1
    return Apply(EQUAL if one else IS_IN, (Var(index), Literal(values[0] if one else tuple(values))))


def _table(known: dict[str, Any], indices: tuple[int, ...], task: Problem) -> Node:
    why = "Every input that there is, as JSON text, and its answer."
    answers = Constant("ANSWERS", known, why, (), f"dict[str, {task.signature.returns}]")
    return Apply(GET, (answers, Apply(KEY_OF, (Array(tuple(map(Var, indices))),))))


def _check(index: int, values: list[Any]) -> Check:
    given: Node = Var(index)
    if all(isinstance(v, bool) for v in values):
        return Check(Apply(NO_TRUTH, (given,)), "Truth values only.")
    if not all(isinstance(v, str) for v in values):
        given, values = Apply(KEY_OF, (given,)), list(map(json_key, values))
    return Check(Apply(MISSING, (given, Literal(tuple(values)))), "There is no such value of this parameter.")
