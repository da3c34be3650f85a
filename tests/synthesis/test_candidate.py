from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pointmass.synthesis import synthesize

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
        accepted = [candidate.at(level).accepts(text) for level in range(len(candidate.levels))]

        assert accepted == sorted(accepted, reverse=True)


@given(TEXT)
@settings(deadline=None, max_examples=30)
def test_the_source_of_every_level_answers_as_that_level_does(text):
    best = programs()[0]
    for level in range(len(best.levels)):
        assert load(best.at(level))["accepts"](text) == best.at(level).accepts(text)


def test_a_text_program_has_several_levels_and_knows_which_is_in_force():
    best = programs()[0]

    assert len(best.levels) > 2
    assert best.levels[best.strictness] == best.guard
    assert best.at(best.strictness) == best


@pytest.mark.parametrize(("level", "became"), [(-1, 0), (0, 0), (99, -1)])
def test_a_level_out_of_range_is_the_nearest_one(level, became):
    best = programs()[0]

    assert best.at(level).guard == best.levels[became]


def test_a_candidate_with_one_guard_has_one_level():
    table = synthesize([("q", "w1"), ("zz", "##")])[-1]

    assert table.levels == (table.guard,)
    assert table.at(5) == table
