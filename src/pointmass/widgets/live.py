"""The base of every panel: one anywidget that stands in the place of static HTML for as long as its kernel lives."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import anywidget
import traitlets

from pointmass.html.style import SHEET
from pointmass.shown import repr_of
from pointmass.widgets.mimebundle import mimebundle, show

_HERE = Path(__file__).parent

STYLE = SHEET + (_HERE / "panel.css").read_text(encoding="utf-8")
"""The style sheet of a panel: the one of static HTML, and what only a panel has."""


def script(name: str) -> str:
    """Join ``live.js`` and the script of a panel into one module: a panel is loaded without a bundler or a request."""
    return "\n".join((_HERE / part).read_text(encoding="utf-8") for part in ("live.js", name))


class LivePanel(anywidget.AnyWidget):
    """A panel that a cell shows in the place of static HTML.

    State lives in synced traits, so that a view can be made anew without Python, and so that whatever was clicked is a
    plain Python value. Subclasses give ``_esm``, ``still`` and ``text``.

    Attributes:
        title: What the panel is, for screen readers.
        view: What is shown, as JSON data, escaped characters made visible already.
        token: The name of the place in the page that belongs to this panel; also the id of its model.
    """

    _css = STYLE
    title = traitlets.Unicode().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)
    token = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        token = uuid4().hex
        # Without a width of its own, a row of widgets shrinks a panel to nothing.
        super().__init__(model_id=token, token=token, layout={"width": "100%"}, **traits)
        self.display_token: str | None = None

    def still(self) -> str:
        """Return the panel as static HTML, as it is now."""
        raise NotImplementedError

    def text(self) -> str:
        """Return the panel as one line of plain text, the same whenever it is asked."""
        raise NotImplementedError

    def display(self, html: str | None = None, text: str | None = None) -> None:
        """Show the panel in the cell that is being executed, so that what the notebook stores can be renewed."""
        self.display_token = self.display_token or uuid4().hex
        bundle = mimebundle(self, self.still() if html is None else html, text or self.text())
        show(bundle, display_id=self.display_token)

    def renew(self) -> None:
        """Renew the static HTML that the notebook stores, wherever the panel was displayed; from any thread."""
        if self.display_token:
            show(mimebundle(self, self.still(), self.text()), display_id=self.display_token, update=True)

    def _ipython_display_(self) -> None:
        self.display()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        return mimebundle(self, self.still(), self.text()), {}

    def __repr__(self) -> str:
        """Return a constant text: what a panel holds would differ from one execution to the next."""
        return repr_of(f"<{type(self).__name__}>")
