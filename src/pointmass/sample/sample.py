"""What a person can ask of a sample: tables, agreement, interpretations, cost, and its display."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, Unpack, overload

from pointmass import interpretations, stats
from pointmass.draw import Draw
from pointmass.errors import InputError, clip
from pointmass.foreground import display
from pointmass.html import sample_html
from pointmass.html.escape import visible
from pointmass.html.page import page
from pointmass.interpretations import Interpretations, Regrouping
from pointmass.interpretations.edits import EditLog, EditsInMemory, in_force
from pointmass.jobs import Gauge, Job, finished, run
from pointmass.keywords import read, takes
from pointmass.plugins import notebook_part, part
from pointmass.sample import tables
from pointmass.sample.behaviour import Behaviour, behaviour
from pointmass.sample.clarify import MOST, Clarification, clarify
from pointmass.sample.cost import Cost, cost
from pointmass.sample.data import SampleData
from pointmass.sample.failures import errors, errors_apart
from pointmass.sample.reading_options import ReadingHow, ReadingOptions
from pointmass.sample.view import agreement, sentence, view
from pointmass.shown import repr_of

if TYPE_CHECKING:
    import pandas as pd

    from pointmass.html import SampleView


class Resend(Protocol):
    """Rebuilds and sends the requests of a sample's draws: input by number, draw, what a conversation said before."""

    def sent(self, row: int, draw: Draw, earlier: tuple[str, ...], /) -> Mapping[str, Any]:
        """Return what was sent."""

    def replay(self, row: int, draw: Draw, earlier: tuple[str, ...], /) -> Draw:
        """Send it once more."""


