"""What each view shows, as plain data: whoever fills one knows nothing of HTML, and whoever draws it nothing of the engine.

All text in a view is raw: it is escaped where it is drawn, and only there. Shares and bounds are fractions in [0, 1].
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from pointmass.digest import canonical

OK = "ok"
"""The status of an outcome that is an answer; every other status is shown in angle marks and in grey."""

Word: TypeAlias = Literal["unanimous", "settled", "contested", "drawn once", "unanswered"]
"""The word for an input: from all draws alike to no settled answer, or too few answers to say."""

UNANIMOUS: Final = "unanimous"
SETTLED: Final = "settled"
CONTESTED: Final = "contested"


def input_text(value: Any) -> str:
    """Write an input for people: a text bare, the values of several parameters side by side, other data as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping) and value:
        return " · ".join(each if isinstance(each, str) else canonical(each) for each in value.values())
    return canonical(value)


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One outcome of one input.

    Attributes:
        label: The outcome as text.
        count: Draws that gave it.
        share: The fraction of the input's draws that gave it.
        low: Lower bound of the share's 95 % interval; ``None`` where none was computed.
        high: Upper bound.
        status: ``ok``, ``format violation``, ``refusal``, ``truncated`` or ``failed``.
    """

    label: str
    count: int
    share: float
    low: float | None = None
    high: float | None = None
    status: str = OK


@dataclass(frozen=True, slots=True)
class InputRow:
    """One input with its outcomes, the most frequent first.

    Attributes:
        label: The input as text.
        outcomes: Its outcomes, by falling count.
        n: Draws that the shares refer to.
        word: How its draws stand.
        agreement: The chance that two draws agree, a fraction in [0, 1]; ``None`` with fewer than two draws.
        weight: How often the input was given.
    """

    label: str
    outcomes: tuple[OutcomeRow, ...]
    n: int
    word: Word
    agreement: float | None = None
    weight: int = 1


@dataclass(frozen=True, slots=True)
class SampleView:
    """A sample: what a person sees of inputs times draws.

    Attributes:
        name: The name that was sampled.
        kind: What stands behind it: ``neural``, ``symbolic`` or ``hybrid``.
        model: Whose behaviour it is, as text: the models that answered, how they were asked, when.
        n_inputs: Distinct inputs.
        n_draws: Draws asked for each input.
        sentence: The verdict, one sentence.
        subline: One line of figures under it.
        inputs: The inputs, in the order they were given.
        statuses: How many draws have which status, over all inputs.
        cost: Tokens, dollars and time in words; empty where nobody counted.
        notices: What the reader has to know before trusting it, one sentence each.
        code: The code that gives the same data, e.g. ``s.table()  ·  s.frame``.
    """

    name: str
    kind: str
    model: str
    n_inputs: int
    n_draws: int
    sentence: str
    subline: str = ""
    inputs: tuple[InputRow, ...] = ()
    statuses: tuple[tuple[str, int], ...] = ()
    cost: str = ""
    notices: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One line of evidence: what was measured, ``39 / 40``, ``98% [87–100]``, and a remark."""

    what: str
    count: str = ""
    share: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class GivesUpRow:
    """One input that the function does not answer, or answers otherwise: its outcomes with their counts, and why."""

    input: str
    outcomes: tuple[tuple[str, int], ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A guard at one strictness: what the code answers, and how far that agrees.

    Attributes:
        strictness: A number as text; 0 is the loosest.
        coverage: The share of inputs that it answers.
        agreement: The share of those that agree with the model.
        bound: What is proven of it at least.
        count: ``39 / 40``: how many inputs agreed, of those answered.
        chosen: Whether it is the one that is proposed.
    """

    strictness: str
    coverage: float
    agreement: float
    bound: float
    count: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field of a record: what to do with it, ``39 / 40``, ``≥ 93%``, the program in words, and why."""

    name: str
    decision: str
    count: str = ""
    bound: str = ""
    program: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal: code that may take over a name, with the evidence for and against it.

    Attributes:
        name: The name it would be bound under.
        sentence: The verdict, one sentence.
        decision: ``stabilize``, ``stabilize with guard``, ``keep neural`` or ``sample more``.
        kpis: The figures to see first, as ``(value, label)``.
        source: The Python source.
        guard: What the guard hands back to the model, one sentence each.
        evidence: What was measured.
        gives_up: What is lost by it.
        curve: The guard at each strictness, the loosest first; what it costs to be surer.
        asked: The agreement that was asked for; 0 where none was.
        fields: The fields of a record result, each decided on by itself.
        questions: What a person may be asked, each as ``(question, how the programs differ)``.
        others: The other programs and where they differ, one sentence each.
        notes: Further remarks, one sentence each.
        bound: What became of it (``bound as v2 · hybrid``); ``None`` while nobody decided.
        code: The code that does what the button does, e.g. ``p.accept()``.
    """

    name: str
    sentence: str
    decision: str
    kpis: tuple[tuple[str, str], ...] = ()
    source: str = ""
    guard: tuple[str, ...] = ()
    evidence: tuple[EvidenceRow, ...] = ()
    gives_up: tuple[GivesUpRow, ...] = ()
    curve: tuple[CurvePoint, ...] = ()
    asked: float = 0.0
    fields: tuple[FieldRow, ...] = ()
    questions: tuple[tuple[str, str], ...] = ()
    others: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    bound: str | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One interpretation: its letter, the reading in words, how often it was taken, and an example.

    ``source`` is the example as lines of code, to be folded away; empty where it is none. ``apart`` says what sets it apart,
    ``told_by`` names inputs that tell it from the others, each with its answer there; ``doubt`` why its weight has no interval.
    """

    letter: str
    reading: str
    count: int
    share: float
    low: float | None = None
    high: float | None = None
    exemplar: str = ""
    source: str = ""
    apart: str = ""
    told_by: tuple[tuple[str, str], ...] = ()
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One input of a heat map.

    Attributes:
        at: Its number in the interpretations.
        label: The input as text.
        letters: A letter for each conversation: of the reading whose usual answer it gave, ``·`` for none of them, a space for
            no answer. Empty where counts are shown.
        counts: How many draws each of its readings has, the heaviest first. Empty where letters are shown.
    """

    at: int
    label: str
    letters: str = ""
    counts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class HeatView:
    """What each conversation, or each reading, did on each input: the inputs that tell most first.

    Attributes:
        heads: A letter for each column: the reading that a conversation follows, or the reading.
        rows: The inputs.
        said: What a column and a letter are, in words.
    """

    heads: str
    rows: tuple[HeatRow, ...]
    said: str


@dataclass(frozen=True, slots=True)
class ContestedInput:
    """One input whose draws differ.

    Attributes:
        label: The input as text.
        n: Its draws.
        rows: The readings within it, and the draws that gave no value, if there are any.
        readings: How many of the rows are readings; ``None`` where all are.
    """

    label: str
    n: int
    rows: tuple[ReadingRow, ...] = ()
    readings: int | None = None


@dataclass(frozen=True, slots=True)
class InterpretationsView:
    """The interpretations of a sample, the heaviest first.

    Attributes:
        name: The name that was sampled.
        sentence: The verdict, one sentence.
        note: How they were found and what was left over.
        rows: The interpretations.
        unit: What ``count`` counts.
        code: The code that gives the same data.
        inputs: Inputs with readings of their own, where readings were looked for within each input.
        open: What is open, in words, each with on how many inputs.
        heat: The heat map; ``None`` for one input.
        edits: What a person did by hand, in words, as far as it is in force.
    """

    name: str
    sentence: str
    note: str = ""
    rows: tuple[ReadingRow, ...] = ()
    unit: str = "draws"
    code: str = ""
    inputs: tuple[ContestedInput, ...] = ()
    open: tuple[tuple[str, int], ...] = ()
    heat: HeatView | None = None
    edits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question that is put to a person: the question in words, its choices, and what else it is about."""

    said: str
    rows: tuple[ReadingRow, ...]
    under: str = ""


@dataclass(frozen=True, slots=True)
class ClarificationView:
    """The questions whose answers tell readings of a spec apart.

    Attributes:
        name: The name of the spec.
        sentence: The verdict, one sentence.
        note: What an answer does, and what was left out.
        questions: The questions, the most telling first.
        code: The code that answers them.
    """

    name: str
    sentence: str
    note: str = ""
    questions: tuple[QuestionRow, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One binding of a name: version, kind, what was done, when, by whom, on what evidence; all as text."""

    version: str
    kind: str
    action: str
    when: str = ""
    who: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class HistoryView:
    """Every binding that a name ever had, oldest first.

    Attributes:
        name: The name.
        rows: Its bindings.
        active: The version that the name means now.
    """

    name: str
    rows: tuple[HistoryRow, ...] = ()
    active: str | None = None


@dataclass(frozen=True, slots=True)
class ProgressView:
    """How far sampling, or other work, is.

    Attributes:
        done: Draws that are there, those from before included.
        total: Draws that will be there.
        already: Draws that were there before this call.
        failed: Draws for which no answer came.
        input_tokens: Tokens read so far; ``None`` where nobody counted.
        output_tokens: Tokens written so far.
        dollars: What it cost so far, in US dollars; ``None`` where no price is set.
        elapsed: Seconds since the start.
        eta: Seconds that are left, as estimated; ``None`` where there is no estimate.
        status: ``drawing``, ``working``, ``waiting``, ``done``, ``interrupted`` or ``stopped``.
        name: The name that is sampled, or what is being done; empty where it is not known.
        waits: Seconds until the service is asked again; ``None`` where it is not waited for.
        why: Why it waits, in words.
        lost: Draws that gave no value, by class, as ``("refusal", 3)``.
        unit: What is counted; empty where nothing is.
        kept: Whether what came is kept when it is stopped.
    """

    done: int
    total: int
    already: int = 0
    failed: int = 0
    input_tokens: int | None = None
    output_tokens: int | None = None
    dollars: float | None = None
    elapsed: float | None = None
    eta: float | None = None
    status: str = "drawing"
    name: str = ""
    waits: float | None = None
    why: str = ""
    lost: tuple[tuple[str, int], ...] = ()
    unit: str = "draws"
    kept: bool = True
