from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pointmass.synthesis import synthesize


def fizz(number):
    return "FizzBuzz" if number % 15 == 0 else "Fizz" if number % 3 == 0 else "Buzz" if number % 5 == 0 else str(number)


FUNCTIONS = {
    "twice": (lambda x: x * 2, (1, 5, 3), 4),
    "line": (lambda x: 3 * x + 7, (1, 5, 3, 10), 8),
    "half": (lambda x: x / 2, (1, 5, 3, 10), 8),
    "fahrenheit": (lambda c: c * 9 / 5 + 32, (0.0, 10.0, 25.0, 37.5), 20.0),
    "tax": (lambda p: round(p * 1.19, 2), (10.0, 9.99, 25.5, 3.2), 12.7),
    "clamp": (lambda x: max(0, min(10, x)), (-5, -1, 3, 7, 12, 40), 11),
    "capped": (lambda x: min(100, x * 3), (1, 5, 20, 60, 90, 33), 30),
    "even": (lambda x: x % 2 == 0, (1, 4, 6, 7, 10), 9),
    "parity": (lambda x: "even" if x % 2 == 0 else "odd", (1, 4, 6, 7, 10), 9),
    "bands": (lambda x: "low" if x < 10 else "mid" if x < 50 else "high", (1, 4, 9, 10, 20, 49, 50, 80, 99), 30),
    "adult": (lambda x: x >= 18, (3, 8, 17, 18, 41, 20), 39),
    "between": (lambda x: 10 <= x <= 20, (3, 8, 9, 10, 13, 20, 21, 40), 14),
    "fizz": (fizz, tuple(range(1, 31)), 30),
    "size": (abs, (-1, 2, -5), -4),
    "rest": (lambda x: x % 7, (9, 20, 5, 14, 7), 13),
    "tens": (lambda x: x // 10 * 10, (9, 20, 35, 141), 99),
}
OF_TWO = {
    "sum": (lambda x, y: x + y, ((1, 2), (5, 9), (4, 4)), (2, 8)),
    "triangle": (lambda x, y: x * y / 2, ((1, 2), (5, 9), (4, 4), (3, 7)), (2, 5)),
    "greater": (max, ((1, 2), (9, 5), (4, 4)), (7, 3)),
    "later": (lambda x, y: x > y, ((1, 2), (9, 5), (4, 4), (7, 3)), (6, 3)),
    "minutes": (lambda h, m: h * 60 + m, ((1, 30), (0, 45), (10, 5), (2, 0)), (3, 15)),
    "either": (lambda a, b: a != b, ((True, False), (True, True), (False, False), (False, True)), (True, False)),
}


def source(candidate):
    namespace = {}
    exec(candidate.source, namespace)  # noqa: S102 - tests may execute generated source
    return namespace


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_small_function_of_a_number_is_found(name):
    function, shown, fresh = FUNCTIONS[name]
    learned = synthesize([(x, function(x)) for x in shown])[0]

    assert learned.kind == "program"
    assert learned.accepts(fresh)
    assert learned(fresh) == function(fresh)
    assert source(learned)["f"](fresh) == function(fresh)


@pytest.mark.parametrize("name", OF_TWO)
def test_a_small_function_of_two_numbers_is_found(name):
    function, shown, fresh = OF_TWO[name]
    learned = synthesize([(list(pair), function(*pair)) for pair in shown])[0]

    assert learned.kind == "program"
    assert learned(list(fresh)) == function(*fresh)
    assert source(learned)["f"](*fresh) == function(*fresh)


def test_what_lies_outside_the_range_seen_is_handed_back():
    learned = synthesize([(x, x * 2) for x in (1, 5, 3)])[0]

    assert [learned.accepts(x) for x in (1, 4, 5)] == [True, True, True]
    assert not any(learned.accepts(x) for x in (0, 6, -3, 10**9))


@pytest.mark.parametrize("other", ["3", None, True, 2.5, [3], float("nan")])
def test_what_is_no_number_of_the_kind_seen_is_handed_back(other):
    learned = synthesize([(x, x * 2) for x in (1, 5, 3)])[0]

    assert not learned.accepts(other)
    assert not source(learned)["accepts"](other)


def test_where_the_examples_leave_a_limit_open_nothing_is_answered():
    learned = synthesize([(x, "low" if x < 10 else "high") for x in (1, 4, 8, 30, 35)])[0]

    assert [learned.accepts(x) for x in (2, 8, 30, 33)] == [True] * 4
    assert not any(learned.accepts(x) for x in (10, 15, 25))


def test_the_limit_that_is_named_is_a_round_number():
    learned = synthesize([(x, "low" if x < 20 else "high") for x in (1, 4, 17, 23, 35)])[0]

    assert "number < 20" in learned.source


def test_contested_numbers_are_handed_back():
    learned = synthesize(
        [(x, x * 2) for x in (1, 5, 3, 8, 12, 20, 24, 31, 35, 38)], contested=[*range(40, 80, 4)], unlabelled=[99]
    )[0]

    assert [learned.accepts(x) for x in (2, 31, 50, 61)] == [True, True, False, False]


def test_numbers_without_a_rule_are_a_table():
    assert [c.kind for c in synthesize([(3, 7), (9, 1), (12, 40), (5, 2)])] == ["table"]


@given(
    st.lists(st.integers(-1000, 1000), min_size=3, max_size=8, unique=True), st.integers(-9, 9), st.integers(-99, 99)
)
@settings(max_examples=40, deadline=None)
def test_every_line_through_whole_numbers_is_found(shown, factor, addend):
    wanted = [factor * x + addend for x in shown]
    best = synthesize(list(zip(shown, wanted, strict=True)))[0]

    assert [best(x) for x in shown] == wanted
    assert factor == 0 or best.kind == "program"


def test_the_sources_are_clean(tmp_path):
    for name, (function, shown, _) in FUNCTIONS.items():
        learned = synthesize([(x, function(x)) for x in shown])[0]
        (tmp_path / f"{name}.py").write_text(learned.source, encoding="utf-8")
    lint = [sys.executable, "-m", "ruff", "check", "--isolated", "--quiet", str(tmp_path)]
    nowhere = ["--config-file", os.devnull, "--cache-dir", os.devnull]
    types = [sys.executable, "-m", "mypy", "--strict", *nowhere, str(tmp_path)]

    assert subprocess.run(lint, capture_output=True, text=True, check=False).stdout == ""  # noqa: S603 - our own files
    assert "Success" in subprocess.run(types, capture_output=True, text=True, check=False).stdout  # noqa: S603
