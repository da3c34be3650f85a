"""Operations that read and write numbers in special forms: fractions, Roman numerals, words, sizes, durations."""

# ruff: noqa: PLR2004 - the bases of numerals are what they are

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from pointmass.synthesis.operators.numbers import fixed, numbers_in, plain
from pointmass.synthesis.program import Operator, inline

_DECIMAL = ("from decimal import Decimal",)


def grouped_indian(number: Decimal, decimals: int) -> str:
    """Write *number* in the Indian way with so many decimals: 3,63,45,645."""
    whole, dot, rest = fixed(number, decimals).partition(".")
    return re.sub(r"(?<=\d)(?=(?:\d\d)*\d{3}$)", ",", whole) + dot + rest


def scientific(number: Decimal, decimals: int) -> str:
    """Write *number* as a mantissa with so many decimals and a power of ten: 1.3E3."""
    mantissa, _, exponent = f"{number:.{decimals}E}".partition("E")
    return f"{mantissa}E{int(exponent)}"


def accounting(number: Decimal, decimals: int) -> str:
    """Write *number* with so many decimals and commas between thousands, in brackets where it is below zero."""
    shown = f"{abs(number):,.{decimals}f}"
    return f"({shown})" if round(number, decimals) < 0 else shown


def compact(number: Decimal, decimals: int) -> str:
    """Write *number* with at most so many decimals in thousands, millions, billions or trillions: 1.2K, 3M."""
    power = max((p for p in (0, 3, 6, 9, 12) if abs(number) >= Decimal(10) ** p), default=0)
    return plain(Decimal(fixed(number.scaleb(-power), decimals))) + " KMBT"[power // 3].strip()


def roman(number: Decimal) -> str:
    """Write a whole *number* from 1 to 3999 in Roman numerals."""
    rest, shown = int(number), ""
    if not 0 < rest < 4000 or rest != number:
        raise ValueError("no Roman numeral for this number")
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    for value, sign in zip(values, re.findall("C[MD]|X[CL]|I[XV]|[MDCLXVI]", "MCMDCDCXCLXLXIXVIVI"), strict=True):
        shown += sign * (rest // value)
        rest %= value
    return shown


def roman_in(text: str) -> Decimal:
    """Return the number that *text* is in Roman numerals."""
    numeral = text.strip().upper()
    if not re.fullmatch(r"(?=.)M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})", numeral):
        raise ValueError("no Roman numeral")
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}[sign] for sign in numeral]
    return Decimal(sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True)))


