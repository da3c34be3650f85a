"""What each surface of a spec is for, and whether it did that here: the mechanisms that shape a distribution, measured."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pointmass import stats
from pointmass.comparison import measures
from pointmass.comparison.align import Pairing
from pointmass.comparison.data import Contrast
from pointmass.digest import canonical
from pointmass.sample.data import is_value
from pointmass.stats.exchange import RESAMPLES, as_it_is


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
        measure: ``narrowing`` (that two draws agree), ``support`` (different values among as many draws of either),
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


def observed(pairing: Pairing, contrast: Contrast, surface: str, *, seed: int = 0) -> list[Observed]:
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
        before, after = _as_drawn(pairing, of)
        chance = pairing.by_chance(lambda draw: draw.key, _always(of), resamples=RESAMPLES, seed=seed)
        difference = stats.paired(before, after, by_chance=chance, unit=pairing.unit or "inputs")
        p = (
            min(1.0, pairing.looks * difference.p_value) if pairing.unit else 1.0
        )  # nothing is independent where one was drawn in conversations
        found.append(Observed(pairing.b, surface, measure, _mean(before), _mean(after), difference, p))
    return found


def _as_drawn(pairing: Pairing, of: measures.OfPlaced) -> tuple[list[float], list[float]]:
    """Measure every input under both variants, as it was drawn."""
    placed = [
        as_it_is(dict(enumerate(a.elements())), dict(enumerate(b.elements())))
        for a, b in zip(pairing.before, pairing.after, strict=True)
    ]
    return [float(of(each)(each.a)[0]) for each in placed], [float(of(each)(each.b)[0]) for each in placed]


def _always(of: measures.OfPlaced) -> Callable[[int], measures.OfPlaced]:
    return lambda _: of


def _measure(name: str, pairing: Pairing) -> measures.OfPlaced | None:
    """Return what measures an input under a variant; ``None`` where there is nothing to measure."""
    if name == "narrowing":
        return measures.agreement
    if name == "support":
        return measures.answers
    if name == "values":
        return measures.mean_of(lambda key: float(is_value(str(key))))
    shown = {canonical(example.result) for example in pairing.sample_b.spec.examples}
    drawn = {key for counts in (*pairing.before, *pairing.after) for key in counts}
    if not shown & drawn:
        return None  # answers of free text are not those of the examples, and need not be
    return measures.mean_of(lambda key: float(key in shown))


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return math.fsum(known) / len(known) if known else math.nan
