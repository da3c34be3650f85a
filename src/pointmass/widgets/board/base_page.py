"""What the pages of the workbench's panel have in common: the name that was chosen, and what is known of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from pointmass.approval import Decision, Question, person
from pointmass.comparison import Comparison
from pointmass.html.tree import Part
from pointmass.sample import Sample
from pointmass.stabilize import Proposal
from pointmass.workbench import Handle

if TYPE_CHECKING:
    from pointmass.workbench import Workbench


class Board(Protocol):
    """The panel, as its pages know it.

    Attributes:
        workbench: Whose names are shown.
        name: The name that was chosen; empty where there is none.
        samples: The samples of the name that this session knows, each under the title that it is chosen by.
        sample: The sample that is looked at.
        proposal: The last proposal for the name.
        comparison: The last comparison.
    """

    workbench: Workbench
    name: str
    samples: dict[str, Sample]
    sample: Sample | None
    proposal: Proposal | None
    comparison: Comparison | None

    @property
    def known_workbench(self) -> Workbench | None:
        """Whose names are shown; ``None`` where no workbench made what is shown, or it is gone."""

    @property
    def handle(self) -> Handle[..., Any]:
        """The handle of the name."""

    def take(self, sample: Sample, title: str = "") -> str:
        """Put a sample beside the others, look at it from now on, and return its title."""

    def go(self, page: str) -> None:
        """Show another page."""

    def paint(self) -> None:
        """Show what is true now."""

    def work(self, task: Callable[[], None]) -> None:
        """Do something that takes long in a thread of its own."""

    def put_list(self, name: str, rows: list[dict[str, Any]]) -> None:
        """Give the rows of a picker."""


class Page:
    """One page of the panel. Each has values that a person sets, by name."""

    title = ""
    values: dict[str, Any]

    def __init__(self, board: Board) -> None:
        self.board = board
        self.values = {}

    def draw(self) -> Part:
        """Return what is shown now."""
        raise NotImplementedError

    def choose(self, name: str, value: Any) -> None:
        """Take what was typed or chosen."""
        self.values[name] = str(value)

    def do(self, action: str, value: str) -> None:
        """Do what was clicked."""
        raise NotImplementedError

    @property
    def code(self) -> str:
        """The code that does what the page shows; empty where there is none."""
        return ""


def pressed(question: Question) -> Decision:
    """Say yes for the person who was asked by the panel and pressed the button."""
    return Decision(approved=True, by=person(), reason=f"pressed the button for {question.digest[:12]}")


def variables() -> Mapping[str, Any]:
    """Return what the notebook's user has defined; nothing outside of one."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return getattr(shell, "user_ns", {})


def called(thing: object, *, otherwise: str) -> str:
    """Return the name of the variable that holds something, for code that does what was clicked."""
    names = [name for name, value in list(variables().items()) if not name.startswith("_") and _same(value, thing)]
    return min(names, key=len) if names else otherwise


def _same(value: object, thing: object) -> bool:
    """Whether a variable holds a thing; every handle of a name is the same."""
    if value is thing:
        return True
    both = isinstance(value, Handle) and isinstance(thing, Handle)
    return both and value.name == thing.name and value.binding is thing.binding  # type: ignore[attr-defined] # see above
