"""Which pieces of the inputs are found, and which is taken where several fit."""

from __future__ import annotations

import pytest

from pointmass.synthesis import synthesize
from pointmass.synthesis.program import Concat, Literal, Var


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        # What stands in the second pair of brackets.
        (
            [("a (p q) to b (r s)", "r s"), ("cc (p) to dd (x)", "x"), ("e (1) f (2 3) (4)", "2 3")],
            "g (h) i (j k)",
            "j k",
        ),
        # Every other character.
        ([("james", "jms"), ("charles", "cals"), ("thomas", "toa")], "edith", "eih"),
        # From the third word on.
        (
            [("1 ab Cy Dee", "1 Cy Dee"), ("2 ab Eva Fox Gil", "2 Eva Fox Gil"), ("3 cd Hal", "3 Hal")],
            "4 xx Ivy Jones",
            "4 Ivy Jones",
        ),
        # The first two parts, however many follow.
        (
            [("yew.xbc.abuh.", "yew.xbc"), ("xim.nql.ec.", "xim.nql"), ("stg.sme.x.", "stg.sme")],
            "oku.hjc.u.l.",
            "oku.hjc",
        ),
        # The last two words, whatever stands before them.
        (
            [
                ("15 Mill Ln, Wareham BH20 4RB", "BH20 4RB"),
                ("High St, Ely HP20 1RB", "HP20 1RB"),
                ("9 Ox Rd, Bo EH11 3YT", "EH11 3YT"),
            ],
            "18 Round Hills, Waltham Abbey EN9 1TP",
            "EN9 1TP",
        ),
        # A year, wherever it stands.
        ([("2001--11--6", "2001"), ("1846--1--31", "1846"), ("1712--11--2", "1712")], "6.30.2220", "2220"),
    ],
)
def test_tokens_and_parts_are_taken_in_the_plainest_way(examples, given, wanted):
    assert synthesize(examples)[0](given) == wanted


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        ([("abc4x", "ABC4x"), ("de88yz9", "DE88yz9"), ("f1q", "F1q")], "gh12i34", "GH12i34"),
        ([("ABcDE", "cDE"), ("QxYZa", "xYZa"), ("RSTuVw", "uVw")], "aBC", "aBC"),
    ],
)
def test_a_text_may_turn_where_a_kind_of_character_comes_first(examples, given, wanted):
    assert synthesize(examples)[0](given) == wanted


def test_a_text_that_is_taken_whole_has_no_step_of_its_own():
    found = synthesize([("ann", "ann!"), ("bob", "bob!"), ("cy", "cy!")])[0]

    assert found.program == Concat((Var(0), Literal("!")))
