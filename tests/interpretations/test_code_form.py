"""Code as a fingerprint: equal up to names and formatting, and never by accident."""

from __future__ import annotations

import pytest

from pointmass.interpretations import cluster
from pointmass.interpretations.code_form import form_of_code, parse_source

LOOP = (
    "def total(xs: list[int]) -> int:\n    '''Add up.'''\n    s = 0\n    for x in xs:\n        s += x\n    return s\n"
)


def same(a: str, b: str) -> bool:
    return len(set(cluster([a, b], kind="code").labels)) == 1


def test_names_docstrings_annotations_and_comments_do_not_count():
    other = "def add_up(values):\n    # all of them\n    result = 0\n    for value in values:\n        result += value\n    return result"

    assert same(LOOP, other)


@pytest.mark.parametrize(
    "other",
    [
        LOOP.replace("+=", "-="),
        LOOP.replace("s = 0", "s = 1"),
        "def total(xs):\n    return sum(xs)",
        LOOP + "\nimport missing_module\n",
        LOOP.replace("return s", "return x"),
        LOOP.replace("in xs", "in sorted(xs)"),
    ],
)
def test_what_may_behave_otherwise_stays_apart(other):
    assert not same(LOOP, other)


def test_names_that_are_only_used_keep_their_meaning():
    assert not same("def f(x):\n    return min(x)", "def f(x):\n    return max(x)")


def test_exchanged_names_are_another_program():
    assert not same("def f(a, b):\n    return a - b", "def f(a, b):\n    return b - a")


def test_handlers_globals_and_keywords_are_renamed_alike():
    first = "def f(x, step=1):\n    try:\n        return g(x, step=step)\n    except ValueError as e:\n        return str(e)\ndef g(x, step):\n    return x"
    second = first.replace("step", "width").replace(" e:", " err:").replace("str(e)", "str(err)")

    assert same(first, second)


def test_a_body_without_its_head_is_read_as_one():
    first = "    for x in xs:\n        if x:\n            return True\n    return False\n"
    second = "    for item in xs:\n        if item:\n            return True\n    return False\n\n"

    assert cluster([first, second]).kind == "code"
    assert same(first, second)


def test_what_follows_a_body_counts():
    assert not same("    return 1\n", "    return 1\n\nassert f() == 2\n")


def test_source_that_does_not_parse_is_compared_as_lines():
    assert same("def f(:\n    pass  ", "def f(:\n    pass")
    assert not same("def f(:\n    pass", "def g(:\n    pass")


def test_a_fingerprint_is_source_again():
    text = form_of_code(parse_source(LOOP))

    assert form_of_code(parse_source(text)) == text
    assert text.startswith("def v0(a0):")


def test_very_long_source_is_left_alone():
    assert parse_source("x = 1\n" * 100_000) is None
