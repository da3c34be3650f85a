"""The search for sequences of pieces and constants."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.synthesis import synthesize
from pointmass.synthesis.operators import text
from pointmass.synthesis.program import Apply, Concat, Literal, Var, attempt
from pointmass.synthesis.strings.concatenate import concatenations, price
from pointmass.synthesis.strings.pool import Pool


def never() -> bool:
    return False


def pool_of(outputs, inputs):
    pool = Pool(tuple(outputs), tuple(inputs))
    for node, cost in ((Var(0), 1.0), (Apply(text.UPPER, (Var(0),)), 2.5)):
        pool.offer(tuple(attempt(node, (i,)) for i in inputs), cost, node)
    return pool


@given(
    st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=4),
    st.text("xyz-: ", max_size=4),
    st.text("xyz-: ", max_size=4),
)
def test_every_program_found_spells_every_output_and_costs_no_less_than_the_one_before(inputs, before, after):
    outputs = [before + i + after for i in inputs]
    found = concatenations(pool_of(outputs, inputs), never, limit=8)

    assert found
    assert [s.cost for s in found] == sorted(s.cost for s in found)
    assert all(attempt(s.node, (i,)) == o for s in found for i, o in zip(inputs, outputs, strict=True))


def test_what_looks_at_no_input_is_no_program():
    found = concatenations(pool_of(["a", "a"], ["a", "a"]), never, limit=8)

    assert found
    assert not any(isinstance(s.node, Literal) for s in found)


def test_a_long_constant_is_found_beside_a_piece():
    start = "https://proseware.example/en/foo-a4/"
    (best, *_) = concatenations(pool_of([start + "q", start + "r"], ["q", "r"]), never, limit=4)

    assert best.node == Concat((Literal(start), Var(0)))


def test_letters_that_the_inputs_hold_cost_more_than_letters_that_they_cannot_give():
    pool = Pool(("x USA", "y USA"), ("x in USA", "y in USA"))

    assert price("USA", pool) > price("UVA", pool)


def test_a_word_is_said_at_once_and_not_letter_by_letter_from_other_words():
    learned = synthesize(
        [
            (["University of Pennsylvania", "Philadelphia, PA, USA"], "Philadelphia, PA, USA"),
            (["UCLA", "Los Angeles, CA"], "Los Angeles, CA, USA"),
            (["Cornell University", "Ithaca, New York, USA"], "Ithaca, New York, USA"),
        ]
    )[0]

    assert learned(["Rice", "Houston, TX"]) == "Houston, TX, USA"


@pytest.mark.parametrize(
    ("examples", "other", "wanted"),
    [
        # What follows on a piece in the output is counted as it is: the last two words, not the second and the last.
        (
            [("7 Oslo Ann Lee", "A Lee"), ("8 Rome Bob Kay", "B Kay"), ("9 Bern Cy Fox", "C Fox")],
            "5 New York Di Orr",
            "D Orr",
        ),
        # A separator is said, and not carried along with the piece before it.
        (
            [
                ("Lima, Peru: 9.7 m", "Lima, 9.7"),
                ("Cairo, Egypt: 12.9 m", "Cairo, 12.9"),
                ("Bern, Switzerland: 0.1 m", "Bern, 0.1"),
            ],
            "New York, USA: 8.8 m",
            "New York, 8.8",
        ),
    ],
)
def test_pieces_are_taken_as_they_stand_beside_each_other(examples, other, wanted):
    assert synthesize(examples)[0](other) == wanted
