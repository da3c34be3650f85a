"""Operations that write a whole date in one of the usual styles: each pads its fields in one way throughout."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from pointmass.synthesis.operators.dates import ordinal
from pointmass.synthesis.program import Operator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

# What the words of a style stand for: `strftime` codes, and expressions where it has none.
_CODES = {"DD": "%d", "MM": "%m", "YYYY": "%Y", "YY": "%y", "Month": "%B", "Mon": "%b", "Weekday": "%A", "Wkd": "%a"}
_EXPRESSIONS = {"D": "{{{0}.day}}", "M": "{{{0}.month}}", "Dth": "{{ordinal({0}.day)}}"}
_VALUES = {"D": "day", "M": "month"}


def _style(style: str) -> Operator:
    """Return the operator for a style: words with the signs between them, apart from each other by blanks."""
    tokens = style.split("|")

    def write(moment: datetime) -> str:
        return "".join(_written(token, moment) for token in tokens)

    if not any(token in _EXPRESSIONS for token in tokens):
        form = "{{{0}:" + "".join(_CODES.get(token, token) for token in tokens) + "}}"  # f"{date:%d.%m.%Y}"
    else:
        form = "".join(_shown(token) for token in tokens)
    words = style.replace("|", "")
    uses = (ordinal,) if "Dth" in tokens else ()
    return Operator(write, f'f"{form}"', f"{{0}} as {words}", (), uses, noun="written")


def _written(token: str, moment: datetime) -> str:
    if token in _CODES:
        return moment.strftime(_CODES[token])
    if token == "Dth":  # noqa: S105 - the word of a style
        return ordinal(moment.day)
    return str(getattr(moment, _VALUES[token])) if token in _VALUES else token


def _shown(token: str) -> str:
    return "{{{0}:" + _CODES[token] + "}}" if token in _CODES else _EXPRESSIONS.get(token, token)


def _numeric() -> Iterator[tuple[str, float]]:
    for (order, extra), sign in itertools.product(
        (("M D Y", 0.0), ("D M Y", 0.2), ("Y M D", 0.2)), ("/", "-", ".", " ", "")
    ):
        for padded, year in itertools.product((True, False), ("YYYY", "YY")):
            if not sign and not padded:
                continue
            fields = {"M": "MM" if padded else "M", "D": "DD" if padded else "D", "Y": year}
            tokens = [fields[o] for o in order.split()]
            # Dashes come with zeros in front, slashes rather without; fields with nothing between them share their date.
            odd = 0.3 * (padded is (sign == "/")) + 0.5 * (year == "YY") + (2.5 if sign else -0.3)
            yield (f"|{sign}|" if sign else "|").join(tokens), extra + odd


_SPOKEN = (
    ("Month| |D|, |YYYY", 2.5),
    ("Mon| |D|, |YYYY", 2.5),
    ("Month| |DD|, |YYYY", 2.9),
    ("Mon| |DD|, |YYYY", 2.7),
    ("D| |Month| |YYYY", 2.6),
    ("D| |Mon| |YYYY", 2.6),
    ("DD| |Month| |YYYY", 2.8),
    ("DD| |Mon| |YYYY", 2.7),
    ("DD|-|Mon|-|YYYY", 2.5),
    ("D|-|Mon|-|YYYY", 2.7),
    ("DD|-|Mon|-|YY", 2.7),
    ("Month| |YYYY", 2.0),
    ("Mon| |YYYY", 2.0),
    ("Month| |D", 2.0),
    ("Mon| |D", 2.0),
    ("D| |Month", 2.0),
    ("D| |Mon", 2.0),
    ("Dth| |Month| |YYYY", 3.0),
    ("Month| |Dth|, |YYYY", 3.0),
    ("Dth| of |Month| |YYYY", 3.5),
    ("MM|/|YYYY", 2.2),
    ("M|/|YYYY", 2.2),
    ("YYYY|-|MM", 2.0),
    ("YYYY|MM", 2.2),
    ("M|/|D", 2.0),
    ("MM|/|DD", 2.2),
)
_FIELDS = {"D": "day", "M": "month", "Y": "year"}


def _needs(style: str) -> frozenset[str]:
    return frozenset({_FIELDS[token[0]] for token in style.split("|") if token[:1] in _FIELDS})


# Each with the fields that it needs, and what it costs in about bits.
DATE_STYLES: tuple[tuple[Operator, frozenset[str], float], ...] = tuple(
    (_style(style), _needs(style), cost) for style, cost in (*_numeric(), *_SPOKEN)
)
