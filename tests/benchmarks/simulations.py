"""Simulate what every interval, test and stopping rule promises, and what the naive one does; not a test, for it takes minutes.

python tests/benchmarks/simulations.py [RUNS]

The settings are those of tests/stats/test_simulations.py, with more runs (4,000 unless said otherwise), the naive methods
beside them, and the costs of being right.
"""

from __future__ import annotations

import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from scipy.stats import chi2_contingency, ttest_ind

import pointmass as pm
from pointmass import stats
from pointmass.draw import Draw
from pointmass.sample import Sample
from pointmass.stats.entropy import chao_shen, chao_wang_jost, miller_madow, plug_in
from pointmass.stats.permutation import mix_test

Rng = np.random.Generator


class Line(NamedTuple):
    """One line of the table: what was simulated, what is promised, what came out, what the naive method does."""

    what: str
    promised: str
    ours: float
    naive: float


def main(runs: int) -> None:
    """Print every line, with the seconds that it took."""
    print(f"{runs:,} runs; one seed for each simulation")  # noqa: T201 - it prints
    for simulate in SIMULATIONS:
        began = time.process_time()
        for line in simulate(np.random.default_rng(20261124), runs):
            naive = "" if math.isnan(line.naive) else f"naive {line.naive:.3f}"
            print(f"{line.what:72} {line.promised:>8}  {line.ours:8.3f}  {naive}", flush=True)  # noqa: T201 - it prints
        print(f"{'':72} {time.process_time() - began:.0f} s")  # noqa: T201 - it prints


def rates(rng: Rng, runs: int) -> Iterator[Line]:
    """SIM1: coverage of a rate over inputs; the naive interval pools the draws."""
    for inputs, draws, icc in ((20, 10, 0.29), (20, 10, 0.5), (10, 30, 0.5)):
        size, ours, naive = 1 / icc - 1, 0, 0
        for _ in range(runs):
            k = rng.binomial(draws, rng.beta(0.7 * size, 0.3 * size, inputs))
            ours += 0.7 in stats.rate(k, [draws] * inputs).interval()
            naive += 0.7 in stats.wilson(int(k.sum()), inputs * draws)
        yield Line(f"rate: coverage, {inputs} inputs x {draws}, ICC {icc}", ">= .93", ours / runs, naive / runs)


def differences(rng: Rng, runs: int) -> Iterator[Line]:
    """SIM2 and SIM2b: false alarms where inputs react in both directions, and power where all react alike."""
    for draws in (10, 50):
        ours = naive = 0
        for _ in range(runs):
            base, effect = rng.uniform(0.25, 0.75, 20), rng.choice([-0.2, 0.2], 20)
            a, b = rng.binomial(draws, base), rng.binomial(draws, base + effect)
            ours += stats.paired(a / draws, b / draws, resamples=499).p_value <= 0.05
            naive += _pooled_p(a.sum(), b.sum(), 20 * draws) <= 0.05
        yield Line(f"difference: false alarms, K = {draws}", "<= .06", ours / runs, naive / runs)
    ours = naive = 0
    for _ in range(runs):
        base = rng.beta(0.5, 0.5, 20) * 0.85
        a, b = rng.binomial(10, base) / 10, rng.binomial(10, base + 0.08) / 10
        ours += stats.paired(a, b, resamples=499).p_value <= 0.05
        naive += ttest_ind(a, b).pvalue <= 0.05
    yield Line("difference: power of pairs at 8 points (naive: unpaired t)", "", ours / runs, naive / runs)


def distributions(rng: Rng, runs: int) -> Iterator[Line]:
    """SIM10: false alarms of the mix where inputs react in all directions, and of single inputs where none does."""
    for draws in (10, 30):
        ours = naive = 0
        for _ in range(runs):
            a, b = (np.array([rng.multinomial(draws, rng.dirichlet([1] * 4)) for _ in range(20)]) for _ in range(2))
            counts = [[dict(enumerate(row.tolist())) for row in each] for each in (a, b)]
            ours += mix_test(*counts, resamples=499, seed=0).p_value <= 0.05
            naive += chi2_contingency(np.array([a.sum(axis=0), b.sum(axis=0)])).pvalue <= 0.05
        yield Line(f"mix: false alarms, K = {draws}", "<= .06", ours / runs, naive / runs)
    fewer = runs // 4
    any_ = named = uncorrected = 0
    for seed in range(fewer):
        shares = [rng.dirichlet([1] * 4) for _ in range(20)]
        a, b = ([dict(enumerate(rng.multinomial(10, p).tolist())) for p in shares] for _ in range(2))
        (found,) = stats.compare({"a": a, "b": b}, resamples=499, seed=seed)
        any_ += found.p_any <= 0.05
        named += bool(found.moved())
        uncorrected += any(each.p_value <= 0.05 for each in found.inputs)
    yield Line("any input: false alarms", "<= .06", any_ / fewer, math.nan)
    yield Line("an input named (naive: uncorrected)", "<= .05", named / fewer, uncorrected / fewer)


