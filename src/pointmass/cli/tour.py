"""The story of the tour, step by step: each step is a call that a newcomer would write."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pointmass.approval import Decision, Question
from pointmass.cli import show
from pointmass.errors import DrawsExhaustedError
from pointmass.models.recorded import shipped, shipped_inputs
from pointmass.models.shipped_writer import SHOWN, shipped_writer
from pointmass.workbench import Workbench

if TYPE_CHECKING:
    from rich.console import Console

    from pointmass.stabilize import Proposal
    from pointmass.workbench import Handle

ORDINARY = "Crème Brûlée & Other Disasters"
UNSEEN = "Grandpa's Pears & Other Secrets"
AMBIGUOUS = "The A/B Testing Cookbook, Vol. 2"
CALLS = (
    (ORDINARY, "an ordinary title"),
    (UNSEEN, "a title that nobody sampled"),
    (AMBIGUOUS, "the model itself is divided on it"),
)
_ORDINARY_ROWS = 4
_REPEATS = 200
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

    before = [_answered(wb, name, title) for title, _ in CALLS]

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
    show.say(console, _sum(proposal))

    show.heading(console, 6, "Approve")
    show.say(console, "By default nobody approves. In this tour the answer is yes, in your name.")
    event = proposal.accept()
    show.say(console, f"p.accept() → bound as v{event.version}, {event.kind}, approved by {event.by}")

    show.heading(console, 7, "The same calls, before and after")
    _calls(console, wb, name, before)
    _timing(console, name)

    show.heading(console, 8, "And back, in one line")
    kind = name.kind
    name.soften()
    show.say(console, f"clean_filename.kind was {kind!r}; after clean_filename.soften() it is {name.kind!r}.")
    console.print()
    show.say(console, f"Next: {_next_step()}")


def _answered(wb: Workbench, name: Handle, title: str) -> tuple[str, str]:
    """Call the name, and return its answer and who gave it."""
    try:
        value = name(title)
    except DrawsExhaustedError:
        return "(not in the recording)", "a live model would be asked"
    last = wb.trace()[-1]
    by = "by code" if last.by == "code" else f"by the {last.by}"
    return str(value), f"{by}: {last.note}" if last.note else by


def _sum(proposal: Proposal) -> str:
    """Say in one sentence how the figures of a proposal belong together."""
    found = proposal.evidence
    return (
        f"How it adds up: of {found.inputs} titles the code answers {len(proposal.answers)} and hands "
        f"{len(proposal.hands_back)} back. {found.certified} of them it was not written from: it answers {found.answered} "
        f"of these ({found.coverage:.0%}), {found.agreed} as the model does, and only these say what to expect of new titles."
    )


def _said_yes(question: Question) -> Decision:
    return Decision(approved=True, by="the reader of the tour", reason=f"read {question.digest[:12]}")


def _calls(console: Console, wb: Workbench, name: Handle, before: Sequence[tuple[str, str]]) -> None:
    """Show what the same calls gave before the code was bound, and give now."""
    for (title, why), (said, who) in zip(CALLS, before, strict=True):
        now, by = _answered(wb, name, title)
        console.print(show.text(f"clean_filename({title!r})").append(f"  {why}", style="dim"))
        for when, answer, whose in (("before", said, who), ("now", now, by)):
            console.print(show.indented(f"{when:7}", answer).append(f"  {whose}", style="dim"))


def _timing(console: Console, name: Handle) -> None:
    """Say what a call costs now."""
    start = time.perf_counter()
    for _ in range(_REPEATS):
        name(ORDINARY)
    each = 1000 * (time.perf_counter() - start) / _REPEATS
    show.say(
        console,
        f"By code a call takes {each:.2g} ms (mean of {_REPEATS:,}), no request and no token; before, each call was one "
        "request. Recorded draws carry no tokens and no time; of a live model both are measured.",
    )


def _next_step() -> str:
    if importlib.util.find_spec("jupyterlab") is None:
        return "pip install '.[lab]' in this clone, then `pointmass lab` opens JupyterLab on the notebooks."
    return "`pointmass lab` opens JupyterLab on the notebooks, where the same story has buttons."
