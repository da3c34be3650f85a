"""Records field by field: each field is learned, tested, guarded and decided separately."""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pointmass.draw import Draw
from pointmass.errors import EvidenceError, SpecError, clip
from pointmass.jobs import steps
from pointmass.sample import SampleData
from pointmass.sandbox import Sandbox
from pointmass.signature import fields_of
from pointmass.spec import Spec
from pointmass.stabilize.assemble import Piece, assembled
from pointmass.stabilize.by_label import of_field
from pointmass.stabilize.code import Code, Kind
from pointmass.stabilize.counterexamples import Explored
from pointmass.stabilize.crossfit import Fitted, Trial
from pointmass.stabilize.curve import curve
from pointmass.stabilize.decision import CODE, Advice, Verdict
from pointmass.stabilize.evidence import weigh
from pointmass.stabilize.gate import GateResult, Ranked, Task, pass_gate
from pointmass.stabilize.label_count import without_contradicted
from pointmass.stabilize.search import SearchResult, Tally
from pointmass.stabilize.signature import signature_of
from pointmass.stabilize.training_set import training_set_of
from pointmass.stabilize.trial import said_of

_SHARED = 0.75
"""How far the fields share the effort of a search: with 0 each has all of it, with 1 all together have it once."""

_FEWEST = 2  # a record of one field is decided as a whole


@dataclass(frozen=True, slots=True)
class FieldPart:
    """The result for one field of a record.

    Attributes:
        field: The name of the field.
        result: The result of the gate, as if the field were the whole result of a spec.
    """

    field: str
    result: GateResult

    @property
    def verdict(self) -> Verdict:
        """The verdict for the field."""
        return self.result.advice.verdict

    @property
    def is_code(self) -> bool:
        """Whether code gives the field."""
        return self.verdict in CODE and self.result.best is not None


def field_names(sample: SampleData) -> list[str]:
    """Return the fields of results that are records: those of the type, then others that draws have.

    There are none if some value is not a record, or if there is only one field.
    """
    values = [draw.outcome for draws in sample.draws for draw in draws if draw.status == "ok"]
    if not values or not all(isinstance(value, Mapping) for value in values):
        return []
    names = list(dict.fromkeys([*fields_of(sample.spec.returns), *(key for value in values for key in value)]))
    return names if len(names) >= _FEWEST else []


def by_field(sample: SampleData, task: Task, *, sandbox: Sandbox) -> tuple[FieldPart, ...]:
    """Run the gate for each field of record results.

    Args:
        sample: The draws.
        task: The task; the fields share the effort of the search.
        sandbox: An open sandbox.

    Returns:
        A part for each field, in the order of the type.
    """
    projected = {name: projection(sample, name) for name in field_names(sample)}
    able = sum(_is_settled(each) for each in projected.values())
    options = replace(task.options, budget=task.options.budget / max(1, able) ** _SHARED)
    fields = steps("deciding on each field", list(projected.items()))
    return tuple(_part(each, name, replace(task, options=options), sandbox) for name, each in fields)


def together(sample: SampleData, parts: Sequence[FieldPart], task: Task, *, sandbox: Sandbox) -> GateResult:
    """Merge the fields that code gives into one module, and return the result for the whole.

    An input counts as answered if code gives at least one field, and as agreeing if every field that it gives is the
    model's most frequent value of the field.
    """
    training = training_set_of(sample, labels=task.labels)
    code = [part for part in parts if part.is_code]
    declared = set(fields_of(sample.spec.returns))
    if not declared.issuperset(part.field for part in parts) and len(code) < len(parts):
        code = []  # the model cannot be asked for single fields if the type does not declare them
    explored = Explored(training, SearchResult())
    fitted = _whole(sample, parts, code, sandbox) if code else None
    if fitted:
        fitted = replace(fitted, trials=without_contradicted(fitted.trials, task.labels))
    ranked: tuple[Ranked, ...] = ()
    if fitted:
        points = curve(sample, fitted.trials, 1, sure=task.sure)
        ranked = (Ranked(fitted, tuple(replace(each, chosen=True) for each in points)),)
    point = ranked[0].point if ranked else None
    complete = any(part.result.evidence.complete for part in parts)
    evidence = weigh(
        sample, training, fitted, point, complete=complete, beside=task.beside, fields=len(parts), sure=task.sure
    )
    return GateResult(
        sample,
        training,
        explored,
        ranked,
        evidence,
        _advice(parts, code, evidence.coverage, task.agreement),
        sum((part.result.searches for part in parts), Tally()),
    )


