"""The progress of sampling in a notebook: a bar that is renewed in place, and one line where it stood.

It is not a widget on purpose: a bar that is only ever looked at needs no model, so that nothing is lost when the notebook
is opened again, and it works in every front end that can renew an output.
"""

from __future__ import annotations

import contextlib
import contextvars
import threading
import time
from dataclasses import fields
from typing import Any
from uuid import uuid4

from pointmass.html.progress import progress_html, progress_text
from pointmass.html.views import ProgressView
from pointmass.plugins import in_notebook
from pointmass.widgets.mimebundle import mimebundle, show

INTERVAL = 0.1
"""Seconds between two renewals at least; a reader sees no more, and a browser need not do more."""

_FIELDS = tuple(field.name for field in fields(ProgressView))


class ProgressBar:
    """A callback that shows progress; call it from any thread, as often as draws come."""

    def __init__(self) -> None:
        self._display_id = uuid4().hex
        self._cell = contextvars.copy_context()  # so that the bar stands under the cell that asked for it
        self._turn = threading.Lock()
        self._latest: ProgressView | None = None
        self._shown: ProgressView | None = None
        self._last = 0.0
        self._timer: threading.Timer | None = None

    def __call__(self, progress: Any) -> None:
        """Show *progress*: now, or at most ``INTERVAL`` seconds later together with what comes until then."""
        view = _read(progress)
        with self._turn:
            self._latest = view
            if view.status != "drawing":
                self._show()
            elif self._timer is None:
                self._soon()

    def _soon(self) -> None:
        """Show the latest now when the last renewal is long enough ago, else as soon as it is."""
        wait = self._last + INTERVAL - time.monotonic()
        if wait <= 0:
            self._show()
            return
        self._timer = threading.Timer(wait, self._later)
        self._timer.daemon = True
        self._timer.start()

    def publish(self, bundle: dict[str, Any], *, update: bool) -> None:
        """Send what is shown to the front end: the first time as an output, then in its place."""
        if in_notebook():
            self._cell.run(show, bundle, display_id=self._display_id, update=update)

    def _later(self) -> None:
        with self._turn:
            self._timer = None
            self._show()

    def _show(self) -> None:
        """Renew the output; the caller holds the lock, so that an old figure never overtakes a new one."""
        view = self._latest
        if view is None or view == self._shown:
            return
        bundle = mimebundle(None, progress_html(view), progress_text(view))
        with contextlib.suppress(Exception):  # sampling must not end because nobody can see it
            self.publish(bundle, update=self._shown is not None)
        self._shown = view
        self._last = time.monotonic()

    def __repr__(self) -> str:
        """Return a constant text."""
        return "<ProgressBar>"


def _read(progress: Any) -> ProgressView:
    """Copy what is known: the object may change while it is drawn."""
    known = {name: getattr(progress, name) for name in _FIELDS if getattr(progress, name, None) is not None}
    return ProgressView(**{"done": 0, "total": 0, **known})
