"""The guard of a text program: other programs that fit must agree, and no sign may be new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.operators import shapes
from pointmass.synthesis.operators import tests as ops
from pointmass.synthesis.program import Apply, Case, Choice, Constant, Literal, Named, Node, Var, children
from pointmass.synthesis.strings.likeness import (
    odd_answer,
    other_kind,
    texts_of,
    unlike_answer,
    unlike_input,
    unseen_signs,
)
from pointmass.synthesis.strings.predicates import negated
from pointmass.synthesis.table import MISSING

if TYPE_CHECKING:
    from pointmass.synthesis.problem import Problem
    from pointmass.synthesis.strings.concatenate import Spelled
    from pointmass.synthesis.strings.rivals import Rivals

_NEAR = 5.0
_FAR = 12.0
# Below so many examples, one of its own says too little of where its branch ends.
_MANY = 10
# Bits of a program that one example can bear out; fewer, where conditions were chosen too.
_BITS = 8.0
_BITS_IN_BRANCHES = 4.0
_ROOM = 1000
_TIMES = 10
_MOST_OUTLINES = 200


STANDARD = 2
"""Which of the guards of a text program is in force unless another is asked for."""


def cautions(task: Problem, chosen: Spelled, others: Rivals) -> tuple[Guard, ...]:
    """Return the guards of *chosen* among the programs that explain every example, from loose to strict.

    Each has the checks of the one before it, and more:

    0. what is contested;
    1. signs that no example had; other programs about as plain must agree;
    2. answers with a sign, a leading zero or stray blanks that no example's had; a program (or a branch) that rests on
       too little answers for the examples only;
    3. answers and inputs unlike those of the examples in kinds of characters, ends and words; dearer programs must agree;
    4. inputs of an outline that no example had.
    """
    program, contested, longest = chosen.node, _contested(task), _longest(task)
    near, far = others.readings(chosen, _NEAR), others.readings(chosen, _FAR)

    def guard(checks: list[Check], readings: tuple[Node, ...]) -> Guard:
        return Guard((*checks, *contested), readings, can_fail=True, longest=longest)

    signs = [*other_kind(task, program), *unseen_signs(task, program), *_nothing(task, program)]
    loose, agreed = guard([], ()), guard(signs, near)
    if doubt := _unfounded(task, chosen):
        known = Guard((_known_only(task, doubt),))
        return loose, agreed, known, known, known
    founded = [*signs, *_lone_branch(task, program), *odd_answer(task, program)]
    alike = [*founded, *unlike_input(task), *unlike_answer(task, program)]
    return loose, agreed, guard(founded, near), guard(alike, far), guard([*alike, *_outlines(task)], far)


def _unfounded(task: Problem, chosen: Spelled) -> str:
    """Return why the program rests on too few examples to be more than a list of them; nothing where it does not.

    A branch that one example shows may be told from the rest by anything, and where there are few examples so may the
    rest from it. What takes more bits to say than the examples can bear out is a list of them in disguise.
    """
    count = len(task.envs)
    supports = _supports(chosen.node)
    if count < _MANY and 1 in supports:
        return "One branch rests on a single example: only the examples are answered."
    bits = _BITS_IN_BRANCHES if supports else _BITS
    if chosen.cost >= bits * count and all(isinstance(o, str) for o in task.outputs):
        return f"{count} examples are too few for so long a program: only they are answered."
    return ""


def _lone_branch(task: Problem, program: Node) -> list[Check]:
    """Hand back what a branch that one example shows would answer."""
    if 1 not in _supports(program) or not isinstance(program, Choice):
        return []
    return [Check(_taken(program), f"One of {len(task.envs)} examples shows this branch.")]


def _supports(node: Node) -> list[int]:
    """Return on how many examples each branch of the program rests."""
    own = [*(case.support for case in node.cases), node.default_support] if isinstance(node, Choice) else []
    return own + [support for child in children(node) for support in _supports(child)]


def _taken(node: Choice) -> Node:
    """Return the condition under which a branch of *node* is taken that one example shows."""
    cases = tuple(Case(c.test, _lone(c.node, c.support)) for c in node.cases)
    rest = _lone(node.default, node.default_support)
    if len(cases) == 1 and isinstance(cases[0].node, Literal) and isinstance(rest, Literal):
        return negated(cases[0].test) if rest.content else cases[0].test
    return Choice(cases, rest)


def _lone(node: Node | None, support: int) -> Node:
    return _taken(node) if isinstance(node, Choice) else Literal(support == 1)


def _known_only(task: Problem, why: str) -> Check:
    """Hand back whatever is none of the examples (and all of it, where those cannot be written beside it)."""
    if not task.texts or sum(map(len, task.texts)) > _ROOM:
        return Check(Literal(content=True), why)
    known = Constant("EXAMPLES", tuple(task.texts), "The inputs that this was learned from.")
    return Check(Apply(MISSING, (Var(0), known)), why)


def _longest(task: Problem) -> int:
    """Return the length beyond which an input is unlike all that were seen (and a pattern might take long over it)."""
    lengths = [len(v) for env in (*task.envs, *task.unlabelled) for v in env if isinstance(v, str)]
    return max(_ROOM, _TIMES * max(lengths, default=0))


def _outlines(task: Problem) -> list[Check]:
    """Hand back texts of an outline that no example had."""
    checks = []
    for index, label, outlines in texts_of(task, shapes.skeleton):
        if len(outlines) <= _MOST_OUTLINES:
            why = "Outlines (A a letters, 9 digits) that an example had."
            seen = Constant(f"OUTLINES{label}", tuple(outlines), why)
            checks.append(
                Check(Apply(MISSING, (Apply(shapes.SKELETON, (Var(index),)), seen)), "An outline of its own.")
            )
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
