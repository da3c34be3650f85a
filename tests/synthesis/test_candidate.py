from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pointmass.synthesis import Candidate, Signature, synthesize
from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.operators.tests import EQUAL
from pointmass.synthesis.operators.text import LOWER, STRIP
from pointmass.synthesis.program import Apply, Literal, Named, Var

PATHS = [("a/b/c.txt", "c"), ("x/yy.md", "yy"), ("q/w/e/r.pdf", "r"), ("k/l.md", "l")]
TEXT = st.one_of(st.text(alphabet="aB1/.-é", max_size=12), st.sampled_from([g for g, _ in PATHS]))


@cache
def programs():
    return synthesize(PATHS)


def load(candidate):
    namespace = {}
    exec(candidate.source, namespace)  # noqa: S102 - tests may execute generated source
    return namespace


@given(TEXT)
@settings(deadline=None)
def test_a_stricter_guard_accepts_a_part_of_what_a_looser_one_does(text):
    for candidate in programs()[:3]:
        accepted = [candidate.at(level).accepts(text) for level in range(len(candidate.by_strictness))]

        assert accepted == sorted(accepted, reverse=True)


@given(TEXT)
@settings(deadline=None, max_examples=30)
def test_the_source_of_every_level_answers_as_that_level_does(text):
    best = programs()[0]
    for level in range(len(best.by_strictness)):
        assert load(best.at(level))["accepts"](text) == best.at(level).accepts(text)


def test_a_text_program_has_several_levels_and_knows_which_is_in_force():
    best = programs()[0]

    assert len(best.by_strictness) > 2
    assert best.by_strictness[best.strictness] == best.guard
    assert best.at(best.strictness) == best


@pytest.mark.parametrize(("level", "became"), [(-1, 0), (0, 0), (99, -1)])
def test_a_level_out_of_range_is_the_nearest_one(level, became):
    best = programs()[0]

    assert best.at(level).guard == best.by_strictness[became]


def test_a_candidate_with_one_guard_has_one_level():
    table = synthesize([("q", "w1"), ("zz", "##")])[-1]

    assert table.by_strictness == (table.guard,)
    assert table.at(5) == table


def test_what_the_guard_asks_about_the_answer_it_asks_the_program():
    signature = Signature()
    node = Apply(LOWER, (Var(0),))
    odd = Check(Apply(EQUAL, (Named("answer", node), Literal("x"))), "never x")
    checks = (odd, Check(Apply(EQUAL, (Var(0), Literal("y"))), "never y"))
    candidate = Candidate("f", signature, node, Guard(checks), "program", 1.0, 1, "lower-case")

    accepts = load(candidate)["accepts"]

    assert [accepts(text) for text in ("X", "y", "z")] == [False, False, True]
    assert [candidate.accepts(text) for text in ("X", "y", "z")] == [False, False, True]


def test_readings_alone_make_a_guard():
    node = Apply(LOWER, (Var(0),))
    guard = Guard((), (Apply(STRIP, (node,)),))
    candidate = Candidate("f", Signature(), node, guard, "program", 1.0, 1, "lower-case")

    accepts = load(candidate)["accepts"]

    assert [accepts(text) for text in ("X", "x ")] == [True, False]


def test_a_value_that_may_be_anything_is_returned_as_what_it_is_said_to_be():
    source = synthesize([({"a": {"b": "x"}}, "x"), ({"a": {"b": "yy"}}, "yy")])[0].source

    assert 'answer: str = data["a"]["b"]\n    return answer' in source
