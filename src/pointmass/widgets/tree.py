"""A panel that draws a tree of parts: Python says what is shown, and is told what was clicked, typed and chosen."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any

import traitlets

from pointmass.errors import PointmassError
from pointmass.html import render
from pointmass.html.tree import Part
from pointmass.widgets.live import LivePanel, script


class TreePanel(LivePanel):
    """A panel of parts. Subclasses give ``draw``, ``chosen`` and ``do``.

    What was clicked may arrive on any thread, and while a cell is executed. Nothing leaves a callback: what is raised is
    shown in the panel.

    Attributes:
        lists: The rows of pickers, by name, beside the tree, so that a click does not send them again.
        answered: How many messages were answered.
    """

    _esm = script("tree.js")
    lists = traitlets.Dict().tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)

    def __init__(self, title: str) -> None:
        self._turn = threading.RLock()
        self._working: set[threading.Thread] = set()
        self._stored = ""
        self.failure = ""
        super().__init__(view=self.draw().data(), title=title)
        self.on_msg(lambda _panel, content, _buffers: self.receive(content))

    def draw(self) -> Part:
        """Return what is shown now."""
        raise NotImplementedError

    def choose(self, name: str, value: Any) -> None:
        """Take what was typed or chosen."""
        raise NotImplementedError

    def do(self, action: str, value: str) -> None:
        """Do what was clicked; what takes long goes to ``work``."""
        raise NotImplementedError

    def paint(self) -> None:
        """Show what is true now; from any thread."""
        with self._turn:
            self.view = self.draw().data()

    def refresh(self) -> None:
        """Show what is true now, here and in what the notebook stores; the front end may be gone."""
        with contextlib.suppress(Exception):  # what happened stands, seen or not
            self.paint()
            self.renew()

    def work(self, task: Callable[[], None]) -> None:
        """Do something that takes long in a thread of its own, and show what became of it."""

        def run() -> None:
            self._try(task)
            self.refresh()
            self._working.discard(threading.current_thread())

        thread = threading.Thread(target=run, name="pointmass panel", daemon=True)
        self._working.add(thread)
        thread.start()

    def wait(self, timeout: float | None = None) -> None:
        """Wait until everything that was begun by clicks is through, at most *timeout* seconds for each."""
        for thread in tuple(self._working):
            thread.join(timeout)

    def still(self) -> str:
        """Return what is shown as static HTML."""
        return render.to_html(self.draw(), label=str(self.title))

    def display(self, html: str | None = None, text: str | None = None) -> None:
        """Show the panel in the cell that is being executed, so that what the notebook stores can be renewed."""
        self._stored = self.still() if html is None else html
        super().display(self._stored, text)

    def renew(self) -> None:
        """Renew what the notebook stores, where that would be another: the front end makes the place anew for it."""
        if not self.display_token:
            return
        now = self.still()
        if now != self._stored:
            self._stored = now
            super().renew()

    def text(self) -> str:
        """Return the panel as one line of plain text, the same whenever it is asked."""
        return repr(self)

    def receive(self, content: Any) -> None:
        """Take what a browser tells: ``{"set": name, "value": …}`` or ``{"do": action, "value": …}``; else it is passed over."""
        if not isinstance(content, dict):
            return
        with self._turn:
            if isinstance(content.get("set"), str):
                self._try(lambda: self.choose(content["set"], content.get("value")))
            elif isinstance(content.get("do"), str):
                self._try(lambda: self.do(content["do"], str(content.get("value", ""))))
            else:
                return
            self.paint()
            self.answered += 1

    def _try(self, task: Callable[[], None]) -> None:
        try:
            self.failure = ""
            task()
        except Exception as error:  # noqa: BLE001 - shown in the panel: nothing else would tell of it
            own = isinstance(error, PointmassError) and str(error)
            self.failure = str(error) if own else f"{type(error).__name__}: {error}"
