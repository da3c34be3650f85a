"""The proposal: code and its evidence, before anyone approved it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from pointmass.approval import Approver, Question, ask, decide, refusal
from pointmass.artifact import Artifact
from pointmass.digest import canonical
from pointmass.errors import EvidenceError, InputError, NotApprovedError, clip
from pointmass.facts import NOT_RECORDED, notice
from pointmass.harness import bind_artifact
from pointmass.harness.partial import Partial
from pointmass.html import proposal_html
from pointmass.plugins import notebook_part, part
from pointmass.registry import Binding, Event, Registry
from pointmass.rounded import at_least
from pointmass.shown import repr_of
from pointmass.signature import misfit, plain
from pointmass.spec import Spec
from pointmass.stabilize import tables
from pointmass.stabilize.counterexamples import Ask, as_row
from pointmass.stabilize.course import Course
from pointmass.stabilize.decision import Advice
from pointmass.stabilize.evidence import Evidence, Given
from pointmass.stabilize.gate import GateResult, explained
from pointmass.stabilize.others import Other
from pointmass.stabilize.records import FieldPart
from pointmass.stabilize.signature import as_input
from pointmass.stabilize.training_set import Labelled
from pointmass.stabilize.view import summary, view
from pointmass.stabilize.writing import Drafts, Write
from pointmass.synthesis.questions import Disagreement

if TYPE_CHECKING:
    import pandas as pd

    from pointmass.html import ProposalView


@dataclass(frozen=True, slots=True)
class Stage:
    """The surroundings of a proposal.

    Attributes:
        registry: The registry in which the code would be bound.
        approver: Asked before the code is bound.
        ask: Draws further inputs from the model of the sample; ``None`` if it cannot be asked.
        write: Asks a model for drafts of the code; ``None`` for no drafts.
        saw: The contents of the inputs that a recorded writer saw when it wrote.
        course: The earlier looks whose advice was to sample more; ``None`` if looks are not connected.
        handle: The handle of the name, through which a panel calls it and binds its spec again; ``None`` if there is
            none.
    """

    registry: Registry
    approver: Approver
    ask: Ask | None = None
    write: Write | None = None
    saw: frozenset[str] = frozenset()
    course: Course | None = None
    handle: Any = None


class Remaking(Protocol):
    """Makes a changed proposal from what a proposal was made of; the proposal itself is not changed."""

    def answered(self, answer: Labelled) -> Proposal:
        """Return the proposal with one more answer to learn from."""

    def chosen(self, candidate: int, strictness: int | None) -> Proposal:
        """Return the proposal with another candidate, or another strictness of its guard."""

    def edited(self, source: str, sample: Any, *, allow_imports: Sequence[str]) -> Proposal:
        """Return the proposal with code that a person changed."""


@dataclass(frozen=True, slots=True, repr=False)
class Proposal:
    """Code for a name, with the evidence for it. Until ``accept`` it is not bound, and runs only in the sandbox.

    Attributes:
        spec: The spec that the code was made for; its model answers what the code hands back.
        sample_digest: The digest of the sample that it was made from.
        source: The code: a module that defines ``accepts`` and the function; empty if none was found.
        result: The result of the gate: the candidates of all authors, and their evidence.
        questions: Inputs on which the best programs still differ, for a person to ``answer``.
        others: Other programs, each with an input on which it differs from the proposed one.
        agreement: The agreement with the model's mode that was asked for, a fraction in (0, 1).
        parts: The results for each field of a record, decided separately; ``fields`` tabulates them.
        written: Code that a person or a model wrote, and code that was refused.
        notes: What to know besides the figures, one sentence each.
    """

    spec: Spec
    sample_digest: str
    source: str
    result: GateResult
    questions: tuple[Disagreement, ...]
    others: tuple[Other, ...]
    agreement: float
    parts: tuple[FieldPart, ...]
    written: Drafts
    notes: tuple[str, ...]
    _known: dict[str, list[Any]]
    _stage: Stage
    _again: Remaking
    _clock: Callable[[], float] = field(default=time.time)

    @property
    def name(self) -> str:
        """The name that would be bound."""
        return self.spec.name

    @property
    def evidence(self) -> Evidence:
        """The evidence: what was measured."""
        return self.result.evidence

    @property
    def advice(self) -> Advice:
        """The advice that follows from the evidence."""
        return self.result.advice

    @property
    def artifact(self) -> Artifact:
        """The code as it would be bound, with its evidence."""
        evidence = self.evidence.content() | self._known
        return Artifact(self.name, self.source, self.spec.digest, self.sample_digest, evidence)

    @property
    def decision(self) -> str:
        """The advice in words: stabilize (with guard, or some fields), keep neural, or sample more."""
        return self.advice.verdict

    @property
    def candidates(self) -> pd.DataFrame:
        """Tabulate the candidates of all authors, the proposed one first; for a record those of each field.

        Returns:
            One row per candidate: ``field`` (empty if the result is not a record), ``author``, ``kind``, ``coverage``
            (the share of inputs like these that it answers), ``agreement`` and ``at_least`` (its exact one-sided 95 %
            bound; all three are fractions, on inputs that neither it nor its guard had seen), ``lines`` of its module,
            ``program`` in words, and ``why_not``: why it is not proposed.
        """
        of = [(part.field, part.result) for part in self.parts] or [("", self.result)]
        every = [(field, each) for field, result in of for each in explained(result)]
        return tables.candidates(every, self.written.refused)

    @property
    def answers(self) -> pd.DataFrame:
        """Tabulate the known inputs that the code answers: ``input`` and ``answer``."""
        return tables.answers(self._known["cases"])

    @property
    def hands_back(self) -> pd.DataFrame:
        """Tabulate the inputs that stay with the model: ``input``, the answers of the ``model``, and ``why``."""
        return tables.given(self._left)

    @property
    def wrong(self) -> pd.DataFrame:
        """Tabulate the unseen inputs that code answered differently from the model: ``input``, ``model``, and ``why``.

        They count against the agreement. The proposed module hands them back.
        """
        return tables.given(self.evidence.disagreements)

    @property
    def curve(self) -> pd.DataFrame:
        """Tabulate the strictness of the guard: how much the code answers, and how often it agrees with the model.

        Returns:
            One row per strictness, the loosest first: ``strictness``, ``certified`` inputs (not seen by code and
            guard), how many of them are ``answered`` and ``agreed``, ``coverage`` (of inputs like these),
            ``agreement``, ``at_least`` (its exact one-sided 95 % bound; all three are fractions), and ``chosen``. For a
            record, whose fields have their own guards, there is one row for the whole as proposed.
        """
        return tables.curve(self.result.best.points if self.result.best else ())

    @property
    def fields(self) -> pd.DataFrame:
        """Tabulate the fields of record results; empty if the result is not a record.

        Returns:
            One row per field: ``field``, its ``decision``, the inputs on which it is ``settled``, how many unseen ones
            were ``answered`` and ``agreed``, ``coverage`` and ``at_least`` (the exact one-sided 95 % bound of the
            agreement; fractions), the ``author`` of its code, its ``program`` in words, and ``why``.
        """
        return tables.fields(self.parts)

    def answer(self, question: Any, value: Any) -> Proposal:
        """Give the right result for an input, and make the proposal again; the input is used for learning only.

        Args:
            question: One of ``questions``, its number from 1 on, or its input.
            value: The result for the input.

        Returns:
            The new proposal; this one stays as it is.

        Raises:
            InputError: There is no such question, or the value does not fit the type of the spec.
        """
        asked = self._question(question)
        try:
            outcome = plain(self.spec.returns, value)
        except (ValueError, TypeError) as error:
            why = misfit(self.spec.returns, value, error)
            raise InputError(f"{self.name}: the answer for {clip(repr(asked.input))} does not fit: {why}") from None
        return self._again.answered(Labelled(as_row(self.spec, asked.input), outcome, "a person", asked.parent))

    def choose(self, candidate: int = 0, *, strictness: int | None = None) -> Proposal:
        """Choose another candidate than the proposed one, or another strictness of its guard. The code is not bound.

        A person who chooses has seen the results of every guard. So the bounds of the new proposal are computed for all
        compared guards together (Bonferroni 1936); they are lower than for a guard that the gate chooses by itself.

        Args:
            candidate: The row of ``candidates``, from 0.
            strictness: The row of ``curve``, 0 for the loosest; ``None`` for the strictness that the gate chose.

        Returns:
            The new proposal; this one is not changed.

        Raises:
            InputError: There is no such row with code, or results are records: each field has a guard of its own.
        """
        return self._again.chosen(candidate, strictness)

    def edit(self, source: str, sample: Any = None, *, allow_imports: Sequence[str] = ()) -> Proposal:
        """Propose code that a person changed. The code is not bound.

        The person has seen how the model answers the inputs of this sample, so these inputs prove nothing about the
        change. Give a sample of other inputs to prove an agreement. Without one, the new proposal tells how the code
        does on the known inputs, and what is missing.

        Args:
            source: The text of the module; it keeps the contract of written code (see ``handle.propose``).
            sample: A sample of the same spec; its inputs that this proposal was made from do not count as evidence.
            allow_imports: Libraries that the code may import besides the standard library.

        Returns:
            The new proposal; this one is not changed.

        Raises:
            ContractError: The code does not keep the contract; the message lists every fault.
            EvidenceError: The code is not a candidate (it repeats inputs, or gives different answers to the same
                input).
            InputError: *sample* is not a sample of this spec.
        """
        return self._again.edited(source, sample, allow_imports=allow_imports)

    @property
    def handle(self) -> Any:
        """The handle of the name; ``None`` if the proposal was made without a workbench."""
        return self._stage.handle

    @property
    def asks(self) -> bool:
        """Whether the approver is ``pm.ask``, which asks a person before the code is bound."""
        return self._stage.approver is ask

    @property
    def bound(self) -> Event | None:
        """The event with which exactly this code was bound; ``None`` if the name does not mean this code now."""
        active, digest = self._stage.registry.active.get(self.name), self.artifact.digest
        if not self.source or active is None or active.digest != digest:
            return None
        return next(
            (event for event in reversed(self._stage.registry.history(self.name)) if event.digest == digest), None
        )

    def accept(self, *, approver: Approver | None = None) -> Event:
        """Ask the approver, and bind the code under the name of its spec.

        After a yes, the source is executed outside the sandbox for the first time. On every known input it must give
        the same result as in the sandbox, or nothing is bound.

        Args:
            approver: The approver; by default that of the workbench.

        Returns:
            The event in the name's history.

        Raises:
            NotApprovedError: The approver said no.
            EvidenceError: There is no code, the name means another spec now, or the code gives other results than
                before.
        """
        if not self.source:
            raise EvidenceError(f"{self.name}: there is no code to accept; {self.advice.reason}")
        active = self._stage.registry.resolve(self.name)
        if active.spec is None or active.spec.digest != self.spec.digest:
            raise EvidenceError(
                f"{self.name}: the name means another spec now than the one that was sampled; sample and stabilize the new one"
            )
        artifact = self.artifact
        question = Question(
            "bind", self.name, artifact.digest, summary(self.name, self.evidence, self.advice), self.source
        )
        said = decide(approver or self._stage.approver, question)
        if not said.approved:
            raise NotApprovedError(refusal(self.name, said))
        binding = bind_artifact(artifact, self.spec, said)
        self._check(binding)
        note = _note(self.evidence)
        # Asking may take minutes, so the registry checks again that the name still means the same, in one step with
        # binding.
        return self._stage.registry.bind(
            binding, action="stabilize", by=said.by, time=self._clock(), note=note, instead_of=active
        )

    def view(self) -> ProposalView:
        """Return what the panel shows, as plain data."""
        best = self.result.best
        return view(
            self.name,
            self.source,
            best.hands_back if best else (),
            self.evidence,
            self.advice,
            bound=self.bound,
            notes=self.notes,
            points=best.points if best else (),
            asked=self.agreement,
            questions=self.questions,
            others=self.others,
            parts=self.parts,
            left=self._left,
        )

    @property
    def _left(self) -> tuple[Given, ...]:
        """The inputs of the sample that the module hands back; without code, all inputs that stay with the model."""
        if not self.source:
            return self.evidence.gives_up
        wrong = [
            each if each.why.code == "the code is against a label" else replace(each, why=notice("the code is another"))
            for each in self.evidence.disagreements
        ]
        known = {canonical(each.input): each for each in (*wrong, *self.evidence.gives_up)}
        back = [canonical(as_input(self.spec, row)) for row in self._known["hands_back"]]
        return tuple(known[key] for key in back if key in known)

    def _question(self, wanted: Any) -> Disagreement:
        found = next((each for each in self.questions if each is wanted or each.input == wanted), None)
        if found is None and type(wanted) is int and 1 <= wanted <= len(self.questions):
            found = self.questions[wanted - 1]
        if found is None:
            asked = clip(", ".join(repr(each.input) for each in self.questions), 200) or "nothing"
            raise InputError(f"{self.name}: got an answer for {clip(repr(wanted))}; the questions are about {asked}")
        return found

    def _check(self, binding: Binding) -> None:
        """Check that the approved code gives the same results as in the sandbox; a difference is a bug of pointmass."""
        expected = [(True, case["inputs"], case["result"]) for case in self._known["cases"]]
        expected += [(False, row, None) for row in self._known["hands_back"]]
        for accepted, row, result in expected:
            if self._answer(binding, [row[p.name] for p in self.spec.parameters]) != (accepted, result):
                raise EvidenceError(
                    f"{self.name}: on {row!r} the source does not give the answer that was certified; nothing was bound"
                )

    def _answer(self, binding: Binding, given: Sequence[Any]) -> tuple[bool, Any]:
        """Return whether the bound code answers, and its result as JSON data; with an error it does not answer."""
        try:
            if binding.function is None or binding.accepts is None or not binding.accepts(*given):
                return False, None
            return True, plain(self.spec.returns, binding.function(*given))
        except Partial as some:  # code for some fields of a record
            return True, some.known
        except Exception as error:  # noqa: BLE001 - any error is another result than in the sandbox
            return False, error

    def __repr__(self) -> str:
        """Show the summary, the notes and the code."""
        said = summary(self.name, self.evidence, self.advice)
        told = "\n".join((said, *(f"  note       {note}" for note in self.notes)))
        return repr_of(f"<Proposal for {told}>\n\n{self.source}")

    def _repr_html_(self) -> str:
        return proposal_html(self.view())

    def _ipython_display_(self) -> None:
        """Show the panel with its button in a notebook; else IPython shows the HTML or the text."""
        show = notebook_part("proposal")
        if show is None:
            raise NotImplementedError
        show(self, self._repr_html_(), repr(self))

    def panel(self) -> Any:
        """Return the live panel; ``.proposal`` is the one that is looked at after a choice, an edit or an answer.

        It can be made anywhere, and is shown by every front end that takes widgets (in marimo:
        ``mo.ui.anywidget(panel)``).
        """
        return part("proposal_panel")(self)


def _note(evidence: Evidence) -> str:
    return (
        f"{evidence.agreed} of {evidence.answered} {evidence.inputs_tried} agree (≥ {at_least(evidence.bound)}), "
        f"{evidence.coverage:.0%} of {evidence.inputs} inputs answered by code"
        f"{'' if evidence.whole == evidence.coverage else f' in part, {evidence.whole:.0%} whole'}; of {evidence.behaviour.who if evidence.behaviour else NOT_RECORDED}"
    )
