"""An ambiguity as a question: the contested inputs that tell readings apart best, with their answers to choose from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.errors import InputError, clip
from pointmass.html import ClarificationView, QuestionRow, ReadingRow, clarification_html, style
from pointmass.html.escape import visible
from pointmass.interpretations import NULL, cluster
from pointmass.interpretations.contrast import UNNAMED, Difference, contrast
from pointmass.interpretations.short_lines import unwrapped
from pointmass.sample.data import InputMode, SampleData, label
from pointmass.sample.decide import Resolved, decided, spec_diff
from pointmass.sample.stub import stub
from pointmass.shown import repr_of
from pointmass.spec import Spec
from pointmass.stats import pairwise_agreement, slips, wilson

if TYPE_CHECKING:
    import pandas as pd

    from pointmass.interpretations import Interpretations
    from pointmass.interpretations.readings import Cluster, InputReadings

MOST = 3
"""How many questions a person is asked at once, unless the caller says otherwise."""

_NAMED = 60  # characters of an input that is named in code; a longer one is named by its number
_HOW = "how to do it"  # what is open where the answers are code
_CHOICES = len(style.LETTERS)
_NOTHING = "There is nothing to ask: no input has two answers to choose between."
_NEXT = "An answer makes a new spec, with a sentence and an example; nothing is bound until you define it."


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer a question.

    Attributes:
        letter: ``A`` is what the model answers most.
        outcome: The result that the input shall have, JSON data.
        reading: The reading in one line.
        count: Draws that read it so.
        total: Draws of the input.
        across: The readings across inputs that answer so, by number; empty for independent draws.
    """

    letter: str
    outcome: Any
    reading: str
    count: int
    total: int
    across: tuple[int, ...] = ()

    @property
    def share(self) -> float:
        """The share of the draws of its input, a fraction in (0, 1]."""
        return self.count / self.total


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """One input on which the readings differ.

    Attributes:
        input: The input as it was given: a bare value, or a mapping of several parameters.
        row: The same as a mapping of parameters.
        text: The question in plain words.
        clause: What is open: ``whether capital letters are kept``.
        choices: The answers to choose from, the most frequent first.
        also: Further inputs on which the same is open.
    """

    input: Any
    row: Mapping[str, Any]
    text: str
    clause: str
    choices: tuple[Choice, ...]
    also: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Clarification:
    """Questions whose answers become part of the spec.

    Attributes:
        sample: The sample that the questions come from.
        questions: The questions, the most telling first.
        note: How they were chosen, and what was left out.
        kind: How outcomes were compared.
    """

    sample: SampleData
    questions: tuple[Ambiguity, ...]
    note: str
    kind: str = "auto"

    def answer(self, answers: Mapping[Any, Any]) -> Spec:
        """Write decisions into a new spec: a sentence at the end of its prompt, and an example each.

        Nothing is bound: look at ``diff(new)``, then ``wb.define(new)``, and draw a fresh sample.

        Args:
            answers: The question (its input, or its number from 1) and the choice (its letter, or its outcome).

        Raises:
            InputError: There is no such question or choice, or no answer.
        """
        if not answers:
            raise InputError(f"{self._whose}: got no answer; it takes {{input: choice}}, for {self._asked()}")
        pairs = [(question := self._question(key), self._choice(question, said)) for key, said in answers.items()]
        return decided(self.sample.spec, [_decision(question, choice) for question, choice in pairs])

    def diff(self, new: Spec) -> str:
        """Return what changed from the spec that was sampled to *new*, as a unified diff."""
        return spec_diff(self.sample.spec, new)

    def stub(self, new: Spec, *, workbench: str = "wb") -> str:
        """Return the stub that defines *new*, to be pasted: a notebook that is executed again then says the same.

        Args:
            new: The spec, as ``answer`` returns it.
            workbench: The variable that holds the workbench.
        """
        return stub(new, workbench=workbench)

    def beside(self, after: SampleData) -> pd.DataFrame:
        """Compare a fresh sample with the one that the questions come from, on the inputs that were asked about.

        Args:
            after: A sample of the new spec on the same inputs.

        Returns:
            One row for each input and reading, with an example of it: ``input``, ``outcome``, the shares ``before`` and ``after`` (fractions of
            the answered draws), the draws ``n_before`` and ``n_after``, and ``now``: whether the input is ``unanimous``,
            ``settled`` or ``contested`` in the fresh sample, ``not asked`` where it is not in it.
        """
        return _beside(self, after)

    def view(self) -> ClarificationView:
        """Return what a person sees of it, as plain data."""
        return ClarificationView(
            name=self.sample.name,
            sentence=self._sentence(),
            note=self.note,
            questions=tuple(
                QuestionRow(f"{i}. {q.text}", _rows(q), _under(q)) for i, q in enumerate(self.questions, 1)
            ),
            code=f"s.clarify().answer({{{self._first_key()}: 'A'}})" if self.questions else "",
        )

    def __len__(self) -> int:
        """How many questions there are."""
        return len(self.questions)

    def __repr__(self) -> str:
        """Write the questions with their choices."""
        lines = [f"<Clarification of {self.sample.name}: {self._sentence()}>"]
        for number, question in enumerate(self.questions, start=1):
            lines.append(visible(f"{number}. {question.text}"))
            lines += [
                f"   {row.letter}  {visible(row.reading)}  {row.count} of {_total(question)}" for row in _rows(question)
            ]
            lines += [f"   {under}"] if (under := _under(question)) else []
        return repr_of("\n".join([*lines, self.note]))

    def _repr_html_(self) -> str:
        return clarification_html(self.view())

    @property
    def _whose(self) -> str:
        return f"{self.sample.name}.clarify"

    def _sentence(self) -> str:
        n = len(self.questions)
        return _NOTHING if not n else f"{n} question{'' if n == 1 else 's'} that your answer would settle."

    def _first_key(self) -> str:
        given = self.questions[0].input
        return repr(given) if isinstance(given, str) and len(repr(given)) < _NAMED else "1"

    def _asked(self) -> str:
        if not self.questions:
            return "nothing: there is no question"
        named = clip(", ".join(repr(question.input) for question in self.questions), 200)
        return f"{named}, or by number 1 to {len(self.questions)}"

    def _question(self, key: Any) -> Ambiguity:
        found = next((q for q in self.questions if q is key or _same(q.input, key)), None)
        if found is None and isinstance(key, int) and not isinstance(key, bool) and 1 <= key <= len(self.questions):
            found = self.questions[key - 1]
        if found is None:
            raise InputError(
                f"{self._whose}: got an answer for {clip(repr(key))}; the questions are about {self._asked()}"
            )
        return found

    def _choice(self, question: Ambiguity, said: Any) -> Choice:
        found = next((c for c in question.choices if c is said or _same(c.outcome, said)), None)
        found = found or next((c for c in question.choices if c.letter == said), None)
        if found is None:
            allowed = clip(
                ", ".join(f"{c.letter} ({clip(label(canonical(c.outcome)), 40)})" for c in question.choices), 300
            )
            raise InputError(
                f"{self._whose}: got {clip(repr(said))} for {clip(repr(question.input))}; allowed is {allowed}"
            )
        return found


