"""Statistics of draws, with the input as the unit: pure functions whose small results can be asked."""

from pointmass.stats.agreement import Agreement, agreement, pairwise_agreement
from pointmass.stats.interval import LIKE_THESE, THESE, Interval
from pointmass.stats.rate import Rate, exact, inputs_needed, lower_bound, rate, upper_bound, wilson

__all__ = [
    "LIKE_THESE",
    "THESE",
    "Agreement",
    "Interval",
    "Rate",
    "agreement",
    "exact",
    "inputs_needed",
    "lower_bound",
    "pairwise_agreement",
    "rate",
    "upper_bound",
    "wilson",
]
