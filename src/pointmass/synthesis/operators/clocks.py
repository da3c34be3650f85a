"""Operations that write a time of day: as a clock of 24 or 12 hours, and by its fields."""

# ruff: noqa: PLR2004 - hours are what they are

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.synthesis.program import Operator

if TYPE_CHECKING:
    from datetime import datetime


def _clock(hour: int, code: str) -> Operator:
    """Return a clock: the hour of so many without a zero in front (none for 0), then what `strftime` makes of *code*."""

    def write(moment: datetime) -> str:
        shown = {0: "", 12: str(moment.hour % 12 or 12), 24: str(moment.hour)}[hour]
        return shown + (moment.strftime(code) if code else "")

    first = {0: "", 12: "{{{0}.hour % 12 or 12}}", 24: "{{{0}.hour}}"}[hour]
    rest = "{{{0}:" + code + "}}" if code else ""
    if code.startswith(":"):
        rest = ":{{{0}:" + code[1:] + "}}"
    return Operator(write, f'f"{first}{rest}"', "the clock of {0}", noun="clock")


# Whole readings of a clock with their cost: their parts belong to one moment, so they cost less than one by one.
CLOCKS: tuple[tuple[Operator, float], ...] = (
    (_clock(12, ":%M%p"), 1.5),
    (_clock(12, ":%M %p"), 1.5),
    (_clock(12, "%p"), 1.5),
    (_clock(12, " %p"), 1.5),
    (_clock(24, ":%M"), 1.5),
    (_clock(0, "%H:%M"), 1.5),
    (_clock(0, "%H%M"), 1.8),
    (_clock(24, "%M"), 2.0),
    (_clock(0, "%I:%M %p"), 1.7),
    (_clock(0, "%I:%M%p"), 1.7),
    (_clock(0, "%I %p"), 2.0),
    (_clock(0, "%I%p"), 2.0),
    (_clock(24, ":%M:%S"), 1.7),
    (_clock(0, "%H:%M:%S"), 1.6),
    (_clock(0, "%H%M%S"), 2.0),
    (_clock(12, ":%M:%S %p"), 1.9),
    (_clock(12, ":%M:%S%p"), 2.0),
    (_clock(0, "%I:%M:%S %p"), 1.9),
    (_clock(12, ":%M"), 2.5),
    (_clock(24, "h%M"), 2.2),
    (_clock(24, ".%M"), 2.5),
)
_HOUR, _HOUR_PADDED = _clock(24, ""), _clock(0, "%H")
_OF_12, _OF_12_PADDED = _clock(12, ""), _clock(0, "%I")
# The clocks at both ends of a range of time: where they differ, the half of the day is said once.
SPANS: tuple[tuple[Operator, Operator, float], ...] = (
    *((clock, clock, cost) for clock, cost in CLOCKS),
    (_HOUR, _HOUR, 2.0),
    (_HOUR_PADDED, _HOUR_PADDED, 2.0),
    (_OF_12, _OF_12, 2.5),
    (_clock(12, ":%M"), _clock(12, ":%M %p"), 2.5),
    (_clock(12, ":%M"), _clock(12, ":%M%p"), 2.5),
    (_OF_12, _clock(12, " %p"), 2.5),
    (_OF_12, _clock(12, "%p"), 2.5),
)


def _field(code: str, words: str) -> Operator:
    def write(moment: datetime) -> str:
        return moment.strftime(code)

    return Operator(write, 'f"{{{0}:' + code + '}}"', f"the {words} of {{0}}", noun=words)


def _minute(moment: datetime) -> str:
    return f"{moment.minute}"


def _second(moment: datetime) -> str:
    return f"{moment.second}"


def _dotted_half(moment: datetime) -> str:
    return "a.m." if moment.hour < 12 else "p.m."


TIME_FIELDS: tuple[tuple[Operator, float], ...] = (
    (_HOUR, 1.0),
    (_HOUR_PADDED, 1.2),
    (_field("%M", "minute"), 1.0),
    (Operator(_minute, 'f"{{{0}.minute}}"', "the minute of {0}", noun="minute"), 1.5),
    (_field("%S", "second"), 1.0),
    (Operator(_second, 'f"{{{0}.second}}"', "the second of {0}", noun="second"), 1.5),
    (_OF_12, 1.0),
    (_OF_12_PADDED, 1.3),
    (_field("%p", "half"), 1.0),
    (
        Operator(_dotted_half, '("a.m." if {0}.hour < 12 else "p.m.")', "a.m. or p.m. of {0}", noun="half"),
        1.5,
    ),
)
