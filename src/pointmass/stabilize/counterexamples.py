"""The counterexample loop: ask the model about inputs on which the best programs disagree, learn, and search again."""

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
"""An asked input is handed back if that makes the program shorter by more than this many bits. They are few, as such
made-up inputs are rare."""

_ROUND = 4
"""How many inputs the model is asked about before the next search, as some answers settle other questions."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The model's answers to some inputs.

    Attributes:
        draws: The draws of each, ``(n_inputs, ≤ draws)``; fewer, or none, if drawing was stopped.
        stopped: Why the model cannot be asked any more, in words; empty if it can.
    """

    draws: tuple[tuple[Draw, ...], ...]
    stopped: str = ""


Ask = Callable[[Sequence[Mapping[str, Any]]], Answers]
"""A function that draws inputs from the model of the sample."""


@dataclass(frozen=True, slots=True)
class Explored:
    """The result of the loop.

    Attributes:
        training: The training data, with the inputs that the model was asked about.
        final: The last search; its first program is proposed.
        open: The questions that are left, for a person.
        asked: How many inputs the model was asked about.
        stopped: Why the model was not asked about the questions that are left; empty if none are.
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

    The answers are used for learning only, as the inputs are chosen. An answer is not used while the input from which
    its own was made is held out.

    Args:
        sample: The draws.
        training: The training data.
        options: The options of the search.
        ask: Draws inputs from the model; ``None`` if it cannot be asked.
        probes: How many inputs the model may be asked about.
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
    """Return asked inputs that should be handed back because learning them makes the program much longer.

    A made-up input may be one that nobody would give, and the model's answer to it no part of the rule. So programs of
    the search before, which do not give all answers, are compared by their cost in bits with the one that does.
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
    except Exception:  # noqa: BLE001 - a program that raises on an input does not give its answer
        return False


def as_row(spec: Spec, given: Any) -> dict[str, Any]:
    """Return an input of the synthesizer as a mapping of parameters."""
    names = [p.name for p in spec.parameters]
    return {names[0]: given} if len(names) == 1 else dict(zip(names, given, strict=True))


def _open(sample: SampleData, training: TrainingSet, final: SearchResult) -> tuple[Disagreement, ...]:
    """Return made-up inputs on which the programs disagree, each with the row of the input that it was made from."""
    spec, rows = sample.spec, range(len(sample))
    known = [as_input(spec, row) for row in (*sample.rows, *(each.row for each in training.taught))]
    found = questions(
        final.found, given=[as_input(spec, sample.rows[row]) for row in rows], answered=known, most=2 * _ROUND
    )
    made = [replace(each, parent=rows[each.parent]) for each in found if each.parent is not None]
    return tuple(each for each in made if _fits(spec, each.input))[:_ROUND]


def _fits(spec: Spec, given: Any) -> bool:
    """Whether an input fits the spec: a changed label may not be in the ``Literal``."""
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
