"""Inputs that are like others."""

from __future__ import annotations

from pointmass.synthesis.nearby import recombined


def test_an_input_is_recombined_with_the_fields_of_another_and_with_its_own_lists_in_part():
    envs = [({"a": 1, "b": [1, 2]}, "x"), ({"a": 2, "b": [1, 2]}, "x")]

    assert recombined(envs, 4) == [
        ({"a": 2, "b": [1, 2]}, "x"),
        ({"a": 1, "b": [2, 1]}, "x"),
        ({"a": 1, "b": [2]}, "x"),
        ({"a": 1, "b": [1]}, "x"),
    ]
    assert len(recombined(envs, 100)) == 2 * 4
