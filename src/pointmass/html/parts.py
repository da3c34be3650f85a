"""The parts that every view is put together from: small functions from escaped HTML to escaped HTML."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pointmass.html import escape, style
from pointmass.html.escape import Html
from pointmass.html.sheet import sheet
from pointmass.html.views import OutcomeRow

SHOWN = 200
"""Rows of a table that are shown; the rest is counted."""

_ANGLES = "\u2039\u203a"
"""The marks around a status, as the engine writes them too."""

_FRAME = "border:1px solid #b4b4b4;border-radius:10px;padding:12px 20px;max-width:940px"
"""The frame of a view, for where the style sheet is lost; the sheet says the same, in the colours of the theme."""

_HEIGHT = "height:14px"


def join(parts: Iterable[Html], *, by: str = "") -> Html:
    """Put pieces of HTML one after the other."""
    return Html(by.join(parts))


def card(*parts: Html, label: str) -> Html:
    """Wrap a view: its style sheet, the frame, and both class names that keep ``$`` from being typeset as math.

    Args:
        *parts: The content.
        label: What the view is, for screen readers.
    """
    classes = "pm mathjax_ignore tex2jax_ignore"
    inside = join(parts)
    return Html(
        f'{sheet(inside)}<div class="{classes}" style="{_FRAME}" role="group" aria-label="{escape.attr(label)}">{inside}</div>'
    )


def head(name: str, chips: Sequence[str]) -> Html:
    """Write the top line: the name and what stands behind it, as chips (with dots between, where styles are lost)."""
    made = join(
        Html(f'<span class="pm-sep"> · </span><span class="pm-chip">{escape.text(chip)}</span>')
        for chip in chips
        if chip
    )
    return Html(f'<div class="pm-top"><b class="pm-name">{escape.text(name)}</b>{made}</div>')


def heading(said: Html) -> Html:
    """Write the heading of a section."""
    return Html(f'<div class="pm-h" style="margin-top:14px"><b>{said}</b></div>')


def label(value: str, *, limit: int = escape.LABEL) -> Html:
    """Write an input or an outcome; an empty text says that it is empty."""
    if not value:
        return Html('<code><span class="pm-odd">(empty text)</span></code>')
    return Html(f'<code dir="auto">{escape.text(value, limit=limit)}</code>')


def angled(status: str) -> str:
    """Put a status between the marks that set it apart from an answer."""
    return f"{_ANGLES[0]}{status}{_ANGLES[1]}"


def only_status(row: OutcomeRow) -> bool:
    """Whether the label of an outcome says nothing but its status."""
    return not row.label or row.label.strip(_ANGLES + "()") == row.status


def percent(share: float) -> str:
    """Write a fraction as a percentage; never 0% or 100% for what is not quite."""
    if 0 < share < 0.005:  # noqa: PLR2004 - what rounds to nothing
        return "<1%"
    if 0.995 <= share < 1:  # noqa: PLR2004 - what rounds to all
        return ">99%"
    return f"{share:.0%}"


def interval(low: float | None, high: float | None) -> str:
    """Write a 95 % interval in whole percent, or nothing."""
    return "" if low is None or high is None else f"[{100 * low:.0f}–{100 * high:.0f}]"


def bar(share: float, low: float | None, high: float | None, *, colour: str) -> Html:
    """Draw a share as a bar with its interval as a whisker; the numbers stand beside it in the table."""
    said = percent(share) + (f", 95% interval {interval(low, high)[1:-1]}" if low is not None else "")
    whisker = ""
    if low is not None and high is not None:
        whisker = f'<div class="pm-ci" style="left:{100 * low:.1f}%;width:{100 * (high - low):.1f}%"></div>'
    fill = f'<div class="pm-fill" style="background:{colour};width:{100 * share:.1f}%;{_HEIGHT}"></div>'
    return Html(f'<div class="pm-track" role="img" aria-label="{escape.attr(said)}">{fill}{whisker}</div>')


def shares_in_text(outcomes: Sequence[OutcomeRow], *, shown: int = 12) -> str:
    """Say the shares of a strip, for screen readers."""
    return "; ".join(f"{style.letter(i)} {percent(row.share)}" for i, row in enumerate(outcomes[:shown]))


def table(rows: Iterable[Html], *, widths: Sequence[int] = (), header: Sequence[tuple[str, bool]] = ()) -> Html:
    """Wrap rows (``<tr>``) as a table.

    Args:
        rows: The rows.
        widths: Column widths in percent.
        header: The headings, each with whether its column holds numbers.
    """
    columns = "".join(f'<col style="width:{width}%">' for width in widths)
    cells = "".join(_heading(said, numeric=numeric) for said, numeric in header)
    thead = f"<thead><tr>{cells}</tr></thead>" if header else ""
    return Html(f'<table style="width:100%"><colgroup>{columns}</colgroup>{thead}<tbody>{join(rows)}</tbody></table>')


def _heading(said: str, *, numeric: bool) -> Html:
    css, side = ("pm-num", "right") if numeric else ("pm-text", "left")
    return Html(f'<th class="{css}" style="text-align:{side}">{escape.text(said)}</th>')


def row(*cells: Html) -> Html:
    """Write one row of a table."""
    return Html(f"<tr>{join(cells)}</tr>")


def cell(content: Html, *, css: str = "") -> Html:
    """Write one cell of a table; aligned inline too, for where the style sheet is lost."""
    return Html(f'<td class="{css or "pm-text"}" style="text-align:left">{content}</td>')


def more(shown: int, total: int, *, what: str, code: str = "") -> Html:
    """Say how many rows are not shown, and how to get them; nothing when all are."""
    if shown >= total:
        return Html("")
    where = f": <code>{escape.text(code)}</code> has them all" if code else ""
    return Html(f'<div class="pm-sub">… and {total - shown:,} more {escape.text(what)}{where}</div>')


_SCROLLED = "max-height:420px;overflow:auto"
"""Long code scrolls, where the style sheet is lost too; printed, the sheet shows it whole."""


def code_block(source: str) -> Html:
    """Write Python source."""
    return (
        Html(f'<pre class="pm-code" style="{_SCROLLED}"><code>{escape.block(source, limit=escape.CODE)}</code></pre>')
        if source
        else Html("")
    )


def kpis(pairs: Iterable[tuple[str, str]]) -> Html:
    """Write the figures to see first."""
    made = [f"<div><b>{escape.text(value)}</b><span> {escape.text(said)}</span></div>" for value, said in pairs]
    return Html(f'<div class="pm-kpi">{"".join(made)}</div>' if made else "")


def details(summary: Html, body: Html, *, unfolded: bool = False) -> Html:
    """Fold a body away under its summary."""
    return Html(f"<details{' open' if unfolded else ''}><summary>{summary}</summary>{body}</details>")


def foot(code: str, *, said: str = "in code") -> Html:
    """Write the code that gives the same data."""
    return Html(f'<div class="pm-foot">{escape.text(said)}: <code>{escape.text(code)}</code></div>' if code else "")
