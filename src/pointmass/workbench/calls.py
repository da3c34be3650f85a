"""A table of the calls that a file keeps."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pointmass.store import StoredCall
from pointmass.tables import table

if TYPE_CHECKING:
    import pandas as pd


def calls_frame(calls: Sequence[StoredCall]) -> pd.DataFrame:
    """Return a DataFrame of calls: one row per call, in the order given; one column per field of ``StoredCall``."""
    names = [each.name for each in dataclasses.fields(StoredCall)]
    return table([tuple(getattr(call, name) for name in names) for call in calls], names)
