from __future__ import annotations

import pytest

from pointmass.synthesis.program import Var
from pointmass.synthesis.records.caution_bits import evidence
from pointmass.synthesis.term import Term


def test_labels_say_as_much_as_they_are_rare_and_what_they_are_called():
    # Eight of either: one bit each, and two names of six bits.
    assert evidence([], ["a"] * 8 + ["b"] * 8) == pytest.approx(16 + 12)


def test_truth_values_have_no_names_to_say():
    assert evidence([], [True] * 8 + [False] * 8) == pytest.approx(16)


def test_a_value_of_the_input_is_one_of_as_many_as_there_are():
    sources = [Term(Var(0), 1.0, tuple(f"{name}{i}" for i in range(4))) for name in "xyz"]

    assert evidence(sources, [f"x{i}" for i in range(4)]) == pytest.approx(4 * 2)