def _advice(parts: Sequence[FieldPart], code: Sequence[FieldPart], coverage: float, agreement: float) -> Advice:
    neural = [part for part in parts if not part.is_code]
    reasons = "; ".join(f"{part.field}: {part.result.advice.reason}" for part in parts)
    more = max((part.result.advice.more_inputs for part in parts), default=0)
    draws = max((part.result.advice.more_draws for part in parts), default=0)
    if code and neural:
        given = f"code gives {_listed(code)}, and the model is asked for {_listed(neural)} only"
        return Advice("stabilize fields", f"{given}. {reasons}", more, draws)
    if code:
        all_of_it = coverage == 1 and all(part.result.evidence.coverage == 1 for part in code)
        return Advice("stabilize" if all_of_it else "stabilize with guard", reasons)
    verdict: Verdict = "sample more" if any(part.verdict == "sample more" for part in parts) else "keep neural"
    head = f"no field reaches the {agreement:.0%} asked for"
    if able := [part for part in parts if part.is_code]:
        head = (
            f"code could give {_listed(able)}, but the type of the result names no fields, so that the model cannot be asked "
            "for the others only: declare them (a TypedDict)"
        )
    return Advice(verdict, f"{head}. {reasons}", more, draws)


def _listed(parts: Sequence[FieldPart]) -> str:
    return ", ".join(f"`{part.field}`" for part in parts)


def _whole(sample: SampleData, parts: Sequence[FieldPart], code: Sequence[FieldPart], sandbox: Sandbox) -> Fitted:
    """Return the merged module of the fields that code gives, with their trials joined."""
    names = {part.field for part in parts}
    pieces = []
    for part in code:
        best = part.result.best
        assert best is not None  # noqa: S101 - narrows the type: a part with code has a candidate
        pieces.append(Piece(part.field, best.fitted.code.name, best.source))
    authors = dict.fromkeys(piece_author(part) for part in code)
    source = assembled(sample.spec, signature_of(sample.spec), pieces, complete=len(code) == len(names))
    kinds = {part.result.best.fitted.code.kind for part in code if part.result.best}
    kind: Kind = next(iter(kinds)) if len(kinds) == 1 else "program"
    bests = [part.result.best.fitted for part in code if part.result.best]
    prompts = [each.code.prompt for each in bests]
    written = Code(
        " and ".join(authors),
        kind,
        "; ".join(f"{part.field}: {_words(part)}" for part in code),
        sample.spec.name,
        (source,),
        seen=frozenset().union(*(each.code.seen for each in bests)),
        prompt=next((prompt for prompt in prompts if prompt), ""),
    )
    right = frozenset.intersection(*(each.right for each in bests))
    wrong = frozenset().union(*(each.wrong for each in bests))
    _check(sample, source, pieces, sandbox)
    return Fitted(written, _trials(code), (source,), right, wrong)


def _check(sample: SampleData, source: str, pieces: Sequence[Piece], sandbox: Sandbox) -> None:
    """Compare the merged module with the modules of its fields, on every input of the sample.

    Raises:
        EvidenceError: The results differ, which is a bug in merging.
    """
    names = [p.name for p in sample.spec.parameters]
    inputs = [[row[name] for name in names] for row in sample.rows]
    alone = {piece.field: said_of(sandbox, piece.source, piece.name, inputs) for piece in pieces}
    for at, whole in enumerate(said_of(sandbox, source, sample.spec.name, inputs)):
        wanted = {field: said[at].value for field, said in alone.items() if said[at].answered}
        if (whole.value or {}) != wanted:
            raise EvidenceError(
                f"{sample.name}: the module of all fields gives {clip(repr(whole.value))} ({whole.why}) where those of the "
                f"fields give {clip(repr(wanted))}; nothing can be proposed: please report this"
            )


