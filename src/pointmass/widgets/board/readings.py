"""The page of the interpretations: what the answers say, and the questions whose answers would settle it."""

from __future__ import annotations

from typing import Any

from pointmass.html import tree
from pointmass.html.interpretations import interpretations_part
from pointmass.html.tree import Part
from pointmass.interpretations import Interpretations
from pointmass.interpretations.kinds import KINDS
from pointmass.sample import Sample
from pointmass.sample.clarify import Clarification
from pointmass.spec import Spec
from pointmass.widgets.board.base_page import Board, Page, called


class ReadingsPage(Page):
    """Cluster what was answered, and clarify the spec."""

    title = "Interpretations"

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self.values = {"kind": "auto"}
        self._of: tuple[Sample, str] | None = None
        self._found: Interpretations | None = None
        self._asked: Clarification | None = None
        self._answers: dict[int, str] = {}

    def draw(self) -> Part:
        """Return the readings of the sample, and the questions."""
        sample = self.board.sample
        if sample is None:
            return tree.sub("Nothing was sampled yet: see the page Sample.")
        kinds = [(kind, kind) for kind in ("auto", *KINDS)]
        choice = tree.row(tree.choice("kind", self.values["kind"], kinds, said="answers are compared as", many=True))
        if self._of != (sample, self.values["kind"]) or self._found is None:
            self._begin(sample)
            return tree.stack(choice, tree.sub("Clustering …"))
        return tree.stack(choice, interpretations_part(self._found.view()), self._questions())

    def _begin(self, sample: Sample) -> None:
        """Cluster beside the page: thousands of inputs take seconds."""
        wanted = (sample, self.values["kind"])
        if self._of == wanted:
            return
        self._of, self._found, self._asked, self._answers = wanted, None, None, {}

        def cluster() -> None:
            found = sample.interpretations(kind=wanted[1])
            asked = sample.clarify(kind=wanted[1])
            if self._of == wanted:
                self._found, self._asked = found, asked

        self.board.work(cluster)

    def _questions(self) -> Part | None:
        asked = self._asked
        if asked is None or not len(asked):
            return None
        parts: list[Part | None] = [tree.heading("what would settle it")]
        for number, question in enumerate(asked.questions, start=1):
            options = [
                (choice.letter, f"{choice.letter}  {choice.reading} ({choice.count} of {choice.total})")
                for choice in question.choices
            ]
            chosen = self._answers.get(number, "")
            parts += [
                tree.text(f"{number}. {question.text}"),
                tree.row(tree.choice(f"answer:{number}", chosen, options, said=f"answer to question {number}")),
            ]
        new = self._clarified()
        if new is not None:
            parts += [
                tree.heading("the spec with your answers"),
                tree.code(asked.diff(new)),
                tree.row(tree.button("Define it", do="define", main=True)),
            ]
        return tree.stack(*parts)

    def _clarified(self) -> Spec | None:
        if self._asked is None or not self._answers:
            return None
        return self._asked.answer(self._answers)

    def choose(self, name: str, value: Any) -> None:
        """Take a kind, or the answer to a question."""
        if name.startswith("answer:"):
            self._answers[int(name.removeprefix("answer:"))] = str(value)
        else:
            super().choose(name, value)

    def do(self, action: str, value: str) -> None:  # noqa: ARG002 - its one button has no value
        """Define the clarified spec."""
        if action == "define":
            new = self._clarified()
            if new is not None:
                self.board.workbench.define(new)
                self.board.go("sample")

    @property
    def code(self) -> str:
        """The call that clusters the same."""
        sample = self.board.sample
        kind = self.values["kind"]
        how = "" if kind == "auto" else f"kind={kind!r}"
        return "" if sample is None else f"{called(sample, otherwise='s')}.interpretations({how})"
