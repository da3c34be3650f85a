"""The page of the interpretations: a heat map, a card for each reading, what a person changes by hand, and the questions."""

from __future__ import annotations

from typing import Any

from pointmass.errors import InputError
from pointmass.html import InterpretationsView, charts, tree
from pointmass.html.interpretations import card_part, heat_part
from pointmass.html.tree import Part
from pointmass.html.views import input_text
from pointmass.interpretations import Interpretations
from pointmass.interpretations.chosen import departing
from pointmass.interpretations.view import reading_rows
from pointmass.sample import Sample
from pointmass.sample.clarify import Clarification, clarify
from pointmass.widgets.board.base_page import Board, Page, called
from pointmass.widgets.board.clarifying import Clarifying
from pointmass.widgets.board.threshold import EXACT, SAME, threshold

HEAT = "heat"
"""The list of the rows of the heat map."""

GIVEN = "as given"
"""The comparison that interpretations were asked for with, by functions of a person."""

NO_SAMPLE = (
    "No sample stands behind these readings: they can be looked at here, and not changed. s.interpretations() gives some that "
    "can be merged, split, named and asked about."
)
"""What is said where nothing can be done."""

_SHOWN = (("readings", "readings"), ("questions", "questions"), ("edits", "by hand"))


class ReadingsPage(Page):
    """Cluster what was answered, change it by hand, and clarify the spec."""

    title = "Interpretations"

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self.values = {"kind": "auto", "cut": "", "shown": "readings", "name": "", "where": "here"}
        self.row = -1
        self.chosen: set[int] = set()
        self._of: tuple[Sample, str, str] | None = None
        self._found: Interpretations | None = None
        self._clarifying: Clarifying | None = None
        self._given: Interpretations | None = None
        self._by_functions = False
        self._last: Interpretations | None = None
        self._view: InterpretationsView | None = None
        self._did = ""

    def begin(self, found: Interpretations) -> None:
        """Show interpretations that were made before, compared as they were then."""
        source = found.regrouping
        how = dict(source.how) if source is not None else {}
        own = how.get("key") not in (None, str) or bool({"same", "embed"} & set(how))
        kind = GIVEN if own else EXACT if how.get("key") is str else str(how.get("kind", "auto"))
        self.values.update(kind=kind, cut="" if own or "cut" not in how else str(how["cut"]))
        self._given, self._by_functions = found, own
        if source is not None:
            self._of = (source.sample, self.values["kind"], self.values["cut"])
        self._take(found, clarify(source.sample, found) if source is not None else None)

    @property
    def found(self) -> Interpretations | None:
        """The interpretations that are shown, or were last while others are made; ``None`` before any."""
        return self._last

    @property
    def view(self) -> InterpretationsView:
        """What is shown of them, made once for as long as they are the same: of thousands of inputs it takes a while."""
        return self._view if self._view is not None else InterpretationsView("", "")

    @property
    def told(self) -> str:
        """What became of the answers to the questions; empty before anything was defined."""
        return self._clarifying.told if self._clarifying is not None else ""

    # --- what is shown

    def draw(self) -> Part:
        """Return the readings of the sample, what was done by hand, or the questions."""
        sample = self.board.sample
        if sample is None:
            return tree.sub("Nothing was sampled yet: see the page Sample.") if self._found is None else self._bare()
        same = (*SAME, (GIVEN, "as they were asked for")) if self._by_functions else SAME
        tools: list[Part | None] = [
            tree.choice("kind", self.values["kind"], same, said="answers are the same", many=True)
        ]
        if self._of != (sample, self.values["kind"], self.values["cut"]) or self._found is None:
            self._begin(sample)
            return tree.stack(tree.row(*tools), tree.sub("Clustering …"))
        found, clarifying = self._found, self._clarifying
        questions = len(clarifying) if clarifying is not None else 0
        said = {"questions": f"questions ({questions})", "edits": f"by hand ({len(found.edits)})"}
        shown = [(each, said.get(each, text)) for each, text in _SHOWN]
        tools += [
            None if self.values["kind"] == GIVEN else threshold(found, self.values["kind"], self.values["cut"]),
            tree.choice("shown", self.values["shown"], shown, said="what is shown"),
        ]
        body = {"questions": self._questions, "edits": self._edits}.get(self.values["shown"], self._readings)
        return tree.stack(
            tree.row(*tools),
            tree.say(self.view.sentence),
            body(found),
        )

    def _bare(self) -> Part:
        """Show readings that no sample stands behind."""
        found = self._found
        if found is None:
            return tree.stack()
        return tree.stack(tree.say(self.view.sentence), tree.sub(NO_SAMPLE), self._readings(found))

    def _readings(self, found: Interpretations) -> Part:
        view = self.view
        return tree.stack(
            tree.fold("how they were found", tree.sub(view.note), key="how"),
            heat_part(view.heat, of=HEAT, name="row", current=self.row) if view.heat is not None else None,
            self._cards(found),
            self._tools(found),
        )

    def _cards(self, found: Interpretations) -> Part | None:
        """Show the readings across inputs, where there are; else those of the chosen input."""
        rows = reading_rows(found, self.row)
        if not rows:
            return tree.sub("choose an input to see its readings")
        across = len(found.programs) > 1
        unit = "conversations" if across else "draws"
        cards = [card_part(row, unit, rank, key=f"card {rank}") for rank, row in enumerate(rows)]
        where = "" if across or len(found.inputs) == 1 else input_text(found.inputs[self.row].input)
        return tree.stack(
            tree.title(where) if where else None,
            charts.cards(*cards, current=self.chosen, do="choose" if self._log(found) else ""),
        )

    def _tools(self, found: Interpretations) -> Part | None:
        if not self._log(found) or not reading_rows(found, self.row):
            return None
        one = len(self.chosen) == 1
        everywhere = len(found.programs) < 2 and len(found.inputs) > 1  # noqa: PLR2004 - one program is none
        places = [("here", "on this input"), ("all", "on every input")]
        return tree.row(
            tree.entry("name", self.values["name"], said="name", hint="what it is called", do="rename" if one else ""),
            tree.choice("where", self.values["where"], places, said="where") if everywhere else None,
            tree.button("Merge", do="merge", main=True, off=len(self.chosen) < 2),  # noqa: PLR2004 - of two it is one
            tree.button("Rename", do="rename", off=not one),
            tree.button("Split by this input" if len(found.programs) > 1 else "Split", do="split", off=not one),
        )

    def _edits(self, found: Interpretations) -> Part:
        if not found.edits:
            return tree.sub("Nothing was merged, split or named by hand.")
        rows: list[list[tree.Cell]] = [
            [str(edit), tree.button("Undo", do="undo", value=str(edit.number))] for edit in found.edits
        ]
        columns = (tree.Column("what was done by hand", width=80), tree.Column("", width=20))
        return tree.stack(tree.table(columns, rows, key="edits", what="edits"), tree.sub(found.note))

    def _questions(self, found: Interpretations) -> Part:  # noqa: ARG002 - as the other bodies
        return self._clarifying.draw() if self._clarifying is not None else tree.sub("Nothing is asked.")

    @staticmethod
    def _log(found: Interpretations) -> bool:
        return found.regrouping is not None

    # --- what is done

    def _begin(self, sample: Sample) -> None:
        """Cluster beside the page: thousands of inputs take seconds."""
        wanted = (sample, self.values["kind"], self.values["cut"])
        if self._of == wanted:
            return
        if self._of is None or self._of[0] is not sample:
            self.row, self._did, self._clarifying = -1, "", None
        self._of, self._found = wanted, None

        def cluster() -> None:
            found = sample.interpretations(progress=False, **self._how())
            asked = clarify(sample, found)
            if self._of == wanted:
                self._take(found, asked)

        self.board.work(cluster)

    def _take(self, found: Interpretations, asked: Clarification | None) -> None:
        """Show readings, the first row of the heat map chosen."""
        self._found, self._last, self.chosen = found, found, set()
        self._view = found.view()
        self._clarifying = None if asked is None else Clarifying(self.board, asked, told=self.told)
        heat = self._view.heat
        rows = [charts.heat_row(row.at, row.label, row.letters, row.counts) for row in heat.rows] if heat else []
        self.board.put_list(HEAT, rows)
        if self.row < 0 or self.row >= len(found.inputs):
            self.row = rows[0]["at"] if rows else 0

    def _how(self) -> dict[str, Any]:
        """Return the arguments of ``interpretations``."""
        kind, cut = self.values["kind"], self.values["cut"]
        if kind == GIVEN and self._given is not None and self._given.regrouping is not None:
            return dict(self._given.regrouping.how)
        how: dict[str, Any] = {"key": str} if kind == EXACT else {} if kind == "auto" else {"kind": kind}
        return {**how, "cut": float(cut)} if cut else how

    def choose(self, name: str, value: Any) -> None:
        """Take how answers are compared, an input, a name, or the answer to a question."""
        if name == "row":
            self.row = int(value)
            if self._found is not None and len(self._found.programs) < 2:  # noqa: PLR2004 - as above
                self.chosen = set()
        elif name in ("kind", "cut"):
            self.values.update({"cut": "", name: str(value)})
            self._did = ""
        elif self._clarifying is not None and self._clarifying.knows(name):
            self._clarifying.choose(name, str(value))
        else:
            super().choose(name, value)

    def do(self, action: str, value: str) -> None:
        """Choose a reading, change the chosen ones, undo, or define the clarified spec."""
        if action == "choose":
            self.chosen ^= {int(value)}
        elif action in ("merge", "split", "rename", "undo") and self._found is not None:
            self._change(self._found, action, value)
        elif self._clarifying is not None:
            self._clarifying.do(action)

    def _change(self, found: Interpretations, action: str, value: str) -> None:
        """Change readings by hand, and show them as they are then."""
        across = len(found.programs) > 1
        alone = across or len(found.inputs) == 1
        which = sorted(self.chosen)
        here = {} if alone else {"on": found.inputs[self.row].input}
        given: list[Any] = list(which)
        if action == "undo":
            call = (f".undo({int(value)})", found.undo(int(value)))
        else:
            if not which:
                raise InputError(f"{action}: choose a card first")
            if action == "split" and across:
                given += departing(found, which[0], self.row)
            elif self.values["where"] == "all" and not alone and action != "split":
                here, given = {}, [found.inputs[self.row].clusters[at].exemplar for at in which]
            named = {"name": self.values["name"].strip()} if action == "merge" and self.values["name"].strip() else {}
            if action == "rename":
                given = [given[0], self.values["name"].strip()]
            said = ", ".join(
                [*(repr(each) for each in given), *(f"{key}={each!r}" for key, each in {**here, **named}.items())]
            )
            call = (f".{action}({said})", getattr(found, action)(*given, **here, **named))
        text, changed = call
        self._did = f"{self._call()}{text}"
        self.values["name"] = ""
        if self._of is not None:
            self._take(changed, clarify(self._of[0], changed))

    def _call(self) -> str:
        sample = self.board.sample
        if self._given is not None and (self._given is self._found or self.values["kind"] == GIVEN):
            return called(self._given, otherwise="found")
        how = ", ".join(f"{key}={'str' if each is str else repr(each)}" for key, each in self._how().items())
        return f"{called(sample, otherwise='s')}.interpretations({how})"

    @property
    def code(self) -> str:
        """The call that clusters the same, or that did what was done last."""
        if self._found is self._given and not self._did and self._given is not None:
            return f"{self._call()}.contested"
        if self.board.sample is None:
            return ""
        if self.values["shown"] == "questions" and self._clarifying is not None and self._clarifying.code:
            return self._clarifying.code
        return self._did or self._call()
