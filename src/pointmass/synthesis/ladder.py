"""The guards of a program that computes, from loose to strict.

They are the same for texts, numbers, records and lists. Every guard hands back inputs unlike those seen, inputs for
which the examples leave a choice open, and inputs that rest on a single example. A stricter guard looks more closely at
texts and numbers, and asks more other programs to give the same answer.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.conditions import negated
from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.known import digest_node, digest_of
from pointmass.synthesis.nothing import unexplained_nothing
from pointmass.synthesis.numeric.number_values import is_number
from pointmass.synthesis.numeric.open_choices import open_choices
from pointmass.synthesis.operators import arithmetic, pieces
from pointmass.synthesis.operators import familiar as ask
from pointmass.synthesis.operators import tests as ops
from pointmass.synthesis.operators import text as text_ops
from pointmass.synthesis.operators.familiar import decimals_of
from pointmass.synthesis.operators.shapes import SEARCH
from pointmass.synthesis.pattern_lines import pattern_lines
from pointmass.synthesis.program import Apply, Case, Cases, Constant, Literal, Named, Node, Var, children
from pointmass.synthesis.records.familiar import familiar
from pointmass.synthesis.rivals import twins, unseen_centuries
from pointmass.synthesis.seen import SILENT, beyond, odd_places, unlike
from pointmass.synthesis.table import MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.problem import Problem
    from pointmass.synthesis.rivals import Rivals
    from pointmass.synthesis.term import Term

# How much more than the program, in about bits, another program may cost whose answer must agree: of the loosest guard,
# and of the others.
_NEAR, _FAR = 5.0, 12.0
# With fewer examples than this, a branch must not rest on a single example.
_MANY = 10
# How many bits of a program one example can support; fewer for programs with branches, as conditions were chosen too.
_BITS, _BITS_IN_BRANCHES = 8.0, 4.0
_ROOM, _TIMES = 1000, 10
# If examples have this many different punctuation marks, all others are accepted, too.
_SILENT_SEEN = 3
# The loosest guard accepts numbers up to this many times the greatest one seen.
_MAGNITUDE = 2
# Numbers that people write have at most this many decimals. If examples have more, they were computed, and any number
# of decimals is accepted.
_WRITTEN = 6
# Features of an answer that are suspicious if no example's answer had them.
_ODD = (
    (r"(?<!\d)0\d", "a number with a leading zero"),
    (r"^\s|\s$", "a blank at an end"),
    (r"\s\s", "several blanks"),
)


def ladder(task: Problem, chosen: Term, others: Rivals) -> tuple[Guard, ...]:
    """Return the guards of *chosen*, from loose to strict; a single one if it rests on too few examples.

    They hand back:

    0. inputs unlike those seen, inputs for which the examples leave a choice open or which another program of about the
       same cost answers differently, and inputs that rest on a single example;
    1. also numbers beyond the range that was seen, answers unlike those seen, and inputs that a more complex program
       answers differently;
    2. also texts with characters in places where no example had them.

    Args:
        task: The examples.
        chosen: The program.
        others: The programs that explain every example.
    """
    program = chosen.node
    if why := _unfounded(task, chosen):
        return (Guard((_known_only(task, why),)),)
    own = twins(task, program)
    near, far = (tuple(dict.fromkeys((*own, *others.readings(chosen, dearer)))) for dearer in (_NEAR, _FAR))
    new = [*_new_inputs(task, program), *open_choices(task, program), *_new_answers(task, program)]
    new += [*_other_length(task, program), *unseen_centuries(task, program), *_lone_branch(task, program)]
    answers = odd_places("_OF_ANSWERS", Named("answer", program), task.outputs)
    narrow = [*_ranges(task, 1), *new, *answers]
    strict = [c for at, label, column in _texts(task) for c in odd_places(label, Var(at), column)]
    longest = max(_ROOM, _TIMES * max((len(v) for _, _, column in _texts(task) for v in column), default=0))
    levels = (((*_ranges(task, _MAGNITUDE), *new), near), (narrow, far), ((*narrow, *strict), far))
    return tuple(Guard(tuple(checks), readings, can_fail=True, longest=longest) for checks, readings in levels)


def _columns(task: Problem) -> list[tuple[int, list[Any]]]:
    return list(enumerate(map(list, zip(*task.envs, *task.unlabelled, strict=True))))


def _label(task: Problem, at: int) -> str:
    """Return the suffix for the name of a constant about one of several parameters; empty if there is only one."""
    names = task.signature.names
    return f"_OF_{names[at].upper()}" if len(names) > 1 else ""


def _texts(task: Problem) -> list[tuple[int, str, list[str]]]:
    """Return for each text parameter its position, the suffix for names of constants, and the texts that were seen."""
    return [
        (at, _label(task, at), [v for v in column if isinstance(v, str)])
        for (at, column), (_, annotation) in zip(_columns(task), task.signature.parameters, strict=False)
        if annotation == "str"
    ]


def _new_inputs(task: Problem, program: Node) -> Iterator[Check]:
    """Hand back texts with characters that no example had, and other values unlike those of the examples.

    New letters are accepted if the program does not treat letters.
    """
    copied, letters = _copied(task, program), _treats_letters(program)
    for at, label, column in _texts(task):
        if unseen := beyond(column, letters=letters, also=copied):
            known = pattern_lines(f"UNSEEN{label}", [(unseen, "")], "Characters that no example had.")
            yield Check(Apply(SEARCH, (known, Var(at))), "A sign, or an alphabet, that no example had.")
    for at, column in _columns(task):
        if task.signature.parameters[at][1] != "str":
            yield from values_like(Var(at), column, _label(task, at), letters=letters)


def values_like(given: Node, seen: Sequence[Any], label: str = "", *, letters: bool = True) -> Iterator[Check]:
    """Hand back values, other than plain texts, of another type, with more decimals or with characters not seen before.

    Args:
        given: The program that gives the value.
        seen: Its values on the examples.
        label: The suffix for names of constants.
        letters: Whether letters of a new alphabet count as unseen.
    """
    if all(isinstance(v, bool) for v in seen):
        yield Check(Apply(arithmetic.NO_TRUTH, (given,)), "Truth values only.")
    elif all(map(is_number, seen)):
        whole = all(isinstance(v, int) for v in seen)
        operator = arithmetic.NOT_WHOLE if whole else arithmetic.NO_NUMBER
        yield Check(Apply(operator, (given,)), "Whole numbers only." if whole else "Numbers only.")
        if not whole:
            yield from _longer(given, seen, "More decimals than any example had.")
    yield from familiar(given, seen, label)
    inside = [ask.text_in(v) for v in seen]
    if any(inside) and len(seen) >= _MANY and (unseen := beyond(inside, letters=letters)):
        known = pattern_lines(f"UNSEEN{label}", [(unseen, "")], "Characters that no example had.")
        test = Apply(SEARCH, (known, Apply(ask.TEXT_IN, (given,))))
        yield Check(test, "A sign, or an alphabet, that no example had.")


def _new_answers(task: Problem, program: Node) -> Iterator[Check]:
    """Hand back answers unlike those of the examples.

    These are answers of another type, with a new sign, a leading zero, stray blanks or more decimals, empty texts, and
    negative numbers.
    """
    answer, outputs, kinds = Named("answer", program), task.outputs, {type(o) for o in task.outputs}
    anything = any("Any" in annotation for _, annotation in task.signature.parameters)
    if anything and len(kinds) == 1 and (kind := next(iter(kinds))) in ask.IS_A:
        test = Apply(ops.NOT, (Apply(ask.IS_A[kind], (answer,)),))
        yield Check(test, "An answer of another type than any example's.")
    if kinds == {str}:
        odd = [(why, name) for why, name in _ODD if not any(re.search(why, text) for text in outputs)]
        copied = _copied(task, program)
        # With few answers, only signs count as new: they say little about which kinds of characters there are.
        new = unlike([*outputs, *copied]) if len(outputs) >= _MANY else beyond(outputs, letters=False, also=copied)
        if new:
            odd = [(new, "a character"), *odd]
        if odd:
            pattern = pattern_lines("ODD_ANSWER", odd, "What no example's answer had.")
            yield Check(Apply(SEARCH, (pattern, answer)), "What no example's answer had.")
        if all(outputs):
            yield Check(Apply(ops.EQUAL, (answer, Literal(""))), "No example had nothing as its answer.")
        elif task.texts and len(outputs) >= _MANY:
            yield from unexplained_nothing(program, task.texts, outputs)
    elif all(map(is_number, outputs)) and not task.texts and _computes(program):
        if any(isinstance(o, float) for o in outputs):
            yield from _longer(answer, outputs, "More decimals than any example's answer.")
        if min(outputs) >= 0 and len(outputs) >= _MANY:
            yield Check(Apply(ask.BELOW_ZERO, (answer,)), "No example's answer was below zero.")


def _computes(node: Node) -> bool:
    """Whether some answer is computed and not a constant."""
    leaves = (*(c.node for c in node.cases), node.default) if isinstance(node, Cases) else ()
    return any(leaf is not None and _computes(leaf) for leaf in leaves) if leaves else not isinstance(node, Literal)


def _longer(number: Node, seen: Sequence[Any], why: str) -> Iterator[Check]:
    longest = max(map(decimals_of, seen))
    if longest <= _WRITTEN:
        yield Check(Apply(ask.LONGER, (number, Literal(longest))), why)


def _ranges(task: Problem, times: int) -> Iterator[Check]:
    for at, column in _columns(task):
        if all(map(is_number, column)):
            yield from within(Var(at), column, times)


def within(given: Node, seen: Sequence[Any], times: int = _MAGNITUDE) -> Iterator[Check]:
    """Hand back numbers outside of the range that was seen.

    With *times* above 1, hand back those beyond *times* the greatest absolute value, negative ones if none was
    seen, and zero if all were positive.
    """
    least, most = min(seen), max(seen)
    ends, why = (least, most), "Outside the range that was seen."
    if times > 1:
        widest = times * max(abs(least), abs(most))
        ends, why = (-widest if least < 0 else 0, widest), "Far beyond the range that was seen, or below zero."
        if least > 0:
            yield Check(Apply(ask.ZERO, (given,)), "No example was zero.")
    yield Check(Apply(arithmetic.OUTSIDE, (given, *map(Literal, ends))), why)


_ON_LETTERS = (
    *(text_ops.LOWER, text_ops.UPPER, text_ops.TITLE, text_ops.CAPITALIZE, text_ops.INITIAL_UPPER, text_ops.FOLD),
    *(ops.EQUAL_ANY_CASE, ops.WITHIN_ANY_CASE),
)


def _treats_letters(node: Node) -> bool:
    """Whether a step changes letters, or distinguishes them from other characters."""
    named = isinstance(node, Literal) and node.regex and re.search("A-Z|a-z", node.content)
    own = isinstance(node, Apply) and node.operator in _ON_LETTERS
    return bool(named) or own or any(map(_treats_letters, children(node)))


def _copied(task: Problem, program: Node) -> frozenset[str]:
    """Return punctuation marks that count as seen: those that *program* does not name.

    There are none unless it copies parts of texts, and the answers have at least three different marks.
    """
    if not task.texts or not all(
        isinstance(o, str) and o and o in t for o, t in zip(task.outputs, task.texts, strict=True)
    ):
        return frozenset()
    shown = SILENT.intersection(*["".join(task.outputs)])
    return SILENT - _named(program) if len(shown) >= _SILENT_SEEN else frozenset()


def _named(node: Node) -> set[str]:
    """Return the characters in the constants of a program."""
    text = node.content if isinstance(node, Literal) and isinstance(node.content, str) else ""
    # In a pattern a dot or question mark is no such character, unless it is escaped.
    own = set(re.sub(r"(?<!\\)[.?]", "", text) if isinstance(node, Literal) and node.regex else text)
    return own.union(*map(_named, children(node)))


_BY_PLACE = (pieces.UNTIL, pieces.FROM, pieces.BETWEEN, pieces.AT)


def _other_length(task: Problem, program: Node) -> Iterator[Check]:
    """Hand back texts of another length, if the program counts characters and all examples have the same length."""
    for at, _, _ in _texts(task):
        lengths = {len(env[at]) for env in task.envs}
        if len(lengths) == 1 and _counts(program, at):
            other = Apply(ops.LENGTH_DIFFERS, (Var(at), Literal(lengths.pop())))
            yield Check(other, "The program counts characters, and all examples have as many.")


def _counts(node: Node, at: int) -> bool:
    """Whether a step takes characters by their position from the parameter number *at*."""
    own = isinstance(node, Apply) and node.operator in _BY_PLACE and Var(at) in node.arguments
    return own or any(_counts(child, at) for child in children(node))


def _unfounded(task: Problem, chosen: Term) -> str:
    """Return why the program rests on too few examples to be more than a list of them; nothing where it does not.

       Anything may tell a branch for one example from the rest, and the rest from it where there are few examples.
    A program longer than the examples can support is only a lookup table.
    """
    count, supports = len(task.envs), _supports(chosen.node)
    if count < _MANY and 1 in supports:
        return "One branch rests on a single example: only the examples are answered."
    paired = isinstance(chosen.node, Apply) and chosen.node.operator in (ops.AND, ops.OR)
    if task.texts and paired and chosen.cost >= count:
        return f"{count} truth values say too little for two conditions: only the examples are answered."
    bits = _BITS_IN_BRANCHES if supports else _BITS
    if chosen.cost >= bits * count and all(isinstance(o, str) for o in task.outputs):
        return f"{count} examples are too few for so long a program: only they are answered."
    return ""


def _known_only(task: Problem, why: str) -> Check:
    """Return a check that hands back every input that is not one of the examples."""
    digests = frozenset(map(digest_of, task.envs))
    known = Constant("EXAMPLES", digests, "Digests of the inputs that this was learned from.")
    return Check(Apply(MISSING, (digest_node(len(task.envs[0])), known)), why)


def _lone_branch(task: Problem, program: Node) -> list[Check]:
    """Hand back inputs that take a branch which rests on a single example."""
    if 1 not in _supports(program) or not isinstance(program, Cases):
        return []
    return [Check(_taken(program), f"One of {len(task.envs)} examples shows this branch.")]


def _supports(node: Node) -> list[int]:
    """Return the number of examples of each branch, leaving out branches for None, for which one example is enough."""
    own = []
    if isinstance(node, Cases):
        own = [c.support for c in node.cases if not (isinstance(c.test, Apply) and c.test.operator is ops.IS_NONE)]
        own.append(node.default_support)
    return own + [support for child in children(node) for support in _supports(child)]


def _taken(node: Cases) -> Node:
    """Return the condition that *node* takes a branch which rests on a single example."""
    cases = tuple(Case(c.test, _lone(c.node, c.support)) for c in node.cases)
    rest = _lone(node.default, node.default_support)
    if len(cases) == 1 and isinstance(cases[0].node, Literal) and isinstance(rest, Literal):
        return negated(cases[0].test) if rest.content else cases[0].test
    return Cases(cases, rest)


def _lone(node: Node | None, support: int) -> Node:
    return _taken(node) if isinstance(node, Cases) else Literal(support == 1)
