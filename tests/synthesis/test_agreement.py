"""What a candidate computes from its operator tree is what its source computes, on every input."""

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
    "initials": [("Ann Lee", "A.L."), ("Bob Stone", "B.S."), ("Cy Ford", "C.F.")],
    "path": [("a/b/c.txt", "c"), ("x/yy.md", "yy"), ("q/w/e/r.pdf", "r")],
    "date": [("2024-03-15", "March 15, 2024"), ("1999-12-01", "December 1, 1999"), ("2010-07-30", "July 30, 2010")],
    "clock": [("18:25", "6:25PM"), ("07:05", "7:05AM"), ("12:00", "12:00PM")],
    "round": [("3.14159", "3.14"), ("2.71828", "2.72"), ("10.5", "10.50")],
    "range": [("17", "10-20"), ("25", "20-30"), ("42", "40-50")],
    "names": [("Ann Lee, Bob Ford", "AL, BF"), ("Cy Stone, Dee Hill, Ed Wu", "CS, DH, EW"), ("Flo Ray", "FR")],
    "count": [("a, b, c", 3), ("x", 1), ("p, q", 2), ("k, l, m, n", 4)],
    "year": [("Dune (1965)", "1965"), ("Emma", ""), ("Ulysses (1922)", "1922")],
    "branch": [("a@x.org", "a"), ("bob@y.com", "bob"), ("tel 12", "12"), ("tel 345", "345")],
    "truth": [("a-b", True), ("ab", False), ("x-y-z", True), ("q", False)],
    "split": [("a;b;c", ["a", "b", "c"]), ("x;y", ["x", "y"]), ("k;l;m;n", ["k", "l", "m", "n"])],
    "record": [("Al <a@x>", {"n": "Al", "m": "a@x"}), ("Bo <b@y>", {"n": "Bo", "m": "b@y"})],
    "slug": [("My  File!", "my-file"), ("Übung (2)", "ubung-2"), ("A & B", "a-and-b"), ("C & D", "c-and-d")],
}
LIKELY = st.text(alphabet="aBc dE12350:;,./-@&()<>é!\n", max_size=24)
SHAPED = st.one_of(
    st.builds("{:04d}-{:02d}-{:02d}".format, st.integers(1, 9999), st.integers(0, 14), st.integers(0, 33)),
    st.builds("{:02d}:{:02d}".format, st.integers(0, 26), st.integers(0, 70)),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=100000).map(str),
    st.lists(st.sampled_from(["Ann", "Lee", "x@y", "tel", "12", "(1999)", "b.c", ";", ","]), max_size=6).map(" ".join),
)


@cache
def learned(task):
    pairs = []
    for candidate in synthesize(TASKS[task])[:5]:
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
@settings(max_examples=60, deadline=None)
def test_source_and_tree_agree_on_every_text(task, text):
    for candidate, module in learned(task):
        assert answer(candidate, text) == answer(module["f"], text)
        assert candidate.accepts(text) == module["accepts"](text)


@pytest.mark.parametrize("task", TASKS)
def test_every_candidate_explains_its_examples(task):
    for candidate, _ in learned(task):
        wrong = [given for given, wanted in TASKS[task] if candidate.accepts(given) and candidate(given) != wanted]

        assert not wrong
        assert candidate.words


def test_no_text_is_too_long_to_be_handed_back():
    for task in TASKS:
        for candidate, module in learned(task):
            for text in ("1" * 100_000, "a1 " * 30_000, "A." * 50_000):
                assert module["accepts"](text) == candidate.accepts(text)


def test_the_sources_are_clean(tmp_path):
    for task in TASKS:
        for number, (candidate, _) in enumerate(learned(task)):
            (tmp_path / f"{task}_{number}.py").write_text(candidate.source, encoding="utf-8")
    lint = [sys.executable, "-m", "ruff", "check", "--isolated", "--quiet", str(tmp_path)]
    types = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file",
        os.devnull,
        "--cache-dir",
        os.devnull,
        str(tmp_path),
    ]

    assert subprocess.run(lint, capture_output=True, text=True, check=False).stdout == ""  # noqa: S603 - our own files
    assert "Success" in subprocess.run(types, capture_output=True, text=True, check=False).stdout  # noqa: S603
