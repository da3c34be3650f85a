"""Kappa, alpha and simultaneous shares: published tables."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from pointmass.errors import InputError
from pointmass.stats import agreement, fleiss_kappa, krippendorff_alpha, simultaneous_intervals


def coded(*coders: str) -> list[Counter]:
    return [Counter(c for c in column if c != "*") for column in zip(*(row.split() for row in coders), strict=True)]


def test_fleiss_kappa_gives_the_value_of_the_encyclopedia():
    # Wikipedia "Fleiss' kappa", statsmodels test_inter_rater.py:117: .210
    table = [
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]

    assert round(fleiss_kappa(table), 4) == 0.2099


def test_krippendorffs_alpha_gives_the_published_values():
    # Wikipedia "Krippendorff's alpha", 3 x 15; the 4 x 12 example of the krippendorff package
    first = coded(
        "* * * * * 3 4 1 2 1 1 3 3 * 3",
        "1 * 2 1 3 3 4 3 * * * * * * *",
        "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
    )
    second = coded(
        "1 2 3 3 2 1 4 1 2 * * *",
        "1 2 3 3 2 2 4 1 2 5 * 3",
        "* 3 3 3 2 3 4 2 2 5 1 *",
        "1 2 3 3 2 4 4 1 2 5 1 *",
    )

    assert round(krippendorff_alpha(first), 6) == 0.691358
    assert round(krippendorff_alpha(second), 6) == 0.743421


def test_kappa_punishes_stability():
    inputs = [Counter(A=10)] * 19 + [Counter(A=9, B=1)]

    assert round(fleiss_kappa(inputs), 3) == -0.005
    assert agreement(inputs).value == pytest.approx(0.99)


def test_one_label_alone_has_no_chance_to_correct_for():
    assert math.isnan(fleiss_kappa([[3], [3]]))
    assert math.isnan(krippendorff_alpha([[3], [3]]))


def test_unequal_draws_are_refused_by_kappa():
    with pytest.raises(InputError, match="got"):
        fleiss_kappa([[3], [2]])


def test_goodmans_intervals_give_the_values_of_statsmodels():
    # statsmodels: multinomial_proportions_confint of [30, 15, 5] with method 'goodman'
    bounds = [tuple(round(bound, 4) for bound in each) for each in simultaneous_intervals([30, 15, 5])]

    assert bounds == [(0.4323, 0.7472), (0.1722, 0.4690), (0.0365, 0.2458)]


@pytest.mark.parametrize(
    ("counts", "bounds"),
    [
        ([30, 15, 5], [(0.48, 0.746865), (0.18, 0.446865), (0.0, 0.246865)]),
        ([10, 0, 5], [(0.466667, 0.899233), (0.0, 0.232567), (0.133333, 0.5659)]),
        # Sison and Glaz 1995, table 3: 467 draws of seven answers; the first and the sixth
        ([56, 72, 73, 59, 62, 87, 58], [(0.079229, 0.164356), None, None, None, None, (0.14561, 0.230737), None]),
    ],
)
def test_the_intervals_of_sison_and_glaz_are_those_of_statsmodels(counts, bounds):
    # statsmodels 0.15.0: multinomial_proportions_confint(counts, method='sison-glaz')
    found = simultaneous_intervals(counts, method="sison-glaz")

    for interval, expected in zip(found, bounds, strict=True):
        assert expected is None or tuple(interval) == pytest.approx(expected, abs=1e-6)


def test_sison_and_glaz_give_every_answer_the_same_width_where_no_bound_is_cut_off():
    widths = [interval.width for interval in simultaneous_intervals([30, 25, 28, 26], method="sison-glaz")]

    assert widths == pytest.approx([widths[0]] * 4)


def test_an_unknown_method_for_shares_is_refused():
    with pytest.raises(InputError, match="no method is called 'wald'"):
        simultaneous_intervals([1, 2], method="wald")


def test_shares_of_nothing_are_refused():
    with pytest.raises(InputError, match="got"):
        simultaneous_intervals([0, 0])
