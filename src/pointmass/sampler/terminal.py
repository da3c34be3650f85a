"""A progress bar of one line on a terminal; nothing if there is no terminal."""

from __future__ import annotations

import sys
from typing import TextIO

from pointmass.foreground import TerminalLine
from pointmass.html.progress import lost, span
from pointmass.sampler.progress import Progress, Watch

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
    return _line(out)


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


def _line(out: TextIO) -> Watch:
    line = TerminalLine(out)

    def tell(now: Progress) -> None:
        line.tell(now.name, now.done, now.total, figures(now), ended=now.status in _ENDS)

    return tell


def _silence(progress: Progress) -> None:
    """Show nothing."""