def clarify(sample: SampleData, found: Interpretations, *, most: int = MOST) -> Clarification:
    """Choose the questions that tell the readings of a sample apart.

    Of linked draws with more than one program these are the fewest inputs that tell all programs apart; otherwise the
    inputs on which two draws disagree most, of those on which the same is open only the first.

    Args:
        sample: The sample.
        found: Its interpretations.
        most: Questions at most.

    Raises:
        InputError: ``most`` is below 1.
    """
    if most < 1:
        raise InputError(f"{sample.name}.clarify: got most={most}; ask at least one question")
    answered = [row for row, draws in enumerate(sample.draws) if any(draw.answered for draw in draws)]
    known = {canonical(dict(example.inputs)) for example in sample.spec.examples}
    made: dict[int, Ambiguity] = {}
    topics: dict[int, str] = {}
    start, decided_already = 0, 0
    for at, row in enumerate(answered):
        each = found.inputs[at]
        across = _across(found, each, start)
        start += each.count
        if canonical(dict(sample.rows[row])) in known:
            decided_already += len(each.clusters) > 1
        elif len(_values(each)) > 1:
            topics[at], made[at] = _ask(sample, row, each, across, kind=found.kind)
    chosen = _order(found, made, topics)
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for at, topic in topics.items():
        alike[topic].append(at)
    questions = tuple(_with_others(made, alike[topics[at]], at) for at in chosen[:most])
    note = _note(found, len(chosen), len(questions), decided_already)
    return Clarification(sample, questions, note, found.kind)


