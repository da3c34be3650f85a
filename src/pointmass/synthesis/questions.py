"""Questions that separate plausible programs: inputs on which the programs disagree."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pointmass.errors import clip
from pointmass.synthesis.literals import one_line
from pointmass.synthesis.nearby import nearby
from pointmass.synthesis.problem import Problem, json_key
from pointmass.synthesis.program import UNDEFINED
from pointmass.synthesis.say import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pointmass.synthesis.candidate import Candidate
    from pointmass.synthesis.program import Node

# How many bits more than the best a program may cost to be asked about, and after how many its weight is halved.
_PLAUSIBLE = 16.0
_HALVED = 2.0
# A made input must gain this many bits more than one made by the change before it, which is likelier.
_ODDITY = 0.05
_MOST_PROGRAMS = 24
_MOST_GIVEN = 300
_MOST_CHANGED = 16
_SHOWN = 60
# Gains in bits below this are not worth a question.
_NOTHING = 0.02


@dataclass(frozen=True, slots=True)
class ProgramAnswer:
    """An answer, and the programs that give it.

    Attributes:
        value: The answer, JSON data.
        programs: The positions of these programs among the candidates, the best first; other readings of a guard are no
            candidates, so they have none.
        words: What the cheapest of the programs does, in one line.
    """

    value: Any
    programs: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One input on which plausible programs disagree.

    Attributes:
        input: The input.
        answers: The different answers, that of the best program first; a program that is undefined here gives none.
        parent: The position of the given input of which this one is a small change; None for a given input.
    """

    input: Any
    answers: tuple[ProgramAnswer, ...]
    parent: int | None = None

    @property
    def text(self) -> str:
        """The question in words: ``What should `a.b.c.json` become?``."""
        return f"What should `{_shown(self.input)}` become?"

    @property
    def why(self) -> str:
        """How the programs differ, in one line."""
        told = [f"`{_shown(a.value)}` ({one_line(clip(a.words, _SHOWN * 2))})" for a in self.answers]
        return "; or ".join(told) + ("" if len(told) > 1 else "; other programs find nothing to work on")


def questions(
    candidates: Sequence[Candidate], *, given: Sequence[Any], answered: Iterable[Any] = (), most: int = 8
) -> list[Disagreement]:
    """Return inputs on which the best candidates disagree, the most informative first.

    The programs are the candidates that explain as many examples as the best at about its cost, and the other readings
    of its guard. An input is more informative, the more evenly its answers divide the programs (the entropy in bits,
    with cheaper programs weighing more), given the questions before it. Inputs that no program can answer are left out.

    Args:
        candidates: What `synthesize` returned.
        given: Inputs to ask about, as `synthesize` takes them. When these are used up, inputs are made of them by one
            small change each.
        answered: Inputs whose answers are known; they are neither asked about nor made.
        most: The greatest number of questions.
    """
    voices = _voices(candidates)
    if len(voices) < 2:  # noqa: PLR2004 - one program disagrees with nobody
        return []
    rows = candidates[0].rows
    known = {json_key(i) for i in answered}
    named = [_asked(voices, i, rows=rows) for i in given[:_MOST_GIVEN] if json_key(i) not in known]
    chosen, told = _telling([a for a in named if a], voices, [""] * len(voices), most)
    made = [a for a in _made(voices, given, known, rows=rows) if len(a.question.answers) > 1]
    return [*chosen, *_telling(made, voices, told, most - len(chosen))[0]]


@dataclass(frozen=True, slots=True)
class _Voice:
    node: Node
    words: str
    weight: float
    index: int | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with the answers of all programs.

    Attributes:
        question: The question.
        said: The answer of each program as JSON text; empty if it is undefined.
        odd: How many likelier changes of the same input there are; 0 for a given input.
    """

    question: Disagreement
    said: tuple[str, ...]
    odd: int = 0


def _voices(candidates: Sequence[Candidate]) -> list[_Voice]:
    best = candidates[0] if candidates else None
    if best is None or best.kind == "table":
        return []
    voices: dict[str, _Voice] = {}  # by its text: a program that holds a list has no hash
    for index, one in enumerate(candidates):
        if one.kind != "table" and one.support == best.support and one.cost <= best.cost + _PLAUSIBLE:
            weight = math.pow(2.0, -max(0.0, one.cost - best.cost) / _HALVED)
            voices.setdefault(repr(one.program), _Voice(one.program, one.words, weight, index))
    task = Problem(best.name, best.signature, (), ())
    for reading in best.by_strictness[-1].readings:
        voices.setdefault(repr(reading), _Voice(reading, say(reading, task), 0.5, None))
    return list(voices.values())[:_MOST_PROGRAMS]


def _made(voices: list[_Voice], given: Sequence[Any], known: set[str], *, rows: bool) -> Iterator[_Asked]:
    """Yield questions on inputs that are made of the given ones by one change each."""
    seen = known | {json_key(i) for i in given}
    for at, one in enumerate(given[:_MOST_CHANGED]):
        for odd, changed in enumerate(nearby(one)):
            if json_key(changed) not in seen and not (rows and len(changed) != len(one)):
                seen.add(json_key(changed))
                asked = _asked(voices, changed, rows=rows)
                if asked:
                    yield replace(asked, question=replace(asked.question, parent=at), odd=odd)


def _asked(voices: list[_Voice], given: Any, *, rows: bool) -> _Asked | None:
    """Return the question about *given*; None if no program answers, or if all give the same answer."""
    env = tuple(given) if rows else (given,)
    said: list[str] = []
    answers: dict[str, ProgramAnswer] = {}
    for voice in voices:
        try:
            value = voice.node.value(env)
            said.append(json_key(value))
        except UNDEFINED:
            said.append("")
            continue
        known = answers.get(said[-1], ProgramAnswer(value, (), voice.words))
        index = () if voice.index is None else (voice.index,)
        answers[said[-1]] = replace(known, programs=(*known.programs, *index))
    return _Asked(Disagreement(given, tuple(answers.values())), tuple(said)) if answers and len(set(said)) > 1 else None


def _telling(
    asked: list[_Asked], voices: list[_Voice], told: list[str], most: int
) -> tuple[list[Disagreement], list[str]]:
    """Choose questions one by one, each time the one that divides the programs most.

    Args:
        asked: The questions to choose from.
        voices: The programs.
        told: The answers of each program to the questions chosen before, as one text.
        most: The greatest number of questions.

    Returns:
        The chosen questions, and *told* with their answers appended.
    """
    chosen: list[Disagreement] = []
    left, divided = list(asked), _entropy(told, voices)
    while left and len(chosen) < most:
        after = [[f"{t}\n{s}" for t, s in zip(told, a.said, strict=True)] for a in left]
        gains = [_entropy(one, voices) for one in after]
        at = max(
            range(len(left)),
            key=lambda i: (gains[i] > divided + _NOTHING, round(gains[i] - _ODDITY * left[i].odd, 6), -i),
        )
        if gains[at] <= divided + _NOTHING:
            break
        told, divided = after[at], gains[at]
        chosen.append(left.pop(at).question)
    return chosen, told


def _entropy(told: Sequence[str], voices: Sequence[_Voice]) -> float:
    """Return the entropy, in bits, of the weighted programs grouped by their answers (Shannon 1948)."""
    shares: dict[str, float] = defaultdict(float)
    total = sum(v.weight for v in voices)
    for one, voice in zip(told, voices, strict=True):
        shares[one] += voice.weight / total
    return -sum(p * math.log2(p) for p in shares.values())


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return one_line(clip(text, _SHOWN))
