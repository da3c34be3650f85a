"""Damaged rows: they are reported and left out, and do not affect others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pointmass.facts import Notice, notice

OTHERWISE = "its checksum does not fit"
"""The reason for which a row is called damaged."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """Reports damaged rows.

    Attributes:
        tell: Records a notice.
    """

    tell: Callable[[Notice], None]

    def __call__(self, table: str, number: object, error: Exception) -> None:
        """Report a row that was left out."""
        self.tell(notice("row left out", table=table, row=number, why=str(error)))


def check(crc: object, expected: Callable[[], int]) -> None:
    """Compare a row with its checksum; a row without one is from an older version of pointmass, and is trusted.

    Raises:
        ValueError: The row is damaged.
    """
    if crc is not None and crc != expected():
        raise ValueError(OTHERWISE)
