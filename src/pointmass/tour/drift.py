"""Watches a name from the command line: for a scheduled job, which reads the exit code."""

from __future__ import annotations

import sys
from pathlib import Path

from pointmass.comparison.drift import CODES, Drift
from pointmass.comparison.words import shares
from pointmass.errors import InputError, PointmassError
from pointmass.html.escape import visible
from pointmass.models.anthropic import AnthropicModel
from pointmass.models.base import Model
from pointmass.models.recorded import RecordedModel
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
            wb.model = _model(baseline.model, model=model, recording=recording, variant=variant)
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


def _model(identity: str, *, model: str | None, recording: Path | None, variant: str) -> Model:
    """Return whom to ask: what the command says, or who answered the baseline."""
    if recording is not None:
        return RecordedModel(recording, variant)
    asked = model or (identity.removeprefix("anthropic:") if identity.startswith("anthropic:") else "")
    plain = asked and not set(asked) & set("@+/")  # an address, extra parameters or a limit are not in the name
    if not asked or not (model or plain):
        raise InputError(
            f"the baseline was answered by {identity!r}, which cannot be asked by name; give --model or --recording"
        )
    return AnthropicModel(asked)


def _say(found: Drift) -> None:
    print(f"{found.name}: {found.verdict} (look {found.look}, {found.level:.1%})")  # noqa: T201 - as above
    for line in found.reason.splitlines():
        print(f"  {visible(line.strip())}")  # noqa: T201 - as above
    for change in found.moved:
        print(f"  {visible(change.label)}: {shares(change.before)} -> {shares(change.after)}")  # noqa: T201 - as above
    if found.comparison and found.comparison.contrasts[0].diag:
        print(f"  note: {found.comparison.contrasts[0].diag}")  # noqa: T201 - as above
