"""Work that is waited for: how far it is stands under the cell, or on the terminal, while it takes longer than a second."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, TextIO, TypeAlias

from pointmass.html.progress import span
from pointmass.jobs import Gauge
from pointmass.plugins import notebook_part

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

AFTER = 1.0
"""Seconds after which work is shown: what is through before needs no bar."""

EVERY = 0.2
"""Seconds between two looks at how far it is."""


@dataclass(frozen=True, slots=True)
class Working:
    """How far work is, as a display is told it (`pointmass.html.views.ProgressView`).

    Attributes:
        name: The verb, and what it does now.
        done: Steps that are through.
        total: Steps that there are; 0 where it is not known.
        elapsed: Seconds since it began.
        eta: Seconds that are left, as estimated.
        status: ``working``, ``done``, ``interrupted`` or ``stopped``.
        unit: What is counted; empty where nothing is.
        kept: Whether what came is kept when it is stopped.
    """

    name: str
    done: int
    total: int
    elapsed: float
    eta: float | None
    status: str = "working"
    unit: str = ""
    kept: bool = False


Tell: TypeAlias = Callable[[Working], object]
Display: TypeAlias = Callable[[Gauge], AbstractContextManager[object]]


def display(progress: object, *, between: bool = True) -> Display | None:
    """Return what shows a job while it is waited for: in the notebook, on a terminal, or nothing.

    Args:
        progress: Whether to show it; anything but ``True`` shows nothing.
        between: Whether to show it between its counted steps, too; not where samples are drawn that show themselves.
    """
    tell = _told() if progress is True else None
    return None if tell is None else lambda gauge: _Shown(gauge, tell, between=between)


def _told() -> Tell | None:
    in_notebook = notebook_part("progress")
    if in_notebook:
        bar: Tell = in_notebook()
        return bar
    out = sys.stderr
    return _on_terminal(out) if out is not None and out.isatty() else None


class _Shown:
    """Looks at a gauge from a thread of its own, and tells what it sees; the last word when the work has ended."""

    def __init__(self, gauge: Gauge, tell: Tell, *, between: bool) -> None:
        self._gauge, self._tell, self._between = gauge, tell, between
        self._ended = threading.Event()
        self._begun = False
        self._thread = threading.Thread(target=self._look, name="pointmass progress", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()
        if self._begun:
            early = kind is not None and issubclass(kind, KeyboardInterrupt)
            self._say("done" if kind is None else "interrupted" if early else "stopped")

    def _look(self) -> None:
        since = time.monotonic() if self._between else None
        while not self._ended.wait(EVERY):
            counted = self._gauge.step().done is not None
            if not (counted or self._between):
                since = None
                continue
            since = since or time.monotonic()
            if time.monotonic() - since >= AFTER:
                self._begun = True
                self._say("working")

    def _say(self, status: str) -> None:
        step = self._gauge.step()
        if status != "working":
            told = Working(self._gauge.what, 0, 0, step.elapsed, None, status)
        elif step.done is None or step.total is None:
            told = Working(step.what, 0, 0, step.elapsed, None)
        else:
            told = Working(step.what, step.done, step.total, step.elapsed, step.eta, unit="steps")
        with contextlib.suppress(Exception):  # the work is worth more than its display
            self._tell(told)


class TerminalLine:
    """A bar of one line on a terminal: begun when it is first told something, left standing at the end.

    Args:
        out: The terminal.
        shared: Whether others write to it meanwhile: their lines go above.
    """

    def __init__(self, out: TextIO, *, shared: bool = False) -> None:
        self._out, self._shared = out, shared
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def tell(self, name: str, done: int, total: int, figures: str, *, ended: bool) -> None:
        """Renew the line; *figures* is what stands behind the bar."""
        if self._bar is None or self._task is None:
            self._bar = _bar(self._out, shared=self._shared)
            self._task = self._bar.add_task(name, total=total, figures="")
            self._bar.start()
        self._bar.update(self._task, completed=done, total=total, figures=figures)
        self._bar.refresh()
        if ended:
            self._bar.stop()
            self._bar = self._task = None


def _on_terminal(out: TextIO) -> Tell:
    line = TerminalLine(out, shared=True)

    def tell(now: Working) -> None:
        ended = now.status != "working"
        name, _, doing = now.name.partition(": ")
        parts = [
            now.status if ended and now.status != "done" else "",
            doing,
            f"{now.done:,}/{now.total:,}" if now.unit else "",
            span(now.elapsed),
            f"about {span(now.eta)} left" if now.eta is not None else "",
        ]
        through = int(now.status == "done")
        done, total = (now.done, now.total) if now.unit else (through, 1)
        line.tell(name, done, total, " · ".join(part for part in parts if part), ended=ended)

    return tell


def _bar(out: TextIO, *, shared: bool) -> Bar:
    from rich.console import Console  # noqa: PLC0415 - loaded only where there is a terminal to draw on
    from rich.progress import BarColumn, TextColumn  # noqa: PLC0415 - as above
    from rich.progress import Progress as Bar  # noqa: PLC0415 - as above
    from rich.table import Column  # noqa: PLC0415 - as above

    return Bar(
        # Names and figures are text, never rich's own markup.
        TextColumn("{task.description}", markup=False),
        # On a narrow terminal the figures are cut, the bar is not.
        BarColumn(bar_width=30, table_column=Column(min_width=10)),
        TextColumn("{task.fields[figures]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis")),
        console=Console(file=out, force_terminal=True, highlight=False),
        auto_refresh=False,  # renewed when there is news, with no thread of its own
        redirect_stdout=False,
        redirect_stderr=shared,
    )
