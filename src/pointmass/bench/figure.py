"""One figure of the benchmark: what was measured, beside the bar that it has to stay under."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What one thing costs.

    Attributes:
        name: What was measured.
        value: How much, in ``unit``.
        unit: ``×`` (a ratio of two things measured by turns), ``ms`` or ``µs``.
        bar: The most that it may be, in the same unit.
        detail: The figures behind it, and how they came about.
    """

    name: str
    value: float
    unit: str
    bar: float
    detail: str

    @property
    def met(self) -> bool:
        """Whether it stays under the bar."""
        return self.value <= self.bar

    def __str__(self) -> str:
        """Write it as one line."""
        verdict = "met" if self.met else "MISSED"
        return f"{self.name}: {self.value:.2f} {self.unit}, bar {self.bar:g} {self.unit}: {verdict} ({self.detail})"
