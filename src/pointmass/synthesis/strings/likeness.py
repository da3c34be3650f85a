"""Checks that an input or an answer is like those of the examples: its kinds of characters, its ends, its words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from pointmass.synthesis.guard import Check
from pointmass.synthesis.literals import char_class, escaped
from pointmass.synthesis.operators import shapes
from pointmass.synthesis.operators import tests as ops
from pointmass.synthesis.operators import text as text_ops
from pointmass.synthesis.operators.alphabets import ALPHABETS, BEYOND, alphabets
from pointmass.synthesis.program import Apply, Constant, Literal, Named, Node, Operator, Var, children

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pointmass.synthesis.problem import Problem

_Lines: TypeAlias = list[tuple[str, str]]

_FEW_SIGNS = 24
# Signs of plain prose, which go unchanged with the text that they stand in: some of them speak for the rest.
_PROSE = frozenset(".,;:!?'\u2019-\u2013\u2014")
_PROSE_SEEN = 3
_LETTERS = {"A": "A-Z", "a": "a-z", "9": r"\d", " ": r"\s"}
_KIND_WORDS = {"A": "a capital letter", "a": "a small letter", "9": "a digit", " ": "a blank"}


def _is_a(kind: type) -> Operator:
    def is_a(value: object) -> bool:
        return isinstance(value, kind)

    return Operator(is_a, f"isinstance({{0}}, {kind.__name__})", f"{{0}} is of type {kind.__name__}")


_IS_KIND = {kind: _is_a(kind) for kind in (str, int, float, list, dict)}
# What is odd about an answer whatever it is an answer to, where no example had it.
_ODD = (
    (r"(?<!\d)0\d", "a number with a leading zero"),
    (r"^\s|\s$", "a blank at an end"),
    (r"\s\s", "several blanks"),
)


def other_kind(task: Problem, program: Node) -> list[Check]:
    """Hand back inputs whose answer is of another type than every example's, where the inputs may hold anything."""
    kinds = {type(o) for o in task.outputs}
    (kind,) = kinds if len(kinds) == 1 else (type(None),)
    if kind not in _IS_KIND or not any("Any" in annotation for _, annotation in task.signature.parameters):
        return []
    same = Apply(_IS_KIND[kind], (Named("answer", program),))
    return [Check(Apply(ops.NOT, (same,)), "An answer of another type than any example's.")]


def odd_answer(task: Problem, program: Node) -> list[Check]:
    """Hand back inputs whose answer has a sign, a leading zero or stray blanks, where no example's answer had any."""
    answers = _answers(task)
    if not answers:
        return []
    signs = {c for text in answers for c in text if _is_sign(c)} | _copied(task, program)
    lines: _Lines = [] if len(signs) > _FEW_SIGNS else [(f"[^\\w\\s{_inside(signs)}]", "a sign")]
    lines += [(odd, why) for odd, why in _ODD if not any(re.search(odd, text) for text in answers)]
    return _search("ODD_ANSWER", lines, "What no example's answer had.", Named("answer", program)) if lines else []


def unlike_answer(task: Problem, program: Node) -> list[Check]:
    """Hand back inputs whose answer has a kind of character, an end or a number of words that no example's answer had."""
    answers = _answers(task)
    if not answers:
        return []
    answer = Named("answer", program)
    new = sorted(set(_LETTERS) - {kind for text in answers for kind in _kinds(text)})
    lines: _Lines = [(_one(kind), _KIND_WORDS[kind]) for kind in new]
    firsts, lasts = {_kind(t[0]) for t in answers if t}, {_kind(t[-1]) for t in answers if t}
    lines += [(f"^[^{_class_of(firsts)}]", "its start"), (f"[^{_class_of(lasts)}]$", "its end")] if firsts else []
    found = _search("UNLIKE_ANSWERS", lines, "Characters and ends that no example's answer had.", answer)
    counts = [len(text.split()) for text in answers]
    more = Apply(ops.WORDS_ABOVE, (answer, Literal(max(counts))))
    found.append(Check(more, "More words than any example's answer."))
    if min(counts) > 1:
        enough = Apply(ops.WORDS_ABOVE, (answer, Literal(min(counts) - 1)))
        found.append(Check(Apply(ops.NOT, (enough,)), "Fewer words than any example's answer."))
    return found


def unlike_input(task: Problem) -> list[Check]:
    """Hand back texts without a kind of character that all inputs have, or whose ends are of another kind than theirs."""
    checks = []
    for index, label in _columns(task):
        texts = [e[index] for e in task.envs if isinstance(e[index], str)]
        if not texts or not all(texts):
            continue
        shared = sorted(set.intersection(*map(_kinds, texts)))
        lines: _Lines = [("(?s)^", "")]
        lines += [(f"(?=.*{_one(kind)})", _say(kind)) for kind in shared]
        lines += [(f"(?=[{_class_of({_kind(t[0]) for t in texts})}])", "its start")]
        lines += [(f"(?=.*[{_class_of({_kind(t[-1]) for t in texts})}]$)", "its end")]
        pattern = _constant(f"LIKE_INPUTS{label}", lines, "What all inputs have.", joined="")
        unlike = Apply(shapes.NO_MATCH, (pattern, Var(index)))
        checks.append(Check(unlike, "It lacks what all inputs have, or its ends are of another kind."))
    return checks


