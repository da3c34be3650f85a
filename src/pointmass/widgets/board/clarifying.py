"""The questions whose answers would settle what is open: answered by a click, written into the spec, with the stub to paste."""

from __future__ import annotations

from pointmass.errors import InputError
from pointmass.html import tree
from pointmass.html.tree import Part
from pointmass.sample.clarify import Clarification
from pointmass.spec import Spec
from pointmass.widgets.board.base_page import Board, called

_ANSWER = "answer:"

UNKNOWN = (
    "No workbench is known here: the sample was unpickled or put together by hand, or its workbench is gone. Paste the stub "
    "where one is."
)
"""What is said where nothing can be defined."""


class Clarifying:
    """The questions about one sample, and the answers so far.

    Attributes:
        told: What became of answers that were defined; empty before any.
    """

    def __init__(self, board: Board, asked: Clarification, *, told: str = "") -> None:
        self.board = board
        self.asked = asked
        self.told = told
        self._answers: dict[int, str] = {}

    def __len__(self) -> int:
        """How many questions there are."""
        return len(self.asked)

    def draw(self) -> Part:
        """Return the questions, and what the answers make of the spec."""
        if not len(self):
            return tree.sub(self.asked.note or "There is nothing to ask: no input has two answers to choose between.")
        parts: list[Part | None] = [tree.sub(self.asked.note), tree.told(self.told, good=True) if self.told else None]
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
        new, known = self.new, self.board.known_workbench is not None
        if new is not None:
            parts += [
                tree.heading("what your answers change in the spec"),
                tree.diff(self.asked.diff(new)),
                tree.row(tree.button("Define it", do="define", main=True)) if known else tree.sub(UNKNOWN),
                tree.fold(
                    "the stub to paste, so that the notebook says it too",
                    tree.copied(self.asked.stub(new, workbench=self._workbench), said="stub"),
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
        self.told = ""
        self._answers[int(name.removeprefix(_ANSWER))] = value

    def do(self, action: str) -> None:
        """Define the clarified spec."""
        if action == "define" and (new := self.new) is not None:
            if (workbench := self.board.known_workbench) is None:
                raise InputError(f"{new.name}: {UNKNOWN}")
            workbench.define(new)
            self.told = f"{new.name} is defined with {self._said()}: draw a fresh sample to see what that changes."
            self.board.go("sample")

    def _said(self) -> str:
        count = len(self._answers)
        return f"your answer{'' if count == 1 else 's'} to {count:,} question{'' if count == 1 else 's'}"

    @property
    def _workbench(self) -> str:
        """What the notebook calls the workbench."""
        return called(self.board.known_workbench, otherwise="wb") if self.board.known_workbench is not None else "wb"

    @property
    def code(self) -> str:
        """The calls that do the same; empty before any answer."""
        if not self._answers:
            return ""
        sample = called(self.asked.sample, otherwise="s")
        return f"{self._workbench}.define({sample}.clarify().answer({self._answers!r}))"
