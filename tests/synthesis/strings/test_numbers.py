from __future__ import annotations

import datetime as dt
import random

import pytest

from pointmass.synthesis import synthesize


def best(*examples):
    return synthesize(list(examples))[0]


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        # Factors of units are known, so that no example must show their digits (NIST SP 811, appendix B.8).
        ([("15", "0.590551"), ("39", "1.53543"), ("130", "5.11811")], "41", "1.61417"),
        ([("4", "8.81849 lb"), ("50", "110.231 lb"), ("7", "15.4324 lb")], "80", "176.37 lb"),
        (
            [("02:45:45", "2.7625 hours"), ("1:30:25", "1.5069 hours"), ("12:10:02", "12.1672 hours")],
            "03:22:45",
            "3.3792 hours",
        ),
        ([("10B", "10 Bytes"), ("100 KB", "102,400 Bytes"), ("1MB", "1,048,576 Bytes")], "2 KB", "2,048 Bytes"),
        ([("3661", "1:01:01"), ("59", "0:00:59"), ("7200", "2:00:00")], "86399", "23:59:59"),
        ([("1h 30m", "90"), ("2h 5m", "125"), ("45m", "45")], "3h", "180"),
        ([("9:00-17:30", "8.5"), ("10:00-12:15", "2.25"), ("08:30-16:30", "8.0")], "7:00-15:45", "8.75"),
        (
            [
                ("2024-01-01 to 2024-01-31", "30 days"),
                ("2023-05-10 to 2023-06-01", "22 days"),
                ("2020-02-27 to 2020-03-02", "4 days"),
            ],
            "2021-12-24 to 2022-01-03",
            "10 days",
        ),
    ],
)
def test_units_and_durations_are_converted(examples, given, wanted):
    assert best(*examples)(given) == wanted


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        ([("36345645.34", "₹3,63,45,645"), ("12.31", "₹12"), ("2323.23", "₹2,323")], "34534.21", "₹34,534"),
        ([("0.003", "3/1000"), ("0.125", "1/8"), ("4.5", "9/2")], "0.25", "1/4"),
        ([("1 1/2", "1.5"), ("3/4", "0.75"), ("2 1/4", "2.25")], "5 1/2", "5.5"),
        ([("2.431", "2.4E0"), ("1.55", "1.6E0"), ("1293.3", "1.3E3")], "0.0013", "1.3E-3"),
        (
            [("10183", "ten thousand one hundred eighty three"), ("90", "ninety"), ("31", "thirty one")],
            "100000",
            "one hundred thousand",
        ),
        ([("1999", "MCMXCIX"), ("14", "XIV"), ("7", "VII")], "44", "XLIV"),
        ([("XIV", "14"), ("IX", "9"), ("MCM", "1900")], "LX", "60"),
        ([("-1234", "(1,234)"), ("567", "567"), ("-89", "(89)")], "-1000", "(1,000)"),
        ([("(1,234)", "-1234"), ("567", "567"), ("(89)", "-89")], "(1,000)", "-1000"),
        ([("2.345,23", "2345.23"), ("12,5", "12.5"), ("1.000,00", "1000.00")], "3.500,10", "3500.10"),
        ([("1234567", "1.2M"), ("3400", "3.4K"), ("990", "990")], "45600000", "45.6M"),
        ([("1", "1st"), ("2", "2nd"), ("13", "13th")], "23", "23rd"),
        ([("1.2", "1.2 "), ("18", "18.  "), ("3.4", "3.4 ")], "1.82", "1.82"),
        ([("029.3", "29.3"), ("030.4", "30.4"), ("028.2", "28.2")], "13.24", "13.24"),
    ],
)
def test_numbers_are_read_and_written_in_ways_of_their_own(examples, given, wanted):
    assert best(*examples)(given) == wanted


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        ([("14", "10-19"), ("37", "30-39"), ("5", "0-9")], "88", "80-89"),
        ([("14", "11-20"), ("37", "31-40"), ("20", "11-20")], "81", "81-90"),
        ([("40.88", "40-45"), ("22.16", "20-25"), ("48.65", "45-50")], "31.2", "30-35"),
    ],
)
def test_a_number_is_put_in_a_range(examples, given, wanted):
    assert best(*examples)(given) == wanted


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        ([("1853-1890", "37"), ("1900-1975", "75"), ("1812-1860", "48")], "1700-1799", "99"),
        ([("1, 2, 3", "6"), ("10, 20", "30"), ("5, 5, 5, 5", "20")], "7, 8", "15"),
        ([("68 in", "5'8\""), ("74 in", "6'2\""), ("60 in", "5'0\"")], "71 in", "5'11\""),
        ([("3 of 8", "37.5%"), ("1 of 4", "25.0%"), ("5 of 6", "83.3%")], "1 of 3", "33.3%"),
    ],
)
def test_numbers_are_combined(examples, given, wanted):
    assert best(*examples)(given) == wanted


def test_a_number_too_great_for_its_numeral_is_handed_back():
    assert not best(("1999", "MCMXCIX"), ("14", "XIV"), ("7", "VII")).accepts("4000")


def ordinal(number):
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def money(chance):
    return round(chance.random() * 10 ** chance.randint(1, 5), 2)


