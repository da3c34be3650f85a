"""No example ends a search, fills the memory or makes it run for long."""

from __future__ import annotations

import time
import tracemalloc
from collections import Counter

import pytest

from pointmass.synthesis import synthesize
from pointmass.synthesis.operators.together import repeated
from pointmass.synthesis.program import outlived

PEOPLE = "Ana Ben Carla David Elena Felix Grace Hassan".split()  # noqa: SIM905 - shorter to read
LOREM = "Lorem ipsum dolor sit amet consectetur. "


@pytest.mark.parametrize("base", [20_000_000, 1_700_000_000])
def test_a_text_is_not_repeated_as_often_as_an_epoch_says(base):
    rows = [
        ([f"{n} logged in", base + i * 977], "even" if (base + i * 977) % 2 == 0 else "odd")
        for i, n in enumerate(PEOPLE)
    ]

    tracemalloc.start()
    best = synthesize(rows)[0]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert best.kind == "program"
    assert peak < 64 * 2**20


def test_a_text_is_repeated_as_often_as_people_write():
    best = synthesize([(["ab", 2], "abab"), (["-", 5], "-----"), (["xyz", 3], "xyzxyzxyz")])[0]

    assert best(["=", 4]) == "===="
    assert not best.accepts(["=", 10**9])
    with pytest.raises(ValueError, match="far too long"):
        repeated("=", 10**9)


@pytest.mark.parametrize(
    "examples",
    [
        [("2000000000 ns", "2 s"), ("3000000000 ns", "3 s"), ("7000000000 ns", "7 s")],
        [("fcn 5975 b", "FCN-5975-B"), ("bda 8263 b", "BDA-8263-B")],
        [("price²", "²"), ("price", "none"), ("cost³", "³"), ("tax", "none"), ("fee¹", "¹")],
    ],
)
def test_numbers_that_int_cannot_read_end_no_search(examples):
    best = synthesize(examples)[0]

    assert all(best(given) == wanted for given, wanted in examples)


def test_what_raises_is_dropped_and_counted_and_what_it_found_before_stays():
    dropped: Counter[str] = Counter()

    def halves(numbers):
        for number in numbers:
            yield 1 / number

    assert outlived(halves, [1, 2, 0, 4], dropped=dropped) == [1.0, 0.5]
    assert dropped == {"halves: ZeroDivisionError": 1}


@pytest.mark.parametrize("length", [3_999, 4_100, 40_000])
def test_a_long_text_has_the_programs_of_a_short_one(length):
    examples = [(f"ID: A-{i * 37} " + LOREM * (length // len(LOREM)), f"A-{i * 37}") for i in range(8)]
    start = time.thread_time()

    best = synthesize(examples)[0]

    assert time.thread_time() - start < 6
    assert best.kind == "program"
    assert best("ID: B-77 " + LOREM * 200) == "B-77"


def test_a_long_answer_has_a_program():
    examples = [(f"word{i} " * 1000, f"WORD{i} " * 1000) for i in range(5)]

    assert synthesize(examples)[0]("more " * 1000) == "MORE " * 1000


@pytest.mark.parametrize("piece", ["a", "1", "1.", "a.", "a@", "$1,", "/a", "[", "<a"])
def test_no_long_run_takes_time_by_its_square(piece):
    start = time.thread_time()

    synthesize([(piece * 20_000, "b"), ("c" + piece * 20_000, "d")], budget=1)

    assert time.thread_time() - start < 5
