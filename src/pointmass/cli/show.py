"""How the tour prints a sample and a proposal: in colour in a terminal, plainly elsewhere."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from pointmass.html.escape import cut, visible
from pointmass.html.views import Word
from pointmass.rounded import at_least
from pointmass.shown import printable

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from pointmass.html import InputRow, ProposalView

_WIDE = 200  # characters; the table's columns cut further
_COLOURS: dict[Word, str] = {
    "unanimous": "green",
    "settled": "yellow",
    "contested": "bold red",
    "drawn once": "dim",
    "unanswered": "dim",
}
_SENTENCE = 2_000  # characters: sentences of pointmass are shown whole
_BAR = 16  # cells of a full bar
_ROOMY = 90  # columns of a terminal from which a full bar fits


def text(value: str, *, style: str = "", limit: int = _WIDE) -> Text:
    """Make untrusted text printable: control characters made visible, long ones cut, no markup read."""
    return Text(visible(cut(value, limit)), style=style)


def indented(first: str, value: str) -> Text:
    """Return untrusted text behind a word of ours, set in from the edge."""
    return Text(f"  {first} ").append_text(text(value))


def heading(console: Console, number: int, words: str) -> None:
    """Print the title of a step."""
    console.print()
    console.rule(Text(f"{number}  {words}", style="bold cyan"), align="left", style="dim")


def say(console: Console, words: str) -> None:
    """Print a sentence of ours, which may name what others named."""
    console.print(Text(printable(words)))


def distribution(console: Console, rows: Sequence[InputRow]) -> None:
    """Print the distribution of outcomes: one line for each outcome of each input."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    bar_width = _BAR if console.width >= _ROOMY else _BAR // 2
    wide = max(12, min(40, (console.width - bar_width - 28) // 2))
    for name in ("input", "outcome"):
        table.add_column(name, no_wrap=True, overflow="ellipsis", max_width=wide)
    table.add_column("share", no_wrap=True, min_width=bar_width)
    table.add_column("count", justify="right", no_wrap=True, min_width=5)
    table.add_column("95 %", justify="right", no_wrap=True, min_width=11)
    for row in rows:
        for number, outcome in enumerate(row.outcomes):
            first = text(row.label, limit=_WIDE) if number == 0 else Text("")
            bar = Text("█" * round(outcome.share * bar_width), style=_COLOURS[row.word])
            bounds = "" if outcome.low is None or outcome.high is None else f"{outcome.low:.0%} – {outcome.high:.0%}"
            table.add_row(first, text(outcome.label, limit=_WIDE), bar, str(outcome.count), bounds)
    console.print(table)


def candidates(console: Console, found: pd.DataFrame) -> None:
    """Print who wrote what, how much of it is proven, and why it is not proposed."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("author")
    for name in ("answers", "agrees", "at least"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("why not")
    for row in found.to_dict("records"):
        figures = (f"{row['coverage']:.0%}", f"{row['agreement']:.0%}", at_least(row["at_least"]))
        why = text(row["why_not"], style="dim") if row["why_not"] else Text("proposed", style="bold green")
        table.add_row(text(row["author"]), *figures, why)
    console.print(table)


def proposal(console: Console, view: ProposalView) -> None:
    """Print a proposal: decision, code, guard, evidence, and what it gives up."""
    console.print(Text("decision: ").append(view.decision, style="bold green"))
    say(console, view.sentence)
    source, before, after = _function(view.source, view.name)
    source = visible(source, keep="\n\t")
    say(console, "the function (it was run in the sandbox only):\n")
    if console.is_terminal:
        console.print(Syntax(source, "python", theme="ansi_light", background_color="default", word_wrap=True))
    else:
        console.print(Text(source))
    say(
        console,
        f"\n{before} lines before it hold its tables and helpers, {after} after it say where it may answer: print(p.source) "
        "shows all of it, and p.accept() asks for all of it.\n",
    )
    say(console, "guard: it hands an input back to the model where")
    for line in view.guard:
        console.print(Text("  • ").append_text(text(line)))
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("evidence", "", "", ""):
        table.add_column(name)
    for row in view.evidence:
        table.add_row(text(row.what), row.count, row.share, text(row.note, style="dim", limit=_SENTENCE))
    console.print(table)
    for note in view.notes:
        say(console, note)
    say(console, f"What it gives up: {len(view.gives_up)} of these inputs stay with the model:")
    for lost in view.gives_up[:6]:
        console.print(Text("  ").append_text(text(lost.input, style="bold")).append(f"  {lost.why}", style="dim"))
    if len(view.gives_up) > 6:  # noqa: PLR2004 - the lines above
        say(console, f"  … and {len(view.gives_up) - 6} more (p.hands_back)")


def _function(source: str, name: str) -> tuple[str, int, int]:
    """Return the function of a module, and how many lines stand before and after it."""
    lines = source.rstrip("\n").split("\n")
    found = next(
        (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == name), None
    )
    if found is None or found.end_lineno is None:
        return source, 0, 0
    first, last = found.lineno - 1, found.end_lineno
    return "\n".join(lines[first:last]), first, len(lines) - last
