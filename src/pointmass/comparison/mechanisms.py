"""What each surface of a spec is for, and whether it did that here: the mechanisms that shape a distribution, measured."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pointmass import stats
from pointmass.comparison.align import Pairing
from pointmass.comparison.data import Contrast
from pointmass.digest import canonical
from pointmass.sample.data import is_value, values_of

Counts: TypeAlias = Counter[str]


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One way to shape a distribution.

    Attributes:
        name: What it is called.
        claim: What it is said to do.
        measures: The measures that would show it, the most telling first.
    """

    name: str
    claim: str
    measures: tuple[str, ...]


MECHANISMS: Mapping[str, Mechanism] = {
    "prompt": Mechanism("system prompt", "narrows toward intended behaviour", ("narrowing", "mass moved", "support")),
    "examples": Mechanism(
        "few-shot examples", "shift mass toward demonstrated patterns", ("demonstrated", "mass moved", "narrowing")
    ),
    "tools": Mechanism("tool definitions", "bias toward valid actions, truncate support", ("support", "mass moved")),
    "returns": Mechanism("output schema", "constrains structure and content", ("values", "support", "mass moved")),
    "history": Mechanism("conversation history", "reshapes as context accumulates", ("mass moved", "narrowing")),
    "model": Mechanism("temperature / model", "flattens or sharpens", ("narrowing", "support", "mass moved")),
    "effort": Mechanism("temperature / model", "flattens or sharpens", ("narrowing", "support", "mass moved")),
    "options": Mechanism("temperature / model", "flattens or sharpens", ("narrowing", "support", "mass moved")),
}
"""The mechanisms by surface. Today's service has no temperature: model, effort and options are used instead."""

_WORDS: Mapping[str, tuple[str, str]] = {
    "narrowing": ("sharpens", "flattens"),
    "demonstrated": ("gives demonstrated answers more often", "gives demonstrated answers less often"),
    "mass moved": ("moves mass", "moves mass"),
    "support": ("gives more different answers", "gives fewer different answers"),
    "values": ("fits the type more often", "fits the type less often"),
}


@dataclass(frozen=True, slots=True)
class Observed:
    """One measure of one variant against the spec as it is, with the input as the unit.

    Attributes:
        variant: The variant.
        surface: What it changes.
        measure: ``narrowing`` (that two draws agree), ``support`` (different answers among as many draws of either),
            ``values`` (draws that fit the type), ``demonstrated`` (draws that give an answer of the examples), all before and
            after; or ``mass moved`` (how much rarer a draw of one equals one of the other than draws of the same do).
        before: Mean over inputs of the spec as it is; ``nan`` for ``mass moved``.
        after: Mean over inputs of the variant.
        paired: After minus before per input.
        p_value: Of the difference: sign flips over inputs; for ``mass moved`` that of any change at all.
    """

    variant: str
    surface: str
    measure: str
    before: float
    after: float
    paired: stats.Paired
    p_value: float

    def words(self, p_adjusted: float, level: float) -> str:
        """Say in words what was found; empty where nothing is shown."""
        if p_adjusted > 1 - level or self.paired.value == 0:
            return ""
        return _WORDS[self.measure][0 if self.paired.value > 0 else 1]


def observed(pairing: Pairing, contrast: Contrast, surface: str) -> list[Observed]:
    """Measure what the mechanism of a surface is said to do, on the inputs that both samples answered."""
    found = []
    for measure in MECHANISMS[surface].measures:
        if measure == "mass moved":
            shift = contrast.test.shift
            found.append(Observed(pairing.b, surface, measure, math.nan, shift.value, shift, contrast.p_value))
            continue
        of = _measure(measure, pairing)
        if of is None:
            continue
        pairs = [of(a, b) for a, b in zip(pairing.before, pairing.after, strict=True)]
        before, after = [a for a, _ in pairs], [b for _, b in pairs]
        difference = stats.paired(before, after)
        found.append(Observed(pairing.b, surface, measure, _mean(before), _mean(after), difference, difference.p_value))
    return found


def _measure(name: str, pairing: Pairing) -> Callable[[Counts, Counts], tuple[float, float]] | None:
    """Return what measures an input under both variants; ``None`` where there is nothing to measure."""
    if name == "narrowing":
        return lambda a, b: (stats.pairwise_agreement(values_of(a)), stats.pairwise_agreement(values_of(b)))
    if name == "support":
        return lambda a, b: (_answers(a, min(a.total(), b.total())), _answers(b, min(a.total(), b.total())))
    if name == "values":
        return lambda a, b: (_share(a, is_value), _share(b, is_value))
    shown = {canonical(example.result) for example in pairing.sample_b.spec.examples}
    drawn = {key for counts in (*pairing.before, *pairing.after) for key in counts}
    if not shown & drawn:
        return None  # answers of free text are not those of the examples, and need not be
    return lambda a, b: (_share(a, shown.__contains__), _share(b, shown.__contains__))


def _answers(counts: Counts, draws: int) -> float:
    """Return how many different answers so many of these draws would show on average (Hurlbert 1971, Ecology 52:577)."""
    n = counts.total()
    if not draws:
        return math.nan
    whole = math.comb(n, draws)
    return math.fsum(1 - math.comb(n - c, draws) / whole for c in counts.values())


def _share(counts: Counts, holds: Callable[[str], bool]) -> float:
    total = counts.total()
    return sum(n for key, n in counts.items() if holds(key)) / total if total else math.nan


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return math.fsum(known) / len(known) if known else math.nan
