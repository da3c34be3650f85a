"""The views as they live in a notebook: the three callables that the core looks up, and the panels themselves.

Nothing here imports ipywidgets or anywidget until a panel is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pointmass.html.views import ProposalView, SampleView
from pointmass.plugins import in_notebook

if TYPE_CHECKING:
    from pointmass.widgets.board import WorkbenchPanel
    from pointmass.widgets.proposal import ProposalPanel
    from pointmass.widgets.sample import SamplePanel
    from pointmass.workbench import Workbench

__all__ = [
    "proposal_bundle",
    "proposal_panel",
    "sample_bundle",
    "sample_panel",
    "show_progress",
    "show_proposal",
    "workbench_panel",
]


def sample_panel(view: SampleView) -> SamplePanel:
    """Make the live panel of a sample; ``panel.selected`` and ``panel.row`` say what was clicked."""
    from pointmass.widgets.sample import SamplePanel  # noqa: PLC0415 - loads anywidget

    return SamplePanel(view)


def proposal_panel(
    view: ProposalView, *, accept: Callable[[], str] | None = None, needs_confirmation: bool = True
) -> ProposalPanel:
    """Make the live panel of a proposal; ``panel.status`` and ``panel.message`` say what became of it.

    Args:
        view: What to show.
        accept: What the button does: binds the code and returns one line to show, or raises with a message to show.
            ``None`` shows no button.
        needs_confirmation: Whether the panel asks before it calls ``accept``.
    """
    from pointmass.widgets.proposal import ProposalPanel  # noqa: PLC0415 - loads anywidget

    return ProposalPanel(view, accept=accept, needs_confirmation=needs_confirmation)


def workbench_panel(workbench: Workbench) -> WorkbenchPanel:
    """Make the panel of a workbench; ``panel.selection`` and the like say what was clicked."""
    from pointmass.widgets.board import WorkbenchPanel  # noqa: PLC0415 - loads anywidget

    return WorkbenchPanel(workbench)


def sample_bundle(view: SampleView, html: str, text: str) -> dict[str, Any]:
    """Return what a cell shows for a sample: the panel in a notebook, the static HTML everywhere else.

    Args:
        view: What to show.
        html: The same as static HTML; this is what a notebook stores.
        text: The same as plain text.
    """
    from pointmass.widgets.mimebundle import mimebundle  # noqa: PLC0415 - loads nothing heavy, but keep it lazy

    return mimebundle(sample_panel(view) if in_notebook() else None, html, text)


def proposal_bundle(
    view: ProposalView,
    html: str,
    text: str,
    accept: Callable[[], str] | None = None,
    needs_confirmation: bool = True,  # noqa: FBT001, FBT002 - the core calls this through an entry point, by position
) -> dict[str, Any]:
    """Return what a cell shows for a proposal: the panel in a notebook, the static HTML everywhere else.

    The stored HTML stays as it was when the cell was executed; ``show_proposal`` keeps it up to date.

    Args:
        view: What to show.
        html: The same as static HTML; this is what a notebook stores.
        text: The same as plain text.
        accept: What the button does, see ``proposal_panel``.
        needs_confirmation: Whether the panel asks before it calls ``accept``.
    """
    from pointmass.widgets.mimebundle import mimebundle  # noqa: PLC0415 - as in sample_bundle

    if view.bound is not None or not in_notebook():
        return mimebundle(None, html, text)
    return mimebundle(proposal_panel(view, accept=accept, needs_confirmation=needs_confirmation), html, text)


def show_proposal(
    view: ProposalView,
    html: str,
    text: str,
    accept: Callable[[], str] | None = None,
    needs_confirmation: bool = True,  # noqa: FBT001, FBT002 - the core calls this through an entry point, by position
) -> None:
    """Display a proposal so that the notebook stores what became of it: the thing to call in ``_ipython_display_``."""
    from pointmass.widgets.mimebundle import mimebundle, show  # noqa: PLC0415 - as in sample_bundle

    if view.bound is not None or not in_notebook():
        show(mimebundle(None, html, text))
        return
    panel = proposal_panel(view, accept=accept, needs_confirmation=needs_confirmation)
    panel.display(html, text)


def show_progress() -> Callable[[Any], None]:
    """Return a callback that shows the progress of sampling in the cell that is being executed.

    Call it with anything that has the attributes of ``ProgressView``, as often as you like and from any thread.
    """
    from pointmass.widgets.progress import ProgressBar  # noqa: PLC0415 - as in sample_bundle

    return ProgressBar()
