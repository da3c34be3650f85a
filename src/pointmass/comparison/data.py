"""The data of a comparison: what was tested and measured of every contrast and input. It loads neither pandas nor HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pointmass import stats
from pointmass.comparison.effects import Effect
from pointmass.facts import Notice, joined, void
from pointmass.sample.data import label as written

Moved: TypeAlias = Literal["moved", "not shown to move", "could not find out"]
"""What a comparison of two variants found."""

_TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Change:
    """One input under two variants.

    Attributes:
        input: The input, as it was given.
        label: The input as text.
        before: Counts of the outcomes (``Draw.key``) under A, most frequent first.
        after: Those under B.
        moved_share: The share of draws that would have to change, a fraction in [0, 1]; biased up at few draws.
        p_value: Exact test of equal distributions.
        p_adjusted: Benjamini and Hochberg's correction over all inputs of the contrast.
    """

    input: Any
    label: str
    before: Mapping[str, int]
    after: Mapping[str, int]
    moved_share: float
    p_value: float
    p_adjusted: float

    @property
    def mode_before(self) -> str:
        """The most frequent answer under A, as text; of equals, the first in text order."""
        return written(next(iter(self.before)))

    @property
    def mode_after(self) -> str:
        """The most frequent answer under B, as text."""
        return written(next(iter(self.after)))

    @property
    def mode_moved(self) -> bool:
        """Whether the most frequent answers have none in common: a tie that still includes the other's mode has not moved."""
        return not _leaders(self.before) & _leaders(self.after)

    def moved(self, level: float = 0.95) -> bool:
        """Whether this input is shown to behave differently."""
        return self.p_adjusted <= 1 - level + _TINY


@dataclass(frozen=True, slots=True)
class Contrast:
    """One variant compared with another.

    Attributes:
        variant: The variant.
        against: What it is compared with.
        test: The two tests of the distributions (`pointmass.stats.compare`).
        effects: What was measured of both: right answers, score, agreement, dollars, seconds, tokens, where known.
        changes: Every input that both answered.
        notices: Reasons to doubt it, as facts; those that leave nothing of it come first.
        unmeasured: Why each question without a figure has none: not recorded, nothing to measure, not applicable.
        looks: How many looks share the error, where a result chose at which of them drawing ended.
    """

    variant: str
    against: str
    test: stats.PairTest = field(repr=False)
    effects: tuple[Effect, ...] = field(repr=False)
    changes: tuple[Change, ...] = field(repr=False)
    notices: tuple[Notice, ...] = field(default=(), repr=False)
    unmeasured: Mapping[str, str] = field(default_factory=dict, repr=False)
    looks: int = 1

    @property
    def diag(self) -> str:
        """When not to trust it, in words; empty when there is no reason for doubt."""
        return joined(self.notices)

    @property
    def void(self) -> tuple[Notice, ...]:
        """Why nothing was found out, where that is so: a cache answered, or both are the same draws."""
        return void(self.notices)

    def verdict(self, level: float = 0.95) -> Moved:
        """Say whether anything is shown to have moved; a comparison without draws of its own finds nothing out."""
        if self.void or not self.changes:
            return "could not find out"
        return "moved" if self.p_value <= 1 - level + _TINY else "not shown to move"

    def moved(self, level: float = 0.95) -> tuple[Change, ...]:
        """Return the inputs that behave differently, the surest first."""
        found = [change for change in self.changes if change.moved(level)]
        return tuple(sorted(found, key=lambda change: (change.p_adjusted, -change.moved_share)))

    @property
    def p_value(self) -> float:
        """That nothing at all changed: Holm's correction over the surest input, all inputs together, and the mix.

        The surest input is corrected for their number: by Simes where they are independent, by Bonferroni where one
        conversation answers them all.
        """
        if self.test.unit == "inputs":
            surest = min((change.p_adjusted for change in self.changes), default=1.0)
        else:
            smallest = min((change.p_value for change in self.changes), default=1.0)
            surest = min(1.0, smallest * len(self.changes))
        return min(stats.holm([surest, self.test.p_any_adjusted, self.test.p_mix_adjusted]))

    def shift_bound(self, level: float = 0.95) -> float:
        """Bound from above, on inputs like these, how much rarer A equals B than two draws of the same variant agree.

        Exact over inputs where none shows a shift (then it bounds the share of inputs that do), by betting otherwise. Of
        conversations it is the same over two of each variant at a time, and speaks about these inputs.

        Args:
            level: One-sided confidence, a fraction in (0, 1).

        Returns:
            A fraction in [0, 1]; 1 where nothing is known.
        """
        shifts, level = self.test.shift.differences, 1 - (1 - level) / self.looks
        if not shifts:
            return 1.0
        if not any(shifts):
            return stats.upper_bound(0, len(shifts), level)
        return 1 - 2 * stats.betting_lower_bound([(1 - shift) / 2 for shift in shifts], level)

    def effect(self, name: str) -> Effect | None:
        """Return what was measured under a name (``right``, ``agreement``, …), or ``None``."""
        return next((effect for effect in self.effects if effect.question.name == name), None)


@dataclass(frozen=True, slots=True)
class ComparisonData:
    """Variants compared with one of them, input by input.

    Attributes:
        name: The name of the spec.
        prompts: The prompt of each variant.
        contrasts: One for each variant but the one that the others are compared with.
        level: Confidence of claims and intervals.
        resamples: Permutations of each test.
        seed: Seed of the permutations.
        notes: What holds for the comparison as a whole, in sentences.
        behaviours: The models that answered each variant, as they named themselves, in words.
        surfaces: What each variant changes in the spec, as a unified diff; those that change nothing are left out.
    """

    name: str
    prompts: Mapping[str, str]
    contrasts: tuple[Contrast, ...]
    level: float
    resamples: int
    seed: int
    notes: tuple[str, ...] = ()
    behaviours: Mapping[str, str] = field(default_factory=dict)
    surfaces: Mapping[str, str] = field(default_factory=dict)

    @property
    def whose(self) -> str:
        """Whose behaviour is compared, in words: once where it is the same, else by variant."""
        said = list(dict.fromkeys(self.behaviours.values()))
        return said[0] if len(said) == 1 else "; ".join(f"{name}: {who}" for name, who in self.behaviours.items())


def _leaders(counts: Mapping[str, int]) -> set[str]:
    most = max(counts.values())
    return {key for key, n in counts.items() if n == most}
