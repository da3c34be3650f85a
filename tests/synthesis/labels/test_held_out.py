from __future__ import annotations

from pointmass.synthesis.labels.calibrate import CalibrationScore
from pointmass.synthesis.labels.held_out import held_out
from pointmass.synthesis.problem import problem


def task(examples):
    return problem(examples, name="f", budget=2.0, signature=None, contested=(), unlabelled=())


def test_rules_are_tried_on_what_they_were_not_learned_from():
    found = held_out(task([(f"{word} number {i}", word[0]) for i in range(12) for word in ("apple", "pear")]))

    assert found.tried == CalibrationScore(24, 24, 0)
    assert found.tried.share == 1.0


def test_a_wrong_answer_undoes_twenty_right_ones():
    assert CalibrationScore(40, right=21, wrong=1).worth(slips=0.0) == 1 / 40


def test_as_many_wrong_answers_as_labels_are_slips_undo_nothing():
    assert CalibrationScore(100, right=95, wrong=5).worth(slips=0.05) == 0.95


def test_nothing_is_judged_where_there_is_one_label_or_hardly_an_example():
    assert held_out(task([("apple", "a"), ("pear", "b")])) is None
    assert held_out(task([(f"apple {i}", "a") for i in range(20)])) is None
