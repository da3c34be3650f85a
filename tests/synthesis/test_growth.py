"""No emitted regular expression takes more than quadratic time, whatever the text: none backtracks catastrophically."""

from __future__ import annotations

import ast
import itertools
import re
import time
import warnings

import pytest

from pointmass.synthesis import synthesize

SETS = ("playgol", "prose_transformation", "hardbench", "sygus_slia", "tde", "prose_extraction", "loghub", "uap")
SHORT, LONG = 600, 1200
# Twice the text may take four times as long in a quadratic search; the rest is noise of the clock.
MOST = 12.0
MEASURABLE = 1e-3
TASKS = [
    [("Ann Lee", "A.L."), ("Bob Stone", "B.S."), ("Cy Ford", "C.F.")],
    [("year (1965) x", "1965"), ("q (1922)", "1922"), ("zz (2001) y", "2001")],
    [("My  File!.TXT", "my-file.txt"), ("Übung (2).md", "ubung-2.md"), ("A & B.md", "a-and-b.md"), ("x.y", "x.y")],
    [("to: Ann Lee, at 9", "Ann Lee"), ("to: Bob, at 10", "Bob"), ("to: Cy de Ford, at 3", "Cy de Ford")],
    [("a1, b22 - c", ["1", "22"]), ("x3", ["3"]), ("q, r5", ["5"])],
]


def patterns(source):
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and set("+*{") & set(node.value):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    yield re.compile(node.value)
                except re.error:
                    continue


def emitted(examples, budget):
    for candidate in synthesize(examples, budget=budget)[:3]:
        if candidate.kind != "table":
            for level in (0, len(candidate.by_strictness) - 1):
                yield from patterns(candidate.at(level).source)


def texts(pattern, length):
    signs = sorted(set(re.findall(r"[^\w\s\\]", pattern.pattern)) | set("aA1 .,"))
    units = [*signs, *(a + b for a, b in itertools.product("aA1", signs)), "Aa ", "Aa Aa, "]
    for unit, end in itertools.product(units, ("", "!")):
        yield (unit * length)[:length] + end


def seconds(pattern, text):
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        pattern.findall(text)
        best = min(best, time.perf_counter() - start)
    return best


def growth(pattern):
    worst = 1.0
    for short, long in zip(texts(pattern, SHORT), texts(pattern, LONG), strict=True):
        before = seconds(pattern, short)
        if before > MEASURABLE:
            worst = max(worst, seconds(pattern, long) / before)
    return worst


def test_the_measure_tells_a_pattern_that_backtracks_from_one_that_does_not():
    assert seconds(re.compile("(?:a|a)*b"), "a" * 22) > 100 * seconds(re.compile("a*b"), "a" * 22)


@pytest.mark.parametrize("task", range(len(TASKS)))
def test_no_pattern_of_a_typical_program_takes_more_than_quadratic_time(task):
    assert all(growth(pattern) < MOST for pattern in set(emitted(TASKS[task], 1.0)))
