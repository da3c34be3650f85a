from __future__ import annotations

from fractions import Fraction

from pointmass.synthesis.numeric.lines import factors, sloped, through_all

HALF = Fraction(1, 200)


def test_a_line_through_three_points_is_exact():
    assert through_all([1, 2, 5], [3.5, 5.5, 11.5]) == (2, Fraction(3, 2))


def test_two_points_bear_out_a_factor_but_no_line():
    assert through_all([2, 5], [6, 15]) == (3, 0)
    assert through_all([2, 5], [7, 16]) is None


def test_points_on_no_line_have_none():
    assert through_all([1, 2, 3], [1, 4, 9]) is None


def test_factors_give_every_output_up_to_half_of_its_last_place():
    low, high = factors([10.0, 9.99, 25.5], [11.9, 11.89, 30.35], [HALF] * 3)

    assert low <= Fraction("1.19") <= high


def test_a_factor_that_only_imitates_rounding_is_none():
    assert factors([10.004, 9.996, 25.5], [10.0, 10.0, 25.5], [HALF] * 3) is None


def test_a_rounded_line_needs_five_points():
    values = [3, 7, 11, 19, 23, 31]
    outputs = [round(4.99 + 0.35 * v, 1) for v in values]
    half = Fraction(1, 20)

    assert list(sloped(values[:4], outputs[:4], half)) == []
    assert all(abs(f * v + a - Fraction(str(o))) <= half for f, a in sloped(values, outputs, half) for v, o in zip(values, outputs, strict=True))  # fmt: skip
