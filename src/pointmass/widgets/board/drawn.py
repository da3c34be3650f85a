"""What of a sample was chosen by a click, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from pointmass.interpretations import Interpretations
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


def drawn_as(sample: Sample, found: Interpretations, at: int, labels: Collection[int]) -> pd.DataFrame:
    """Return the draws of one input that were read in certain ways; all its draws where no reading is named.

    Args:
        sample: The sample that the readings are of.
        found: Its interpretations.
        at: The number of the input among those that were read, from 0; inputs that nobody answered are not among them.
        labels: The numbers of the readings.
    """
    read = [row for row, draws in enumerate(sample.draws) if any(draw.answered for draw in draws)]
    frame = drawn(sample, read[at] if 0 <= at < len(read) else -1)
    if not labels or not 0 <= at < len(read):
        return frame
    before = sum(each.count for each in found.inputs[:at])
    answered = [draw.index for draw in sample.draws[read[at]] if draw.answered]
    said = found.labels[before : before + len(answered)]
    return frame[frame["draw"].isin([draw for draw, label in zip(answered, said, strict=True) if label in labels])]
