"""The progress of sampling, or of other work, as static HTML: a bar while draws come, one line when they have."""

from __future__ import annotations

from collections.abc import Sequence

from pointmass.html import escape, style
from pointmass.html.escape import Html
from pointmass.html.sheet import sheet
from pointmass.html.views import ProgressView

STOP = "■ stop keeps what came"
"""What a person who wants to stop has to know."""

STOP_WORK = "■ stop ends it"
"""The same of work that leaves nothing behind."""

_ENDS = {"done": "✓", "interrupted": "■", "stopped": "■"}
_UNDER_WAY = ("drawing", "working")


def progress_html(view: ProgressView) -> str:
    """Write the progress of sampling as HTML: the bar while it is ``drawing``, else one line that says how it ended."""
    if view.status not in _ENDS:
        return _bar(view)
    said = " · ".join(part for part in (_head(view), *_figures(view), _remark(view)) if part)
    return _card(Html(f'<span class="pm-sub">{escape.text(said)}</span>'), css="pm-line")


def progress_text(view: ProgressView) -> str:
    """Write the progress of sampling as one line of plain text."""
    return " · ".join(part for part in (_head(view), *_figures(view), _remark(view)) if part)


def _bar(view: ProgressView) -> str:
    share = min(view.done / view.total, 1.0) if view.total else 0.0
    said = " · ".join(part for part in (_count(view), *_figures(view)) if part)
    fill = f'<div class="pm-fill" style="background:{style.PALETTE[0]};width:{100 * share:.1f}%;height:8px"></div>'
    aria = f'role="progressbar" aria-valuemin="0" aria-valuemax="{view.total}" aria-valuenow="{view.done}"'
    name = f'<b class="pm-name">{escape.text(view.name)}</b><span class="pm-sep"> · </span>' if view.name else ""
    line = (
        f'<span class="pm-sub">{escape.text(said)}<span class="pm-stop"> · {escape.text(_remark(view))}</span></span>'
    )
    track = f'<div class="pm-track pm-thin" {aria} aria-label="{escape.attr(view.unit or "progress")}">{fill}</div>'
    return _card(Html(f'<div class="pm-top">{name}{line}</div>{track}'), css="pm-progress")


def _card(body: Html, *, css: str) -> str:
    shown = f'<div class="pm {css} mathjax_ignore tex2jax_ignore">{body}</div>'
    return f"{sheet(shown)}{shown}"


def _head(view: ProgressView) -> str:
    mark, known = _ENDS.get(view.status, ""), [part for part in (view.name, _count(view)) if part]
    return f"{mark} {': '.join(known)}".strip()


def _remark(view: ProgressView) -> str:
    """Say what a person who stops it has to know, or who has stopped it."""
    if view.status == "done":
        return ""
    if view.status not in _ENDS:
        return STOP if view.kept else STOP_WORK
    return f"{view.status}; what came is kept, and the same call goes on from here" if view.kept else view.status


def _count(view: ProgressView) -> str:
    return f"{view.done:,} of {view.total:,} {view.unit}" if view.unit else ""


def _figures(view: ProgressView) -> list[str]:
    """Return what is known besides the count; what nobody counted is left out, never guessed."""
    known = [
        f"{view.already:,} were there already" if view.already else "",
        lost(view.lost, view.failed),
        f"{view.input_tokens or 0:,} tokens in, {view.output_tokens or 0:,} out"
        if view.input_tokens or view.output_tokens
        else "",
        f"${view.dollars:,.2f}" if view.dollars is not None else "",
        span(view.elapsed) if view.elapsed is not None else "",
        f"about {span(view.eta)} left" if view.eta is not None and view.status in _UNDER_WAY else "",
        f"waiting {span(view.waits)}: {view.why}" if view.waits is not None else "",
    ]
    return [part for part in known if part]


def lost(classes: Sequence[tuple[str, int]], failed: int) -> str:
    """Say how many draws gave no value, by class; empty where each gave one.

    Args:
        classes: The classes, each with its count.
        failed: Draws that no answer came for, where the classes are not known.
    """
    classes = classes or ([("failed", failed)] if failed else [])
    return ", ".join(f"{count:,} {status}" for status, count in classes)


def span(seconds: float) -> str:
    """Write a span of time as a person says it: ``0.4 s``, ``41 s``, ``3 min 05 s``, ``2 h 10 min``."""
    if seconds < 10:  # noqa: PLR2004 - below this a tenth is worth reading
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if minutes == 0:
        return f"{rest} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {rest:02d} s"
