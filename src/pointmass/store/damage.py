"""Damaged rows: reported, left out, and without effect on others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pointmass.facts import Notice, notice

OTHERWISE = "its checksum does not fit"
"""Why a row is not what was written."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """Reports damaged rows.

    Attributes:
        tell: Remembers a notice.
    """

    tell: Callable[[Notice], None]

    def __call__(self, table: str, number: object, error: Exception) -> None:
        """Tell of a row that was left out."""
        self.tell(notice("row left out", table=table, row=number, why=str(error)))


def check(crc: object, expected: Callable[[], int]) -> None:
    """Compare a row with its checksum; one without was written by an older pointmass beside this one, and is trusted.

    Raises:
        ValueError: The row is not what was written.
    """
    if crc is not None and crc != expected():
        raise ValueError(OTHERWISE)
