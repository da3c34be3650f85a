from __future__ import annotations

import random
import time

import pytest

from pointmass.errors import ExamplesError
from pointmass.spec import TAKEN
from pointmass.synthesis import synthesize

NUMBERS = random.Random(0)  # noqa: S311 - no secret


def words(length):
    return "".join(NUMBERS.choices("abcdefgh ,.-", k=length))


@pytest.mark.parametrize("value", [{1, 2}, b"x", object(), 1j])
def test_what_is_no_json_data_is_an_error_that_says_so(value):
    with pytest.raises(ExamplesError, match="not JSON data"):
        synthesize([(value, "a")])
    with pytest.raises(ExamplesError, match="not JSON data"):
        synthesize([("a", value)])
    with pytest.raises(ExamplesError, match="not JSON data"):
        synthesize([("a", "b")], contested=[value])


@pytest.mark.parametrize("name", [*sorted(TAKEN)[:3], "accepts", "if"])
def test_names_that_made_code_uses_itself_are_refused(name):
    with pytest.raises(ExamplesError, match="cannot be called"):
        synthesize([("a", "b")], name=name)


@pytest.mark.parametrize(
    "examples",
    [
        [("a", "x"), ("b", 1), ("c", None), ("d", [1])],
        [(f"a{i}", i if i % 2 else str(i)) for i in range(20)],
        [("a", "x"), (1, "y"), (None, "z"), ([1], "q")],
        [(float("nan"), 1.0), (1.0, 2.0), (3.0, float("inf"))],
        [(10**400, 1), (10**401, 2), (5, 3)],
        [("\ud800a", "a"), ("\udfffb", "b"), ("xc", "c")],
        [("", ""), (" ", " ")],
        [({"": 1, "a\n": 2}, 2), ({"": 5, "a\n": 7}, 7)],
        [(1, 2)],
    ],
)
def test_odd_examples_teach_something_or_end_in_a_table(examples):
    found = synthesize(examples)

    assert found[-1].kind == "table"
    assert all("def accepts" in candidate.source for candidate in found)


@pytest.mark.parametrize(
    "make",
    [
        lambda i: (f"u{i}@h{i % 97}.org", f"h{i % 97}"),
        lambda i: (words(20), words(10)),
        lambda i: (i, i * 3 + 1),
        lambda i: (i, NUMBERS.randrange(1000)),
        lambda i: (i, "few" if i < 100 else "many" if i < 700 else "most"),
        lambda i: (f"{words(20)} {'card' if i % 2 else 'fee'}", f"{i % 2}!"),
        lambda i: (f"{words(20)} {i}", NUMBERS.choice(["a!", "b!"])),
    ],
)
def test_thousands_of_examples_cost_little_more_than_hundreds(make):
    # Not an absolute time: some seconds are what a machine of any speed needs for the search itself, its budget.
    few, many = [make(i) for i in range(400)], [make(i) for i in range(4000)]
    spent = []
    for examples in (few, many):
        start = time.thread_time()
        synthesize(examples, budget=0.5)
        spent.append(time.thread_time() - start)

    # Ten times the examples; a search that compared each with each would take a hundred times as long.
    assert spent[1] < 30 * max(spent[0], 0.1)


def test_branches_are_counted_on_all_examples():
    found = synthesize([(i, "few" if i < 100 else "many") for i in range(1000)])

    assert "# 100 examples" in found[0].source
    assert "# What is left: 900 examples." in found[0].source


@pytest.mark.parametrize("length", [100, 100_000])
def test_texts_of_any_length_are_taken(length):
    found = synthesize([(words(length), "a"), (words(length), "b"), (words(length), "c")], budget=0.5)

    assert found[-1].support == 3
