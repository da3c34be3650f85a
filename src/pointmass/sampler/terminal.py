"""A progress bar of one line on a terminal; nothing if there is no terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from pointmass.html.progress import lost, span
from pointmass.sampler.progress import Progress, Watch

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

_ENDS = {
    "done": "",
    "interrupted": "interrupted; what came is kept, and the same call goes on",
    "stopped": "stopped; what came is kept, and the same call goes on",
}


def terminal_progress(stream: TextIO | None = None) -> Watch:
    """Return a function that shows the progress of one sample, for ``draw_sample(on_progress=...)``.

    Args:
        stream: Where to write; ``None`` is standard error. Nothing is written if it is not a terminal.
    """
    out = sys.stderr if stream is None else stream
    if out is None or not out.isatty():  # no standard error: a program without a console
        return _silence
    return _TerminalBar(out)


def figures(progress: Progress) -> str:
    """Return the text beside the bar: counts, tokens, dollars, time. Figures that are not known are left out."""
    parts = [
        f"{progress.done:,}/{progress.total:,}",
        f"{progress.already:,} were there" if progress.already else "",
        lost(progress.lost, progress.failed),
        f"{progress.input_tokens + progress.output_tokens:,} tokens" if progress.output_tokens else "",
        f"${progress.dollars:,.2f}" if progress.dollars is not None else "",
        span(progress.elapsed),
        f"about {span(progress.eta)} left" if progress.eta is not None and progress.status == "drawing" else "",
        f"waiting {span(progress.waits)}: {progress.why}" if progress.waits is not None else "",
        _ENDS.get(progress.status, ""),
    ]
    return " · ".join(part for part in parts if part)


class _TerminalBar:
    """The bar of one sample: it appears with the first report, and stays after the last."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def __call__(self, progress: Progress) -> None:
        if self._bar is None or self._task is None:
            self._bar = _bar(self._out)
            self._task = self._bar.add_task(progress.name, total=progress.total, figures="")
            self._bar.start()
        self._bar.update(self._task, completed=progress.done, figures=figures(progress))
        self._bar.refresh()
        if progress.status in _ENDS:
            self._bar.stop()
            self._bar = self._task = None


def _bar(out: TextIO) -> Bar:
    from rich.console import Console  # noqa: PLC0415 - loaded only where there is a terminal to draw on
    from rich.progress import BarColumn, TextColumn  # noqa: PLC0415 - as above
    from rich.progress import Progress as Bar  # noqa: PLC0415 - as above
    from rich.table import Column  # noqa: PLC0415 - as above

    return Bar(
        # Names and figures are plain text and must not be read as markup.
        TextColumn("{task.description}", markup=False),
        # On a narrow terminal the figures are cut, and not the bar.
        BarColumn(bar_width=30, table_column=Column(min_width=10)),
        TextColumn("{task.fields[figures]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis")),
        console=Console(file=out, force_terminal=True, highlight=False),
        auto_refresh=False,  # redrawn when there is news, so no thread is needed
        redirect_stdout=False,
        redirect_stderr=False,
    )


def _silence(progress: Progress) -> None:
    """Show nothing."""
