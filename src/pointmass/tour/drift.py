"""Watches a name from the command line: for a scheduled job, which reads the exit code."""

from __future__ import annotations

import sys
from pathlib import Path

from pointmass.comparison.drift import CODES, Drift
from pointmass.comparison.words import shares
from pointmass.errors import PointmassError
from pointmass.html.escape import visible
from pointmass.tour.asked import asked
from pointmass.workbench import Workbench
from pointmass.workbench.baseline import looks_at, read_baseline
from pointmass.workbench.watch import watch


def drift(
    file: Path,
    name: str,
    *,
    model: str | None,
    recording: Path | None,
    variant: str,
    draws: int | None,
    margin: float,
    level: float,
) -> int:
    """Draw anew, print what was found, and return the exit code: 0 same, 1 moved, 2 could not find out."""
    try:
        with Workbench(file) as wb:
            baseline = read_baseline(wb.store, name)
            wb.model = asked(baseline.model, model=model, recording=recording, variant=variant)
            look = 1 + looks_at(wb.store, baseline, model=wb.model.identity)
            found = watch(
                wb,
                baseline.sample.spec,
                baseline.sample,
                draws=draws,
                margin=margin,
                level=level,
                look=look,
                progress=False,
            )
    except Exception as error:  # noqa: BLE001 - Python's own exit code is 1, and would be read as "moved"
        kind = "" if isinstance(error, PointmassError) else f"{type(error).__name__}: "
        print(f"{name}: could not find out: {kind}{error}", file=sys.stderr)  # noqa: T201 - the command line's own voice
        return CODES["could not find out"]
    _say(found)
    return found.code


def _say(found: Drift) -> None:
    print(f"{found.name}: {found.verdict} (look {found.look}, {found.level:.1%})")  # noqa: T201 - as above
    for line in found.reason.splitlines():
        print(f"  {visible(line.strip())}")  # noqa: T201 - as above
    for change in found.moved:
        print(f"  {visible(change.label)}: {shares(change.before)} -> {shares(change.after)}")  # noqa: T201 - as above
    if found.comparison and found.comparison.contrasts[0].diag:
        print(f"  note: {found.comparison.contrasts[0].diag}")  # noqa: T201 - as above
