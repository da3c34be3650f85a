"""The counter-example loop: the model is asked about inputs on which the best programs disagree, its answers are learned from, and the search begins again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.errors import InputError
from pointmass.sample import SampleData
from pointmass.spec import Spec
from pointmass.stabilize.search import SearchOptions, SearchResult, Tally, search
from pointmass.stabilize.signature import as_input
from pointmass.stabilize.training_set import Labelled, TrainingSet
from pointmass.synthesis import Candidate
from pointmass.synthesis.questions import Disagreement, questions

_BITS_OF_AN_ODD_INPUT = 2.0
"""How many bits handing an asked input back must save the program: few, as hardly anybody will give one like it."""

_ROUND = 4
"""How many inputs are asked about before the next search: the answers to some settle others."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What the model said of some inputs.

    Attributes:
        draws: The draws of each, ``(n_inputs, ≤ draws)``; fewer, or none, where it was stopped.
        stopped: Why it cannot be asked any more, in words; empty while it can.
    """

    draws: tuple[tuple[Draw, ...], ...]
    stopped: str = ""


Ask = Callable[[Sequence[Mapping[str, Any]]], Answers]
"""Draws inputs from the model that the sample was drawn of."""


@dataclass(frozen=True, slots=True)
class Explored:
    """Where the loop ended.

    Attributes:
        training: The training data, with what was asked.
        final: The last search: its first program is proposed.
        open: The questions that are left, for a person.
        asked: How many inputs the model was asked about.
        stopped: Why it was not asked further, though questions are left; empty where none are.
        searches: How many searches were made, and how they ended.
    """

    training: TrainingSet
    final: SearchResult
    open: tuple[Disagreement, ...] = ()
    asked: int = 0
    stopped: str = ""
    searches: Tally = field(default_factory=Tally)


def explore(
    sample: SampleData, training: TrainingSet, *, options: SearchOptions, ask: Ask | None, probes: int
) -> Explored:
    """Search, ask the model about inputs on which the best programs disagree, and search again, until they agree.

    Inputs to ask about are chosen, so their answers are learned from and certify nothing; where the input that one was made
    from is held out, it is not learned from either.

    Args:
        sample: The draws.
        training: The training data.
        options: The time for one search, and what is allowed.
        ask: Draws inputs from the model; ``None`` where there is nobody to ask.
        probes: How many inputs it may be asked about.
    """
    asked, searches, stopped = 0, Tally(), "" if ask else "there is no model to ask"
    before = SearchResult()
    while True:
        final = _search(sample, training, options=options)
        searches += final
        odd = _odd(sample, training, before, final)
        if odd:
            training = replace(
                training, taught=tuple(replace(each, odd=each in odd or each.odd) for each in training.taught)
            )
            final = _search(sample, training, options=options)
            searches += final
        before, left = final, _open(sample, training, final)
        if left and not stopped and asked >= probes:
            stopped = f"probes={probes} allows no more"
        if not left or stopped or ask is None:
            return Explored(training, final, left, asked, stopped if left else "", searches)
        now = left[: probes - asked]
        rows = [as_row(sample.spec, question.input) for question in now]
        said = ask(rows)
        answered = [each for each in zip(now, rows, said.draws, strict=False) if _answered(each[2])]
        taught = [_taught(sample, *each) for each in answered]
        asked, stopped = asked + len(taught), said.stopped
        if not taught:
            return Explored(training, final, left, asked, stopped or "it gave no answer", searches)
        training = replace(training, taught=(*training.taught, *taught))


def _search(sample: SampleData, training: TrainingSet, *, options: SearchOptions) -> SearchResult:
    return search(sample, training, training.settled, options=options)


def _odd(sample: SampleData, training: TrainingSet, before: SearchResult, after: SearchResult) -> list[Labelled]:
    """Return what was asked and should rather be handed back, because it makes the program longer than it is worth.

    An input that was made up may be one that nobody means, and the model's answer to it may not be part of the rule. So a
    program of before that does not give every answer is compared with the one that does, by its length in bits.
    """
    asked = [each for each in training.taught if each.by == "the model" and not each.handed_back]
    plain = [each for each in before.found if each.kind != "table"]
    if not asked or not plain:
        return []
    failing = [(each.cost, [one for one in asked if not _gives(sample.spec, each, one)]) for each in plain]
    cost, missed = min(failing, key=lambda pair: pair[0] + _BITS_OF_AN_ODD_INPUT * len(pair[1]))
    longer = not after.explains or after.found[0].cost > cost + _BITS_OF_AN_ODD_INPUT * len(missed)
    return missed if longer else []


def _gives(spec: Spec, candidate: Candidate, taught: Labelled) -> bool:
    try:
        return canonical(candidate(as_input(spec, taught.row))) == canonical(taught.outcome)
    except Exception:  # noqa: BLE001 - whatever a step raises on an input that it was not made for, it does not give it
        return False


def as_row(spec: Spec, given: Any) -> dict[str, Any]:
    """Return an input of the synthesizer as the mapping that it is."""
    names = [p.name for p in spec.parameters]
    return {names[0]: given} if len(names) == 1 else dict(zip(names, given, strict=True))


def _open(sample: SampleData, training: TrainingSet, final: SearchResult) -> tuple[Disagreement, ...]:
    """Return what the programs disagree on, made from inputs that teach, each with the row that it was made from."""
    spec, rows = sample.spec, range(len(sample))
    known = [as_input(spec, row) for row in (*sample.rows, *(each.row for each in training.taught))]
    found = questions(
        final.found, given=[as_input(spec, sample.rows[row]) for row in rows], answered=known, most=2 * _ROUND
    )
    made = [replace(each, parent=rows[each.parent]) for each in found if each.parent is not None]
    return tuple(each for each in made if _fits(spec, each.input))[:_ROUND]


def _fits(spec: Spec, given: Any) -> bool:
    """Whether an input can be asked at all: a changed label may not be in the ``Literal``."""
    try:
        spec.inputs(as_row(spec, given))
    except InputError:
        return False
    return True


def _answered(draws: Sequence[Draw]) -> bool:
    return sum(draw.answered for draw in draws) > 1


def _taught(sample: SampleData, question: Disagreement, row: Mapping[str, Any], draws: tuple[Draw, ...]) -> Labelled:
    (mode,) = replace(sample, rows=(row,), weights=(1,), draws=(draws,)).modes()
    settled = mode.settled and mode.is_value
    said = mode.outcome if settled else None
    return Labelled(row, said, "the model", question.parent, contested=not settled, draws=draws)