def entropies(rng: Rng, runs: int) -> Iterator[Line]:
    """SIM3 and SIM8b: bias at ten draws, and coverage of the mean over inputs."""
    six = np.array([0.6, 0.2, 0.1, 0.05, 0.03, 0.02])
    truth = -float(np.sum(six * np.log(six)))
    drawn = [rng.multinomial(10, six).tolist() for _ in range(runs)]
    for method in (miller_madow, chao_shen, chao_wang_jost):
        bias = np.mean([method([c for c in each if c]) for each in drawn]) - truth
        naive = np.mean([plug_in(each) for each in drawn]) - truth
        yield Line(f"entropy: bias at 10 draws of {truth:.2f} nats, {method.__name__}", "", bias, naive)
    ours = naive_covered = 0
    for _ in range(runs // 4):
        counts = [rng.multinomial(10, rng.dirichlet([1] * 6)).tolist() for _ in range(50)]
        ours += sum(1 / i for i in range(2, 7)) in stats.entropy(counts).interval()
        naive_covered += sum(1 / i for i in range(2, 7)) in stats.entropy(counts, method="plug-in").interval()
    yield Line("entropy: coverage of the mean over 50 inputs", ">= .85", 4 * ours / runs, 4 * naive_covered / runs)


def unseen(rng: Rng, runs: int) -> Iterator[Line]:
    """SIM5, SIM5b and the stopping rule; naive: Good and Turing's point, and ten draws without news."""
    kinds = {
        "six-way": [0.6, 0.2, 0.1, 0.05, 0.03, 0.02],
        "100 rare": [0.5, *[0.005] * 100],
        "three": [0.97, 0.02, 0.01],
        "ten equal": [0.1] * 10,
        "just above": [0.89, 0.055, 0.055],
    }
    for name, shares in kinds.items():
        p, covered, below = np.array(shares), 0, 0
        for _ in range(runs):
            draws = rng.choice(len(p), 60, p=p)
            missing = 1 - p[np.unique(draws[:20])].sum()
            covered += missing <= stats.hold_out(draws.tolist(), first=20).bound
            seen = np.bincount(draws, minlength=len(p))
            below += 1 - p[seen > 0].sum() > 1 - stats.unseen(seen.tolist()).good_turing + 1e-9
        yield Line(f"unseen: coverage of the hold-out bound, {name}", ">= .95", covered / runs, 1 - below / runs)
        wrong = folk = 0
        for _ in range(runs // 8):
            draws = rng.choice(len(p), 3000, p=p).tolist()
            wrong += _left(draws, stats.draws_until_quiet(draws), p) > 0.05 + 1e-12
            folk += _left(draws, _quiet(draws, 10), p) > 0.05 + 1e-12
        yield Line(f"unseen: stopped too early, {name}", "<= .05", 8 * wrong / runs, 8 * folk / runs)


def looks(rng: Rng, runs: int) -> Iterator[Line]:
    """SIM4 and SIM7: what is looked at after every draw, and what it costs."""
    for share in (0.5, 0.8, 0.95):
        inside: dict[tuple[int, int], tuple[bool, bool]] = {}
        ours = naive = 0
        for _ in range(runs):
            k = np.cumsum(rng.random(200) < share)
            held = [_inside(inside, int(k[n - 1]), n, share) for n in range(10, 201)]
            ours += not all(sequence for sequence, _ in held)
            naive += not all(wilson for _, wilson in held)
        yield Line(f"rate at every look: the truth excluded once, p = {share}", "<= .05", ours / runs, naive / runs)
    for shares in ((0.52, 0.48), (0.4, 0.38, 0.22), (0.55, 0.45), (0.7, 0.2, 0.1), (0.95, 0.05)):
        stops = []
        fewer = runs // 4
        for _ in range(fewer):
            draws = rng.choice(len(shares), 400, p=shares).tolist()
            stop = stats.draws_until_mode(draws)
            stops.append((stop, stop is not None and Counter(draws[:stop]).most_common(1)[0][0] != 0))
        wrong, took = np.mean([w for _, w in stops]), np.mean([stop or 400 for stop, _ in stops])
        yield Line(f"mode: declared wrongly, {shares}; draws taken {took:.1f}", "<= .05", wrong, math.nan)
    for truth, wrong_one in ((0.9, "bad"), (0.8, "good")):
        tests = [stats.sprt((rng.random(2000) < truth).tolist(), bad=0.8, good=0.9) for _ in range(runs)]
        took = np.mean([test.n for test in tests])
        error = np.mean([test.decision == wrong_one for test in tests])
        yield Line(
            f"pass or fail: wrong at {truth}; draws taken {took:.1f}, of a fixed test 132.6", "<= .05", error, math.nan
        )


def equivalence(rng: Rng, runs: int) -> Iterator[Line]:
    """SIM11: a function at the margin called faithful; naive: the paired t-test."""
    for inputs in (50, 200):
        ours = by_t = 0
        for _ in range(runs):
            wrong = rng.random(inputs) < 0.05
            ours += stats.equivalence([{"a": 10}] * inputs, ["b" if w else "a" for w in wrong]).faithful
            by_t += stats.tost((-1.0 * wrong).tolist()).p_value <= 0.05
        yield Line(f"equivalence: claimed at the margin, {inputs} inputs", "<= .05", ours / runs, by_t / runs)


def watching(rng: Rng, runs: int) -> Iterator[Line]:
    """Twenty looks at a baseline that nothing moves away from, and one from which a tenth of the inputs does."""
    fewer = runs // 20
    for name, shares in (("settled", [0.95, 0.05]), ("torn", [0.5, 0.3, 0.2]), ("no text twice", [0.001] * 1000)):
        ours = naive = 0
        for _ in range(fewer):
            drawn = rng.choice(len(shares), (20, 8 + 20 * 4), p=shares)
            baseline = [row[:8].tolist() for row in drawn]
            days = [[Counter(row[8 + 4 * k : 12 + 4 * k].tolist()) for row in drawn] for k in range(20)]
            ours += stats.running(baseline, days).first_shown() is not None
            before = [Counter(row) for row in baseline]
            naive += any(stats.compare({"a": before, "b": day}, resamples=199)[0].p_any <= 0.05 for day in days)
        yield Line(f"watch: an alarm in 20 looks, {name} (naive: a test a day)", "<= .05", ours / fewer, naive / fewer)
    for late in (0, 10):
        found = []
        for _ in range(fewer):
            baseline = [["a"] * 16 for _ in range(20)]
            days = [[Counter(a=4)] * 20] * late + [[Counter(b=3, a=1)] * 2 + [Counter(a=4)] * 18] * 10
            first = stats.running(baseline, days).first_shown()
            found.append((first or 99) - late)
        yield Line(
            f"watch: looks until 2 of 20 inputs are found, moved after {late}", "", float(np.mean(found)), math.nan
        )

    for share in (0.95, 0.85, 0.7):
        found = []
        for _ in range(fewer):
            days = [[Counter(a=int(k), b=4 - int(k)) for k in rng.binomial(4, share, 20)] for _ in range(20)]
            found.append(stats.running([["a"] * 8] * 20, days).first_shown() or 99)
        yield Line(
            f"watch: looks until it is found that all give {1 - share:.0%} otherwise",
            "",
            float(np.mean(found)),
            math.nan,
        )


def better(rng: Rng, runs: int) -> Iterator[Line]:
    """A variant drawn until it is known to be better: wrong claims, and draws taken where it is better."""
    fewer = runs // 8
    for lift in (0.0, 0.3):
        called, took = 0, []
        for _ in range(fewer):
            shares = rng.beta(0.5, 0.5, 40)
            base = _sample([["yes" if rng.random() < p else "no" for _ in range(8)] for p in shares])
            lifted = np.minimum(1, shares + lift)
            rows = [
                [Draw(i, "ok", w, w) for i, w in enumerate(np.where(rng.random(16) < p, "yes", "no").tolist())]
                for p in lifted
            ]
            rule = pm.until(better=base, target=lambda out: out == "yes", most=16)
            (course, *_) = rule.courses(base.inputs, rows)
            called += course.stopped
            took.append(course.target)
        what = "wrongly called better or worse" if not lift else f"called better at +{lift:.0%} or to the top"
        promised = "" if lift else "<= .05"
        yield Line(f"until better: {what}; draws of 16 taken {np.mean(took):.1f}", promised, called / fewer, math.nan)


def _pooled_p(a: int, b: int, n: int) -> float:
    p = (a + b) / (2 * n)
    return math.erfc(abs(a - b) / n / math.sqrt(2 * p * (1 - p) / n) / math.sqrt(2))


def _inside(known: dict[tuple[int, int], tuple[bool, bool]], k: int, n: int, share: float) -> tuple[bool, bool]:
    if (k, n) not in known:
        known[k, n] = share in stats.confidence_sequence(k, n), share in stats.wilson(k, n)
    return known[k, n]


def _quiet(draws: list[int], needed: int) -> int | None:
    seen: set[int] = set()
    quiet = 0
    for n, draw in enumerate(draws, 1):
        quiet = quiet + 1 if draw in seen else 0
        seen.add(draw)
        if quiet >= needed:
            return n
    return None


def _left(draws: list[int], stop: int | None, p: np.ndarray) -> float:
    return 0.0 if stop is None else 1 - float(p[list(set(draws[:stop]))].sum())


def _sample(answers: list[list[str]]) -> Sample:
    spec = pm.Spec("base", "Clean.", (pm.Parameter("title", str),))
    rows = tuple({"title": f"t{i}"} for i in range(len(answers)))
    draws = tuple(tuple(Draw(i, "ok", said, said) for i, said in enumerate(each)) for each in answers)
    return Sample(spec, rows, (1,) * len(rows), draws, len(answers[0]), "a model")


SIMULATIONS: tuple[Callable[[Rng, int], Iterator[Line]], ...] = (
    rates,
    differences,
    distributions,
    entropies,
    unseen,
    looks,
    equivalence,
    watching,
    better,
)

if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
