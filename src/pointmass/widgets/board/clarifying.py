"""The questions whose answers would settle what is open: answered by a click, written into the spec, with the stub to paste."""

from __future__ import annotations

from pointmass.html import tree
from pointmass.html.tree import Part
from pointmass.sample.clarify import Clarification
from pointmass.spec import Spec
from pointmass.widgets.board.base_page import Board, called

_ANSWER = "answer:"


class Clarifying:
    """The questions about one sample, and the answers so far."""

    def __init__(self, board: Board, asked: Clarification) -> None:
        self.board = board
        self.asked = asked
        self._answers: dict[int, str] = {}

    def __len__(self) -> int:
        """How many questions there are."""
        return len(self.asked)

    def draw(self) -> Part:
        """Return the questions, and what the answers make of the spec."""
        if not len(self):
            return tree.sub(self.asked.note or "There is nothing to ask: no input has two answers to choose between.")
        parts: list[Part | None] = [tree.sub(self.asked.note)]
        for number, question in enumerate(self.asked.questions, start=1):
            options = [
                (choice.letter, f"{choice.letter}  {choice.reading} ({choice.count} of {choice.total})")
                for choice in question.choices
            ]
            chosen = self._answers.get(number, "")
            parts += [
                tree.text(f"{number}. {question.text}"),
                tree.row(tree.choice(f"{_ANSWER}{number}", chosen, options, said=f"answer to question {number}")),
            ]
        new, workbench = self.new, called(self.board.workbench, otherwise="wb")
        if new is not None:
            parts += [
                tree.heading("what your answers change in the spec"),
                tree.diff(self.asked.diff(new)),
                tree.row(tree.button("Define it", do="define", main=True)),
                tree.fold(
                    "the stub to paste, so that the notebook says it too",
                    tree.copied(self.asked.stub(new, workbench=workbench), said="stub"),
                    key="stub",
                ),
            ]
        return tree.stack(*parts)

    @property
    def new(self) -> Spec | None:
        """The spec with the answers in it; ``None`` before any."""
        return self.asked.answer(self._answers) if self._answers else None

    def knows(self, name: str) -> bool:
        """Whether a name is that of an answer."""
        return name.startswith(_ANSWER)

    def choose(self, name: str, value: str) -> None:
        """Take the answer to a question."""
        self._answers[int(name.removeprefix(_ANSWER))] = value

    def do(self, action: str) -> None:
        """Define the clarified spec."""
        if action == "define" and (new := self.new) is not None:
            self.board.workbench.define(new)
            self.board.go("sample")

    @property
    def code(self) -> str:
        """The calls that do the same; empty before any answer."""
        if not self._answers:
            return ""
        workbench = called(self.board.workbench, otherwise="wb")
        sample = called(self.asked.sample, otherwise="s")
        return f"{workbench}.define({sample}.clarify().answer({self._answers!r}))"
