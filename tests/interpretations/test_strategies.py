"""Strategies of changing code: what a reader sees, and groups of it with one line each."""

from __future__ import annotations

import ast

from pointmass.interpretations import cluster
from pointmass.interpretations.strategies import features, strategies

GIVEN = "def f(xs):\n    out = []\n    for x in xs:\n        if x > 0:\n            out.append(x * 2)\n    return out\n"
HELPER = "def double(x):\n    return x * 2\n\n\ndef f(xs):\n    out = []\n    for x in xs:\n        if x > 0:\n            out.append(double(x))\n    return out\n"
COMPREHENSION = "def f(xs):\n    return [x * 2 for x in xs if x > 0]\n"
GUARDED = 'def f(numbers):\n    """Double."""\n    # twice\n    out = []\n    for n in numbers:\n        if n <= 0:\n            continue\n        out.append(n * 2)\n    return out\n'


def seen(source: str) -> set[str]:
    return {name for name, there in features(ast.parse(source), source, ast.parse(GIVEN)).items() if there}


def test_what_a_reader_notices_is_named():
    assert seen(GIVEN) == {"loop"}
    assert seen(HELPER) == {"loop", "helpers", "helpers first"}
    assert seen(COMPREHENSION) == {"comprehension", "renamed"}
    assert seen(GUARDED) == {"loop", "guards", "documented", "all documented", "comments", "renamed"}


def test_changes_of_code_are_grouped_by_strategy():
    answers = [HELPER, HELPER.replace("double", "twice"), HELPER.replace("double", "doubled")] * 2
    answers += [COMPREHENSION, COMPREHENSION.replace("x", "n"), COMPREHENSION + "\n"]

    result = cluster(answers, inputs=[GIVEN] * len(answers))

    assert [each.count for each in result.clusters] == [6, 3]
    assert "extracts helpers" in result.clusters[0].reading
    assert "comprehensions" in result.clusters[1].reading


def test_what_all_do_is_said_once():
    result = cluster([HELPER, HELPER + "\n"], inputs=[GIVEN] * 2)

    assert len(result.clusters) == 1
    assert result.clusters[0].reading == "extracts helpers, keeps an explicit loop, helpers first"


def test_code_that_does_not_parse_stays_apart():
    result = cluster([COMPREHENSION, COMPREHENSION, "def f(:\n"], inputs=[GIVEN] * 3)

    assert result.labels == (0, 0, 1)


def test_code_for_an_input_that_is_no_code_is_compared_by_fingerprint():
    result = cluster([COMPREHENSION, COMPREHENSION.replace("xs", "values")], inputs=["double the positive ones"] * 2)

    assert result.labels == (0, 0)
    assert result.clusters[0].reading.startswith("def f(")


def test_the_order_of_draws_changes_no_label():
    answers = [HELPER, COMPREHENSION, GUARDED, HELPER, COMPREHENSION]

    straight = cluster(answers, inputs=[GIVEN] * 5).labels

    assert cluster(answers[::-1], inputs=[GIVEN] * 5).labels == straight[::-1]


def test_equal_changes_are_one_strategy():
    found = features(ast.parse(HELPER), HELPER, ast.parse(GIVEN))

    assert {each.label for each in strategies([found] * 4)} == {0}
