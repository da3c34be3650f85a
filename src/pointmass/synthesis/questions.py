"""Questions whose answers would tell plausible programs apart: inputs on which they disagree."""

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

# Bits by which a program may cost more than the best and still be asked about, and by which it weighs half.
_PLAUSIBLE = 16.0
_HALVED = 2.0
# Bits that a made input must add over one made by the change before it, which is the likelier one.
_ODDITY = 0.05
_MOST_PROGRAMS = 24
_MOST_GIVEN = 300
_MOST_CHANGED = 16
_SHOWN = 60
# Gains in bits below this are not worth a question.
_NOTHING = 0.02


@dataclass(frozen=True, slots=True)
class ProgramAnswer:
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
class Disagreement:
    """One input on which plausible programs disagree.

    Attributes:
        input: The input.
        answers: The different answers, that of the best program first; programs that find nothing to work on give none.
        parent: The position of the given input that it was made from by a small change; None for a given input itself.
    """

    input: Any
    answers: tuple[ProgramAnswer, ...]
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
) -> list[Disagreement]:
    """Return inputs on which the best candidates disagree, the most telling first.

    Asked about are the candidates that explain most examples at about the cost of the best, and the other readings that
    its guard knows. An input tells more, the more evenly it divides them (entropy, weighted by cost), beyond what the
    questions before it divide already. An input that no program can answer is not asked about.

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
    """A question, the answer of every program as JSON text (empty for one that finds nothing to work on), and its oddity."""

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
    """Yield questions on inputs like the given ones; the more likelier changes of one there are, the odder."""
    seen = known | {json_key(i) for i in given}
    for at, one in enumerate(given[:_MOST_CHANGED]):
        for odd, changed in enumerate(nearby(one)):
            if json_key(changed) not in seen and not (rows and len(changed) != len(one)):
                seen.add(json_key(changed))
                asked = _asked(voices, changed, rows=rows)
                if asked:
                    yield replace(asked, question=replace(asked.question, parent=at), odd=odd)


def _asked(voices: list[_Voice], given: Any, *, rows: bool) -> _Asked | None:
    """Return the question that *given* is; None where nobody answers, or all say one thing."""
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
    """Choose the question that divides the programs most, again and again, and return also how the programs are then divided."""
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
    """Return the entropy in bits of the division of the programs by what they say (Shannon 1948)."""
    shares: dict[str, float] = defaultdict(float)
    total = sum(v.weight for v in voices)
    for one, voice in zip(told, voices, strict=True):
        shares[one] += voice.weight / total
    return -sum(p * math.log2(p) for p in shares.values())


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return one_line(clip(text, _SHOWN))
