from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from pointmass.synthesis.labels.word_conditions import conditions, keywords


def patterns(texts, fewest=2):
    return {c.pattern for c in conditions(texts, fewest=fewest)}


def test_words_numbers_and_single_letters():
    assert keywords("p 200 x7 cards blocked the a") == {"card", "blocked"}


def test_what_every_text_has_is_asked_of_none():
    assert patterns(["get red", "get red", "get blue"]) == {r"\breds?\b"}


def test_the_first_digit_of_a_number_is_asked_for_after_what_stands_before_it():
    found = patterns(['" 404 11', '" 403 12', '" 200 13', '" 207 14'])

    assert r'" 4\d\d\b' in found
    assert r'" 2\d\d\b' in found


def test_a_word_at_the_end_is_told_from_one_elsewhere():
    found = patterns(["send pdf", "show pdf", "pdf here", "pdf there"])

    assert any(pattern.endswith("$") for pattern in found)


def test_what_more_texts_hold_costs_no_more_to_ask_for():
    texts = ["red one", "red two", "red three", "blue one", "blue two", "green three"]
    bits = {c.word: c.bits for c in conditions(texts, fewest=2) if c.word}

    assert bits["red"] <= bits["blue"]


@given(st.lists(st.text(alphabet="ab1_ .'-\n(", max_size=12), min_size=2, max_size=8))
def test_every_text_that_holds_a_condition_has_its_pattern(texts):
    for condition in conditions(texts, fewest=2):
        held = [text for at, text in enumerate(texts) if condition.holds >> at & 1]
        assert 2 <= len(held) < len(texts)
        assert all(re.search(condition.pattern, text) for text in held)


@given(st.lists(st.text(max_size=12), min_size=2, max_size=8))
def test_whatever_the_texts_hold_the_patterns_compile(texts):
    for condition in conditions([text.lower() for text in texts], fewest=2):
        assert re.compile(condition.pattern)
        assert condition.bits >= 0