def _ask(
    sample: SampleData, row: int, each: InputReadings, across: Mapping[int, Sequence[int]], *, kind: str
) -> tuple[str, Ambiguity]:
    values = _values(each)
    code = kind == "code"
    choices = tuple(
        Choice(style.LETTERS[i], unwrapped(c.exemplar), c.reading, c.count, c.total, tuple(across.get(c.label, ())))
        for i, c in enumerate(values)
    )
    open_ = Difference("", _HOW) if code else contrast(values[0].exemplar, values[1].exemplar)
    topic = open_.topic or "\0".join(sorted(c.canonical for c in values))
    given = sample.given(row)
    offered = [f"{'keep ' if c.exemplar == given else ''}`{_brief(_said(c, code=code))}`" for c in values]
    asked = f"For `{_brief(label(canonical(given)))}`: {', or '.join(offered)}?"
    return topic, Ambiguity(given, sample.rows[row], asked, open_.clause, choices)


def _said(cluster: Cluster, *, code: bool) -> str:
    return _way(cluster.reading) if code else label(canonical(unwrapped(cluster.exemplar)))


def _values(each: InputReadings) -> list[Cluster]:
    """Return the readings that are answers: nobody decides for a refusal."""
    return [cluster for cluster in each.clusters if cluster.exemplar is not None][:_CHOICES]


def _across(found: Interpretations, each: InputReadings, start: int) -> dict[int, list[int]]:
    """Say for each reading of an input which programs mostly answer so."""
    if len(found.programs) < 2:  # noqa: PLR2004 - one program tells nothing apart
        return {}
    pairs: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for program, reading in zip(found.labels[start : start + each.count], each.labels, strict=True):
        pairs[program][reading] += 1
    takes: defaultdict[int, list[int]] = defaultdict(list)
    for program in sorted(pairs):
        takes[min(pairs[program], key=lambda reading: (-pairs[program][reading], reading))].append(program)
    return takes


def _order(found: Interpretations, made: Mapping[int, Ambiguity], topics: Mapping[int, str]) -> list[int]:
    """Put the questions in order: those that tell programs apart, else those where draws disagree most, one per topic."""
    if found.linked and found.linked.verdict == "programs":
        telling = [at for at in found.linked.telling if at in made]
        if telling:
            return telling
    divided = sorted(made, key=lambda at: (pairwise_agreement([c.count for c in found.inputs[at].clusters]), at))
    return list({topics[at]: at for at in reversed(divided)}.values())[::-1]


def _with_others(made: Mapping[int, Ambiguity], alike: Sequence[int], at: int) -> Ambiguity:
    also = tuple(made[other].input for other in alike if other != at)
    return replace(made[at], also=also)


