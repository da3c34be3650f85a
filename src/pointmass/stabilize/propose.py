"""Make a proposal from a sample: run the gate, on the whole result or by field, and add notes for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pointmass.approval import person
from pointmass.digest import canonical
from pointmass.errors import EvidenceError, InputError, SpecError
from pointmass.sample import SampleData
from pointmass.sandbox import Sandbox
from pointmass.stabilize.cases import cases
from pointmass.stabilize.choosing import chosen, compared
from pointmass.stabilize.code import Code
from pointmass.stabilize.confidence import FIRST
from pointmass.stabilize.gate import GateResult, Task, pass_gate
from pointmass.stabilize.notes import notes
from pointmass.stabilize.others import others
from pointmass.stabilize.proposal import Proposal, Stage
from pointmass.stabilize.records import FieldPart, by_field, field_names, together
from pointmass.stabilize.search import SearchOptions
from pointmass.stabilize.signature import as_input
from pointmass.stabilize.training_set import Labelled
from pointmass.stabilize.writing import Drafts, Refused, candidate, drafted
from pointmass.stabilize.written import read_module, sandbox_for, spent
from pointmass.synthesis.nearby import nearby

AT_LEAST = 2
"""The least number of answered inputs for a proposal, as one input proves nothing."""


@dataclass(frozen=True, slots=True)
class ProposeOptions:
    """The options of a proposal.

    Attributes:
        agreement: The agreement to prove, a fraction in (0, 1); the guard and the advice depend on it.
        budget: The effort of one search for one function, in seconds (`pointmass.synthesis.Effort`); the fields of a
            record share it.
        probes: How many inputs the model may be asked about outside the sample.
        allow_model: Whether a fitted model may choose labels if no rules do.
        written: Code that a person or a model wrote; it is judged together with what is synthesized.
        libraries: The libraries that this code imports besides the standard library.
        search: Whether the synthesizer searches for programs.
        looked_at: The inputs, as canonical JSON, of the samples that a person had looked at before editing the code, the
            sample itself apart: they certify no edit.
    """

    agreement: float
    budget: float
    probes: int = 0
    allow_model: bool = False
    written: tuple[Code, ...] = ()
    libraries: tuple[str, ...] = ()
    search: bool = True
    looked_at: frozenset[str] = frozenset()


def propose(
    sample: SampleData,
    options: ProposeOptions,
    *,
    stage: Stage,
    answers: Any = (),
) -> Proposal:
    """Make a proposal from a sample.

    Args:
        sample: Inputs × draws of one spec.
        options: The options.
        stage: Where the code would be bound, who approves it, and how the model is asked.
        answers: Results that a person gives for some inputs: a mapping of inputs to results, or pairs.

    Raises:
        EvidenceError: The sample is of one input, or nothing was answered.
        InputError: A number is out of range, or an answer does not fit the spec.
    """
    _check(sample, options)
    said = _said(sample, answers)
    written = drafted(sample, stage.write, saw=stage.saw) if stage.write else Drafts()
    if options.written:
        written = replace(
            written, codes=(*written.codes, *options.written), libraries=(*written.libraries, *options.libraries)
        )
    return _proposed(sample, options, stage, said, written)


def _proposed(
    sample: SampleData, options: ProposeOptions, stage: Stage, said: Sequence[Labelled], written: Drafts
) -> Proposal:
    task = Task(
        agreement=options.agreement,
        sure=FIRST if stage.course is None else stage.course.sure(sample, agreement=options.agreement),
        options=SearchOptions(options.budget, options.allow_model),
        said=said,
        written=written.codes,
        ask=stage.ask,
        probes=options.probes,
        search=options.search,
        beside=tuple(call for draft in written.drafts for call in draft.calls),
        labels=sample.labels(),
    )
    with sandbox_for(written.libraries) as sandbox:
        parts = by_field(sample, task, sandbox=sandbox) if field_names(sample) else ()
        result = together(sample, parts, task, sandbox=sandbox) if parts else pass_gate(sample, task, sandbox=sandbox)
        if stage.course is not None:
            stage.course.took(sample, result, [part.result for part in parts])
        return _Making(sample, options, stage, written, task, said, parts).proposal(result, sandbox)


@dataclass(frozen=True, slots=True)
class _Making:
    """What a proposal was made of, kept so that a changed proposal can be made."""

    sample: SampleData
    options: ProposeOptions
    stage: Stage
    written: Drafts
    task: Task
    said: Sequence[Labelled]
    parts: tuple[FieldPart, ...]

    def proposal(self, result: GateResult, sandbox: Sandbox, *, notes: tuple[str, ...] = ()) -> Proposal:
        """Return the proposal for a result of the gate."""
        source = result.best.source if result.best else ""
        return Proposal(
            spec=self.sample.spec,
            sample_digest=self.sample.digest,
            source=source,
            result=result,
            questions=result.explored.open,
            others=others(self.sample, result.explored.final.found, result.explored.open),
            agreement=self.options.agreement,
            parts=self.parts,
            written=self.written,
            notes=(*notes, *_notes(result, self.options, self.written)),
            _known=cases(self.sample.spec, source, _rows(self.sample, result), sandbox),
            _stage=self.stage,
            _again=_Remade(replace(self, said=_once(self.said, result)), result),
        )


@dataclass(frozen=True, slots=True)
class _Remade:
    """Makes a changed proposal: with one more answer, another choice of candidate or guard, or edited code."""

    made: _Making
    result: GateResult

    def answered(self, answer: Labelled) -> Proposal:
        """Return the proposal with one more answer; questions that models answered already are not asked again."""
        made = self.made
        again = replace(made.options, probes=made.options.probes - self.result.explored.asked)
        return _proposed(made.sample, again, made.stage, [*made.said, answer], made.written)

    def chosen(self, candidate: int, strictness: int | None) -> Proposal:
        """Return the proposal with the candidate and guard that a person chose; no search or trial is repeated."""
        made = self.made
        if made.parts:
            raise InputError(
                f"{made.sample.name}.choose: each field of a record has code and a guard of its own; p.fields lists them"
            )
        result = chosen(
            self.result,
            candidate=candidate,
            strictness=strictness,
            agreement=made.options.agreement,
            sure=made.task.sure,
            beside=made.task.beside,
        )
        note = f"A person chose this among {compared(self.result)} guards after seeing what each gets right."
        with sandbox_for(made.written.libraries) as sandbox:
            made_of_it = made.proposal(result, sandbox, notes=(note,))
        # A later choice is again one among all guards of the first result.
        return replace(made_of_it, _again=self)

    def edited(self, source: str, sample: Any, *, allow_imports: Sequence[str]) -> Proposal:
        """Return the proposal with edited code; its author saw the sample, so no input of the sample is evidence."""
        made = self.made
        spec = made.sample.spec
        judged = made.sample if sample is None else sample
        if not isinstance(judged, SampleData) or judged.spec.digest != spec.digest:
            raise InputError(
                f"{spec.name}.edit: sample= takes another sample of the same spec; draw one: {spec.name}.sample(...)"
            )
        known = made.options.looked_at | {canonical(dict(row)) for row in made.sample.rows}
        seen = frozenset(at for at, row in enumerate(judged.rows) if canonical(dict(row)) in known)
        module = read_module(source, spec=spec, allow_imports=(*made.written.libraries, *allow_imports))
        written = candidate(judged, module, author=person(), seen=seen)
        if isinstance(written, Refused):
            raise EvidenceError(f"{spec.name}: this code is not a candidate: {written.why}")
        options = replace(
            made.options, probes=0, written=(written,), libraries=module.libraries, search=False, looked_at=known
        )
        return propose(judged, options, stage=replace(made.stage, write=None, ask=None))


def _rows(sample: SampleData, result: GateResult) -> list[Mapping[str, Any]]:
    """Return every known input once: those of the sample, and the labelled examples."""
    known = (*sample.rows, *(each.row for each in result.explored.training.taught))
    return list({canonical(dict(row)): row for row in known}.values())


def _once(said: Sequence[Labelled], result: GateResult) -> tuple[Labelled, ...]:
    """Return the labelled examples from a person and from questions to the model, each input once."""
    asked = [each for each in result.explored.training.taught if each.by == "the model"]
    return tuple({canonical(dict(each.row)): each for each in (*asked, *said)}.values())


def _check(sample: SampleData, options: ProposeOptions) -> None:
    if not 0 < options.agreement < 1:
        raise EvidenceError(
            f"{sample.name}: agreement={options.agreement!r} is not a fraction between 0 and 1; 0.9 asks for 90 %"
        )
    if not isinstance(options.probes, int) or options.probes < 0:
        raise InputError(
            f"{sample.name}.stabilize: got probes={options.probes!r}; it is a whole number of inputs, 0 for none"
        )
    answered = sum(mode.answered > 0 for mode in sample.modes())
    if answered < AT_LEAST:
        raise EvidenceError(
            f"{sample.name}: the evidence is {answered or 'no'} answered input, and one input proves nothing about others; "
            f"sample at least {AT_LEAST} inputs, 30 or more for a useful bound"
        )


def _said(sample: SampleData, answers: Any) -> list[Labelled]:
    """Return the answers of a person as labelled examples; they are read like examples of a spec.

    Raises:
        InputError: An answer does not fit the spec.
    """
    try:
        read = replace(sample.spec, examples=answers).examples
    except SpecError as error:
        raise InputError(
            f"{sample.name}.stabilize: answers= takes what examples of the spec are: {'; '.join(error.faults)}"
        ) from None
    return [Labelled(each.inputs, each.result, "a person", _parent(sample, each.inputs)) for each in read]


def _parent(sample: SampleData, row: Any) -> int | None:
    """Return the number of the sampled input of which *row* is a small change, as questions are; else ``None``."""
    key = canonical(as_input(sample.spec, row))
    given = [as_input(sample.spec, each) for each in sample.rows]
    return next((at for at, each in enumerate(given) if key in map(canonical, nearby(each))), None)


def _notes(result: GateResult, options: ProposeOptions, written: Drafts) -> tuple[str, ...]:
    told = notes(result.evidence, result.explored, searches=result.searches, budget=options.budget)
    asked = (f"Drafts: {spent(written.drafts)}",) if written.drafts else ()
    return (*told, *asked, *(f"Not a candidate: {each.author}: {each.why}" for each in written.refused))
