"""Parts that another layer or package brings, found by entry point when they are wanted: the notebook's views."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from importlib.metadata import entry_points
from typing import Any

from pointmass.errors import InputError

NOTEBOOK = "pointmass.notebook"
"""The entry-point group of what a notebook shows: ``sample``, ``proposal``, ``progress``, and a panel of each object that has one."""


def in_notebook() -> bool:
    """Whether this process is a Jupyter kernel, which can show a widget (IPython in a terminal cannot)."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and getattr(shell, "kernel", None) is not None


def notebook_part(name: str) -> Callable[..., Any] | None:
    """Return what shows *name* in a notebook, or ``None`` outside a notebook or where nothing can.

    Looked up by entry point, so that the core needs neither Jupyter nor a registry of its own, and another package can
    bring another view.
    """
    return _load(name) if in_notebook() else None


def display_panel(name: str, shown: Any) -> None:
    """Show the panel of an object in the cell that is executed: what its ``_ipython_display_`` does.

    Args:
        name: The part that makes the panel.
        shown: The object.

    Raises:
        NotImplementedError: This is no notebook, or no installed package brings the part; IPython shows HTML or text then.
    """
    show = notebook_part(name)
    if show is None:
        raise NotImplementedError
    show(shown).display()


def part(name: str) -> Callable[..., Any]:
    """Return what shows *name*, wherever this is: a panel can be made in any front end that takes widgets (marimo, too).

    Raises:
        InputError: No installed package brings it.
    """
    found = _load(name)
    if found is None:
        raise InputError(f"no installed package brings the notebook part {name!r}; install pointmass again")
    return found


@functools.lru_cache(maxsize=16)
def _load(name: str) -> Callable[..., Any] | None:
    for entry in entry_points(group=NOTEBOOK, name=name):
        part: Callable[..., Any] = entry.load()
        return part
    return None