WRITTEN = {
    "two decimals": (money, lambda x: f"{x:.2f}"),
    "thousands": (lambda c: c.randrange(10 ** c.randint(1, 7)), lambda n: f"{n:,}"),
    "an amount": (money, lambda x: f"${x:,.2f}"),
    "an amount in euros": (money, lambda x: f"{x:,.2f} €".translate(str.maketrans(",.", ".,"))),
    "an amount in francs": (money, lambda x: f"CHF {x:,.2f}".replace(",", "'")),
    "a size in kilobytes": (lambda c: c.randrange(10**6), lambda n: f"{n / 1024:.1f} KB"),
    "a number": (lambda c: c.randint(1, 9999), lambda n: f"No. {n}"),
    "padded": (lambda c: c.randrange(10 ** c.randint(1, 5)), lambda n: f"{n:05d}"),
    "one of another": (lambda c: [c.randint(1, 20), c.randint(20, 60)], lambda n: f"{n[0]} of {n[1]}"),
    "a name and a number": (lambda c: [c.choice("Ann Bo Cy Dee".split()), c.randint(1, 99)], lambda p: f"{p[0]} ({p[1]})"),  # noqa: SIM905 - shorter to read than a list
    "hexadecimal": (lambda c: c.randrange(70000), lambda n: f"{n:x}"),
    "a colour": (lambda c: [c.randrange(256) for _ in "rgb"], lambda p: "#{:02x}{:02x}{:02x}".format(*p)),
    "with its ending": (lambda c: c.randint(1, 130), ordinal),
    "a duration": (lambda c: c.randrange(10 ** c.randint(1, 5)), lambda s: f"{s // 3600}:{s % 3600 // 60:02d}:{s % 60:02d}"),
    "a share": (lambda c: [c.randint(0, 50), c.randint(50, 90)], lambda p: f"{p[0] / p[1]:.1%}"),
    "thousandths": (lambda c: c.randrange(30000), lambda m: f"{m / 1000:.1f} km"),
    "cents": (lambda c: c.randrange(10 ** c.randint(1, 6)), lambda n: f"${n / 100:,.2f}"),
    "one or several": (lambda c: c.choice([1, 1, c.randint(2, 90)]), lambda n: f"{n} item" + "s" * (n != 1)),
    "yes or no": (lambda c: [c.choice("Ann Bo Cy Dee".split()), c.random() < 0.5], lambda p: f"{p[0]}: {'yes' if p[1] else 'no'}"),  # noqa: SIM905 - as above
    "a moment": (
        lambda c: c.randint(1_400_000_000, 1_700_000_000),
        lambda s: dt.datetime.fromtimestamp(s, dt.UTC).strftime("%Y-%m-%d"),
    ),
    "a date in digits": (
        lambda c: int((dt.date(2015, 1, 1) + dt.timedelta(days=c.randrange(4000))).strftime("%Y%m%d")),
        lambda n: f"{n % 100:02d}.{n // 100 % 100:02d}.{n // 10000}",
    ),
}  # fmt: skip


def source(candidate):
    namespace = {}
    exec(candidate.source, namespace)  # noqa: S102 - tests may execute generated source
    return namespace


@pytest.mark.parametrize("name", WRITTEN)
def test_a_number_is_written_as_the_examples_write_it(name):
    given, wanted = WRITTEN[name]
    chance = random.Random(name)  # noqa: S311 - no secret
    inputs = list({str(one): one for one in (given(chance) for _ in range(120))}.values())
    learned = synthesize([(one, wanted(one)) for one in inputs[:30]])[0]
    module = source(learned)
    fresh = [one for one in inputs[30:] if learned.accepts(one)]

    assert learned.kind == "program"
    assert len(fresh) >= len(inputs[30:]) * 0.6
    assert [learned(one) for one in fresh] == [wanted(one) for one in fresh]
    assert [module["f"](*one) if learned.rows else module["f"](one) for one in fresh] == [learned(one) for one in fresh]


def test_no_number_is_written_as_less_than_nothing_where_it_rounds_to_nothing():
    learned = synthesize([(x, f"{x:.1f}") for x in (-3.25, -1.13, 2.61, 4.18, 0.07, -0.52)])[0]

    assert learned(-0.01) == "0.0"


def test_a_number_written_out_by_one_example_is_no_label():
    learned = synthesize([(47.9, "47.90"), (12.25, "12.25"), (3.11, "3.11"), (8.37, "8.37"), (1.01, "1.01")])[0]

    assert learned(12.5) == "12.50"


def digits(chance, count):
    return "".join(chance.choice("0123456789") for _ in range(count))


def test_a_code_of_any_length_is_written_in_groups():
    chance = random.Random(1)  # noqa: S311 - no secret
    codes = [country + digits(chance, count) for country, count in [("DE", 20), ("NL", 16), ("FR", 25)] * 5]
    learned = synthesize([(c, " ".join(c[i : i + 4] for i in range(0, len(c), 4))) for c in codes])[0]

    assert learned("AT611904300234573201") == "AT61 1904 3002 3457 3201"
    assert learned.accepts("DE89370400440532013000")


def test_all_but_the_last_digits_are_masked_however_many_there_are():
    chance = random.Random(2)  # noqa: S311 - no secret
    cards = [digits(chance, count) for count in (12, 13, 15, 16, 16, 19, 14, 16)]
    learned = synthesize([(c, "*" * (len(c) - 4) + c[-4:]) for c in cards])[0]

    assert learned("4242424242424242") == "************4242"