def unseen_signs(task: Problem, program: Node) -> list[Check]:
    """Hand back texts with a sign that no example (and no unlabelled input) had in that parameter."""
    checks = []
    for index, label in _columns(task):
        texts = [e[index] for e in (*task.envs, *task.unlabelled) if isinstance(e[index], str)]
        signs = {c for t in texts for c in t if _is_sign(c)} | _copied(task, program)
        if len(signs) > _FEW_SIGNS:
            continue
        pattern = re.compile(f"[^\\w\\s{_inside(signs)}]")
        name = "UNSEEN" if not label else f"UNSEEN_IN{label.removeprefix('_OF')}"
        unseen = Constant(name, pattern, "Signs that no example had.", (), "re.Pattern[str]")
        checks.append(Check(Apply(shapes.SEARCH, (unseen, Var(index))), "A sign that no example had."))
    return checks


def unseen_alphabets(task: Problem, program: Node) -> list[Check]:
    """Hand back texts in an alphabet that no example (and no unlabelled input) had, where the program treats letters."""
    if not _treats_letters(program):
        return []
    checks = []
    for index, label in _columns(task):
        texts = [e[index] for e in (*task.envs, *task.unlabelled) if isinstance(e[index], str)]
        seen = frozenset().union(*map(alphabets, texts))
        known = Constant(f"ALPHABETS{label}", seen, "The alphabets that the examples are written in.")
        more = Apply(BEYOND, (Apply(ALPHABETS, (Var(index),)), known))
        checks.append(Check(more, "Letters or digits of an alphabet that no example had."))
    return checks


def _treats_letters(node: Node) -> bool:
    """Whether a step changes letters, or tells them from other characters."""
    if isinstance(node, Apply) and node.operator in _ON_LETTERS:
        return True
    if isinstance(node, Literal) and node.regex and re.search("A-Z|a-z", node.content):
        return True
    return any(map(_treats_letters, children(node)))


_ON_LETTERS = (
    *(text_ops.LOWER, text_ops.UPPER, text_ops.TITLE, text_ops.CAPITALIZE, text_ops.INITIAL_UPPER, text_ops.FOLD),
    *(ops.EQUAL_ANY_CASE, ops.WITHIN_ANY_CASE),
)


def _copied(task: Problem, program: Node) -> frozenset[str]:
    """Return the signs of prose that *program* does not look at, where it copies texts that hold several of them."""
    answers = _answers(task)
    if not task.texts or not all(a and a in t for a, t in zip(answers, task.texts, strict=False)):
        return frozenset()
    shown = _PROSE & {c for text in answers for c in text}
    return _PROSE - _named(program) if len(shown) >= _PROSE_SEEN else frozenset()


def _named(node: Node) -> set[str]:
    """Return the characters that the constants of a program name."""
    text = node.content if isinstance(node, Literal) and isinstance(node.content, str) else ""
    # What a pattern says with a dot or a question mark is not that sign, unless it is escaped.
    own = set(re.sub(r"(?<!\\)[.?]", "", text) if isinstance(node, Literal) and node.regex else text)
    return own.union(*map(_named, children(node)))


def texts_of(task: Problem, key: Callable[[str], str]) -> list[tuple[int, str, list[str]]]:
    """Return for each text parameter its position, what to add to a constant's name, and the keys of its values."""
    return [
        (index, label, sorted({key(e[index]) for e in task.envs if isinstance(e[index], str)}))
        for index, label in _columns(task)
    ]


def _columns(task: Problem) -> list[tuple[int, str]]:
    """Return the positions of the text parameters, each with what tells its constants from those of another one."""
    parameters = task.signature.parameters
    several = len(parameters) > 1
    return [(i, f"_OF_{n.upper()}" if several else "") for i, (n, a) in enumerate(parameters) if a == "str"]


def _answers(task: Problem) -> list[str]:
    """Return the outputs of the examples, where all are texts."""
    texts = [o for o in task.outputs if isinstance(o, str)]
    return texts if len(texts) == len(task.outputs) else []


def _is_sign(char: str) -> bool:
    return not char.isalnum() and not char.isspace() and char != "_"


def _kind(char: str) -> str:
    return shapes.shape(char)


def _kinds(text: str) -> set[str]:
    return set(shapes.shape(text))


def _one(kind: str) -> str:
    if kind in "Aa":
        return f"[{_LETTERS[kind]}]"
    return _LETTERS.get(kind) or escaped(kind)


def _class_of(kinds: Iterable[str]) -> str:
    kinds = sorted(kinds)
    return "".join(_LETTERS.get(k, "") for k in kinds) + _inside(k for k in kinds if k not in _LETTERS)


def _inside(signs: Iterable[str]) -> str:
    return char_class("".join(sorted(signs)))


def _say(kind: str) -> str:
    return _KIND_WORDS.get(kind, kind)


def _search(name: str, lines: _Lines, why: str, text: Node) -> list[Check]:
    constant = _constant(name, lines, why, joined="|")
    return [Check(Apply(shapes.SEARCH, (constant, text)), why)]


def _constant(name: str, lines: _Lines, why: str, *, joined: str) -> Constant:
    parts = tuple(part if not number else f"{joined}{part}" for number, (part, _) in enumerate(lines))
    notes = tuple(note for _, note in lines)
    return Constant(name, re.compile("".join(parts)), why, notes, "re.Pattern[str]", parts)
