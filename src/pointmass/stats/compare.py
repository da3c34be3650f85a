"""Did the distribution of answers change: variants compared input by input, by tests that pool no draws.

Two questions, two tests, both shown. *Does the average mix of answers move?* flips variants per input. *Does any input
behave differently?* permutes draws within each input, and exact tests per input name the ones that do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

from pointmass.errors import InputError
from pointmass.stats.agreement import pairwise_agreement
from pointmass.stats.interval import FEW_INPUTS, NAN
from pointmass.stats.multiple import benjamini_hochberg, holm
from pointmass.stats.paired import Paired, paired

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from pointmass.stats.exchange import Conversations, Unit
    from pointmass.stats.permutation import Permutations

    Draws = Sequence[Mapping[Hashable, int]]

_FEW_DRAWS = 5


@dataclass(frozen=True, slots=True)
class InputTest:
    """One input under two variants.

    Attributes:
        index: Which input, by its place in the sequences given.
        draws_a: Draws of variant A.
        draws_b: Draws of variant B.
        mode_a: The most frequent answer under A (the first one given among equals).
        mode_b: That under B.
        moved_share: The share of draws that would have to change, sum |p_A - p_B| / 2; biased up at few draws.
        p_value: Exact test of equal distributions (Freeman and Halton 1951), or by 10,000 permutations of large tables.
        p_adjusted: Benjamini and Hochberg's correction over all inputs of this pair.
    """

    index: int
    draws_a: int
    draws_b: int
    mode_a: Hashable
    mode_b: Hashable
    moved_share: float
    p_value: float
    p_adjusted: float

    @property
    def mode_moved(self) -> bool:
        """Whether the most frequent answer changed."""
        return self.mode_a != self.mode_b


@dataclass(frozen=True, slots=True)
class PairTest:
    """Two variants on the inputs that both answered.

    Attributes:
        a: Name of the first variant.
        b: Name of the second.
        inputs: One test per input.
        mix_distance: Squared distance of the average mixes of answers.
        p_mix: Does the average mix move? By flipping variants per input; speaks about inputs like these. Where numbers of
            draws differ, draws change places within inputs, too, and the larger p counts.
        p_mix_adjusted: Holm's correction over all pairs.
        p_any: Does any of these inputs behave differently? By permuting draws within inputs.
        p_any_adjusted: Holm's correction over all pairs.
        shift: Per input, half the squared distance of the two distributions, without bias (it may be below 0): how much
            rarer a draw of A equals one of B than two draws of the same variant agree. ``.interval(level)`` bounds it. Of
            conversations, per two of A beside two of B, over these inputs.
        resamples: Permutations behind ``p_any``.
        diag: When not to trust it, in words.
        unit: What is independent. Where it is whole ``conversations``, they change places in both tests, which then speak
            about these inputs; ``None`` where only one variant was drawn in conversations: then ``p_any`` is that of the
            surest input times their number (Bonferroni), and nothing is tested over inputs.
    """

    a: str
    b: str
    inputs: tuple[InputTest, ...] = field(repr=False)
    mix_distance: float
    p_mix: float
    p_mix_adjusted: float
    p_any: float
    p_any_adjusted: float
    shift: Paired
    resamples: int
    diag: str
    unit: Unit | None = "inputs"

    @property
    def n_inputs(self) -> int:
        """Inputs that both variants answered."""
        return len(self.inputs)

    def moved(self, level: float = 0.95) -> tuple[InputTest, ...]:
        """Return the inputs that behave differently, the surest first (at most 1 - level of such claims are false)."""
        found = [each for each in self.inputs if each.p_adjusted <= 1 - level + 1e-12]
        return tuple(sorted(found, key=lambda each: (each.p_adjusted, each.index)))

    def conclusion(self, level: float = 0.95) -> str:
        """Say in one sentence what was found, and about which inputs."""
        if not self.inputs:
            return f"{self.a} and {self.b} have no input in common."
        found, n = self.moved(level), self.n_inputs
        these = f"on these inputs, {len(found)} of {n} behave differently under {self.b} than under {self.a}"
        if not found:
            these = f"on these inputs, none of {n} is shown to behave differently under {self.b} than under {self.a}"
            if self.p_any_adjusted <= 1 - level:
                these += f", though together they do (p {_p(self.p_any_adjusted)})"
        if self.unit is None:
            return f"{these[0].upper()}{these[1:]}; nothing is tested over inputs."
        mix = "moves" if self.p_mix_adjusted <= 1 - level else "is not shown to move"
        of = "on inputs like these" if self.unit == "inputs" else "in conversations like these"
        like = f"{of}, the average mix of answers {mix} (p {_p(self.p_mix_adjusted)})"
        return f"{these[0].upper()}{these[1:]}; {like}."


def compare(
    variants: Mapping[str, Draws],
    *,
    conversations: Mapping[str, Conversations] | None = None,
    resamples: int = 10_000,
    seed: int = 0,
) -> tuple[PairTest, ...]:
    """Compare every two variants on the same inputs.

    Args:
        variants: For each variant its counts of outcomes per input; all in the same order of inputs, shape
            ``(n_inputs, outcomes)``. An input that one of them did not answer is left out of their comparison.
        conversations: Of each variant that was drawn in conversations, what each of them answered to each input, by its
            number: then inputs are not independent evidence.
        resamples: Permutations of each test; p-values below 1 / resamples do not occur.
        seed: Same seed, same p-values.

    Returns:
        One `PairTest` per pair, in the order of the mapping.

    Raises:
        InputError: Fewer than two variants, or they have different numbers of inputs.
    """
    sizes = {name: len(draws) for name, draws in variants.items()}
    if len(variants) < 2 or len(set(sizes.values())) > 1:  # noqa: PLR2004  # a comparison needs two
        raise InputError(f"compare: two or more variants on the same inputs are needed, got inputs {sizes}")
    from pointmass.stats.permutation import Permutations  # noqa: PLC0415  # needs numpy

    permutations = Permutations(resamples=resamples, seed=seed)
    linked = conversations or {}
    pairs = [
        _hanging_together(
            _pair((a, b), variants[a], variants[b], permutations=permutations, seed=seed), linked, seed=seed
        )
        for a, b in combinations(variants, 2)
    ]
    mix, any_ = holm([p.p_mix for p in pairs]), holm([p.p_any for p in pairs])
    return tuple(replace(p, p_mix_adjusted=m, p_any_adjusted=a) for p, m, a in zip(pairs, mix, any_, strict=True))


def _pair(names: tuple[str, str], draws_a: Draws, draws_b: Draws, *, permutations: Permutations, seed: int) -> PairTest:
    from pointmass.stats.exchange import RESAMPLES, chance, mix_distances, within_inputs  # noqa: PLC0415  # needs numpy
    from pointmass.stats.permutation import mix_test, within_test  # noqa: PLC0415  # needs numpy

    resamples = permutations.resamples
    used = [i for i, (x, y) in enumerate(zip(draws_a, draws_b, strict=True)) if sum(x.values()) and sum(y.values())]
    tables = [_table(draws_a[i], draws_b[i]) for i in used]
    used_a, used_b = [draws_a[i] for i in used], [draws_b[i] for i in used]
    distance, p_mix = mix_test(used_a, used_b, resamples=resamples, seed=seed)
    if any(sum(x) != sum(y) for x, y in tables):
        placed = within_inputs(used_a, used_b, resamples=min(resamples, RESAMPLES), seed=seed)
        p_mix = max(p_mix, chance(mix_distances(placed), distance))
    p_any, p_values = within_test(tables, permutations)
    adjusted = benjamini_hochberg(p_values)
    tests = tuple(
        _input_test(i, draws_a[i], draws_b[i], p, q) for i, p, q in zip(used, p_values, adjusted, strict=True)
    )
    shifts = [_shift(draws_a[i], draws_b[i]) for i in used]
    shift = paired([0.0] * len(shifts), shifts, resamples=1000, seed=seed)
    diag = _diag(len(draws_a), tests)
    return PairTest(*names, tests, distance, p_mix, p_mix, p_any, p_any, shift, resamples, diag)


def _hanging_together(found: PairTest, linked: Mapping[str, Conversations], *, seed: int) -> PairTest:
    """Test over conversations what was tested over inputs, where the inputs of a variant hang together."""
    if found.a not in linked and found.b not in linked:
        return found
    smallest = min((each.p_value for each in found.inputs), default=1.0)
    if found.a not in linked or found.b not in linked:
        nothing = paired([], [], unit="conversations")
        return replace(found, unit=None, p_any=min(1.0, smallest * found.n_inputs), p_mix=1.0, shift=nothing)
    from pointmass.stats import exchange  # noqa: PLC0415  # needs numpy

    rows_a, rows_b = ([linked[name][each.index] for each in found.inputs] for name in (found.a, found.b))
    placed = list(
        exchange.whole_conversations(rows_a, rows_b, resamples=min(found.resamples, exchange.RESAMPLES), seed=seed)
    )
    seen = [exchange.as_it_is(a, b) for a, b in zip(rows_a, rows_b, strict=True)]
    p_any, p_mix = (
        exchange.chance(of(placed), float(of(seen)[0])) for of in (exchange.squares_of_tables, exchange.mix_distances)
    )
    shifts = _shifts_of_conversations(rows_a, rows_b)
    shift = paired([0.0] * len(shifts), shifts, unit="conversations")
    return replace(found, unit="conversations", p_any=p_any, p_mix=p_mix, shift=shift)


def _shifts_of_conversations(rows_a: Conversations, rows_b: Conversations) -> list[float]:
    """Return for each two conversations of A beside two of B how much rarer they agree across than among themselves."""
    a_numbers, b_numbers = (sorted({number for row in rows for number in row}) for rows in (rows_a, rows_b))
    found = []
    for k in range(0, min(len(a_numbers), len(b_numbers)) - 1, 2):
        (a, c), (b, d) = a_numbers[k : k + 2], b_numbers[k : k + 2]
        said = [(x.get(a), x.get(c), y.get(b), y.get(d)) for x, y in zip(rows_a, rows_b, strict=True)]
        each = [((p == q) + (r == s) - (p == r) - (q == s)) / 2 for p, q, r, s in said if None not in (p, q, r, s)]
        found += [math.fsum(each) / len(each)] if each else []
    return found


def _table(x: Mapping[Hashable, int], y: Mapping[Hashable, int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    labels = [label for label in {**x, **y} if x.get(label, 0) or y.get(label, 0)]
    return tuple(x.get(label, 0) for label in labels), tuple(y.get(label, 0) for label in labels)


def _input_test(index: int, x: Mapping[Hashable, int], y: Mapping[Hashable, int], p: float, q: float) -> InputTest:
    n_x, n_y = sum(x.values()), sum(y.values())
    moved = math.fsum(abs(x.get(label, 0) / n_x - y.get(label, 0) / n_y) for label in {**x, **y}) / 2
    return InputTest(index, n_x, n_y, max(x, key=x.__getitem__), max(y, key=y.__getitem__), moved, p, q)


def _shift(x: Mapping[Hashable, int], y: Mapping[Hashable, int]) -> float:
    across = sum(c * y.get(label, 0) for label, c in x.items()) / (sum(x.values()) * sum(y.values()))
    own_x, own_y = pairwise_agreement(list(x.values())), pairwise_agreement(list(y.values()))
    return NAN if math.isnan(own_x) or math.isnan(own_y) else (own_x + own_y) / 2 - across


def _diag(n_all: int, tests: Sequence[InputTest]) -> str:
    notes = []
    if len(tests) < n_all:
        notes.append(f"{n_all - len(tests)} of {n_all} inputs lack one of the variants and are left out")
    if len(tests) < FEW_INPUTS:
        notes.append(f"only {len(tests)} inputs: take no test for a statement about inputs like these")
    if len({(each.draws_a, each.draws_b) for each in tests}) > 1 or any(t.draws_a != t.draws_b for t in tests):
        notes.append("unequal numbers of draws: the tests allow for it, and shares of few draws vary more")
    if any(min(each.draws_a, each.draws_b) < _FEW_DRAWS for each in tests):
        notes.append(f"fewer than {_FEW_DRAWS} draws on some inputs: a single input can hardly be shown to differ")
    return "; ".join(notes)


def _p(value: float) -> str:
    return f"{value:.2g}" if value >= 0.001 else "< .001"  # noqa: PLR2004  # as journals print it
