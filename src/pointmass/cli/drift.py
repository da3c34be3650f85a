"""Watches a name from the command line: for a scheduled job, which reads the exit code."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pointmass.approval import approved_by, ask, person
from pointmass.cli.asked import asked
from pointmass.comparison.drift import CODES, Drift
from pointmass.comparison.in_words import shares
from pointmass.errors import PointmassError
from pointmass.html.escape import visible
from pointmass.keywords import read
from pointmass.shown import printable
from pointmass.workbench import Workbench
from pointmass.workbench.baseline import read_baseline
from pointmass.workbench.options import WatchOptions
from pointmass.workbench.pending import ask_options
from pointmass.workbench.watch import watch


def drift(
    file: Path,
    name: str,
    *,
    model: str | None,
    recording: Path | None,
    variant: str,
    baseline: int,
    allow_options: bool = False,
    how: Mapping[str, Any],
) -> int:
    """Draw anew, print what was found, and return the exit code: 0 same, 1 moved, 2 could not find out.

    Args:
        file: Where the baseline and every look are kept.
        name: The name to watch.
        model: The model to ask, by its service's name.
        recording: A file of recorded draws to replay instead.
        variant: The variant of the recording.
        baseline: Which of the name's samples in the file is the baseline, from 1, the oldest first.
        allow_options: Whether the request options that the file's spec has may be sent unasked.
        how: ``draws``, ``margin``, ``level`` and ``running``, as for ``watch``.
    """
    try:
        with Workbench(file, approver=approved_by(person()) if allow_options else ask) as wb:
            held = read_baseline(wb.store, name, number=baseline)
            wb.model = asked(held.model, model=model, recording=recording, variant=variant)
            ask_options(wb.registry, held.sample.spec, place=str(file), approver=wb.approver)
            told = read(WatchOptions, {"progress": False, **how}, whose=name, first="")
            found = watch(wb, held.sample.spec, held.sample, told)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - Python's own exit code is 1, which says "moved"
        kind = "" if isinstance(error, PointmassError) else f"{type(error).__name__} "
        print(f"{printable(name)}: could not find out: {kind}{printable(str(error))}", file=sys.stderr)  # noqa: T201 - the command line's own voice
        return CODES["could not find out"]
    _say(found)
    return found.code


def _say(found: Drift) -> None:
    look = f"look {found.course.looks}" if found.course else "one look"
    print(f"{printable(found.name)}: {found.verdict} ({look}, {found.level:.0%})")  # noqa: T201 - as above
    for line in found.reason.splitlines():
        print(f"  {visible(line.strip())}")  # noqa: T201 - as above
    for change in found.moved:
        print(f"  {visible(change.label)}: {shares(change.before)} -> {shares(change.after)}")  # noqa: T201 - as above
    if found.diag:
        print(f"  note: {printable(found.diag)}")  # noqa: T201 - as above
