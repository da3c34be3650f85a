"""The panel of a proposal: code, evidence, what it gives up, and the one button that binds it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import traitlets

from pointmass.errors import PointmassError
from pointmass.html.proposal import proposal_html
from pointmass.html.views import ProposalView
from pointmass.widgets.live import LivePanel, script
from pointmass.widgets.payload import is_whole, line, proposal_data

_MESSAGE = 2_000
"""Characters of a message that are shown."""


class ProposalPanel(LivePanel):
    """A proposal to decide on.

    ``stabilize``, ``approve`` and ``decline`` are what the buttons do. A click may arrive on any thread and while a
    cell is executed, so ``accept`` is called in a thread of its own; what it raises is shown in the panel.

    Attributes:
        status: ``proposed``, ``asking``, ``working``, ``bound``, ``declined`` or ``failed``.
        message: What ``accept`` returned, or why it failed.
        answered: How many clicks were answered; a view waits for its click with it.
    """

    _esm = script("proposal.js")
    status = traitlets.Enum(
        ("proposed", "asking", "working", "bound", "declined", "failed"), default_value="proposed"
    ).tag(sync=True)
    message = traitlets.Unicode().tag(sync=True)
    answered = traitlets.Int(0).tag(sync=True)

    def __init__(self, view: ProposalView, *, accept: Callable[[], str] | None, needs_confirmation: bool) -> None:
        self._source = view
        self._accept = accept if is_whole(view) else None
        self._confirm = needs_confirmation
        self._turn = threading.Lock()
        self._worker: threading.Thread | None = None
        data = proposal_data(view, accept=accept)
        decided = {} if view.bound is None else {"status": "bound", "message": line(view.bound)}
        super().__init__(view=data, title=f"proposal for {data['name']}", **decided)
        self.on_msg(self._clicked)

    def stabilize(self) -> None:
        """Do what [Stabilize] does: ask for approval, or bind at once where nobody has to be asked here."""
        self._step(("proposed", "declined", "failed"), "asking" if self._confirm else "working")

    def approve(self) -> None:
        """Do what [Approve] does: bind the code."""
        self._step(("asking",), "working")

    def decline(self) -> None:
        """Do what [Not now] does: bind nothing."""
        self._step(("asking",), "declined")

    def wait(self, timeout: float | None = None) -> str:
        """Wait until ``accept`` has returned, at most *timeout* seconds, and return the status."""
        if self._worker is not None:
            self._worker.join(timeout)
        return str(self.status)

    def still(self) -> str:
        """Return the proposal as static HTML, with what became of it."""
        bound = self.message if self.status == "bound" else self._source.bound
        return proposal_html(replace(self._source, bound=bound))

    def text(self) -> str:
        """Return the proposal in one line."""
        return f"{self._source.name}: {self._source.sentence}"

    def _clicked(self, _panel: Any, content: Any, _buffers: Any) -> None:
        """Answer a click; a message that names no button is not a click."""
        steps = {"stabilize": self.stabilize, "approve": self.approve, "decline": self.decline}
        step = steps.get(str(content.get("do"))) if isinstance(content, dict) else None
        if step is None:
            return
        step()
        self.answered += 1

    def _step(self, allowed: tuple[str, ...], then: str) -> None:
        """Go from one status to another, once: a second click finds the first one's status and does nothing."""
        with self._turn:
            if self._accept is None or self.status not in allowed:
                return
            with self.hold_sync():
                self.message = ""
                self.status = then
            if then == "working":
                self._worker = threading.Thread(target=self._bind, args=(self._accept,), daemon=True)
                self._worker.start()

    def _bind(self, accept: Callable[[], str]) -> None:
        try:
            status, message = "bound", str(accept())
        except Exception as error:  # noqa: BLE001 - nothing may leave a thread unseen: it is shown in the panel
            status, message = "failed", _explain(error)
        with self._turn, self.hold_sync():
            self.message = line(message, limit=_MESSAGE)
            self.status = status
        with contextlib.suppress(Exception):  # the front end may be gone; what was decided stands
            self.renew()


def _explain(error: Exception) -> str:
    own = isinstance(error, PointmassError)
    return str(error) if own and str(error) else f"{type(error).__name__}: {error}"
