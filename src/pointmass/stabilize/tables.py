"""A proposal's figures as pandas tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pointmass.stabilize.curve import Point
from pointmass.stabilize.fields import Part

if TYPE_CHECKING:
    import pandas as pd


def curve(points: Sequence[Point]) -> pd.DataFrame:
    """Tabulate the levels of a guard, the loosest first."""
    import pandas as pd  # noqa: PLC0415 - heavy: only a table needs it

    rows = [(p.level, p.certified, p.answered, p.agreed, p.coverage, p.agreement, p.bound, p.chosen) for p in points]
    names = ["level", "certified", "answered", "agreed", "coverage", "agreement", "at_least", "chosen"]
    return pd.DataFrame(rows, columns=names)


def fields(parts: Sequence[Part]) -> pd.DataFrame:
    """Tabulate the fields of a record."""
    import pandas as pd  # noqa: PLC0415 - heavy: only a table needs it

    rows = [(p.field, p.verdict, p.settled, p.answered, p.agreed, p.bound, p.program, p.reason) for p in parts]
    names = ["field", "decision", "settled", "answered", "agreed", "at_least", "program", "why"]
    return pd.DataFrame(rows, columns=names)
