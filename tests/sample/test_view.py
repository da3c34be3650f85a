"""The words of a sample: agreement is about values, and what gave none is named by its class."""

from __future__ import annotations

from typing import get_args

import pytest

from pointmass.answers import Status
from pointmass.draw import Draw
from pointmass.sample import view
from pointmass.sample.failures import CLASSES


def lost(status, index=0):
    return Draw(index, status, text="", detail=status)


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("refusal", "refused"),
        ("truncated", "cut short"),
        ("format violation", "not in the asked format"),
        ("unknown stop", "stopped for a reason that is not known"),
        ("failed", "not answered"),
    ],
)
def test_a_sample_without_a_value_says_so_and_why(make_sample, status, word):
    sample = make_sample({title: [lost(status, i) for i in range(4)] for title in "abc"})

    assert f"0 of 3 inputs have an answer: 12 of 12 draws were {word}." in repr(sample)
    assert "unanimous" not in repr(sample)
    assert sample.view().subline.startswith("agreement: nothing to measure")
    assert sample.agreement().value != sample.agreement().value


def test_several_classes_without_a_value_are_each_counted(make_sample):
    sample = make_sample({"a": [lost("refusal"), lost("refusal", 1), lost("truncated", 2)]})

    assert "0 of 1 input has an answer: 3 of 3 draws gave no value: 2 were refused, 1 was cut short." in repr(sample)


def test_agreement_is_about_values(make_sample):
    sample = make_sample({"a": ["x", "x", lost("refusal", 2), lost("refusal", 3)], "b": ["x", "y"]})

    assert sample.agreement().per_input == (1.0, 0.0)
    assert sample.value_counts() == [{'"x"': 2}, {'"x"': 1, '"y"': 1}]


def test_an_input_without_a_value_is_no_unanimous_one_among_others(make_sample):
    sample = make_sample({"a": ["x", "x"], "b": [lost("refusal"), lost("refusal", 1)]})

    assert [mode.word for mode in sample.modes()] == ["unanimous", "unanswered"]
    assert "1 of 2 inputs are unanimous; none is contested; 1 without an answer; 2 of 4 draws were refused." in repr(
        sample
    )


def test_a_refusal_among_values_divides_them_and_is_named(make_sample):
    sample = make_sample({"a": ["x", "x", lost("refusal", 2), lost("refusal", 3)]})

    assert sample.modes()[0].word == "contested"
    assert "2 of 4 draws were refused." in repr(sample)


def test_a_sample_of_values_says_nothing_of_classes(make_sample):
    assert "draws were" not in repr(make_sample({"a": ["x", "x"]}))


def test_every_class_of_a_draw_has_its_word_and_its_row():
    classes = set(get_args(Status)) - {"ok"}

    assert set(view.LOST) == classes
    assert classes <= set(CLASSES)


def test_a_sample_of_nothing_has_nothing_to_measure(make_sample):
    assert str(make_sample({}).cost()) == "nothing to measure: no draws"
