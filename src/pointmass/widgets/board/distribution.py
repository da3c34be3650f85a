"""The page of the distribution: every input with its outcomes, and every draw behind them, as it came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pointmass.draw import Draw
from pointmass.html import tree
from pointmass.html.distribution_diff import beside
from pointmass.html.distribution_draws import draws_table, one_draw
from pointmass.html.distribution_rows import colours, legend, rows, widths
from pointmass.html.tree import Part
from pointmass.html.views import OK, SampleView
from pointmass.sample import Sample
from pointmass.sample.data import is_value
from pointmass.sample.labelling import Label
from pointmass.stats import ASSUMES
from pointmass.widgets.board.base_page import Board, Page, called
from pointmass.widgets.board.chosen_input import input_head, outcomes_table, ranked_keys
from pointmass.widgets.board.inputs_list import InputsList
from pointmass.widgets.board.right_answers import label_part, labels_line, marks, say

LIST = "inputs"
_SAYS = ("right", "wrong", "typed", "take back")


class DistributionPage(Page):
    """Look at a sample, down to the raw draws."""

    title = "Distribution"

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self.values = {"outcome": "", "draw": "", "answer": "", "pane": "outcomes"}
        self.row = -1
        self._list = InputsList()
        self._seen: Sample | None = None
        self._anew = True
        self._held: tuple[int, int] | None = None

    # --- what is shown

    def draw(self) -> Part:
        """Return the sample, the inputs that were looked for, and the chosen one."""
        sample = self.board.sample
        if sample is None:
            return tree.sub("Nothing was sampled yet: see the page Sample.")
        view, labels = sample.view(), sample.labels()
        self._look(sample, labels)
        chosen = 0 <= self.row < len(sample)
        one = self._one(sample) if chosen else None
        return tree.stack(
            tree.say(view.sentence),
            *self._overview(sample, view, labels, folded=one is not None),
            self._list.tools(sample),
            tree.two(
                self._inputs(sample, view, labels),
                self._chosen(sample, labels) if chosen else tree.sub("no input selected"),
            ),
            None if one is None else self._shown(sample, one),
        )

    def _overview(self, sample: Sample, view: SampleView, labels: Mapping[int, Label], *, folded: bool) -> list[Part]:
        """Return figures, notes and charts; folded away while one draw is looked at."""
        statuses = [f"{count:,} {status}" for status, count in view.statuses if status != OK]
        figures = tree.sub(" · ".join(part for part in (view.subline, *statuses, view.cost) if part))
        notes = [tree.note(each) for each in view.notices if each != ASSUMES]
        assumed = tree.fold("what “inputs like these” means", tree.sub(ASSUMES), key="assumed")
        charts = self._list.charts(sample, labels)
        if folded:
            return [tree.fold("figures, notes and overview", figures, *notes, assumed, charts, key="around a draw")]
        overview = tree.fold("overview: a click on a bar filters", charts, key="charts", unfolded=True)
        return [figures, *notes, assumed if ASSUMES in view.notices else tree.row(), overview]

    def _inputs(self, sample: Sample, view: SampleView, labels: Mapping[int, Label]) -> Part:
        """Return the list, what it is filtered to, and what its colours and marks mean."""
        picker = tree.picker(
            "row",
            self.row,
            of=LIST,
            found=self._list.found(sample, labels),
            said="inputs",
            places=self._list.listed,
            marks=marks(sample, labels),
            widths=widths(_cells(sample)),
        )
        return tree.stack(picker, legend(view, colours(view)), labels_line(sample, labels))

    def _chosen(self, sample: Sample, labels: Mapping[int, Label]) -> Part:
        keys, label = ranked_keys(sample, self.row), labels.get(self.row)
        draws, every = self._listed(sample), len(sample.draws[self.row])
        some = f"{len(draws)} of {every} draws" if len(draws) < every else f"{every} draws"
        if self.values["pane"] == "outcomes":
            body = outcomes_table(sample, self.row, label, keys, current=self.values["outcome"])
        else:
            key = f"draws:{self.row}:{self.values['outcome']}"
            body = draws_table(draws, key=key, current=self.values["draw"], shown=5)
        return tree.stack(
            input_head(sample, self.row),
            tree.row(
                tree.choice("pane", self.values["pane"], [("outcomes", "outcomes"), ("draws", some)], said="look at"),
                self._two_button(keys),
            ),
            body,
            self._held_line(sample),
            label_part(sample, label, keys, self._meant(sample, keys), typed=self.values["answer"]),
        )

    def _held_line(self, sample: Sample) -> Part | None:
        close = tree.button("Close the draw", do="close") if self.values["draw"] else None
        if self._held is not None:
            said = f"{self._whose(sample, *self._held)} is held: choose another, of any input"
            return tree.row(tree.sub(said), tree.button("Let it go", do="let go"), close)
        return tree.row(tree.button("Hold it beside another", do="hold"), close) if close else None

    def _two_button(self, keys: Sequence[str]) -> Part | None:
        several = sum(map(is_value, keys)) > 1
        return tree.button("Two side by side", do="two") if several and self._held is None else None

    def _shown(self, sample: Sample, one: Draw) -> Part:
        held = self._held
        other = None if held is None else _of(sample.draws[held[0]], held[1])
        if held is None or other is None or held == (self.row, one.index):
            return one_draw(one)
        whose = self._whose(sample, *held), self._whose(sample, self.row, one.index)
        return beside(other, one, whose=whose)

    def _whose(self, sample: Sample, row: int, index: int) -> str:
        """Name a draw; with its input, where another one is chosen."""
        of = "" if row == self.row else f" of “{tree.theirs(sample.view().inputs[row].label, limit=40)}”"
        return f"draw {index}{of}"

    def _one(self, sample: Sample) -> Draw | None:
        draw = self.values["draw"]
        return _of(self._of_outcome(sample), int(draw)) if draw.isdecimal() else None

    def _meant(self, sample: Sample, keys: Sequence[str]) -> int:
        """Return the place of the outcome that is looked at: of the chosen draw, the chosen outcome, else the commonest."""
        one, outcome = self._one(sample), self.values["outcome"]
        if one is not None and one.answered:
            return keys.index(one.key)
        if outcome.isdecimal() and int(outcome) < len(keys):
            return int(outcome)
        return 0 if keys else -1

    def _listed(self, sample: Sample) -> Sequence[Draw]:
        """Return the draws of the chosen outcome; without one those of the chosen input that the charts let through."""
        return self._of_outcome(sample) if self.values["outcome"] else self._list.draws_of(sample, self.row)

    def _of_outcome(self, sample: Sample) -> Sequence[Draw]:
        """Return the draws of the chosen input, or of its chosen outcome."""
        outcome, keys = self.values["outcome"], ranked_keys(sample, self.row)
        if outcome.isdecimal() and int(outcome) < len(keys):
            return [draw for draw in sample.draws[self.row] if draw.answered and draw.key == keys[int(outcome)]]
        return sample.draws[self.row]

    # --- what is done

    def choose(self, name: str, value: Any) -> None:
        """Take what is looked for, or the input that was chosen."""
        if name == "row":
            there = self.board.sample is not None and isinstance(value, int) and 0 <= value < len(self.board.sample)
            self.row = value if there else -1
            self.values["outcome"] = self.values["draw"] = self.values["answer"] = ""
        elif name in self._list.values:
            self._list.values[name] = str(value)
            self._anew = True
        else:
            super().choose(name, value)

    def do(self, action: str, value: str) -> None:
        """Choose an outcome, a draw or a bar; once more, and it is let go. Or say what is right, or hold a draw."""
        sample = self.board.sample
        if action == "bin":
            self._list.toggle(value)
            self._anew = True
        elif action == "clear":
            self._list.chosen = {}
            self._anew = True
        elif action == "let go":
            self._held = None
        elif sample is not None and 0 <= self.row < len(sample):
            self._do(sample, action, value)

    def _do(self, sample: Sample, action: str, value: str) -> None:
        """Do something with the chosen input."""
        if action in ("outcome", "draw"):
            self.values[action] = "" if self.values[action] == value else value
            if action == "outcome":
                self.values["draw"] = ""
                self.values["pane"] = "draws" if self.values["outcome"] else "outcomes"
        elif action in _SAYS:
            keys = ranked_keys(sample, self.row)
            key = keys[int(value)] if value.isdecimal() and int(value) < len(keys) else ""
            say(sample, self.row, action, key=key, typed=self.values["answer"])
            self.values["answer"] = ""
        elif action == "hold" and self.values["draw"].isdecimal():
            self._held = self.row, int(self.values["draw"])
            self.values["draw"] = ""
        elif action == "close":
            self.values["draw"] = ""
        elif action == "two":
            self._two_commonest(sample)

    def _two_commonest(self, sample: Sample) -> None:
        first = [
            next(draw.index for draw in sample.draws[self.row] if draw.answered and draw.key == key)
            for key in ranked_keys(sample, self.row)
            if is_value(key)
        ]
        if len(first) > 1:
            self.values["outcome"] = ""
            self._held, self.values["draw"], self.values["pane"] = (self.row, first[0]), str(first[1]), "draws"

    def _look(self, sample: Sample, labels: Mapping[int, Label]) -> None:
        """List what is looked for; an input that is not listed any more is let go for the first that is."""
        if sample is not self._seen:
            self._seen, self._held, self.row, self._anew = sample, None, -1, True
        sent = self._list.look(sample, labels, rows=_rows(sample))
        if sent is not None:
            self.board.put_list(LIST, sent)
        if self.row not in self._list.places and (self.row >= 0 or self._anew):
            self.row = self._list.places[0] if self._list.places else -1
            self.values["outcome"] = self.values["draw"] = ""
        self._anew = False

    @property
    def code(self) -> str:
        """The draws of the chosen input as a table."""
        sample = self.board.sample
        if sample is None or not 0 <= self.row < len(sample):
            return ""
        name = called(sample, otherwise="s")
        return (
            f"{name}.frame[{name}.frame.input == {sample.given(self.row)!r}]"
            if len(sample.spec.parameters) == 1
            else f"{name}.frame"
        )


def _cells(sample: Sample) -> list[list[str]] | None:
    """Return the parameters of each input as text, a column each, where there are several."""
    names = [parameter.name for parameter in sample.spec.parameters]
    if len(names) < 2:  # noqa: PLR2004 - one is shown as it is
        return None
    return sample.once("cells", lambda: [[str(row[name]) for name in names] for row in sample.rows])


def _rows(sample: Sample) -> list[dict[str, Any]]:
    """Return the inputs as the list draws them, made once for a sample."""
    return sample.once("rows of the list", lambda: rows(sample.view(), _cells(sample)))


def _of(draws: Sequence[Draw], index: int) -> Draw | None:
    return next((draw for draw in draws if draw.index == index), None)
