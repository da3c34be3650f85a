from __future__ import annotations

import pytest
from scipy.stats import beta

from pointmass.rounded import at_least, at_most
from pointmass.stabilize.further import further_inputs


def proves(agreed, answered, agreement):
    """Clopper and Pearson 1934, one-sided, by scipy."""
    return (beta.ppf(0.05, agreed, answered - agreed + 1) if agreed else 0.0) >= agreement


@pytest.mark.parametrize(("there", "agreement"), [(8, 0.75), (20, 0.9), (30, 0.95)])
def test_without_failures_and_refusals_the_number_is_exact(there, agreement):
    more = further_inputs(there, there, there, agreement=agreement, level=0.95)

    assert proves(there + more, there + more, agreement)
    assert more == 1 or not proves(there + more - 1, there + more - 1, agreement)


def test_what_is_handed_back_and_what_fails_takes_more():
    clean = further_inputs(40, 40, 40, agreement=0.95, level=0.95)
    guarded = further_inputs(80, 40, 40, agreement=0.95, level=0.95)
    failing = further_inputs(40, 40, 39, agreement=0.95, level=0.95)

    assert clean == 19
    assert guarded > 2 * clean
    assert failing > guarded


def test_failures_as_often_as_allowed_have_no_number():
    assert further_inputs(40, 40, 36, agreement=0.9, level=0.95) == 0
    assert further_inputs(40, 0, 0, agreement=0.9, level=0.95) == 0


@pytest.mark.parametrize(
    ("bound", "least", "most"), [(0.8985, "89%", "90%"), (1.0, "100%", "100%"), (0.29, "29%", "29%")]
)
def test_bounds_are_rounded_so_that_they_claim_no_more(bound, least, most):
    assert (at_least(bound), at_most(bound)) == (least, most)
