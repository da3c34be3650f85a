"""What a cell's output consists of: static HTML in a place where the live panel may stand, and plain text."""

from __future__ import annotations

import html as escaping
import sys
from typing import Any, Protocol

VIEW = "application/vnd.jupyter.widget-view+json"
"""The type of a widget view. A stored one is an error message in a reopened notebook, so it goes only where it must."""


class PlacedPanel(Protocol):
    """A live panel, as far as its place in an output is concerned."""

    token: Any
    """The name of its place."""

    model_id: Any
    """The id of its model."""


def needs_view() -> bool:
    """Whether the front end keeps outputs apart from one another, so that only a widget view reaches a panel.

    VS Code and Colab do; both mark their kernels. JupyterLab and Notebook do not.
    """
    names = getattr(_shell(), "user_ns", {})
    return "google.colab" in sys.modules or "__vsc_ipynb_file__" in names


def mimebundle(panel: PlacedPanel | None, html: str, text: str) -> dict[str, Any]:
    """Put an output together.

    Args:
        panel: The live panel that may stand in the place of the HTML; ``None`` for none.
        html: The static HTML, escaped by whoever made it.
        text: The plain text.
    """
    if panel is None:
        return {"text/plain": text, "text/html": html}
    bundle: dict[str, Any] = {"text/plain": text, "text/html": place(panel.token, html)}
    if needs_view():
        bundle[VIEW] = {"version_major": 2, "version_minor": 1, "model_id": panel.model_id}
    return bundle


def place(token: str, html: str) -> str:
    """Mark static HTML as the place of the panel with this token."""
    return f'<div class="pm-place" data-pm-live="{escaping.escape(token)}">{html}</div>'


def show(bundle: dict[str, Any], *, display_id: str | None = None, update: bool = False) -> None:
    """Send an output to the front end; with *update*, in place of every output of the same *display_id*.

    May be called from any thread: an update finds its output by its id.
    """
    from IPython.display import publish_display_data  # noqa: PLC0415 - only a notebook needs it

    transient = {"display_id": display_id} if display_id else None
    publish_display_data(bundle, transient=transient, update=update)


def _shell() -> Any:
    if "IPython" not in sys.modules:
        return None
    from IPython import get_ipython  # noqa: PLC0415 - already loaded, see above

    return get_ipython()
