from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from pointmass.errors import InputError, SandboxError
from pointmass.interpretations import cluster, execution_key
from pointmass.sandbox import Outcome, Sandbox

LOOP = "def f(xs):\n    total = 0\n    for x in xs:\n        total += x\n    return total\n"
SUM = "```python\ndef f(xs):\n    return sum(xs)\n```"
POSITIVE = "def f(xs):\n    return sum(x for x in xs if x > 0)\n"
RAISES = "def f(xs):\n    if not xs:\n        raise ValueError('nothing to add')\n    return sum(xs)\n"


@pytest.fixture(scope="module")
def sandbox():
    try:
        with Sandbox() as opened:
            yield opened
    except SandboxError as error:
        pytest.skip(f"code cannot be confined here: {error}")


@dataclass
class Told:
    """Executes nothing: remembers what it was given, and says what it is told."""

    outcomes: list[Outcome]
    given: list[tuple] = field(default_factory=list)

    def run(self, source, function, arguments_list):
        self.given.append((source, function, list(arguments_list)))
        return self.outcomes


def test_code_that_does_the_same_is_one_reading_however_it_is_written(sandbox):
    result = cluster([LOOP, SUM, POSITIVE], key=execution_key(sandbox, "f", [[[1, -2]], [[]]]))

    assert result.labels == (0, 0, 1)


def test_what_is_raised_is_behaviour_too(sandbox):
    key = execution_key(sandbox, "f", [[[]]])

    assert cluster([LOOP, RAISES], key=key).labels != (0, 0)


def test_equal_on_these_calls_is_not_told_apart(sandbox):
    assert cluster([LOOP, POSITIVE], key=execution_key(sandbox, "f", [[[1, 2]]])).labels == (0, 0)


def test_each_distinct_answer_is_executed_once_without_its_fence():
    told = Told([Outcome("value", 1)])
    cluster([SUM] * 5, key=execution_key(told, "f", [[1]]))

    assert told.given == [("def f(xs):\n    return sum(xs)", "f", [[1]])]


def test_the_words_of_an_exception_do_not_count():
    one = execution_key(Told([Outcome("raised", error="ValueError", message="a")]), "f", [[1]])
    other = execution_key(Told([Outcome("raised", error="ValueError", message="b")]), "f", [[1]])

    assert one("x") == other("x")


def test_without_a_call_nothing_can_be_compared():
    with pytest.raises(InputError, match="got no call"):
        execution_key(Told([]), "f", [])


def test_what_is_no_source_is_refused():
    with pytest.raises(InputError, match="it compares source code"):
        execution_key(Told([]), "f", [[1]])(3)
