"""One search for choices: what is told apart, whatever the inputs are."""

from __future__ import annotations

import random

import pytest

from pointmass.synthesis import synthesize
from pointmass.synthesis.choices import ChoiceSearch, Explanation, bits_of, places_of, truths
from pointmass.synthesis.conditions import conditions
from pointmass.synthesis.program import Literal, Var
from pointmass.synthesis.term import Term

NUMBERS = random.Random(2).sample(range(1000), 60)  # noqa: S311 - no secret


def label(number):
    return "low" if number < 300 else "high"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (lambda n: n, label),
        (lambda n: f"code {n}", label),
        (lambda n: {"size": n, "name": f"n{n % 7}"}, label),
        (lambda n: [n, n % 7], label),
        (lambda n: n, lambda n: n * 2 if n >= 300 else n + 1),
        (lambda n: None if n % 4 == 0 else f"{n} kg", lambda n: "none" if n % 4 == 0 else str(n)),
        (lambda n: f"{n} kg" if n % 4 else "-", lambda n: f"{n}" if n % 4 else None),
    ],
    ids=["numbers", "texts", "records", "several", "formulas", "missing inputs", "missing outputs"],
)
def test_inputs_of_every_type_are_told_apart(given, wanted):
    best = synthesize([(given(n), wanted(n)) for n in NUMBERS[:40]], budget=6)[0]

    assert best.kind == "program"
    assert not best.missed
    assert [best(given(n)) for n in NUMBERS[40:] if abs(n - 300) > 30] == [
        wanted(n) for n in NUMBERS[40:] if abs(n - 300) > 30
    ]


def test_exceptions_that_share_an_answer_of_their_own_are_no_exceptions():
    odd = set(random.Random(3).sample(range(60), 6))  # noqa: S311 - no secret

    found = synthesize([(n, "void" if i in odd else label(n)) for i, n in enumerate(NUMBERS)])

    assert [c.kind for c in found] == ["table"]


def test_slips_among_the_answers_of_a_rule_are_exceptions():
    examples = [(n, "high" if i in (8, 30) else label(n)) for i, n in enumerate(NUMBERS)]

    best = synthesize(examples)[0]

    assert {NUMBERS[i] for i in best.missed} <= {NUMBERS[8], NUMBERS[30]}
    assert [best(n) for n in (20, 900)] == ["low", "high"]


def test_of_the_conditions_between_the_same_programs_the_cheapest_is_taken():
    parts = [Explanation(Literal("a"), 1.0, 0b0011), Explanation(Literal("b"), 1.0, 0b1100)]
    asked = [Term(Var(0), 2.0, (True, True, False, False)), Term(Var(1), 1.0, (True, True, False, False))]

    (found,) = ChoiceSearch(parts, asked, 4).found(1)

    assert found.node.cases[0].test == Var(1)
    assert [found.node.cases[0].support, found.node.default_support] == [2, 2]


def test_what_is_left_out_is_paid_for():
    parts = [Explanation(Literal("a"), 1.0, 0b0011), Explanation(Literal("b"), 1.0, 0b1000)]
    asked = [Term(Var(0), 1.0, (True, True, False, False))]

    exact, loose = (ChoiceSearch(parts, asked, 4, 1, [9.0] * 4, most).found(1) for most in (0, 1))

    assert not exact
    assert loose[0].cost > 9


def test_two_conditions_are_joined_only_where_the_examples_say_enough():
    numbers = list(range(-10, 30))
    asked = conditions([Term(Var(0), 0.0, tuple(numbers))])

    assert truths(asked, [5 <= n < 12 for n in numbers])
    assert not truths(asked, [n in (5, 11, 23) for n in numbers])


def test_bits_and_places_are_each_other_s_opposite():
    assert places_of(bits_of([True, False, True])) == [0, 2]
