"""The calls that a file keeps, as a table."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pointmass.store import StoredCall
from pointmass.tables import table

if TYPE_CHECKING:
    import pandas as pd


def calls_frame(calls: Sequence[StoredCall]) -> pd.DataFrame:
    """Tabulate calls: one row per call, oldest first, a column for each field of ``StoredCall``."""
    names = [each.name for each in dataclasses.fields(StoredCall)]
    return table([tuple(getattr(call, name) for name in names) for call in calls], names)
