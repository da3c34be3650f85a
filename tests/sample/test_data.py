from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.draw import Draw
from pointmass.sample.data import is_value, label, value_of


def test_the_mode_is_the_most_frequent_outcome_with_its_count(make_sample):
    mode = make_sample({"A": ["a", "a", "A"]}).modes()[0]

    assert (mode.outcome, mode.count, mode.answered, mode.word) == ("a", 2, 3, "contested")


def test_a_tie_goes_to_the_first_in_text_order_and_is_said_to_be_one(make_sample):
    mode = make_sample({"README": ["readme", "README"]}).modes()[0]

    assert (mode.outcome, mode.tied, mode.word) == ("README", True, "contested")


def test_one_odd_draw_of_sixteen_is_a_slip_and_three_are_another_reading(make_sample):
    others = {f"z{i}": ["a"] * 16 for i in range(20)}
    modes = make_sample({"x": ["a"] * 15 + ["b"], "y": ["a"] * 13 + ["b"] * 3, **others}).modes()

    assert [mode.word for mode in modes[:3]] == ["settled", "contested", "unanimous"]


def test_a_model_that_slips_three_percent_of_the_time_is_settled(make_sample):
    # One odd draw of eight is less than nine of ten alike; over forty inputs it is the slip rate of the model.
    given = {f"x{i}": ["a"] * 7 + ["b" if i % 4 == 0 else "a"] for i in range(40)}
    words = {mode.word for mode in make_sample(given).modes()}

    assert words == {"settled", "unanimous"}
    assert make_sample(given).slip == pytest.approx(0.03, abs=0.005)


@pytest.mark.parametrize(
    # scipy: beta.sf(.5, count + 1, second + 1), .8 or more
    ("outcomes", "leads"),
    [
        ("aaab", True),
        ("aabb", False),
        ("aaaaabbb", False),
        ("aaaaaabb", True),
        ("aabc", False),
        ("aaabc", True),
        ("a", False),
        ("aa", True),
    ],
)
def test_a_mode_that_may_lead_by_chance_does_not_lead(make_sample, outcomes, leads):
    assert make_sample({"x": list(outcomes)}).modes()[0].leads is leads


def test_a_failed_draw_is_no_part_of_the_distribution(make_sample):
    sample = make_sample({"x": ["a", Draw(1, "failed", detail="no connection"), Draw(2, "ok", "a", "a")]})

    assert sample.counts()[0] == {'"a"': 2}
    assert sample.modes()[0].word == "unanimous"


def test_a_refusal_is_an_outcome_and_its_mode_is_no_value(make_sample):
    sample = make_sample({"x": [Draw(0, "refusal"), Draw(1, "refusal")]})

    assert sample.counts()[0] == {"(refusal)": 2}
    assert not sample.modes()[0].is_value


def test_an_input_without_an_answer_is_unanswered(make_sample):
    assert make_sample({"x": [Draw(0, "failed")]}).modes()[0].word == "unanswered"


def test_equal_evidence_has_an_equal_digest_and_other_evidence_another(make_sample):
    one, same, other = make_sample({"x": ["a"]}), make_sample({"x": ["a"]}), make_sample({"x": ["b"]})

    assert one.digest == same.digest != other.digest


def test_inputs_are_bare_values_where_there_is_one_parameter(make_sample):
    assert make_sample({"A": ["a"], "B": ["b"]}).inputs == ["A", "B"]


@given(st.one_of(st.text(), st.integers(), st.booleans(), st.lists(st.text()), st.dictionaries(st.text(), st.text())))
def test_a_key_gives_back_the_outcome_that_it_was_made_of(outcome):
    draw = Draw(0, "ok", outcome)

    assert is_value(draw.key)
    assert value_of(draw.key) == outcome


@pytest.mark.parametrize(("key", "shown"), [('"a b"', "a b"), ("[1,2]", "[1,2]"), ("(refusal)", "(refusal)")])
def test_people_read_a_text_bare_and_other_data_as_json(key, shown):
    assert label(key) == shown


def test_an_input_that_was_drawn_once_is_neither_unanimous_nor_settled(make_sample):
    assert make_sample({"x": ["a"]}).modes()[0].word == "drawn once"