def _note(found: Interpretations, possible: int, asked: int, decided_already: int) -> str:
    if not asked:
        skipped = f" {decided_already} contested inputs have an example already." if decided_already else ""
        return f"{_NOTHING}{skipped}" if skipped else ""
    more = f" {possible - asked} more can be asked: s.clarify(most={possible})." if possible > asked else ""
    old = (
        f" {decided_already} contested inputs have an example already and are not asked again."
        if decided_already
        else ""
    )
    programs = found.linked is not None and found.linked.verdict == "programs"
    how = (
        "These inputs tell the readings across inputs apart."
        if programs
        else "The inputs on which draws disagree most."
    )
    return f"{how} {_NEXT}{more}{old}"


def _decision(question: Ambiguity, choice: Choice) -> Resolved:
    rejected = tuple(c.outcome for c in question.choices if c is not choice)
    way = _way(choice.reading) if question.clause == _HOW else ""
    return Resolved(question.row, choice.outcome, rejected, question.clause, way)


def _way(reading: str) -> str:
    """Return what sets a strategy apart, without what all of them do."""
    return reading.split(";", maxsplit=1)[0]


def _rows(question: Ambiguity) -> tuple[ReadingRow, ...]:
    code = question.clause == _HOW
    rows = []
    for choice in question.choices:
        bounds = wilson(choice.count, choice.total)
        text = label(canonical(choice.outcome))
        across = f" (reading {', '.join(map(str, choice.across))})" if choice.across else ""
        said = choice.reading if code else _brief(text)
        source = text if code else ""
        figures = (choice.count, choice.share, bounds.low, bounds.high)
        rows.append(ReadingRow(choice.letter, f"{said}{across}", *figures, text, source))
    return tuple(rows)


def _under(question: Ambiguity) -> str:
    also = f"The same is open for {len(question.also)} more." if question.also else ""
    open_ = f"Open: {question.clause}." if question.clause != UNNAMED.clause else ""
    return " ".join(part for part in (open_, also) if part)


def _total(question: Ambiguity) -> int:
    return question.choices[0].total


def _beside(asked: Clarification, after: SampleData) -> pd.DataFrame:
    from pointmass.tables import table  # noqa: PLC0415 - loads pandas: only a table needs it

    old, new = (
        {canonical(dict(row)): draws for row, draws in zip(each.rows, each.draws, strict=True)}
        for each in (asked.sample, after)
    )
    rows = []
    for question in asked.questions:
        key = canonical(dict(question.row))
        sides = [[draw for draw in drawn.get(key, ()) if draw.answered] for drawn in (old, new)]
        one, other = _readings(sides, given=question.input, kind=asked.kind)
        word = _word(other) if key in new else "not asked"
        for said in sorted(one | other, key=lambda each: (-one[each], -other[each], each)):
            shares = [c[said] / c.total() if c else float("nan") for c in (one, other)]
            rows.append((question.input, said, *shares, one.total(), other.total(), word))
    return table(rows, ["input", "outcome", "before", "after", "n_before", "n_after", "now"])


def _readings(sides: Sequence[Sequence[Draw]], *, given: Any, kind: str) -> list[Counter[str]]:
    """Count the readings of both sides, each by an example of it: two wordings of one are one on both."""
    values = [draw for side in sides for draw in side if draw.status == "ok"]
    found = cluster([_outcome(draw) for draw in values], inputs=[given] * len(values), kind=kind)
    said = {
        id(draw): label(canonical(unwrapped(found.clusters[at].exemplar)))
        for draw, at in zip(values, found.labels, strict=True)
    }
    return [Counter(said.get(id(draw), label(draw.key)) for draw in side) for side in sides]


def _outcome(draw: Draw) -> Any:
    return NULL if draw.outcome is None else draw.outcome


def _word(counts: Counter[str]) -> str:
    ranked = [count for _, count in counts.most_common(2)]
    tied = len(ranked) > 1 and ranked[0] == ranked[1]
    top = ranked[0] if ranked else 0
    settled = not tied and slips([(top, counts.total())]).settled[0]
    return InputMode(0, "", None, top, counts.total(), tied=tied, is_value=True, settled=settled).word


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)


def _brief(text: str) -> str:
    return clip(" ".join(text.split()), 60)