@dataclass(frozen=True, slots=True, repr=False)
class Sample(SampleData):
    """The draws of one spec on many inputs: look at it, then stabilize it.

    In a notebook its value shows a panel; where no widget can work, the same as static HTML.

    Attributes:
        again: Rebuilds and sends the requests of its draws; ``None`` for a sample that no workbench made.
        edit_log: Keeps what a person does to its readings by hand: in the file of its workbench, for the spec.
        home: Returns its workbench, or ``None`` where that is gone; ``None`` for a sample that no workbench made.
    """

    again: Resend | None = field(default=None, compare=False)
    edit_log: EditLog = field(default_factory=EditsInMemory, compare=False)
    home: Callable[[], Any] | None = field(default=None, compare=False)

    def table(self, *, level: float = 0.95) -> pd.DataFrame:
        """Tabulate the outcomes: one row for each input and outcome, most frequent first.

        Args:
            level: Confidence of the interval, a fraction in (0, 1).

        Returns:
            Columns: the input (``input``, or ``input.<parameter>`` where there are several), ``outcome``, ``count``,
            ``share`` (a fraction of the answered draws of that input), and ``low``/``high``: Wilson's interval of the
            share over the draws *of this input* (Wilson 1927). Where a rule stopped the draws, the share leans toward the
            answer that stopped them, and ``low``/``high`` are a confidence sequence, which holds wherever one stops.
        """
        return tables.table(self, level=level)

    def fields(self, *, level: float = 0.95) -> pd.DataFrame:
        """Tabulate each field of record results by itself: as ``table``, with a column ``field``."""
        return tables.fields(self, level=level)

    @property
    def frame(self) -> pd.DataFrame:
        """Every draw, tidy: one row per draw, with all that was measured of it (``pointmass.draw.Draw``), and its calls of tools."""
        return tables.frame(self)

    def agreement(self) -> stats.Agreement:
        """Estimate how far two draws of an input agree, per input and over all, without bias.

        ``.value`` is the mean over inputs, ``.per_input`` each one's, ``.interval()`` its interval with the input as
        the unit (`pointmass.stats.agreement`). Inputs count with their weights. It is about values: draws that gave none
        (refused, cut, not in the format, failed) are left out, and ``statuses()`` counts them. Of a sample that a rule
        stopped, only the draws that the rule takes in any case count (``fixed()``): the others lean toward agreement.
        """
        return agreement(self)

    @overload
    def interpretations(self, *, wait: Literal[True] = True, **how: Unpack[ReadingHow]) -> Interpretations: ...
    @overload
    def interpretations(self, *, wait: Literal[False], **how: Unpack[ReadingHow]) -> Job[Interpretations]: ...
    @overload
    def interpretations(self, *, wait: bool, **how: Unpack[ReadingHow]) -> Interpretations | Job[Interpretations]: ...
    @takes(ReadingOptions)
    def interpretations(
        self, *, wait: bool = True, **how: Unpack[ReadingHow]
    ) -> Interpretations | Job[Interpretations]:
        """Cluster the answers of each input into readings: answers that are equal after normalisation.

        Of linked draws (``linked=True``) the readings are linked across inputs: which readings of the spec there are,
        how often each is taken, and the inputs that tell them apart. Independent draws cannot be linked: the note says so.

        Args:
            wait: ``False`` returns a ``Job`` at once, to be awaited or cancelled.
            **how: ``kind``: How outcomes are compared; ``auto`` looks, and says what it chose and why. ``trace`` compares what the
                draws did with their tools, where they called any: which, in which order, with which arguments.
                ``cut``: How far apart two answers may be and still be one reading: of texts a fraction in [0, 1], of numbers
                and dates their difference (days).
                ``key``: Your own: what an outcome means; equal keys are one reading.
                ``same``: Your own: whether two outcomes mean the same. A spec of two texts that returns ``bool`` is one: then
                a model is the judge, asked once for each pair that has to be told apart, and its draws are kept;
                ``pointmass.workbench.judge.Judge`` asks both ways and many at once.
                ``embed``: For texts, your own: takes a list of texts, returns a row of numbers for each
                (``pointmass.interpretations.Embedding``).
                ``by_hand``: ``False`` leaves out what a person merged, split and named by hand (``found.merge`` and so on).
                ``progress``: Whether to show how far it is, where it takes longer than a second.

        Raises:
            InputError: There is no such kind, both ``key`` and ``same`` are given, or an argument does not fit.
        """
        whose = f"{self.name}.interpretations"
        told = read(ReadingOptions, how, whose=whose, first="wait")
        gauge, shown = Gauge(whose, samples=0), display(told.progress)
        return run(whose, lambda: self._readings(told), wait=wait, gauge=gauge, display=shown)

    @takes(ReadingOptions)
    async def ainterpretations(self, **how: Unpack[ReadingHow]) -> Interpretations:
        """Cluster the answers from a coroutine; see ``interpretations``."""
        return await finished(self.interpretations(wait=False, **how))

    def clarify(self, *, most: int = MOST, kind: str = "auto") -> Clarification:
        """Turn what is ambiguous into multiple-choice questions, and an answer into a new spec.

        Asked are the contested inputs that tell the readings apart best. ``.answer({input: choice})`` returns the new
        spec, ``.diff(new)`` what changed; nothing is bound until you define it.

        Args:
            most: Questions at most.
            kind: How outcomes are compared, as in ``interpretations``.
        """
        return clarify(self, self.interpretations(kind=kind, progress=False), most=most)

    def errors(
        self,
        *,
        chosen: Mapping[Any, Any] | None = None,
        grounded: Sequence[str] = (),
        baseline: SampleData | None = None,
        per: Literal["class", "input", "reading"] = "class",
        level: float = 0.95,
    ) -> pd.DataFrame:
        """Tabulate what goes wrong, by class, and what can be done about it.

        Args:
            chosen: The outcome that a person chose, by input, for *misinterpretation*: an answer outside of its reading.
                The examples of the spec are chosen anyway.
            grounded: Fields of a record result that must stand in the input, for *hallucination*: a value whose letters
                and digits do not occur in it.
            baseline: An earlier sample of the same inputs, for *drift*: an answer of a reading that its input did not have
                there. ``diag`` says how many of the baseline's own kind would be new, too.
            per: ``class``: one row for each. ``input``: one for each input and class that occurred. ``reading``: one for
                each reading of an input, too; a draw without an answer has none.
            level: Confidence of the interval, a fraction in (0, 1).

        Returns:
            Columns: ``class``, ``draws`` of it, ``of`` how many that could have been, ``rate`` (the mean over inputs, a
            fraction), ``low``/``high`` on inputs like these (``nan`` where ``diag`` says why), ``inputs`` that have it,
            ``mitigation``, ``example``, ``diag``. Per input or reading: Wilson's interval over its draws.

        Raises:
            InputError: ``chosen`` names an input that was not sampled, or the baseline asked none of the inputs.
        """
        if per not in {"class", "input", "reading"}:
            raise InputError(f"{self.name}.errors: got per={per!r}; it is 'class', 'input' or 'reading'")
        found = self.interpretations(progress=False)
        if per == "class":
            return errors(self, found, chosen=chosen, grounded=grounded, baseline=baseline, level=level)
        return errors_apart(self, found, per=per, chosen=chosen, grounded=grounded, baseline=baseline, level=level)

    @property
    def behaviour(self) -> Behaviour:
        """Whose behaviour it shows, from the draws: the model as it answered, how it was asked, when; with counts."""
        return behaviour(self)

    def cost(self) -> Cost:
        """Add up what the draws cost: tokens as counted, dollars where a price is set, latency where measured."""
        return cost(self)

    def request(self, value: Any, draw: int = 0) -> Mapping[str, Any]:
        """Return exactly what was sent for one draw, as the service takes it, without a key.

        Where the model called tools, what it asked for and what it got stand among the messages.

        Args:
            value: The input, as in ``s.inputs``.
            draw: The number of the draw.

        Raises:
            InputError: There is no such draw, or what would be sent now is something else than was sent then.
        """
        row, found, again = self._one(value, draw)
        return again.sent(row, found, self._earlier_turns(row, draw))

    def replay(self, value: Any, draw: int = 0) -> Draw:
        """Send the request of one draw once more, and return the answer; nothing of it is kept in the sample.

        Args:
            value: The input, as in ``s.inputs``.
            draw: The number of the draw. A recorded or seeded model answers it as it did.

        Raises:
            InputError: There is no such draw, or what would be sent now is something else than was sent then.
            ModelError: The model did not answer.
        """
        row, found, again = self._one(value, draw)
        return again.replay(row, found, self._earlier_turns(row, draw))

    def _one(self, value: Any, number: int) -> tuple[int, Draw, Resend]:
        given = self.inputs
        if value not in given:
            raise InputError(
                f"{self.name}: {clip(repr(value))} is not one of the {len(given)} inputs of this sample: s.inputs"
            )
        row = given.index(value)
        found = next((draw for draw in self.draws[row] if draw.index == number), None)
        if found is None:
            raise InputError(
                f"{self.name}: there is no draw {number!r} of this input; there are {[draw.index for draw in self.draws[row]]}"
            )
        if self.again is None:
            raise InputError(
                f"{self.name}: this sample belongs to no workbench (it was unpickled, or put together by hand); sample again: "
                "what is stored is not asked anew"
            )
        return row, found, self.again

    def _earlier_turns(self, row: int, number: int) -> tuple[str, ...]:
        """Return what was answered earlier in the conversation of a linked draw."""
        if not self.linked:
            return ()
        said = [next((draw.text for draw in draws if draw.index == number), "") for draws in self.draws[:row]]
        return tuple(said)

    def report(self, path: str | os.PathLike[str]) -> Path:
        """Write the sample, its readings and the questions about it into one HTML file that needs nothing else.

        Args:
            path: Where to; what stands there is replaced.

        Returns:
            The path.

        Raises:
            InputError: It cannot be written there.
        """
        asked = self.clarify()
        views = [
            self._repr_html_(),
            self.interpretations(progress=False)._repr_html_(),
            asked._repr_html_() if len(asked) else "",
        ]
        target = Path(path)
        try:
            target.write_text(
                page(f"{self.name}: {len(self):,} inputs × {self.requested:,} draws", views), encoding="utf-8"
            )
        except OSError as error:
            raise InputError(f"{self.name}.report: {target} cannot be written ({error.strerror or error})") from None
        return target

    def view(self) -> SampleView:
        """Return what the panel shows, as plain data."""
        return view(self)

    def panel(self) -> Any:
        """Return the live panel; ``.selected`` and ``.selection`` say what was clicked.

        It can be made anywhere, and is shown by every front end that takes widgets (in marimo: ``mo.ui.anywidget(panel)``).
        """
        return part("sample_panel")(self)

    def _readings(self, told: ReadingOptions) -> Interpretations:
        pairs = [(i, draw) for i, draws in enumerate(self.draws) for draw in draws if draw.answered]
        given = self.inputs
        by_tools = told.kind == "trace" and any(draw.turns for _, draw in pairs)
        found = interpretations.cluster(
            [_done(draw) if by_tools else _said(draw) for _, draw in pairs],
            inputs=[given[i] for i, _ in pairs],
            conversations=[draw.index for _, draw in pairs] if self.linked else None,
            kind="calls" if by_tools else told.kind,
            cut=told.cut,
            key=told.key,
            same=told.same,
            embed=told.embed,
            edits=in_force(self.edit_log.edits()) if told.by_hand else (),
        )
        if self.stopped:
            lean = f"Drawn until {self.stopped.rule}: shares lean toward what stopped each input."
            found = replace(found, note=f"{found.note} {lean}".strip())
        again = partial(self._readings, replace(told, by_hand=True))
        regrouping = Regrouping(self.edit_log, again, self, told.given)
        return replace(found, name=self.name, regrouping=regrouping)

    def __repr__(self) -> str:
        """Say in a few lines what was sampled, what came out, and what a reader should know."""
        kind = "linked draws" if self.linked else "draws"
        total = len(self) * self.requested
        missing = "" if self.n_draws == total else f", {self.n_draws:,} of {total:,} there"
        whose = str(self.behaviour.who)
        head = f"<Sample of {self.name}: {len(self):,} inputs × {self.requested} {kind}{missing}, {whose}>"
        return repr_of("\n".join([head, sentence(self), *(f"note: {visible(notice)}" for notice in self.notices)]))

    def _repr_html_(self) -> str:
        return sample_html(self.view())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002 - IPython's
        show = notebook_part("sample")
        bare = {"text/plain": repr(self), "text/html": self._repr_html_()}
        return bare if show is None else dict(show(self, bare["text/html"], bare["text/plain"]))


def _done(draw: Draw) -> list[list[Any]]:
    """Return what a draw did with its tools."""
    return [[each.name, each.arguments] for each in draw.tool_uses]


def _said(draw: Draw) -> Any:
    """Return the outcome of a draw to compare: an answer that is ``None`` is one, a draw without an answer is none."""
    if draw.status != "ok":
        return None
    return interpretations.NULL if draw.outcome is None else draw.outcome
