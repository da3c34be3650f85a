"""The page of the distribution: every input with its outcomes, and every draw behind them, as it came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pointmass.draw import Draw
from pointmass.facts import NO_PRICE, NOT_RECORDED
from pointmass.html import tree
from pointmass.html.parts import angled, interval, percent
from pointmass.html.sample import RANKS
from pointmass.html.tree import Column, Part
from pointmass.html.views import OK, InputRow, SampleView
from pointmass.sample import Sample
from pointmass.widgets.board.base_page import Board, Page, called
from pointmass.widgets.payload import listed

LIST = "inputs"
_ORDERS = (("contested", "contested first"), ("given", "as given"))
_WHICH = (("all", "all"), ("differ", "where draws differ"), ("lost", "where draws failed"))
_SETTLED = 2
_LONG = 20_000


class DistributionPage(Page):
    """Look at a sample, down to the raw draws."""

    title = "Distribution"

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self.values = {"order": "contested", "which": "all", "find": "", "outcome": "", "draw": ""}
        self.row = -1
        self._seen: Sample | None = None
        self._found = ""

    # --- what is shown

    def draw(self) -> Part:
        """Return the sample, the inputs that were looked for, and the chosen one."""
        sample = self.board.sample
        if sample is None:
            return tree.sub("Nothing was sampled yet: see the page Sample.")
        view = sample.view()
        if sample is not self._seen:
            self._look(sample, view)
        statuses = [f"{count:,} {status}" for status, count in view.statuses if status != OK]
        tools = tree.row(
            tree.choice("order", self.values["order"], _ORDERS, said="order"),
            tree.choice("which", self.values["which"], _WHICH, said="which inputs"),
            tree.entry("find", self.values["find"], said="find in inputs and outcomes", soon=True),
        )
        return tree.stack(
            tree.say(view.sentence),
            tree.sub(" · ".join(part for part in (view.subline, *statuses, view.cost) if part)),
            *(tree.note(notice) for notice in view.notices),
            tools,
            tree.two(
                tree.picker("row", self.row, of=LIST, found=self._found, said="inputs"),
                self._chosen(sample, view) if 0 <= self.row < len(view.inputs) else tree.sub("no input selected"),
            ),
            self._draws(sample) if 0 <= self.row < len(view.inputs) else None,
        )

    def _chosen(self, sample: Sample, view: SampleView) -> Part:
        row = view.inputs[self.row]
        agree = "" if row.agreement is None else f" · two draws agree {percent(row.agreement)} of the time"
        outcomes: list[list[tree.Cell]] = [
            [
                tree.label(out.label if out.status == OK else f"{angled(out.status)} {out.label}", limit=160),
                tree.strip([(out.share, out.status == OK)], said=f"{percent(out.share)} {interval(out.low, out.high)}"),
                f"{out.count:,} · {percent(out.share)} {interval(out.low, out.high)}",
            ]
            for out in row.outcomes
        ]
        given = sample.given(self.row)
        shown = tree.label(row.label, limit=1000) if isinstance(given, str) else _fields(given)
        return tree.stack(
            tree.heading("outcomes of"),
            shown,
            tree.sub(f"{row.word} · {row.n:,} draws{agree}"),
            tree.table(
                [Column("", width=44), Column("", width=26), Column("draws", numeric=True, width=30)],
                outcomes,
                key=f"outcomes:{self.row}",
                do="outcome",
                ids=[str(at) for at in range(len(outcomes))],
                current=self.values["outcome"],
                shown=6,
            ),
        )

    def _draws(self, sample: Sample) -> Part:
        draws = self._listed(sample)
        rows: list[list[tree.Cell]] = [
            [
                f"{draw.index}",
                tree.label(draw.text or draw.detail or "", limit=200),
                draw.status,
                _tokens(draw),
                NOT_RECORDED if draw.latency is None else f"{draw.latency:.2f} s",
            ]
            for draw in draws
        ]
        columns = [
            Column("draw", numeric=True, width=7),
            Column("what came, as it came", width=55),
            Column("status", width=14),
            Column("tokens", numeric=True, width=13),
            Column("seconds", numeric=True, width=11),
        ]
        which = "of the chosen outcome" if self.values["outcome"] else "of this input"
        return tree.stack(
            tree.heading(f"draws {which}"),
            tree.table(
                columns,
                rows,
                key=f"draws:{self.row}:{self.values['outcome']}",
                do="draw",
                ids=[str(draw.index) for draw in draws],
                current=self.values["draw"],
                shown=6,
            ),
            *(_one(draw) for draw in draws if str(draw.index) == self.values["draw"]),
        )

    def _listed(self, sample: Sample) -> Sequence[Draw]:
        """Return the draws of the chosen input, or of its chosen outcome."""
        draws = sample.draws[self.row]
        if not self.values["outcome"]:
            return draws
        counts = sample.counts()[self.row]
        keys = sorted(counts, key=lambda key: (-counts[key], key))  # as a view ranks outcomes
        at = int(self.values["outcome"])
        return [draw for draw in draws if draw.answered and draw.key == keys[at]] if at < len(keys) else draws

    # --- what is done

    def choose(self, name: str, value: Any) -> None:
        """Take what is looked for, or the input that was chosen."""
        if name == "row":
            self.row = value if isinstance(value, int) else -1
            self.values["outcome"] = self.values["draw"] = ""
            return
        super().choose(name, value)
        if self.board.sample is not None:
            self._look(self.board.sample, self.board.sample.view())

    def do(self, action: str, value: str) -> None:
        """Choose an outcome or a draw; once more, and it is let go."""
        self.values[action] = "" if self.values.get(action) == value else value
        if action == "outcome":
            self.values["draw"] = ""

    def _look(self, sample: Sample, view: SampleView) -> None:
        """List the inputs that are looked for."""
        text = self.values["find"].strip().lower()
        places = [at for at, row in enumerate(view.inputs) if self._fits(row, sample.draws[at], text)]
        if self.values["order"] == "contested":
            places.sort(key=lambda at: (RANKS[view.inputs[at].word], _agreement(view.inputs[at]), at))
        rows = listed(view, places)
        self.board.put_list(LIST, [row | _cells(sample, row["at"]) for row in rows])
        self._found = f"{len(places):,} of {len(view.inputs):,} inputs"
        if len(rows) < len(places):
            self._found += f", the first {len(rows):,} listed"
        if sample is not self._seen or self.row not in places:
            self.row = places[0] if places else -1
            self.values["outcome"] = self.values["draw"] = ""
        self._seen = sample

    def _fits(self, row: InputRow, draws: Sequence[Draw], text: str) -> bool:
        which = self.values["which"]
        if which == "differ" and RANKS[row.word] >= _SETTLED:
            return False
        if which == "lost" and all(draw.status == OK for draw in draws):
            return False
        held = text in row.label.lower() or any(text in f"{out.label} {out.status}".lower() for out in row.outcomes)
        return not text or held

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


def _cells(sample: Sample, at: int) -> dict[str, Any]:
    """Return the parameters of an input, a column each, where it has several."""
    if len(sample.spec.parameters) == 1:
        return {}
    row = sample.rows[at]
    return {"cells": [tree.theirs(str(row[p.name]), limit=120) for p in sample.spec.parameters]}


def _agreement(row: InputRow) -> float:
    return 1.0 if row.agreement is None else row.agreement


def _fields(given: Any) -> Part:
    rows = [[name, tree.label(str(value), limit=400)] for name, value in given.items()]
    return tree.table([Column("", width=30), Column("", width=70)], rows, key="given", shown=12)


def _tokens(draw: Draw) -> str:
    if draw.input_tokens is None and draw.output_tokens is None:
        return NOT_RECORDED
    return f"{draw.input_tokens or 0:,} in, {draw.output_tokens or 0:,} out"


def _one(draw: Draw) -> Part:
    """Show one draw whole: the text as it came, what went wrong, and what it used."""
    facts = [
        ("status", draw.status),
        ("why it stopped", draw.stop_reason or NOT_RECORDED),
        ("model", draw.model or NOT_RECORDED),
        ("tokens", _tokens(draw)),
        (
            "dollars",
            f"${draw.dollars:.6f}" if draw.dollars is not None else NO_PRICE if draw.input_tokens else NOT_RECORDED,
        ),
        ("seconds", NOT_RECORDED if draw.latency is None else f"{draw.latency:.3f}"),
        ("response", draw.response_id or NOT_RECORDED),
    ]
    turns = [str(turn)[:_LONG] for turn in draw.turns]
    return tree.stack(
        tree.heading(f"draw {draw.index}, as it came"),
        tree.code(draw.text[:_LONG] or "(nothing)"),
        tree.told(draw.detail, good=False) if draw.detail else None,
        tree.table([Column("", width=30), Column("", width=70)], [list(each) for each in facts], key="facts"),
        tree.fold("turns with tools", *(tree.code(turn) for turn in turns), key="turns") if turns else None,
    )
