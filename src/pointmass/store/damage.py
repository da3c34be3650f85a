"""Damaged rows: reported, left out, and without effect on others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

OTHERWISE = "its checksum does not fit"
"""Why a row is not what was written."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """Reports damaged rows.

    Attributes:
        tell: Takes a sentence to be remembered as a notice.
    """

    tell: Callable[[str], None]

    def __call__(self, table: str, number: object, error: Exception) -> None:
        """Report a row that was left out."""
        self.tell(
            f"{table}, row {number}: it is not what was written ({error}); it was left out, and the rest is as it was"
        )


def check(crc: object, expected: Callable[[], int]) -> None:
    """Compare a row with its checksum; one without was written by an older pointmass beside this one, and is trusted.

    Raises:
        ValueError: The row is not what was written.
    """
    if crc is not None and crc != expected():
        raise ValueError(OTHERWISE)
