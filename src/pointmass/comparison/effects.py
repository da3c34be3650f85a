"""Is B more often right, more consistent, cheaper, faster than A: one number per input and variant, then pairs."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from pointmass import stats
from pointmass.comparison import measures
from pointmass.comparison.align import Pairing
from pointmass.comparison.scoring import Scorer
from pointmass.comparison.seconds import by_turns
from pointmass.draw import Draw
from pointmass.facts import NO_PRICE, NOT_RECORDED, NOTHING, Notice, notice
from pointmass.sample.data import values_of
from pointmass.stats.interval import unknown

POINTS = "points"

UNPAIRED = notice("unpaired seconds")
"""Why seconds have no verdict, where they have none."""

CHOSEN = "over the inputs that a person labelled, who chose them: it speaks of inputs like these only"
"""What to know of a figure over labelled inputs."""

UNLINKED = notice("nothing over inputs")
"""Why nothing has a verdict where one variant was drawn in conversations, and the other was not."""

Unit: TypeAlias = Literal["inputs", "conversations", "rounds"]
"""What a measure was paired by."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured of every input.

    Attributes:
        name: The column that it fills: ``right``, ``labelled_right``, ``score``, ``agreement``, ``dollars``, ``seconds``,
            ``output_tokens``.
        unit: ``points`` of a fraction, or the unit of the number itself.
        more: The word for a variant that has more of it.
        less: The word for one that has less.
    """

    name: str
    unit: str
    more: str
    less: str


RIGHT = Measure("right", POINTS, "right more often", "right less often")
LABELLED = Measure(
    "labelled_right", POINTS, "right more often on labelled inputs", "right less often on labelled inputs"
)
SCORE = Measure("score", "", "scored higher", "scored lower")
AGREEMENT = Measure("agreement", POINTS, "more consistent", "less consistent")
DOLLARS = Measure("dollars", "$ a draw", "dearer", "cheaper")
SECONDS = Measure("seconds", "s a draw", "slower", "faster")
TOKENS = Measure("output_tokens", "tokens a draw", "longer-winded", "briefer")


@dataclass(frozen=True, slots=True)
class Effect:
    """One question about one contrast, with the input as the unit.

    Attributes:
        question: What was measured.
        a: Mean over the inputs under A.
        b: Mean over the same inputs under B.
        paired: B minus A per input; ``.interval(level)`` bounds the mean by the paired t, ``.p_value`` flips signs.
        p_adjusted: Holm's correction over the contrasts of the comparison; ``nan`` where nothing is claimed.
        why_not: Why the units are not independent, so that no difference can be shown: seconds of variants that were not
            drawn by turns are figures without a verdict, an interval or a p. ``None`` where they are.
        unit: What is independent: inputs, or conversations that answered all of them, or of seconds the rounds in which both
            were drawn (`pointmass.comparison.seconds`).
        looks: How many looks share the error, where a result chose at which of them drawing ended.
    """

    question: Measure
    a: float
    b: float
    paired: stats.Paired
    p_adjusted: float
    why_not: Notice | None = None
    unit: Unit = "inputs"
    looks: int = 1

    @property
    def p_value(self) -> float:
        """That there is no difference, over all looks and before the correction for the number of contrasts."""
        return min(1.0, self.looks * self.paired.p_value)

    @property
    def claims(self) -> bool:
        """Whether a difference can be shown at all."""
        return self.why_not is None

    def interval(self, level: float = 0.95) -> stats.Interval:
        """Bound the difference; unknown where nothing is claimed."""
        if self.why_not is not None:
            return unknown(level, scope=stats.LIKE_THESE, diag=str(self.why_not))
        found = replace(self.paired.interval(1 - (1 - level) / self.looks), level=level)
        return (
            replace(found, diag="; ".join(filter(None, (found.diag, CHOSEN)))) if self.question is LABELLED else found
        )

    def found(self, level: float = 0.95) -> bool:
        """Whether a difference is shown, corrected for the number of contrasts."""
        return self.claims and self.paired.value != 0 and self.p_adjusted <= 1 - level + 1e-12

    def verdict(self, level: float = 0.95) -> str:
        """Say in words what was found."""
        if not self.claims:
            return "no verdict"
        if not self.found(level):
            return "not shown to differ"
        return self.question.more if self.paired.value > 0 else self.question.less

    def size(self, level: float = 0.95) -> str:
        """Write the difference with its interval: ``+19 points [+14, +24]``."""
        write = _points if self.question.unit == POINTS else _signed
        low, high = self.interval(level)
        between = "" if math.isnan(low) else f" [{write(low)}, {write(high)}]"
        return f"{write(self.paired.value)} {self.question.unit}".rstrip() + between


def effects(
    pairing: Pairing, judges: Sequence[tuple[Measure, Scorer]], *, resamples: int, seed: int
) -> tuple[Effect, ...]:
    """Measure everything that can be measured of a contrast; what nobody counted is left out."""
    found = [
        *(_judged(pairing, question, judge, resamples=resamples, seed=seed) for question, judge in judges),
        _agreement(pairing, resamples=resamples, seed=seed),
        *(_measured(pairing, question, of, resamples=resamples, seed=seed) for question, of in _MEASURED),
    ]
    found = [_by_turns(each, pairing, seed=seed) if each.question is SECONDS else each for each in found]
    return tuple(effect for effect in found if effect.paired.n_inputs)


def unmeasured(pairing: Pairing, judges: Sequence[tuple[Measure, Scorer]], found: Sequence[Effect]) -> dict[str, str]:
    """Say of each question that no input answers under both variants why there is no figure."""
    measured = {each.question.name for each in found}
    drawn = [[draw for each in side for draw in each] for side in pairing.draws()]
    why = {question.name: NOTHING for question in (*(question for question, _ in judges), AGREEMENT)}
    for question, of in _MEASURED:
        without = [
            name for name, side in zip((pairing.a, pairing.b), drawn, strict=True) if not any(map(_has(of), side))
        ]
        why[question.name] = f"{NOT_RECORDED} of {' and '.join(without)}" if without else NOTHING
    if DOLLARS.name not in measured and TOKENS.name in measured:
        why[DOLLARS.name] = NO_PRICE
    return {name: said for name, said in why.items() if name not in measured}


def _has(of: Callable[[Draw], float | None]) -> Callable[[Draw], bool]:
    return lambda draw: of(draw) is not None


def _by_turns(effect: Effect, pairing: Pairing, *, seed: int) -> Effect:
    """Pair seconds by the rounds in which both variants were drawn; without any there is nothing to claim."""
    rounds = by_turns(pairing)
    if rounds is None:
        return replace(effect, p_adjusted=math.nan, why_not=UNPAIRED, unit="inputs")
    found = replace(stats.paired(rounds.a, rounds.b, seed=seed), diag=f"over {len(rounds.a)} rounds by turns")
    return replace(effect, paired=found, p_adjusted=min(1.0, effect.looks * found.p_value), why_not=None, unit="rounds")


def corrected(per_contrast: Sequence[tuple[Effect, ...]]) -> list[tuple[Effect, ...]]:
    """Correct each question for the number of contrasts (Holm)."""
    adjusted: dict[tuple[int, str], float] = {}
    for name in dict.fromkeys(effect.question.name for each in per_contrast for effect in each):
        held = [
            (at, effect.p_value)
            for at, each in enumerate(per_contrast)
            for effect in each
            if effect.question.name == name and effect.claims
        ]
        for (at, _), p in zip(held, stats.holm([p for _, p in held]), strict=True):
            adjusted[at, name] = p
    return [
        tuple(replace(each, p_adjusted=adjusted.get((at, each.question.name), math.nan)) for each in effects)
        for at, effects in enumerate(per_contrast)
    ]


def _judged(pairing: Pairing, question: Measure, judge: Scorer, *, resamples: int, seed: int) -> Effect:
    """Compare by what a judge makes of each outcome; it may look at the input, too, so every input has its own numbers."""
    a, b = (
        [_judge(given, counts, judge) for given, counts in zip(pairing.inputs, side, strict=True)]
        for side in (pairing.before, pairing.after)
    )
    given = pairing.inputs
    chance = pairing.by_chance(
        lambda draw: draw.key,
        lambda at: measures.mean_of(lambda key: judge(given[at], str(key))),
        resamples=resamples,
        seed=seed,
    )
    return _effect(pairing, question, a, b, chance=chance, seed=seed)


def _agreement(pairing: Pairing, *, resamples: int, seed: int) -> Effect:
    chance = pairing.by_chance(lambda draw: draw.key, lambda _: measures.agreement, resamples=resamples, seed=seed)
    return _effect(
        pairing, AGREEMENT, _agreements(pairing.before), _agreements(pairing.after), chance=chance, seed=seed
    )


def _measured(
    pairing: Pairing, question: Measure, of: Callable[[Draw], float | None], *, resamples: int, seed: int
) -> Effect:
    chance = None
    if question is not SECONDS:  # which are paired by rounds
        chance = pairing.by_chance(of, lambda _: measures.mean_of(_number), resamples=resamples, seed=seed)
    drawn_a, drawn_b = pairing.draws()
    return _effect(pairing, question, _means(drawn_a, of), _means(drawn_b, of), chance=chance, seed=seed)


def _effect(
    pairing: Pairing,
    question: Measure,
    a: Sequence[float],
    b: Sequence[float],
    *,
    chance: Sequence[float] | None,
    seed: int,
) -> Effect:
    used = [(x, y) for x, y in zip(a, b, strict=True) if not (math.isnan(x) or math.isnan(y))]
    unit = pairing.unit
    if question is LABELLED:  # an input without a label lacks nothing
        a, b = [x for x, _ in used], [y for _, y in used]
    found = stats.paired(a, b, seed=seed, by_chance=chance, unit=unit or "inputs")
    means = _mean(x for x, _ in used), _mean(y for _, y in used)
    if unit is None:
        return Effect(question, *means, found, math.nan, why_not=UNLINKED)
    p_value = min(1.0, pairing.looks * found.p_value)
    return Effect(question, *means, found, p_value, unit=unit, looks=pairing.looks)


def _number(label: Any) -> float:
    return float(label)


def _judge(given: Any, counts: Counter[str], judge: Scorer) -> float:
    """Average over the draws of one input that can be judged."""
    held = [(value, n) for key, n in counts.items() if not math.isnan(value := judge(given, key))]
    total = sum(n for _, n in held)
    return math.fsum(value * n for value, n in held) / total if total else math.nan


def _agreements(counts: Sequence[Counter[str]]) -> list[float]:
    return [stats.pairwise_agreement(values_of(each)) for each in counts]


def _means(draws: Sequence[Sequence[Draw]], of: Callable[[Draw], float | None]) -> list[float]:
    return [_mean(value for draw in each if (value := of(draw)) is not None) for each in draws]


def _mean(values: Iterable[float]) -> float:
    every = list(values)
    return math.fsum(every) / len(every) if every else math.nan


def _points(value: float) -> str:
    return f"{100 * value:+.1f}"


def _signed(value: float) -> str:
    return f"{value:+.3g}"


_MEASURED: tuple[tuple[Measure, Callable[[Draw], float | None]], ...] = (
    (DOLLARS, lambda draw: draw.dollars),
    (SECONDS, lambda draw: draw.latency),
    (TOKENS, lambda draw: draw.output_tokens),
)
