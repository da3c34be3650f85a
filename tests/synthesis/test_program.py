from __future__ import annotations

from pointmass.synthesis.program import Literal


def test_constants_that_hold_a_list_can_be_told_apart_in_a_table():
    table = {Literal(["a"]): 1, Literal(["b"]): 2, Literal({"a": [1]}): 3, Literal("a"): 4}

    assert [table[Literal(["b"])], table[Literal({"a": [1]})], table[Literal("a")]] == [2, 3, 4]