def piece_author(part: FieldPart) -> str:
    """Return the author of the code of a field; empty without code."""
    return part.result.best.fitted.code.author if part.result.best else ""


def _words(part: FieldPart) -> str:
    return part.result.best.fitted.code.words if part.result.best else ""


def _trials(code: Sequence[FieldPart]) -> tuple[Trial, ...]:
    """Join the trials of the fields, for the inputs on which all of them were tested."""
    by_row: dict[int, dict[str, Trial]] = {}
    strictness = {}
    for part in code:
        best = part.result.best
        assert best is not None  # noqa: S101 - as above
        strictness[part.field] = best.point.strictness
        for trial in best.fitted.trials:
            by_row.setdefault(trial.row, {})[part.field] = trial
    joined = []
    for row, trials in sorted(by_row.items()):
        if len(trials) < len(code):
            continue
        given = {name: trial for name, trial in trials.items() if trial.answered(strictness[name])}
        answer = {name: trial.answer for name, trial in given.items()}
        agrees = bool(given) and all(trial.agrees for trial in given.values())
        joined.append(Trial(row, int(bool(given)), agrees, answer if given else None))
    return tuple(joined)


def _is_settled(sample: SampleData) -> bool:
    """Whether a field is worth a search: it is settled on at least half of the inputs."""
    return 2 * len(training_set_of(sample).settled) >= len(sample)


def _part(projected: SampleData, name: str, task: Task, sandbox: Sandbox) -> FieldPart:
    written = [_adapted(code, name, projected.spec.name) for code in task.written]
    said = [replace(each, outcome=_value(each.outcome, name)) for each in task.said]
    own = replace(task, written=written, said=said, labels=of_field(task.labels, name), ask=None, beside=())
    return FieldPart(name, pass_gate(projected, own, sandbox=sandbox))


def _adapted(code: Code, field: str, name: str) -> Code:
    """Return written code with a function that gives a single field; it raises an error if the field is missing."""
    takes = f'\n\n\ndef {name}(*inputs):\n    """Give `{field}` alone."""\n    return {code.name}(*inputs)[{field!r}]\n'
    return replace(code, name=name, versions=tuple(version.rstrip("\n") + takes for version in code.versions))


def projection(sample: SampleData, name: str) -> SampleData:
    """Return the sample as if the field were the whole result."""
    draws = tuple(tuple(_field(draw, name) for draw in draws) for draws in sample.draws)
    values = [draw.outcome for row in draws for draw in row if draw.status == "ok"]
    return replace(sample, spec=_spec(sample.spec, name, values), draws=draws)


def _field(draw: Draw, name: str) -> Draw:
    return replace(draw, outcome=_value(draw.outcome, name)) if draw.status == "ok" else draw


def _value(record: Any, name: str) -> Any:
    return record.get(name) if isinstance(record, Mapping) else None


def _spec(spec: Spec, name: str, values: Sequence[Any]) -> Spec:
    """Return the spec of one field, with the examples of the whole reduced to it."""
    own = "_".join([spec.name, *"".join(c if f"_{c}".isidentifier() else " " for c in name).split()])
    examples = tuple(replace(each, result=_value(each.result, name)) for each in spec.examples)
    kinds = {type(value) for value in (*values, *(each.result for each in examples))}
    seen: Any = functools.reduce(operator.or_, sorted(kinds, key=lambda kind: kind.__name__)) if kinds else str
    try:
        return replace(spec, name=own, returns=fields_of(spec.returns).get(name, seen), examples=examples)
    except SpecError:  # the type of a field that may be missing (``NotRequired``) is no type by itself
        return replace(spec, name=own, returns=seen, examples=examples)
