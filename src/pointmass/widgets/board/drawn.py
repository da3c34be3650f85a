"""What of a sample was chosen by a click, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from pointmass.sample import Sample


def drawn(sample: Sample, row: int) -> pd.DataFrame:
    """Return the draws of one input, as ``sample.frame`` has them; those of all inputs where there is no such one.

    Args:
        sample: The sample.
        row: The number of the input, from 0.
    """
    frame = sample.frame
    if not 0 <= row < len(sample):
        return frame
    before = sum(len(draws) for draws in sample.draws[:row])
    return frame.iloc[before : before + len(sample.draws[row])]
