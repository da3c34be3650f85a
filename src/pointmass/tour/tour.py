"""The story of the tour, step by step: each step is a call that a newcomer would write."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pointmass.approval import Decision, Question
from pointmass.models.recorded import shipped, shipped_inputs
from pointmass.tour import show
from pointmass.workbench import Workbench

if TYPE_CHECKING:
    from rich.console import Console

    from pointmass.workbench import Handle

ORDINARY = "Meeting Notes (2).docx"
AMBIGUOUS = "README"
_REPEATS = 2_000


def tour(console: Console) -> None:
    """Sample, look, stabilize, and call by the same name, on the recorded draws of ``clean_filename``."""
    with Workbench(model=shipped("clean_filename"), approver=_said_yes) as wb:

        @wb.spec
        def clean_filename(title: str) -> str:
            """Turn each title into a clean file name."""
            raise NotImplementedError  # a spec is a function whose body is missing

        _walk(console, wb, clean_filename)


def _walk(console: Console, wb: Workbench, name: Handle) -> None:
    titles = shipped_inputs("clean_filename")
    show.heading(console, 1, "A spec is a function whose body is missing")
    show.say(console, f"{name.spec.signature}\n    “{name.spec.prompt}”")
    before = _timed(lambda: name(ORDINARY))

    show.heading(console, 2, f"Sample it: {len(titles)} inputs × 16 draws")
    show.say(console, "s = clean_filename.sample(titles, draws=16)")
    show.say(console, "Real answers of a Claude model, recorded on 2026-11-22, replayed: no key, no cost.")
    sample = name.sample(titles, draws=16, progress=False)
    view = sample.view()
    show.distribution(console, view)
    show.say(console, f"{view.sentence}\n{view.subline}")

    show.heading(console, 3, "Where the model is of two minds")
    show.contested(console, [row for row in view.inputs if row.word == "contested"])

    show.heading(console, 4, "Interpretations")
    found = sample.interpretations()
    show.readings(console, found)
    show.say(console, found.note)

    show.heading(console, 5, "Stabilize: what it does consistently becomes code")
    show.say(console, "p = clean_filename.stabilize(s)")
    proposal = name.stabilize(sample)
    show.proposal(console, proposal.view())

    show.heading(console, 6, "Approve")
    show.say(console, "By default nobody approves. In this tour the answer is yes, in your name.")
    event = proposal.accept()
    show.say(console, f"p.accept() → bound as v{event.version}, {event.kind}, approved by {event.by}")

    show.heading(console, 7, "The same call, before and after")
    _compare(console, before, _timed(lambda: name(ORDINARY), repeats=_REPEATS))

    show.heading(console, 8, "What stays ambiguous stays with the model")
    value = name(AMBIGUOUS)
    last = wb.trace()[-1]
    show.say(console, f"clean_filename({AMBIGUOUS!r}) → {value!r}")
    show.say(console, f"answered by the {last.by}: {last.note}")
    show.say(console, f"clean_filename.kind → {name.kind!r};  clean_filename.soften() goes back to the spec alone")
    console.print()
    show.say(console, f"Next: {_next_step()}")


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
    table.add_row(f"clean_filename({ORDINARY!r})", show.text(str(before[0])), show.text(str(after[0])))
    table.add_row("seconds a call", "not recorded", f"{after[1]:.6f}  (measured, mean of {_REPEATS:,} calls)")
    table.add_row("tokens a call", "not recorded", "0")
    console.print(table)
    show.say(
        console, "Recorded draws carry no tokens and no latency, so there is none to show; a live model's are measured."
    )


def _next_step() -> str:
    if importlib.util.find_spec("jupyterlab") is None:
        return "pip install '.[lab]' in this clone, then `pointmass lab` opens JupyterLab on the notebooks."
    return "`pointmass lab` opens JupyterLab on the notebooks, where the same story has buttons."
