"""Formats of dates and times of day: one row per format, with the fields that it needs and its cost."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.operator_rows import Row
from pointmass.synthesis.operators.numerals import ordinal
from pointmass.synthesis.program import inline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pointmass.synthesis.program import Operator


# Codes like those of `strftime`, for formats that it has no code for.
_OWN = {
    "%-d": "{0}.day",
    "%-m": "{0}.month",
    "%o": "ordinal({0}.day)",
    "%-H": "{0}.hour",
    "%-I": "{0}.hour % 12 or 12",
    "%-M": "{0}.minute",
    "%-S": "{0}.second",
}
# The meaning of each code in words.
_SAID = dict(
    re.findall(
        r"(\S+)=(\S+)",
        "%-d=D %d=DD %o=Dth %-m=M %m=MM %B=Month %b=Mon %Y=YYYY %y=YY %A=Weekday %a=Wkd %j=DDD %U=WW %W=WW "
        "%-H=H %H=HH %-I=h %I=hh %-M=M %M=MM %-S=S %S=SS %p=am",
    )
)
_FIELDS = {"d": "day", "o": "day", "m": "month", "B": "month", "b": "month", "Y": "year", "y": "year"}
_WHOLE_DATE = ("day", "month", "year")


def _style(style: str, price: float) -> Row:
    """Return the row of a style: `strftime` codes, codes of our own, and the signs between them."""
    parts = re.split("(" + "|".join(_OWN) + ")", style)
    form = "".join("{{" + _OWN[part] + "}}" if part in _OWN else _coded(part) for part in parts)
    needs = {
        field
        for code in re.findall(r"%-?([A-Za-z])", style)
        for field in ([_FIELDS[code]] if code in _FIELDS else _WHOLE_DATE if code in "AajUW" else ())
    }
    uses = (ordinal,) if "%o" in style else ()
    noun = "clock" if not needs else "written" if len(needs) > 1 else next(iter(needs))
    said = re.sub(r"%-?\w", lambda code: _SAID[code[0]], style)
    operator = inline(f'f"{form}"', f"{{0}} as {said}", (), uses, noun=noun, gives="str")
    return Row(operator, price, when=_says(needs))


def _coded(part: str) -> str:
    signs, percent, codes = part.partition("%")
    return signs + ("{{{0}:%" + codes + "}}" if percent else "")


def _says(needs: set[str]) -> Callable[[Any, Any], bool]:
    def says(moment: Any, style: Any) -> bool:  # noqa: ARG001 - a hint is asked of both
        return bool(needs <= moment.fields)

    return says


def _field(form: str, words: str, price: float, *needs: str, noun: str = "", imports: tuple[str, ...] = ()) -> Row:
    """Return the row of a field: a text, or what stands in the brackets of one."""
    uses = (ordinal,) if form.startswith("ordinal") else ()
    shown = form if uses or '"' in form else 'f"{{' + form + '}}"'
    operator = inline(shown, f"the {words} of {{0}}", imports, uses, noun=noun or words.rpartition(" ")[2], gives="str")
    return Row(operator, price, when=_says(set(needs)))


def _numeric() -> Iterator[Row]:
    for (order, extra), sign in itertools.product((("mdy", 0.0), ("dmy", 0.2), ("ymd", 0.2)), ("/", "-", ".", " ", "")):
        for padded, year in itertools.product((True, False), "Yy"):
            if sign or padded:
                # Dashes come with zeros in front, slashes rather without; with nothing between fields share their date.
                odd = 0.3 * (padded is (sign == "/")) + 0.5 * (year == "y") + (2.5 if sign else -0.3)
                codes = [f"%{year}" if field == "y" else f"%{'' if padded else '-'}{field}" for field in order]
                yield _style(sign.join(codes), extra + odd)


def _styles(*priced: tuple[float, str]) -> tuple[Row, ...]:
    """Return the rows of styles, which a bar divides, that cost alike."""
    return tuple(_style(style, price) for price, styles in priced for style in styles.split("|"))


ISO_YEAR: Operator = inline('f"{{{0}.isocalendar().year}}"', "the ISO year of {0}", noun="year")
DATE_STYLES: tuple[Row, ...] = (
    *_numeric(),
    *_styles(
        (2.0, "%B %Y|%b %Y|%B %-d|%b %-d|%-d %B|%-d %b|%Y-%m|%-m/%-d"),
        (2.2, "%m/%Y|%-m/%Y|%Y%m|%m/%d"),
        (2.5, "%B %-d, %Y|%b %-d, %Y|%d-%b-%Y"),
        (2.6, "%-d %B %Y|%-d %b %Y"),
        (2.7, "%b %d, %Y|%d %b %Y|%-d-%b-%Y|%d-%b-%y"),
        (2.8, "%d %B %Y|%B %d, %Y"),
        (3.0, "%o %B %Y|%B %o, %Y"),
        (3.5, "%o of %B %Y"),
    ),
)
_DAYS = "calendar.monthrange({0}.year, {0}.month)[1]"
_CALENDAR = ("import calendar",)
# Single fields: a few examples may fit several of them.
DATE_FIELDS: tuple[Row, ...] = (
    *_styles((1.0, "%-d|%-m|%B|%b|%A|%a"), (1.2, "%d|%m"), (2.7, "%j"), (3.4, "%W"), (3.5, "%U")),
    _field("{0}.year:04d", "year", 1.0, "year"),
    _field("{0}.year % 100:02d", "year in two digits", 1.5, "year", noun="year"),
    _field("ordinal({0}.day)", "day with its ending", 1.5, "day", noun="day"),
    _field("({0}.month + 2) // 3", "quarter", 2.0, "month"),
    _field("ordinal(({0}.month + 2) // 3)", "quarter with its ending", 2.5, "month", noun="quarter"),
    _field('f"{{{0}:%j}}".lstrip("0")', "day of the year", 2.5, *_WHOLE_DATE, noun="day"),
    _field("{0}.isocalendar().week", "ISO week", 2.7, *_WHOLE_DATE),
    _field("{0}.isocalendar().week:02d", "ISO week in two digits", 2.5, *_WHOLE_DATE, noun="week"),
    Row(ISO_YEAR, 3.0, when=_says(set(_WHOLE_DATE))),
    _field("({0}.day + 6) // 7", "number of the weekday in the month", 3.0, "day", noun="nth"),
    _field("ordinal(({0}.day + 6) // 7)", "number of the weekday in the month", 2.5, "day", noun="nth"),
    _field(_DAYS, "number of days in the month", 2.5, "month", "year", noun="days", imports=_CALENDAR),
    _field("{0}.isoweekday()", "number of the weekday", 3.0, *_WHOLE_DATE, noun="weekday"),
)
# Whole times of day: they cost less than their parts one by one, as the parts belong together.
CLOCKS: tuple[Row, ...] = _styles(
    (1.5, "%-I:%M%p|%-I:%M %p|%-I%p|%-I %p|%-H:%M|%H:%M"),
    (1.6, "%H:%M:%S"),
    (1.7, "%I:%M %p|%I:%M%p|%-H:%M:%S"),
    (1.8, "%H%M"),
    (1.9, "%-I:%M:%S %p|%I:%M:%S %p"),
    (2.0, "%-H%M|%I %p|%I%p|%H%M%S|%-I:%M:%S%p"),
    (2.2, "%-Hh%M"),
    (2.5, "%-I:%M|%-H.%M"),
)


def _shows(row: Row) -> Row:
    """Return the row for times of which it shows anything but zeros: those are what the text does not say."""
    write = row.operator.function
    return replace(row, when=lambda time, _: any(write(v).strip("0") for v in time.values))


TIME_FIELDS: tuple[Row, ...] = (
    *map(_shows, _styles((1.0, "%-H|%M|%S|%-I|%p"), (1.2, "%H"), (1.3, "%I"), (1.5, "%-M|%-S"))),
    _field('("a.m." if {0}.hour < 12 else "p.m.")', "half of the day", 1.5, noun="half"),
)
