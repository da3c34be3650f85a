"""Questions whose answers would tell plausible programs apart: inputs on which they disagree."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.errors import clip
from pointmass.synthesis.literals import one_line
from pointmass.synthesis.nearby import nearby
from pointmass.synthesis.problem import Problem, canonical
from pointmass.synthesis.program import UNDEFINED
from pointmass.synthesis.say import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pointmass.synthesis.candidate import Candidate
    from pointmass.synthesis.program import Node

# Bits of cost by which a program may be dearer than the best and still be asked about, and by which it weighs half.
_PLAUSIBLE = 16.0
_HALVED = 2.0
# Bits that a made input must tell more than one made by the change before it, which is the likelier one.
_ODDITY = 0.05
_MOST_PROGRAMS = 24
_MOST_GIVEN = 300
_MOST_CHANGED = 16
_SHOWN = 60
# Gains in bits below this are not worth a question.
_NOTHING = 0.02


@dataclass(frozen=True, slots=True)
class Answer:
    """What some of the programs answer.

    Attributes:
        value: The answer, JSON data.
        programs: The positions of those programs among the candidates, best first; programs that only a guard knows
            have none.
        words: What the plainest of them does, in one line.
    """

    value: Any
    programs: tuple[int, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """One input on which plausible programs disagree.

    Attributes:
        input: The input.
        answers: The different answers, that of the best program first; programs that find nothing to work on give none.
        parent: The position of the given input that it was made from by a small change; None for a given input itself.
    """

    input: Any
    answers: tuple[Answer, ...]
    parent: int | None = None

    @property
    def text(self) -> str:
        """The question in plain words: ``What should `a.b.c.json` become?``."""
        return f"What should `{_shown(self.input)}` become?"

    @property
    def why(self) -> str:
        """How the programs differ, in one line."""
        told = [f"`{_shown(a.value)}` ({one_line(clip(a.words, _SHOWN * 2))})" for a in self.answers]
        return "; or ".join(told) + ("" if len(told) > 1 else "; other programs find nothing to work on")


def questions(
    candidates: Sequence[Candidate], *, given: Sequence[Any], answered: Iterable[Any] = (), most: int = 8
) -> list[Question]:
    """Return inputs on which the best candidates disagree, the most telling first.

    Asked about are the candidates that explain most examples at about the cost of the best, and the other readings that
    its guard knows. An input tells the more, the more evenly it divides them (entropy, weighted by cost), beyond what
    the questions before it divide already. What no program can answer is no question.

    Args:
        candidates: What `synthesize` returned.
        given: Inputs to ask about, as `synthesize` takes them. Where they tell nothing (any more), inputs like them are
            made by one small change each.
        answered: Inputs whose answers are known: they are not asked about, nor made.
        most: How many questions at most.
    """
    voices = _voices(candidates)
    if len(voices) < 2:  # noqa: PLR2004 - one program disagrees with nobody
        return []
    rows = candidates[0].rows
    known = {canonical(i) for i in answered}
    named = [_asked(voices, i, None, rows=rows) for i in given[:_MOST_GIVEN] if canonical(i) not in known]
    made = [_asked(voices, m.input, m.parent, rows=rows, odd=m.odd) for m in _made(given, known, rows=rows)]
    weights = [v.weight for v in voices]
    chosen, told = _telling([a for a in named if a], weights, [""] * len(voices), most)
    further = [a for a in made if a and len(a.question.answers) > 1]
    return [*chosen, *_telling(further, weights, told, most - len(chosen))[0]]


@dataclass(frozen=True, slots=True)
class _Voice:
    node: Node
    words: str
    weight: float
    index: int | None


@dataclass(frozen=True, slots=True)
class _Made:
    """An input like a given one, and how many likelier changes of that one there are."""

    input: Any
    parent: int
    odd: int


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, and the answer of every program as JSON text; empty for one that finds nothing to work on."""

    question: Question
    said: tuple[str, ...]
    odd: int


def _voices(candidates: Sequence[Candidate]) -> list[_Voice]:
    best = candidates[0] if candidates else None
    if best is None or best.kind == "table":
        return []
    voices: dict[str, _Voice] = {}  # by its text: a program that holds a list has no hash
    for index, one in enumerate(candidates):
        if one.kind != "table" and one.support == best.support and one.cost <= best.cost + _PLAUSIBLE:
            voices.setdefault(repr(one.program), _Voice(one.program, one.words, _weight(one.cost - best.cost), index))
    task = Problem(best.name, best.signature, (), ())
    for reading in best.levels[-1].readings:
        voices.setdefault(repr(reading), _Voice(reading, say(reading, task), _weight(_HALVED), None))
    return list(voices.values())[:_MOST_PROGRAMS]


def _weight(dearer: float) -> float:
    return math.pow(2.0, -max(0.0, dearer) / _HALVED)


def _made(given: Sequence[Any], known: set[str], *, rows: bool) -> Iterator[_Made]:
    """Yield inputs like the given ones."""
    seen = known | {canonical(i) for i in given}
    for at, one in enumerate(given[:_MOST_CHANGED]):
        for odd, changed in enumerate(nearby(one)):
            key = canonical(changed)
            if key not in seen and not (rows and len(changed) != len(one)):
                seen.add(key)
                yield _Made(changed, at, odd)


def _asked(voices: list[_Voice], given: Any, parent: int | None, *, rows: bool, odd: int = 0) -> _Asked | None:
    """Return the question that *given* is; None where nobody answers, or all say one thing."""
    env = tuple(given) if rows else (given,)
    said: list[str] = []
    answers: dict[str, list[tuple[_Voice, Any]]] = {}
    for voice in voices:
        try:
            value = voice.node.value(env)
            key = canonical(value)
        except UNDEFINED:
            key = ""
        else:
            answers.setdefault(key, []).append((voice, value))
        said.append(key)
    if not answers or len(set(said)) < 2:  # noqa: PLR2004 - two are a disagreement
        return None
    question = Question(given, tuple(_answer(group) for group in answers.values()), parent)
    return _Asked(question, tuple(said), odd)


def _answer(group: list[tuple[_Voice, Any]]) -> Answer:
    plainest, value = group[0]
    return Answer(value, tuple(v.index for v, _ in group if v.index is not None), plainest.words)


def _telling(asked: list[_Asked], weights: list[float], told: list[str], most: int) -> tuple[list[Question], list[str]]:
    """Choose again and again the question that divides the programs most, and return also what then is told of each."""
    chosen: list[Question] = []
    left, divided = list(asked), _entropy(told, weights)
    while left and len(chosen) < most:
        gains = [_entropy(_joined(told, a.said), weights) for a in left]
        telling = [i for i, gain in enumerate(gains) if gain > divided + _NOTHING]
        if not telling:
            break
        at = max(telling, key=lambda i: (round(gains[i] - _ODDITY * left[i].odd, 6), -i))
        told, divided = _joined(told, left[at].said), gains[at]
        chosen.append(left.pop(at).question)
    return chosen, told


def _joined(told: Sequence[str], said: Sequence[str]) -> list[str]:
    return [f"{t}\n{s}" for t, s in zip(told, said, strict=True)]


def _entropy(told: Sequence[str], weights: Sequence[float]) -> float:
    """Return the entropy in bits of the division of the programs by what they say (Shannon 1948)."""
    shares: dict[str, float] = defaultdict(float)
    for one, weight in zip(told, weights, strict=True):
        shares[one] += weight / sum(weights)
    return -sum(p * math.log2(p) for p in shares.values())


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return one_line(clip(text, _SHOWN))