def in_words(number: Decimal, hyphen: str) -> str:
    """Write a whole *number* below a billion in English words; *hyphen* stands between tens and ones."""
    ones = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    small = re.findall(r"\w+", ones + " seventeen eighteen nineteen")
    tens = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
    rest, words = int(number), ""
    if rest != number or not 0 <= rest < 10**9:
        raise ValueError("no words for this number")
    for value, name in ((10**6, " million "), (1000, " thousand "), (100, " hundred ")):
        if rest >= value:
            words += in_words(Decimal(rest // value), hyphen) + name
            rest %= value
    if rest >= 20:
        words += tens[rest // 10 - 2] + (hyphen + small[rest % 10] if rest % 10 else "")
    elif rest or not words:
        words += small[rest]
    return words.strip()


def fraction_in(text: str) -> Decimal:
    """Return the value of the fraction that *text* is, with or without a whole number before it: 3/4, 1 1/2."""
    match = re.fullmatch(r"\s*(?:(\d+)[ -])?(\d+)/(\d+)\s*", text)
    if match is None:
        raise ValueError("no fraction")
    return Decimal(match[1] or 0) + Decimal(match[2]) / Decimal(match[3])


def size_in(text: str, base: int) -> Decimal:
    """Return the number in *text* times the power of *base* that the letter after it stands for: 1.5K, 100 KB, 3M."""
    match = re.search(r"(-?\d[\d,]*(?:\.\d+)?) ?([KkMmGgBbTt]?)", text)
    if match is None:
        raise ValueError("no size found")
    number, unit = match.groups()
    power = "KMGT".find(unit.upper()) + 1 if unit else 0
    if unit.upper() == "B" and base == 1000:
        power = 3  # billions; where powers of 1024 are meant, it is bytes
    return Decimal(number.replace(",", "")) * Decimal(base) ** power


def bracketed_in(text: str) -> Decimal:
    """Return the number in *text*; brackets or a sign after it mean that it is below zero."""
    number = abs(numbers_in(text)[0])
    return -number if re.search(r"\(.*\d.*\)|^\s*-|\d-\s*$", text) else number


def comma_number_in(text: str) -> Decimal:
    """Return the number that *text* is, with a comma before its decimals and dots or blanks between thousands."""
    if not re.fullmatch(r"\s*-?\d{1,3}(?:[. ]?\d{3})*(?:,\d+)?\s*", text):
        raise ValueError("no such number")
    return Decimal(re.sub(r"[. ]", "", text).replace(",", "."))


def duration_in(text: str) -> Decimal:
    """Return the seconds of the duration in *text*: 1:30:25, 12:05 (minutes), 1h 30m 5s."""
    if match := re.search(r"(?:(\d+):)?(\d+):(\d\d(?:\.\d+)?)", text):
        hours, minutes, seconds = match.groups()
    else:
        hours, minutes, seconds = (
            (re.search(rf"(?i)([\d.]+)\s*{unit}", text) or ["", "0"])[1] for unit in ("h", "m(?!s)", "s")
        )
        if not re.search(r"(?i)\d\s*[hms]", text):
            raise ValueError("no duration found")
    return Decimal(hours or 0) * 3600 + Decimal(minutes) * 60 + Decimal(seconds)


def clock_of(number: Decimal, seconds: int, style: str) -> str:
    """Write a duration of so many units of *seconds* as hours, minutes and seconds (h, m, s; t: all minutes)."""
    total = int((number * seconds).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return style.format(h=total // 3600, m=total % 3600 // 60, s=total % 60, t=total // 60)


def ordinal(number: int) -> str:
    """Return *number* with its ending: 1st, 2nd, 3rd, 4th, 11th."""
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


_RE = (*_DECIMAL, "import re")
_ROUNDED = ("from decimal import ROUND_HALF_UP, Decimal",)
_FRACTION = (*_DECIMAL, "from fractions import Fraction")
INDIAN = Operator(grouped_indian, "", "{0} grouped in the Indian way", (*_ROUNDED, "import re"), (fixed,), noun="shown")
SCIENTIFIC = Operator(scientific, "", "{0} as a power of ten", _DECIMAL, noun="shown")
ACCOUNTING = Operator(accounting, "", "{0} in brackets below zero", _DECIMAL, noun="shown")
COMPACT = Operator(compact, "", "{0} in thousands or millions", _ROUNDED, (plain, fixed), noun="shown")
ROMAN = Operator(roman, "", "{0} in Roman numerals", _RE, noun="shown")
ROMAN_IN = Operator(roman_in, "", "the Roman number {0}", _RE, noun="number")
IN_WORDS = Operator(in_words, "", "{0} in words", _RE, noun="words")
FRACTION_IN = Operator(fraction_in, "", "the value of the fraction {0}", _RE, noun="number")
AS_FRACTION = inline("str(Fraction({0}))", "{0} as a fraction", _FRACTION, noun="shown", gives="str")
SIZE_IN = Operator(size_in, "", "the size in {0}", _RE, noun="number")
BRACKETED_IN = Operator(
    bracketed_in, "", "the number in {0}, in brackets below zero", _RE, (numbers_in,), noun="number"
)
COMMA_NUMBER_IN = Operator(comma_number_in, "", "the number {0} with a decimal comma", _RE, noun="number")
DURATION_IN = Operator(duration_in, "", "the seconds of the duration in {0}", _RE, noun="seconds")
CLOCK_OF = Operator(clock_of, "", "{0} times {1} seconds as {2}", _ROUNDED, noun="clock")
ORDINAL_OF = inline("ordinal(int({0}))", "{0} with its ending", (), (ordinal,), noun="shown", gives="str")
DIVIDED = inline("{0} / Decimal({1})", "{0} divided by {1}", _DECIMAL, noun="number")
TOTAL = inline(
    r'sum(map(Decimal, re.findall(r"(?:(?<![\w.])-)?\d+(?:\.\d+)?", {0})), Decimal(0))',
    "the sum of the numbers in {0}",
    _RE,
    noun="total",
)
