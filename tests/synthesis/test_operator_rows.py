from __future__ import annotations

from decimal import Decimal

import pytest

from pointmass.synthesis.operator_rows import Row, Value, listed, outcomes, steps
from pointmass.synthesis.operators import arithmetic, lists, numbers, pieces, records, tests, text
from pointmass.synthesis.operators.moment_styles import CLOCKS, DATE_FIELDS, DATE_STYLES
from pointmass.synthesis.program import Operator, Var, inline

HALVES = (Decimal(1), Decimal("2.5"), Decimal(-3))


class Outputs:
    """Outputs that hold every number, or none."""

    def __init__(self, *, hold=True):
        self.fits = lambda place, value: hold


def halved(value):
    raise AssertionError("a row whose hint says no is never run")


def test_a_row_whose_hint_says_no_is_never_run():
    row = Row(Operator(halved), 1.0, when=lambda value, style: False)

    assert list(steps(Value(Var(0), 0.0, HALVES), (row,), Outputs())) == []


def test_a_step_costs_its_row_and_its_constant():
    row = Row(numbers.TIMES, 3.0, listed(0.5, 10, 100))
    made = list(steps(Value(Var(0), 1.0, HALVES), (row,), Outputs()))

    assert [(m.cost, m.values[1]) for m in made] == [(4.0, Decimal("25.0")), (4.5, Decimal("250.0"))]


def test_a_number_that_no_output_holds_is_given_up():
    row = Row(numbers.TIMES, 3.0, listed(0.5, 10, 100))

    assert list(steps(Value(Var(0), 1.0, HALVES), (row,), Outputs(hold=False))) == []


def test_what_follows_a_step_is_tried_on_every_outcome_of_it():
    double = Row(numbers.PLUS, 1.0, ((0.0, 1),))
    row = Row(numbers.TIMES, 3.0, ((0.0, 2),), then=(double,))
    made = list(steps(Value(Var(0), 0.0, (Decimal(3),)), (row,), Outputs()))

    assert [m.values for m in made] == [(Decimal(6),), (Decimal(7),)]


def test_a_step_that_is_undefined_on_one_example_is_none():
    assert outcomes(lambda one, other: one / other, [(1, 2), (1, 0)]) is None


@pytest.mark.parametrize("module", [arithmetic, lists, numbers, pieces, records, tests, text])
def test_an_operator_with_a_form_takes_what_its_form_names(module):
    for operator in vars(module).values():
        if isinstance(operator, Operator) and operator.form:
            operator.form.format(*"abcdef")
            operator.words.format(*"abcdef")


def test_an_inline_operator_computes_what_it_is_written_as():
    power = inline("math.floor({0}) ** {1}", "{0} to the power of {1}", ("import math",))

    assert power.function(3.7, 2) == 9
    assert not power.primary
    assert inline("len({0})").primary


def test_every_style_of_dates_and_clocks_says_so_in_words():
    for row in (*DATE_STYLES, *DATE_FIELDS, *CLOCKS):
        assert "%" not in row.operator.words
