from __future__ import annotations

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
