from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.interpretations.contrast import UNNAMED, contrast


@pytest.mark.parametrize(
    ("one", "other", "clause"),
    [
        ("README", "readme", "whether capital letters are kept"),
        ("résumé.pdf", "resume.pdf", "whether accents are kept"),
        ("plan-v2.1.doc", "plan-v2-1.doc", "whether “-” or “.” stands there"),
        ("a b", "ab", "which signs stand between the words"),
        ("a_b", "a b", "whether a space or “_” stands there"),
        ("Notes-2024", "2024-Notes", "in which order the words stand"),
        ("a_b-c", "a-b_c", "which signs stand between the words"),
        ({"kind": "a", "n": 1}, {"kind": "b", "n": 1}, "what the field “kind” should hold"),
        ({"kind": "a", "n": 1}, {"kind": "b"}, "what the fields “kind”, “n” should hold"),
        (["x", "y"], ["y", "x"], "in which order the items stand"),
    ],
)
def test_what_sets_two_answers_apart_is_said_in_plain_words(one, other, clause):
    assert contrast(one, other).clause == clause


@pytest.mark.parametrize(("one", "other"), [("date", "version"), (1, 2), ("!", "?"), ("a", {"a": 1})])
def test_where_no_plain_word_fits_none_is_made_up(one, other):
    assert contrast(one, other) == UNNAMED


@given(st.text(), st.text())
def test_the_topic_does_not_depend_on_the_order(one, other):
    assert contrast(one, other).topic == contrast(other, one).topic
