"""The guard of a text program: other programs that fit must agree, and no sign may be new."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.literals import char_class
from pointmass.synthesis.operators import shapes
from pointmass.synthesis.operators import tests as ops
from pointmass.synthesis.program import Apply, Constant, Literal, Named, Node, Var
from pointmass.synthesis.table import MISSING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.problem import Problem
    from pointmass.synthesis.strings.concatenate import Spelled

_NEAR = 6.0
_FAR = 12.0
_READINGS = 3
_FEW_SIGNS = 24
_ROOM = 1000
_TIMES = 10
_MOST_OUTLINES = 200


STANDARD = 2
"""Which of the guards of a text program is in force unless another is asked for."""


def cautions(task: Problem, chosen: Spelled, others: Sequence[Spelled]) -> tuple[Guard, ...]:
    """Return the guards of *chosen* among the programs that explain every example, from loose to strict.

    Each has the checks of the one before it, and more: what is contested; signs that no example had; other programs
    about as plain must agree; dearer ones too, on outlines that an example had.
    """
    contested = _contested(task)
    loose = Guard(tuple(contested), (), can_fail=True, longest=_longest(task))
    signs = replace(loose, checks=(*_signs(task), *_nothing(task, chosen.node), *contested))
    agreed = replace(signs, readings=_readings(chosen, others, _NEAR, _READINGS))
    wary = replace(
        agreed,
        checks=(*signs.checks, *_outlines(task)),
        readings=_readings(chosen, others, _FAR, 2 * _READINGS),
    )
    return loose, signs, agreed, wary


def _longest(task: Problem) -> int:
    """Return the length beyond which an input is unlike all that were seen (and a pattern might take long over it)."""
    lengths = [len(v) for env in (*task.envs, *task.unlabelled) for v in env if isinstance(v, str)]
    return max(_ROOM, _TIMES * max(lengths, default=0))


def _readings(chosen: Spelled, others: Sequence[Spelled], dearer: float, most: int) -> tuple[Node, ...]:
    """Return the programs that are about as plain as the chosen one, and not the same."""
    near = [s.node for s in others if s.node != chosen.node and s.cost <= chosen.cost + dearer]
    return tuple(near[:most])


def _outlines(task: Problem) -> list[Check]:
    """Hand back texts of an outline that no example had."""
    checks = []
    for index, (name, annotation) in enumerate(task.signature.parameters):
        texts = [e[index] for e in task.envs if isinstance(e[index], str)]
        outlines = sorted({shapes.skeleton(t) for t in texts})
        if annotation != "str" or len(outlines) > _MOST_OUTLINES:
            continue
        label = "OUTLINES" if len(task.signature.parameters) == 1 else f"OUTLINES_OF_{name.upper()}"
        seen = Constant(label, tuple(outlines), "Outlines (A a letters, 9 digits) that an example had.")
        checks.append(Check(Apply(MISSING, (Apply(shapes.SKELETON, (Var(index),)), seen)), "An outline of its own."))
    return checks


def _signs(task: Problem) -> list[Check]:
    """Hand back texts with a sign that no example (and no unlabelled input) had in that parameter."""
    checks = []
    for index, (name, annotation) in enumerate(task.signature.parameters):
        if annotation != "str":
            continue
        texts = [e[index] for e in (*task.envs, *task.unlabelled) if isinstance(e[index], str)]
        signs = sorted({c for t in texts for c in t if not c.isalnum() and not c.isspace() and c != "_"})
        if len(signs) > _FEW_SIGNS:
            continue
        label = "UNSEEN" if len(task.signature.parameters) == 1 else f"UNSEEN_IN_{name.upper()}"
        pattern = re.compile(f"[^\\w\\s{char_class(''.join(signs))}]")
        unseen = Constant(label, pattern, "Signs that no example had.", (), "re.Pattern[str]")
        checks.append(Check(Apply(shapes.SEARCH, (unseen, Var(index))), "A sign that no example had."))
    return checks


def _nothing(task: Problem, program: Node) -> list[Check]:
    """Hand back inputs with an empty answer, where no example had one."""
    if not all(isinstance(o, str) and o for o in task.outputs):
        return []
    return [Check(Apply(ops.EQUAL, (Named("answer", program), Literal(""))), "No example had nothing as its answer.")]


def _contested(task: Problem) -> list[Check]:
    """Hand back contested inputs, and those of an outline that only they have."""
    if task.rows or not task.contested:
        return []
    settled = {shapes.skeleton(e[0]) for e in task.envs if isinstance(e[0], str)}
    texts = [e[0] for e in task.contested if isinstance(e[0], str)]
    outlines = sorted({shapes.skeleton(t) for t in texts} - settled)
    checks = []
    if outlines:
        seen = Constant(
            "CONTESTED_OUTLINES", tuple(outlines), "Outlines (A a letters, 9 digits) on which the answers differed."
        )
        checks.append(
            Check(Apply(ops.IS_IN, (Apply(shapes.SKELETON, (Var(0),)), seen)), "The answers differed on this outline.")
        )
    alone = sorted(t for t in texts if shapes.skeleton(t) in settled)
    if alone:
        known = Constant("CONTESTED", tuple(alone), "Inputs on which the answers differed.")
        checks.append(Check(Apply(ops.IS_IN, (Var(0), known)), "The answers differed on this input."))
    return checks
