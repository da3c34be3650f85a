"""The guard of a text program: other programs that fit must agree, and no sign may be new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.synthesis.conditions import negated
from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.known import digest_node, digest_of
from pointmass.synthesis.operators import pieces, shapes
from pointmass.synthesis.operators import tests as ops
from pointmass.synthesis.program import Apply, Case, Choice, Constant, Literal, Named, Node, Var, children
from pointmass.synthesis.strings.likeness import (
    odd_answer,
    other_kind,
    texts_of,
    unlike_answer,
    unlike_input,
    unseen_alphabets,
    unseen_signs,
)
from pointmass.synthesis.strings.twins import twins, unseen_centuries
from pointmass.synthesis.table import MISSING

if TYPE_CHECKING:
    from pointmass.synthesis.problem import Problem
    from pointmass.synthesis.strings.rivals import Rivals
    from pointmass.synthesis.term import Term

_NEAR = 5.0
_FAR = 12.0
# Below so many examples, one of its own says too little of where its branch ends.
_MANY = 10
# Bits of a program that one example can bear out; fewer, where conditions were chosen too.
_BITS = 8.0
_BITS_IN_BRANCHES = 4.0
_ROOM = 1000
_TIMES = 10
_MOST_OUTLINES = 12


STANDARD = 0
"""Which of the guards of a text program is in force unless another is asked for."""


def cautions(task: Problem, chosen: Term, others: Rivals) -> tuple[Guard, ...]:
    """Return the guards of *chosen* among the programs that explain every example, from loose to strict.

    What is new is handed back by each of them, as no evidence speaks for it: signs and alphabets that no example had,
    lengths that the program cannot know of, answers with a sign, a leading zero or stray blanks where no example's had
    any, no answer at all, a branch that one example shows; and whatever another program about as plain answers in
    another way. They differ in how finely they look at outlines:

    0. not at all;
    1. answers unlike those of the examples in kinds of characters, ends and words;
    2. inputs unlike those of the examples, too; dearer programs must agree;
    3. inputs of an outline that no example had.
    """
    program, longest = chosen.node, _longest(task)
    twin = twins(task, program)
    near = tuple(dict.fromkeys((*twin, *others.readings(chosen, _NEAR))))
    far = tuple(dict.fromkeys((*twin, *others.readings(chosen, _FAR))))

    def guard(checks: list[Check], readings: tuple[Node, ...]) -> Guard:
        return Guard(tuple(checks), readings, can_fail=True, longest=longest)

    if doubt := _unfounded(task, chosen):
        return (Guard((_known_only(task, doubt),)),) * 4
    new = [
        *other_kind(task, program),
        *unseen_signs(task, program),
        *unseen_alphabets(task, program),
        *_other_length(task, program),
    ]
    new += [
        *unseen_centuries(task, program),
        *_nothing(task, program),
        *_lone_branch(task, program),
        *odd_answer(task, program),
    ]
    answers = [*new, *unlike_answer(task, program)]
    alike = [*answers, *unlike_input(task)]
    return guard(new, near), guard(answers, near), guard(alike, far), guard([*alike, *_outlines(task)], far)


def _unfounded(task: Problem, chosen: Term) -> str:
    """Return why the program rests on too few examples to be more than a list of them; nothing where it does not.

    A branch that one example shows may be told from the rest by anything, and where there are few examples so may the
    rest from it. What takes more bits to say than the examples can bear out is a list of them in disguise.
    """
    count = len(task.envs)
    supports = _supports(chosen.node)
    if count < _MANY and 1 in supports:
        return "One branch rests on a single example: only the examples are answered."
    paired = isinstance(chosen.node, Apply) and chosen.node.operator in (ops.AND, ops.OR)
    if task.texts and paired and chosen.cost >= count:
        return f"{count} truth values say too little for two conditions: only the examples are answered."
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
    """Return on how many examples each branch of the program rests; one is enough for what is missing, as None is None."""
    own = []
    if isinstance(node, Choice):
        own = [c.support for c in node.cases if not (isinstance(c.test, Apply) and c.test.operator is ops.IS_NONE)]
        own.append(node.default_support)
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
    """Hand back whatever is none of the examples."""
    known = Constant(
        "EXAMPLES", frozenset(map(digest_of, task.envs)), "Digests of the inputs that this was learned from."
    )
    return Check(Apply(MISSING, (digest_node(len(task.envs[0])), known)), why)


def _other_length(task: Problem, program: Node) -> list[Check]:
    """Hand back texts of another length, where the program counts characters and all examples have one length."""
    checks = []
    for index in range(len(task.envs[0])):
        lengths = {len(env[index]) if isinstance(env[index], str) else -1 for env in task.envs}
        if len(lengths) == 1 and -1 not in lengths and _counts(program, index):
            other = Apply(ops.LENGTH_DIFFERS, (Var(index), Literal(lengths.pop())))
            checks.append(Check(other, "The program counts characters, and all examples have as many."))
    return checks


def _counts(node: Node, index: int) -> bool:
    """Whether a step takes characters of the parameter at *index* by their place."""
    if isinstance(node, Apply) and node.operator in _BY_PLACE and Var(index) in node.arguments:
        return True
    return any(_counts(child, index) for child in children(node))


_BY_PLACE = (pieces.UNTIL, pieces.FROM, pieces.BETWEEN, pieces.AT)


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
