"""A record field by field: which of them code could answer, and which are the model's."""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.errors import SpecError
from pointmass.sample import SampleData
from pointmass.signature import fields_of
from pointmass.spec import Spec
from pointmass.stabilize.decision import Advice, Verdict
from pointmass.stabilize.evidence import Evidence
from pointmass.stabilize.judge import Judged, judge
from pointmass.stabilize.learn import How
from pointmass.stats import lower_bound
from pointmass.synthesis.problem import Problem
from pointmass.synthesis.program import Record
from pointmass.synthesis.say import say

_CODE: tuple[Verdict, ...] = ("stabilize", "stabilize with guard")
_FEWEST = 2  # a record of one field is decided on as a whole


@dataclass(frozen=True, slots=True)
class Part:
    """One field of the result.

    Attributes:
        field: Its name.
        verdict: What the evidence says to do with it, were it a spec of its own.
        reason: Why, in a sentence.
        program: The steps that give it, in one line; empty where no program does.
        settled: How many inputs agree on its value.
        answered: How many inputs a program that had not seen them answered.
        agreed: How many of those were the model's mode.
        bound: What that proves at least, a fraction in [0, 1].
    """

    field: str
    verdict: Verdict
    reason: str
    program: str
    settled: int
    answered: int
    agreed: int
    bound: float

    @property
    def is_code(self) -> bool:
        """Whether code could answer it."""
        return self.verdict in _CODE


def by_field(sample: SampleData, whole: Judged, *, agreement: float, how: How) -> tuple[Part, ...]:
    """Decide on each field of record results by itself.

    Where a program gives the whole record, its trials are looked at field by field; else every field is learned and
    certified as a function of its own, on the draws of that field.

    Args:
        sample: The draws.
        whole: What became of the records as a whole.
        agreement: The agreement to prove, a fraction in (0, 1).
        how: The time for one search, shared by the fields.

    Returns:
        A part for each field, in the order of the type or of the first record; empty where the results are no records.
    """
    names = _names(sample)
    if len(names) < _FEWEST:
        return ()
    if whole.evidence.answered and whole.evidence.kind == "program":
        return tuple(_of_whole(sample, whole, name, agreement=agreement) for name in names)
    each = replace(how, budget=how.budget / len(names))
    return tuple(_alone(sample, name, agreement=agreement, how=each) for name in names)


def with_fields(advice: Advice, parts: Sequence[Part]) -> Advice:
    """Say in the advice on a record which of its fields are in the way of code."""
    neural, code = ([part.field for part in parts if part.is_code is kind] for kind in (False, True))
    if advice.verdict in _CODE or not (neural and code):
        return advice
    said = (
        f"{advice.reason}. Field by field: code could give {_listed(code)}, and not {_listed(neural)}. A record goes to the "
        "model while one of its fields does: to have code for the others, make them a spec of their own"
    )
    return replace(advice, reason=said)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _names(sample: SampleData) -> list[str]:
    """Name the fields, where every value that was drawn is a record."""
    values = [draw.outcome for draws in sample.draws for draw in draws if draw.status == "ok"]
    if not values or not all(isinstance(value, Mapping) for value in values):
        return []
    return list(dict.fromkeys([*fields_of(sample.spec.returns), *(key for value in values for key in value)]))


def _alone(sample: SampleData, name: str, *, agreement: float, how: How) -> Part:
    judged = judge(_projected(sample, name), agreement=agreement, how=how)
    evidence, found = judged.evidence, judged.learned.candidates
    program = found[0].words if found and found[0].kind != "table" else ""
    return Part(name, judged.advice.verdict, judged.advice.reason, program, *_figures(evidence), evidence.bound)


def _figures(evidence: Evidence) -> tuple[int, int, int]:
    return evidence.settled, evidence.answered, evidence.agreed


def _of_whole(sample: SampleData, whole: Judged, name: str, *, agreement: float) -> Part:
    """Look at the trials of a program for the whole record with an eye on one field."""
    level, modes = next(point.level for point in whole.points if point.chosen), sample.modes()
    answered = [trial for trial in whole.learned.trials if trial.answered(level)]
    agreed = sum(_same(trial.answer, modes[trial.row].outcome, name) for trial in answered)
    bound = whole.evidence.bound if whole.evidence.complete else lower_bound(agreed, len(answered))
    reason = f"it comes with the whole record; {agreed} of {len(answered)} {whole.evidence.inputs_tried} agree on it"
    verdict = whole.advice.verdict
    if verdict not in _CODE and bound >= agreement and not whole.advice.more_draws:  # another field is in the way
        verdict = "stabilize" if whole.evidence.coverage == 1 else "stabilize with guard"
    return Part(name, verdict, reason, _program(whole, name), whole.evidence.settled, len(answered), agreed, bound)


def _same(one: Any, other: Any, name: str) -> bool:
    return canonical(_value(one, name)) == canonical(_value(other, name))


def _program(whole: Judged, name: str) -> str:
    best = whole.learned.candidates[0]
    if not isinstance(best.program, Record):
        return best.words
    task = Problem(best.name, best.signature, (), ())
    return next((say(node, task) for key, node in best.program.fields if key == name), "")


def _value(record: Any, name: str) -> Any:
    return record.get(name) if isinstance(record, Mapping) else None


def _projected(sample: SampleData, name: str) -> SampleData:
    """Return the sample as one of a spec whose whole result is the field."""
    draws = tuple(tuple(_field(draw, name) for draw in draws) for draws in sample.draws)
    values = [draw.outcome for row in draws for draw in row if draw.status == "ok"]
    return replace(sample, spec=_spec(sample.spec, name, values), draws=draws)


def _field(draw: Draw, name: str) -> Draw:
    return replace(draw, outcome=_value(draw.outcome, name)) if draw.status == "ok" else draw


def _spec(spec: Spec, name: str, values: Sequence[Any]) -> Spec:
    """Return the spec of one field: an example of the whole shows it, too."""
    own = "_".join([spec.name, *"".join(c if f"_{c}".isidentifier() else " " for c in name).split()])
    examples = tuple(replace(each, result=_value(each.result, name)) for each in spec.examples)
    kinds = {type(value) for value in (*values, *(each.result for each in examples))}
    seen: Any = functools.reduce(operator.or_, sorted(kinds, key=lambda kind: kind.__name__))
    try:
        return replace(spec, name=own, returns=fields_of(spec.returns).get(name, seen), examples=examples)
    except SpecError:  # the type of a field that may be left out is no type by itself
        return replace(spec, name=own, returns=seen, examples=examples)
