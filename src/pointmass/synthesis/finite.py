"""Parameters with few possible values, all of them seen: then the answers are a complete rule, and nothing is generalized."""

from __future__ import annotations

import ast
import itertools
import math
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.candidate import Candidate
from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.operators.arithmetic import NO_TRUTH
from pointmass.synthesis.operators.tests import EQUAL, NOT
from pointmass.synthesis.problem import canonical
from pointmass.synthesis.program import Apply, Array, Case, Choice, Constant, Literal, Node, Var
from pointmass.synthesis.table import GET, IS_IN, KEY_OF, MISSING, key_of

if TYPE_CHECKING:
    from pointmass.synthesis.problem import Problem

_MOST = 1000
# Above this many branches a table reads better.
_BRANCHES = 8
_BITS = 6.0


def complete(task: Problem) -> Candidate | None:
    """Return the rule for every input that the annotations of the parameters allow; None where one was not seen.

    Annotations with an end are ``bool``, ``None``, ``Literal[...]``, and unions of them.
    """
    columns = [_values(annotation) for _, annotation in task.signature.parameters]
    domain = [column for column in columns if column is not None]
    if len(domain) < len(columns) or not 1 < math.prod(map(len, domain)) <= _MOST:
        return None
    known = {canonical(list(env)): output for env, output in zip(task.envs, task.outputs, strict=True)}
    every = list(itertools.product(*domain))
    if not all(canonical(list(env)) in known for env in every):
        return None
    program = _program([(env, known[canonical(list(env))]) for env in every], task)
    size = sum(len(key) + len(canonical(output)) for key, output in known.items())
    return Candidate(
        name=task.name,
        signature=task.signature,
        program=program,
        guard=_guard(domain),
        kind="rules",
        cost=_BITS * size,
        support=len(task.envs),
        words=f"a rule for each of the {len(every)} inputs that there are",
        rows=task.rows,
    )


def _values(annotation: str) -> list[Any] | None:
    """Return every value of an annotation, given as source text; None where there is no end of them."""
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
    """Return branches by the one parameter that decides, where there is one, and a table of all inputs where not."""
    for index in range(len(task.signature.parameters)):
        answers: dict[str, tuple[Any, set[str]]] = {}
        for env, output in rules:
            answers.setdefault(canonical(env[index]), (env[index], set()))[1].add(canonical(output))
        if all(len(outputs) == 1 for _, outputs in answers.values()):
            output_of = {canonical(env[index]): output for env, output in rules}
            return _branches(index, [(value, output_of[key]) for key, (value, _) in answers.items()], task)
    return _table(rules, task)


def _branches(index: int, rules: list[tuple[Any, Any]], task: Problem) -> Node:
    groups: dict[str, list[tuple[Any, Any]]] = {}
    for value, output in rules:
        groups.setdefault(canonical(output), []).append((value, output))
    if len(groups) == 1:
        return Literal(rules[0][1])
    if len(groups) > _BRANCHES or len({type(value) for value, _ in rules}) > 1:
        return _table([((None,) * index + (value,), output) for value, output in rules], task, (index,))
    *cases, last = sorted(groups.values(), key=len)
    made = [Case(_test(index, [v for v, _ in group]), Literal(group[0][1]), len(group)) for group in cases]
    return Choice(tuple(made), Literal(last[0][1]), len(last))


def _test(index: int, values: list[Any]) -> Node:
    if isinstance(values[0], bool):
        return Var(index) if values[0] else Apply(NOT, (Var(index),))
    if len(values) == 1:
        return Apply(EQUAL, (Var(index), Literal(values[0])))
    return Apply(IS_IN, (Var(index), Literal(tuple(values))))


def _table(rules: list[tuple[tuple[Any, ...], Any]], task: Problem, chosen: tuple[int, ...] = ()) -> Node:
    indices = chosen or tuple(range(len(task.signature.parameters)))
    known = {key_of([env[i] for i in indices]): output for env, output in rules}
    why = "Every input that there is, as JSON text, and its answer."
    answers = Constant("ANSWERS", known, why, (), f"dict[str, {task.signature.returns}]")
    return Apply(GET, (answers, Apply(KEY_OF, (Array(tuple(Var(i) for i in indices)),))))


def _guard(domain: list[list[Any]]) -> Guard:
    return Guard(tuple(itertools.starmap(_check, enumerate(domain))))


def _check(index: int, values: list[Any]) -> Check:
    if all(isinstance(v, bool) for v in values):
        return Check(Apply(NO_TRUTH, (Var(index),)), "Truth values only.")
    why = "There is no such value of this parameter."
    if all(isinstance(v, str) for v in values):
        return Check(Apply(MISSING, (Var(index), Literal(tuple(values)))), why)
    known = tuple(canonical(v) for v in values)
    return Check(Apply(MISSING, (Apply(KEY_OF, (Var(index),)), Literal(known))), why)
