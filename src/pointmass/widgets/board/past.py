"""The pages of what was: every meaning that the name had, and its last calls."""

from __future__ import annotations

from pointmass.approval import ask
from pointmass.html import tree
from pointmass.html.escape import CODE
from pointmass.html.history import bindings
from pointmass.html.trace import calls
from pointmass.html.tree import Part
from pointmass.registry import Binding
from pointmass.widgets.board.base_page import Board, Page, called, pressed


class HistoryPage(Page):
    """Look at what the name meant, and go back."""

    title = "History"

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self._asking: int | None = None
        self._told = ""

    def draw(self) -> Part:
        """Return the events, the newest first."""
        return tree.stack(
            self._question(),
            tree.told(self._told, good=True) if self._told else None,
            bindings(self.board.handle.history().view(), back="rollback"),
        )

    def _question(self) -> Part | None:
        if self._asking is None:
            return None
        name, source = self.board.name, self._source(self._asking)
        if len(source) > CODE:
            said = f"The code of v{self._asking} is too long to be shown whole, and so to be approved, here."
            return tree.box(tree.text(said), tree.row(tree.button("Not now", do="decline")))
        return tree.box(
            tree.text(f"Let {name} mean v{self._asking} again? This is its code, whole; a yes lets it be executed."),
            tree.code(source),
            tree.row(tree.button("Approve", do="approve", main=True), tree.button("Not now", do="decline")),
        )

    def _source(self, version: int) -> str:
        """Return the code of a version, whole; empty where a model or a function stood behind the name."""
        found = self.board.workbench.registry.content(self.board.name, version)
        if isinstance(found, Binding):
            return found.artifact.source if found.artifact is not None else ""
        return str(found.get("source", ""))

    def do(self, action: str, value: str) -> None:
        """Go back to a version, once a person said yes."""
        self._told = ""
        if action == "rollback":
            self._asking = int(value)
            # Nothing is executed where no code comes back; and only where the workbench asks a person does the panel ask.
            if self.board.workbench.approver is not ask or not self._source(self._asking):
                self._back()
        elif action == "approve" and self._asking is not None and len(self._source(self._asking)) <= CODE:
            self._back()
        elif action == "decline":
            self._asking = None

    def _back(self) -> None:
        version, self._asking = self._asking, None
        if version is None:
            return

        def task() -> None:
            event = self.board.handle.rollback(
                version, approver=pressed if self.board.workbench.approver is ask else None
            )
            self._told = f"v{event.version} · {event.kind} · by {event.by}"

        self.board.work(task)

    @property
    def code(self) -> str:
        """The call that shows the same."""
        return f"{called(self.board.handle, otherwise=f'wb[{self.board.name!r}]')}.history()"


class TracePage(Page):
    """Look at the last calls of the name: who answered, and why."""

    title = "Trace"

    def draw(self) -> Part:
        """Return the last calls, the newest first, and what they used."""
        last = self.board.workbench.trace(self.board.name).view()
        said = repr(self.board.handle.spending()).strip("<>")
        return tree.stack(tree.sub(said), calls(last) or tree.sub(last.sentence))

    def do(self, action: str, value: str) -> None:
        """Do nothing: the page has no buttons."""

    @property
    def code(self) -> str:
        """The call that shows the same."""
        return f"{called(self.board.workbench, otherwise='wb')}.trace({self.board.name!r})"
