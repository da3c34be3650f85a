"""Compare samples of variants, paired by input, by the tests of `pointmass.stats`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, Unpack, overload

from pointmass import stats
from pointmass.comparison.align import Pairing, pair_all
from pointmass.comparison.data import Change, Contrast
from pointmass.comparison.effects import LABELLED, RIGHT, SCORE, UNPAIRED, Measure, corrected, effects, unmeasured
from pointmass.comparison.result import Comparison
from pointmass.comparison.scoring import Predicate, Scorer, Target, labelled_by, right_by, scored_by
from pointmass.comparison.settings import CompareHow, CompareOptions
from pointmass.comparison.trust import doubts
from pointmass.errors import InputError
from pointmass.foreground import display
from pointmass.jobs import Gauge, Job, finished, run, steps
from pointmass.keywords import read, takes
from pointmass.sample import SampleData
from pointmass.sample.behaviour import behaviour
from pointmass.sample.decide import spec_diff


@overload
def compare(
    variants: Mapping[str, SampleData], *, wait: Literal[True] = True, **how: Unpack[CompareHow]
) -> Comparison: ...
@overload
def compare(
    variants: Mapping[str, SampleData], *, wait: Literal[False], **how: Unpack[CompareHow]
) -> Job[Comparison]: ...
@overload
def compare(
    variants: Mapping[str, SampleData], *, wait: bool, **how: Unpack[CompareHow]
) -> Comparison | Job[Comparison]: ...
@takes(CompareOptions)
def compare(
    variants: Mapping[str, SampleData], *, wait: bool = True, **how: Unpack[CompareHow]
) -> Comparison | Job[Comparison]:
    """Compare variants on the same inputs: what moved, on which inputs, and is one better than the other.

    The input is the unit: inputs are matched by what they say, draws are never pooled over inputs. *Does any input behave
    differently, and which?* is asked by exact tests within each input, corrected over all inputs (Benjamini and Hochberg
    1995). *Does the average mix of answers move?* lets the variants change places per input. Consistency, and right
    answers, scores, cost and time where they are known, are compared by one number per input (paired t interval,
    sign-flip p); so is the share of right draws on the inputs that were labelled by hand (``handle.label``). Every question is corrected for the number of variants (Holm 1979).

    Args:
        variants: The samples by name; the first is what the others are compared with.
        wait: ``False`` returns a ``Job`` at once, to be awaited or cancelled.
        **how: ``target``: What is right: a mapping from input to answer, a list in the order of the first sample's inputs,
            or a predicate of the outcome (or of input and outcome).
            ``score``: Gives an outcome (or input and outcome) a number; more is better.
            ``against``: The variant that the others are compared with, if not the first.
            ``level``: Confidence of intervals and claims, a fraction in (0, 1); 0.95.
            ``seed``: Same seed, same p-values.
            ``resamples``: Permutations of each test; 10,000.
            ``progress``: Whether to show how far it is, where it takes longer than a second.

    Raises:
        InputError: Fewer than two variants, no input in common, or an argument that does not fit.
    """
    told = read(CompareOptions, how, whose="compare", first="samples by name, wait")
    return run(
        "compare",
        lambda: _compared(variants, told),
        wait=wait,
        gauge=Gauge("compare", samples=0),
        display=display(told.progress),
    )


@takes(CompareOptions)
async def acompare(variants: Mapping[str, SampleData], **how: Unpack[CompareHow]) -> Comparison:
    """Compare variants from a coroutine; see ``compare``."""
    return await finished(compare(variants, wait=False, **how))


def _compared(variants: Mapping[str, SampleData], told: CompareOptions) -> Comparison:
    base = _base(variants, told.against)
    pairings = pair_all(variants, base)
    judges = list(_judges(variants[base] if told.against else next(iter(variants.values())), told.target, told.score))
    by_labels = labelled_by([variants[base], *variants.values()])
    judges += [(LABELLED, by_labels)] if by_labels else []
    tests = _tests(pairings, resamples=told.resamples, seed=told.seed)
    found = steps("measuring each variant", pairings)
    measured = corrected([effects(each, judges, resamples=told.resamples, seed=told.seed) for each in found])
    contrasts = tuple(
        Contrast(
            variant=pairing.b,
            against=base,
            test=test,
            effects=found,
            changes=tuple(_changes(pairing, test)),
            looks=pairing.looks,
            notices=(*doubts(pairing, test), *([UNPAIRED] if any(each.why_not is UNPAIRED for each in found) else [])),
            unmeasured=unmeasured(pairing, judges, found),
        )
        for pairing, test, found in zip(pairings, tests, measured, strict=True)
    )
    notes = (f"{stats.WINNERS_CURSE[0].upper()}{stats.WINNERS_CURSE[1:]}.",) if len(contrasts) > 1 else ()
    return Comparison(
        name=variants[base].name,
        prompts={name: sample.spec.prompt for name, sample in variants.items()},
        contrasts=contrasts,
        level=told.level,
        resamples=told.resamples,
        seed=told.seed,
        notes=notes,
        behaviours={name: behaviour(sample).who for name, sample in variants.items()},
        surfaces={
            name: changed
            for name, sample in variants.items()
            if (changed := spec_diff(variants[base].spec, sample.spec))
        },
    )


def _base(variants: Mapping[str, SampleData], against: str | None) -> str:
    if len(variants) < 2:  # noqa: PLR2004 - a comparison needs two
        raise InputError(f"compare: two variants or more are needed, got {list(variants)}; {{'plain': s, 'other': t}}")
    wrong = [name for name, sample in variants.items() if not isinstance(sample, SampleData)]
    if wrong:
        raise InputError(f"compare: {wrong} are not samples; each variant is what handle.sample(...) returned")
    if against is not None and against not in variants:
        raise InputError(f"compare: no variant {against!r} to hold the others against; there are {list(variants)}")
    return next(iter(variants)) if against is None else against


def _judges(sample: SampleData, target: Target | None, score: Predicate | None) -> Iterator[tuple[Measure, Scorer]]:
    if target is not None:
        yield RIGHT, right_by(target, sample=sample)
    if score is not None:
        yield SCORE, scored_by(score)


def _tests(pairings: list[Pairing], *, resamples: int, seed: int) -> list[stats.PairTest]:
    """Test every contrast, each question corrected for their number."""
    found: list[stats.PairTest] = []
    for each in steps("testing each variant", pairings):
        draws: dict[str, Sequence[Mapping[Hashable, int]]] = {each.a: _plain(each.before), each.b: _plain(each.after)}
        tested = stats.compare(draws, conversations=each.conversations(), resamples=resamples, seed=seed)
        found += [_for_all_looks(test, each.looks) for test in tested]
    mix, any_ = stats.holm([test.p_mix for test in found]), stats.holm([test.p_any for test in found])
    return [replace(t, p_mix_adjusted=m, p_any_adjusted=a) for t, m, a in zip(found, mix, any_, strict=True)]


def _for_all_looks(test: stats.PairTest, looks: int) -> stats.PairTest:
    """Let every p hold for all looks that there could be, where a result chose at which of them drawing ended."""
    if looks == 1:
        return test
    inputs = tuple(
        replace(each, p_value=min(1.0, looks * each.p_value), p_adjusted=min(1.0, looks * each.p_adjusted))
        for each in test.inputs
    )
    return replace(test, inputs=inputs, p_mix=min(1.0, looks * test.p_mix), p_any=min(1.0, looks * test.p_any))


def _plain(counts: Sequence[Mapping[str, int]]) -> list[Mapping[Hashable, int]]:
    return [{key: n for key, n in each.items()} for each in counts]  # noqa: C416 - widens the type of the keys


def _changes(pairing: Pairing, test: stats.PairTest) -> Iterator[Change]:
    inputs, labels = pairing.inputs, pairing.labels
    for each in test.inputs:
        yield Change(
            input=inputs[each.index],
            label=labels[each.index],
            before=_ranked(pairing.before[each.index]),
            after=_ranked(pairing.after[each.index]),
            moved_share=each.moved_share,
            p_value=each.p_value,
            p_adjusted=each.p_adjusted,
        )


def _ranked(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
