"""Judges somebody's code from the command line: a colleague's, a coding agent's, before it stands in for the model."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from pointmass.approval import ask
from pointmass.errors import PointmassError
from pointmass.harness import bind_spec
from pointmass.html.escape import visible
from pointmass.rounded import at_least
from pointmass.stabilize import Proposal
from pointmass.workbench import Workbench
from pointmass.workbench.baseline import read_baseline

CODES = {True: 0, False: 1, None: 2}
"""The exit codes: it may stand in for the model, it may not, could not find out."""


def certify(
    console: Console,
    file: Path,
    name: str,
    code: Path,
    *,
    sample: int,
    agreement: float,
    allow_imports: Sequence[str] = (),
    bind: bool = False,
) -> int:
    """Try the code of a file on a sample of a name, print what was found, and return the exit code.

    Args:
        console: Where to print.
        file: Where the draws are kept.
        name: The name that the code is for.
        code: The module.
        sample: Which of the name's samples in the file, from 1, the oldest first.
        agreement: The agreement to prove, a fraction in (0, 1).
        allow_imports: Libraries that the code may import besides the standard library.
        bind: Whether to ask for a yes, and bind it under the name.
    """
    try:
        with Workbench(file, approver=ask) as wb:
            held = read_baseline(wb.store, name, number=sample).sample
            wb.registry.take(bind_spec(held.spec))  # code that the file has for the name is not used
            proposal = wb[name].propose(code, held, agreement=agreement, allow_imports=allow_imports)
            _print(console, proposal)
            proves = "stabilize" in proposal.decision
            if bind and proves:
                event = proposal.accept()
                console.print(f"bound as v{event.version}", markup=False)
    except (PointmassError, OSError) as error:
        print(f"{visible(name)}: could not find out: {visible(str(error))}", file=sys.stderr)  # noqa: T201 - the command line's own voice
        return CODES[None]
    return CODES[proves]


def _print(console: Console, proposal: Proposal) -> None:
    found = proposal.evidence
    lines = [
        f"{proposal.name}: {proposal.decision}",
        f"  {proposal.advice.reason}.",
        f"  answers {found.coverage:.0%} of inputs like the {found.inputs} sampled ones",
        f"  {found.agreed} of {found.answered} agree, at least {at_least(found.bound)} (95%)",
        f"  {found.method}",
        *(f"  {field}: {decision} ({agreed} of {answered})" for field, decision, agreed, answered in _fields(proposal)),
        *(f"  wrong: {given!r}: {why}" for given, why in _wrong(proposal)),
    ]
    for line in lines:
        console.print(visible(line), markup=False, soft_wrap=True)


def _fields(proposal: Proposal) -> list[tuple[str, str, int, int]]:
    return [
        (part.field, part.verdict, part.result.evidence.agreed, part.result.evidence.answered)
        for part in proposal.parts
    ]


def _wrong(proposal: Proposal) -> list[tuple[object, str]]:
    return [(given.input, given.why) for given in proposal.evidence.disagreements[:10]]
