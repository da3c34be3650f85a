"""The story of the tour, step by step: each step is a call that a newcomer would write."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pointmass.approval import Decision, Question
from pointmass.cli import show
from pointmass.models.recorded import shipped, shipped_inputs
from pointmass.models.shipped_writer import SHOWN, shipped_writer
from pointmass.workbench import Workbench

if TYPE_CHECKING:
    from rich.console import Console

    from pointmass.workbench import Handle

ORDINARY = "Crème Brûlée & Other Disasters"
UNSEEN = "Grandpa's Pears & Other Secrets"
AMBIGUOUS = "The A/B Testing Cookbook, Vol. 2"
_ORDINARY_ROWS = 4
_REPEATS = 2_000
_BUDGET = 0.2  # seconds for one search: enough here, and the tour stays short


def tour(console: Console) -> None:
    """Sample, look, stabilize, and call by the same name, on the recorded draws of ``own_titles``."""
    with Workbench(model=shipped("own_titles"), approver=_said_yes) as wb:

        @wb.spec
        def clean_filename(title: str) -> str:
            """Turn each title into a clean file name."""
            raise NotImplementedError  # a spec is a function whose body is missing

        _walk(console, wb, clean_filename)


def _walk(console: Console, wb: Workbench, name: Handle) -> None:
    titles = shipped_inputs("own_titles")
    show.heading(console, 1, "A spec is a function whose body is missing")
    show.say(console, f"{name.spec.signature}\n    “{name.spec.prompt}”")
    before = _timed(lambda: name(ORDINARY))

    show.heading(console, 2, f"Sample it: {len(titles)} inputs × 4 draws")
    show.say(console, "s = clean_filename.sample(titles, draws=4)")
    show.say(console, "Real answers of a Claude model, recorded on 2026-11-29, replayed: no key, no cost.")
    sample = name.sample(titles, draws=4, progress=False)
    view = sample.view()
    show.say(console, f"{view.sentence}\n{view.subline}")

    show.heading(console, 3, "Where the model gives different answers")
    divided = [row for row in view.inputs if row.word != "unanimous"]
    shown = [*divided, *(row for row in view.inputs if row.word == "unanimous")][: len(divided) + _ORDINARY_ROWS]
    show.distribution(console, shown)
    show.say(console, f"… and {len(view.inputs) - len(shown)} more titles, each with one answer (s.table())")

    show.heading(console, 4, "Stabilize: candidates of several authors, one gate")
    show.say(console, 'w = pm.shipped_writer("own_titles")')
    show.say(console, f"p = clean_filename.stabilize(s, writer=w, drafts=2, budget={_BUDGET})")
    show.say(
        console,
        "Two drafts are a Claude model's, recorded, too; the synthesizer searches now. Each is run in a sandbox, on "
        f"titles that it did not see: of {len(titles)}, the writer saw {SHOWN}, and these certify none of its drafts.",
    )
    writer = shipped_writer("own_titles")
    proposal = name.stabilize(sample, writer=writer, drafts=len(writer.drafts), budget=_BUDGET)
    show.candidates(console, proposal.candidates)

    show.heading(console, 5, "The proposal: code, guard, evidence")
    show.proposal(console, proposal.view())

    show.heading(console, 6, "Approve")
    show.say(console, "By default nobody approves. In this tour the answer is yes, in your name.")
    event = proposal.accept()
    show.say(console, f"p.accept() → bound as v{event.version}, {event.kind}, approved by {event.by}")

    show.heading(console, 7, "The same call, before and after")
    _compare(console, before, _timed(lambda: name(ORDINARY), repeats=_REPEATS))
    _call(console, wb, name, UNSEEN, "a title that nobody sampled")

    show.heading(console, 8, "What stays ambiguous stays with the model")
    _call(console, wb, name, AMBIGUOUS, "the model itself is divided on it")

    show.heading(console, 9, "And back, in one line")
    kind = name.kind
    name.soften()
    show.say(console, f"clean_filename.kind was {kind!r}; after clean_filename.soften() it is {name.kind!r}.")
    console.print()
    show.say(console, f"Next: {_next_step()}")


def _call(console: Console, wb: Workbench, name: Handle, title: str, why: str) -> None:
    """Call the name, and say who answered."""
    value = name(title)
    last = wb.trace()[-1]
    note = f": {last.note}" if last.note else ""
    console.print(show.text(f"clean_filename({title!r}) → {value!r}"))
    show.say(console, f"  {why}; answered by {'the ' if last.by == 'model' else ''}{last.by}{note}")


def _said_yes(question: Question) -> Decision:
    return Decision(approved=True, by="the reader of the tour", reason=f"read {question.digest[:12]}")


def _timed(call: Callable[[], Any], *, repeats: int = 1) -> tuple[Any, float]:
    start = time.perf_counter()
    for _ in range(repeats):
        value = call()
    return value, (time.perf_counter() - start) / repeats


def _compare(console: Console, before: tuple[Any, float], after: tuple[Any, float]) -> None:
    from rich.table import Table  # noqa: PLC0415 - only where it is printed

    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("", "before: the model", "after: code"):
        table.add_column(column)
    show.say(console, f"clean_filename({ORDINARY!r})")
    table.add_row("answer", show.text(str(before[0])), show.text(str(after[0])))
    table.add_row("seconds a call", "not recorded", f"{after[1]:.6f} (mean of {_REPEATS:,})")
    table.add_row("tokens a call", "not recorded", "0")
    console.print(table)
    show.say(
        console, "Recorded draws carry no tokens and no latency, so there is none to show; a live model's are measured."
    )


def _next_step() -> str:
    if importlib.util.find_spec("jupyterlab") is None:
        return "pip install '.[lab]' in this clone, then `pointmass lab` opens JupyterLab on the notebooks."
    return "`pointmass lab` opens JupyterLab on the notebooks, where the same story has buttons."
