"""Programs on dates, numbers and pieces compute from their source what they compute from their operator tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pointmass.synthesis import synthesize

TASKS = {
    "style": [("3/15/2024", "15-Mar-2024"), ("12/1/1999", "01-Dec-1999"), ("7/30/2010", "30-Jul-2010")],
    "formats": [("1973-02-17", "17.2.73"), ("9 April 1987", "9.4.87"), ("4. November 2013", "4.11.13")],
    "month_end": [("2024-01-15", "2024-01-31"), ("2023-02-03", "2023-02-28"), ("2022-04-30", "2022-04-30")],
    "week": [("20140101", "wk 01 of 2014"), ("20100815", "wk 32 of 2010"), ("20150309", "wk 11 of 2015")],
    "later": [("2021-01-31", "2021-02-28"), ("2021-03-05", "2021-04-05"), ("2020-12-30", "2021-01-30")],
    "span": [("11:12", "11:00AM-12:30PM"), ("18:25", "5:00PM-6:30PM"), ("07:00", "6:30AM-8:00AM")],
    "ceiling": [("18:25", "6:30 PM"), ("21:44", "10:00 PM"), ("7:00", "7:00 AM")],
    "hours": [("9:00-17:30", "8.5"), ("10:00-12:15", "2.25"), ("08:30-16:30", "8.0")],
    "days": [("2024-01-01 2024-01-31", "30"), ("2023-05-10 2023-06-01", "22"), ("2020-02-27 2020-03-02", "4")],
    "duration": [("3661", "1:01:01"), ("59", "0:00:59"), ("7200", "2:00:00")],
    "decimal_hours": [("02:45:45", "2.7625"), ("1:30:25", "1.5069"), ("12:10:02", "12.1672")],
    "inches": [("15", "0.590551"), ("39", "1.53543"), ("130", "5.11811")],
    "bytes": [("10B", "10 Bytes"), ("100 KB", "102,400 Bytes"), ("1MB", "1,048,576 Bytes")],
    "bucket": [("14", "11-20"), ("37", "31-40"), ("20", "11-20")],
    "rupees": [("36345645.34", "3,63,45,645"), ("12.31", "12"), ("2323.23", "2,323")],
    "fraction": [("0.003", "3/1000"), ("0.125", "1/8"), ("4.5", "9/2")],
    "mixed": [("1 1/2", "1.5"), ("3/4", "0.75"), ("2 1/4", "2.25")],
    "scientific": [("2.431", "2.4E0"), ("1.55", "1.6E0"), ("1293.3", "1.3E3")],
    "words": [("10183", "ten thousand one hundred eighty three"), ("90", "ninety"), ("31", "thirty one")],
    "roman": [("1999", "MCMXCIX"), ("14", "XIV"), ("7", "VII")],
    "of_roman": [("XIV", "14"), ("IX", "9"), ("MCM", "1900")],
    "brackets": [("-1234", "(1,234)"), ("567", "567"), ("-89", "(89)")],
    "of_brackets": [("(1,234)", "-1234"), ("567", "567"), ("(89)", "-89")],
    "comma": [("2.345,23", "2345.23"), ("12,5", "12.5"), ("1.000,00", "1000.00")],
    "compact": [("1234567", "1.2M"), ("3400", "3.4K"), ("990", "990")],
    "aligned": [("1.2", "1.2 "), ("18", "18.  "), ("3.4", "3.4 ")],
    "feet": [("68 in", "5'8\""), ("74 in", "6'2\""), ("60 in", "5'0\"")],
    "total": [("1, 2, 3", "6"), ("10, 20", "30"), ("5, 5, 5, 5", "20")],
    "columns": [("  Gz5   12 on", ["  Gz5", "   12 ", "on"]), ("Hello    7 off", ["Hello", "    7 ", "off"])],
    "groups": [
        ("752: Ad (Low)", ["752", ": ", "Ad", " (", "Low", ")"]),
        ("6: No  (Hi)", ["6", ": ", "No", "  (", "Hi", ")"]),
    ],
}
LIKELY = st.text(alphabet="aBc dEMXIV12350:;,./-@&()<>'!\n", max_size=24)
SHAPED = st.one_of(
    st.builds("{:04d}-{:02d}-{:02d}".format, st.integers(0, 9999), st.integers(0, 14), st.integers(0, 33)),
    st.builds("{:d}/{:d}/{:d}".format, st.integers(0, 14), st.integers(0, 33), st.integers(0, 9999)),
    st.builds("{:02d}:{:02d}".format, st.integers(0, 26), st.integers(0, 70)),
    st.builds("{:d}:{:02d}-{:d}:{:02d}".format, *[st.integers(0, 26), st.integers(0, 70)] * 2),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=100000).map(str),
    st.integers(-(10**30), 10**30).map(str),
    st.lists(st.sampled_from(["9", "May", "2024", "1/2", "12", "(1,999)", "KB", ";", ",", "%"]), max_size=6).map(
        " ".join
    ),
)


@cache
def learned(task):
    pairs = []
    for candidate in synthesize(TASKS[task])[:3]:
        namespace = {}
        exec(candidate.source, namespace)  # noqa: S102 - tests may execute generated source
        pairs.append((candidate, namespace))
    return pairs


def answer(function, text):
    try:
        return json.dumps(function(text))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return "undefined"


@pytest.mark.parametrize("task", TASKS)
@given(text=st.one_of(LIKELY, SHAPED, st.text(max_size=12)))
@settings(max_examples=40, deadline=None)
def test_source_and_tree_agree_on_every_text(task, text):
    for candidate, module in learned(task):
        assert answer(candidate, text) == answer(module["f"], text)
        assert candidate.accepts(text) == module["accepts"](text)


@pytest.mark.parametrize("task", TASKS)
def test_a_program_and_no_table_explains_the_examples(task):
    assert learned(task)[0][0].kind == "program"


def test_the_sources_are_clean(tmp_path):
    for task in TASKS:
        for number, (candidate, _) in enumerate(learned(task)):
            (tmp_path / f"{task}_{number}.py").write_text(candidate.source, encoding="utf-8")
    lint = [sys.executable, "-m", "ruff", "check", "--isolated", "--quiet", str(tmp_path)]
    types = [sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull, "--cache-dir", os.devnull]

    assert subprocess.run(lint, capture_output=True, text=True, check=False).stdout == ""  # noqa: S603 - our own files
    found = subprocess.run([*types, str(tmp_path)], capture_output=True, text=True, check=False)  # noqa: S603 - as above
    assert "Success" in found.stdout
