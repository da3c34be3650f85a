"""Programs that use one of several parameters: learn as if it were the only one, then rewrite for all parameters."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.program import Node, Var, replaced
from pointmass.synthesis.say import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from pointmass.synthesis.candidate import Candidate
    from pointmass.synthesis.problem import Problem
    from pointmass.synthesis.program import Env


def by_column(task: Problem, learn: Callable[[Problem], list[Candidate]]) -> list[Candidate]:
    """Return what *learn* finds for *task*; if the task has several parameters, for each that is a text by itself."""
    if not task.rows or len(task.signature.parameters) < 2:  # noqa: PLR2004 - nothing to choose from
        return learn(task)
    texts = [i for i in range(len(task.envs[0])) if all(isinstance(env[i], str) for env in task.envs)]
    return [_back(found, task, i) for i in texts for found in learn(_only(task, i))]


def _only(task: Problem, index: int) -> Problem:
    """Return the task as if the parameter at *index* were the only one."""

    def column(envs: tuple[Env, ...]) -> tuple[Env, ...]:
        return tuple((env[index],) for env in envs if len(env) > index)

    return replace(
        task,
        signature=replace(task.signature, parameters=(task.signature.parameters[index],)),
        envs=column(task.envs),
        contested=column(task.contested),
        unlabelled=column(task.unlabelled),
        rows=False,
    )


def _back(found: Candidate, task: Problem, index: int) -> Candidate:
    shift = len(task.signature.parameters) - 1

    def put(node: Node) -> Node:
        return replaced(node, (Var(index),), shift)

    def back(guard: Guard) -> Guard:
        checks = tuple(Check(put(check.test), check.why) for check in guard.checks)
        return replace(guard, checks=checks, readings=tuple(map(put, guard.readings)))

    program = put(found.program)
    return replace(
        found,
        signature=task.signature,
        program=program,
        guard=back(found.guard),
        guards=tuple(map(back, found.guards)),
        words=say(program, task) if found.words == say(found.program, _only(task, index)) else found.words,
        rows=True,
    )
