"""Statistics of draws, with the input as the unit: pure functions whose small results can be asked."""

from pointmass.stats.agreement import Agreement, agreement, pairwise_agreement
from pointmass.stats.anytime import Mode, confidence_sequence, draws_until_mode, draws_until_width, mode, mode_e_value
from pointmass.stats.betting import betting_capital, betting_interval, betting_lower_bound
from pointmass.stats.chance import fleiss_kappa, krippendorff_alpha
from pointmass.stats.compare import InputTest, PairTest, compare
from pointmass.stats.entropy import Entropy, entropy
from pointmass.stats.equivalence import Equivalence, Tost, equivalence, tost
from pointmass.stats.extended import extended_inputs_needed, extended_lower_bound
from pointmass.stats.interval import ASSUMES, LIKE_THESE, THESE, Interval
from pointmass.stats.multiple import WINNERS_CURSE, MaxT, benjamini_hochberg, holm, max_t
from pointmass.stats.paired import Paired, paired
from pointmass.stats.planning import (
    Plan,
    VarianceComponents,
    detectable_difference,
    draws_per_input,
    inputs_for_difference,
    inputs_for_share,
    inputs_for_two_shares,
    variance_components,
)
from pointmass.stats.rate import Rate, exact, inputs_needed, jeffreys, lower_bound, rate, upper_bound, wilson
from pointmass.stats.running import Running, running
from pointmass.stats.shares import simultaneous_intervals
from pointmass.stats.slips import Slips, slips
from pointmass.stats.sprt import Sprt, sprt
from pointmass.stats.square import Homogeneity, PairedBinary, homogeneity
from pointmass.stats.unseen import (
    HoldOut,
    Unseen,
    chance_to_see_all,
    draws_to_see,
    draws_until_quiet,
    hold_out,
    quiet_draws,
    unseen,
)

__all__ = [
    "ASSUMES",
    "LIKE_THESE",
    "THESE",
    "WINNERS_CURSE",
    "Agreement",
    "Entropy",
    "Equivalence",
    "HoldOut",
    "Homogeneity",
    "InputTest",
    "Interval",
    "MaxT",
    "Mode",
    "PairTest",
    "Paired",
    "PairedBinary",
    "Plan",
    "Rate",
    "Running",
    "Slips",
    "Sprt",
    "Tost",
    "Unseen",
    "VarianceComponents",
    "agreement",
    "benjamini_hochberg",
    "betting_capital",
    "betting_interval",
    "betting_lower_bound",
    "chance_to_see_all",
    "compare",
    "confidence_sequence",
    "detectable_difference",
    "draws_per_input",
    "draws_to_see",
    "draws_until_mode",
    "draws_until_quiet",
    "draws_until_width",
    "entropy",
    "equivalence",
    "exact",
    "extended_inputs_needed",
    "extended_lower_bound",
    "fleiss_kappa",
    "hold_out",
    "holm",
    "homogeneity",
    "inputs_for_difference",
    "inputs_for_share",
    "inputs_for_two_shares",
    "inputs_needed",
    "jeffreys",
    "krippendorff_alpha",
    "lower_bound",
    "max_t",
    "mode",
    "mode_e_value",
    "paired",
    "pairwise_agreement",
    "quiet_draws",
    "rate",
    "running",
    "simultaneous_intervals",
    "slips",
    "sprt",
    "tost",
    "unseen",
    "upper_bound",
    "variance_components",
    "wilson",
]
