from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.synthesis.operators.places import places


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", set()),
        ("   ", set()),
        ("year-end", {"a", "a-a"}),
        ("2023/2024", {"9", "9/9"}),
        ("A/B", {"A", "i/i"}),
        ("TCP/IP", {"A", "A/A"}),
        ("wait!!", {"a", "a!!_"}),
        ("camelCase", {"a", "A", "aA", "Aa"}),
        ("v2.1", {"a", "9", "a9", "9.9"}),
        ("10.32.11", {"9", "99.99.99"}),
        ("_ (x)", {"a", "___", "_(i", "i)_"}),
    ],
)
def test_it_says_what_words_are_made_of_and_between_what_each_sign_stands(text, found):
    assert places(text) == found


@pytest.mark.parametrize(("one", "other"), [("it’s", "it's"), ("a – b", "a - b"), ("“x”", '"x"')])
def test_the_ways_to_type_a_sign_are_one(one, other):
    assert places(one) == places(other)


@given(st.text(max_size=30))
def test_it_raises_nothing(text):
    assert all(isinstance(place, str) for place in places(text))
