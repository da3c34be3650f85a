"""What speaks for an artifact, in numbers: over inputs, by programs that did not see them, with what is given up."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from pointmass.digest import canonical
from pointmass.sample import SampleData
from pointmass.sample.data import label
from pointmass.stabilize.curve import LEVEL, Point
from pointmass.stabilize.learn import Learned, Trial
from pointmass.stabilize.ledger import Ledger, ledger
from pointmass.stabilize.lesson import Lesson, Taught
from pointmass.stabilize.signature import as_input
from pointmass.stats import Equivalence, equivalence, lower_bound, rate

MARGIN = 0.05
"""How much worse than another draw of the model the code may be and still count as no worse, a fraction."""

DIVIDED = "the model itself is divided"
"""Why a contested input stays with the model."""

AGAINST = "the model answers otherwise than the example that it was shown, or than a person said"
"""Why an input stays with the model on which it goes against a decision."""

EXCEPTION = "the guard hands it back: the model answers it by another rule than the others"
"""Why a settled input stays with the model that no program explains together with the others."""

HANDED_BACK = "the guard hands it back: too unlike what taught the program"
"""Why a settled input stays with the model."""


@dataclass(frozen=True, slots=True)
class Given:
    """One input that the code gives up or gets wrong: what it is, how the model answers it, and why it is here."""

    input: Any
    outcomes: tuple[tuple[str, int], ...]
    why: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against an artifact.

    Attributes:
        inputs: How many inputs were sampled.
        draws: How many draws of each were asked for.
        median_draws: The median of the answered draws of an input.
        settled: How many inputs agree on a value.
        no_value: How many inputs mostly get no value: refused, cut, or not in the asked format.
        certified: On how many inputs the code was tried, each by a program that had not seen it.
        answered: How many of those the guard let it answer.
        agreed: How many of those were the model's mode.
        coverage: The share of inputs like these that it would answer, a fraction in [0, 1]: what programs answered of
            inputs that they had not seen, by weight, contested inputs counted as not answered.
        bound: What ``agreed`` of ``answered`` prove at least: one-sided exact 95 % bound over *inputs* of the agreement
            on inputs like these that the guard accepts (Clopper and Pearson 1934; `pointmass.stats.lower_bound`). Where
            the sample is ``complete``, the inputs are fixed and only draws vary: then it is the bound over *draws* of the
            share that equals the code, held against every second draw only, because the others chose the answer
            (conservative for draws of unlike inputs: Hoeffding 1956).
        drawn: The code against the draws instead of their modes, on the inputs that it answered unseen
            (`pointmass.stats.equivalence`); ``None`` when it answered none.
        disagreements: The inputs that it answered otherwise than the model.
        gives_up: What of the sample stays with the model: contested inputs, and those that the guard hands back.
        ledger: What it would save.
        method: How inputs were split between learning and certifying.
        kind: What the program is: ``program``, ``rules``, ``model``, ``constant`` or ``table``; ``nothing`` without one.
        complete: Whether the sample holds every input that there is, so that nothing has to be generalized.
        taught: The examples beside the sample that taught and certified nothing.
        recognized: How many settled inputs the proposed program answers, which learned from them: far more than it answers
            unseen where most shapes of input came once.
    """

    inputs: int
    draws: int
    median_draws: int
    settled: int
    no_value: int
    certified: int
    answered: int
    agreed: int
    coverage: float
    bound: float
    drawn: Equivalence | None
    disagreements: tuple[Given, ...]
    gives_up: tuple[Given, ...]
    ledger: Ledger
    method: str
    kind: str
    complete: bool = False
    taught: tuple[Taught, ...] = ()
    recognized: int = 0

    @property
    def agreement(self) -> float:
        """The share of the answered inputs that were the model's mode; 0 when none was answered."""
        return self.agreed / self.answered if self.answered else 0.0

    @property
    def inputs_tried(self) -> str:
        """What the inputs are that it was tried on, in words."""
        return "possible inputs" if self.complete else "unseen inputs"

    @property
    def scope(self) -> str:
        """What the bound speaks of, in words."""
        return "on these inputs, and there are no others" if self.complete else "on inputs like these"

    def content(self) -> dict[str, Any]:
        """Return the evidence as JSON data, for the bundle and the history."""

        def listed(given: tuple[Given, ...]) -> list[dict[str, Any]]:
            return [{"input": g.input, "outcomes": [list(o) for o in g.outcomes], "why": g.why} for g in given]

        return {
            "inputs": self.inputs,
            "draws": self.draws,
            "median_draws": self.median_draws,
            "settled": self.settled,
            "certified": self.certified,
            "answered": self.answered,
            "agreed": self.agreed,
            "coverage": self.coverage,
            "agreement_at_least": self.bound,
            "level": LEVEL,
            "scope": self.scope,
            "on_these_inputs": _drawn_content(self.drawn, whole=self.complete),
            "method": self.method,
            "kind": self.kind,
            "taught_beside": [each.content() for each in self.taught],
            "disagreements": listed(self.disagreements),
            "gives_up": listed(self.gives_up),
            "saved_per_1000_calls": self.ledger.content(),
        }


def _drawn_content(drawn: Equivalence | None, *, whole: bool) -> dict[str, Any] | None:
    """Return as JSON data how the code stands against the draws of the inputs that it answered, and nothing beyond them."""
    if drawn is None:
        return None
    low, high = on_these_inputs(drawn)
    return {
        "draws": sum(drawn.draws),
        "draws_equal_to_the_code": sum(drawn.matches),
        "share": drawn.fidelity,
        "share_between": [low, high],
        "share_equal_to_another_draw": drawn.self_agreement,
        # Where there are no other inputs, nothing is claimed about inputs like these.
        "no_worse_than_another_draw": None
        if whole
        else {
            "scope": "on inputs like these",
            "margin": drawn.margin,
            "gain_at_least": drawn.gain_bound,
            "proven": drawn.no_worse,
        },
    }


def on_these_inputs(drawn: Equivalence) -> tuple[float, float]:
    """Return where the share of the draws that equal the code lies on exactly these inputs: only the draws vary.

    It says nothing of another input, however many draws there are. Wilson 1927, 95 %, two-sided
    (`pointmass.stats.Rate.interval` with the scope "on these inputs").
    """
    found = rate(drawn.matches, drawn.draws).interval(LEVEL, scope="on these inputs")
    return found.low, found.high


def weigh(sample: SampleData, what: Lesson, learned: Learned, point: Point, *, complete: bool = False) -> Evidence:
    """Weigh what was learned: count trials over inputs, and what is given up.

    Args:
        sample: The draws.
        what: What taught.
        learned: The programs, the first with the guard that it would be bound with, and their trials.
        point: The level of the guard that the trials are looked at with.
        complete: Whether the sample holds every input that there is.
    """
    answered = [trial for trial in learned.trials if trial.answered(point.level)]
    beside = (draw for each in what.taught for draw in each.draws)
    given_up = tuple(_given_up(sample, what, learned))
    return Evidence(
        inputs=len(sample),
        draws=sample.requested,
        median_draws=int(statistics.median(mode.answered for mode in sample.modes())),
        settled=len(what.settled),
        no_value=sum(mode.answered > 0 and not mode.is_value for mode in what.contested),
        certified=point.certified,
        answered=point.answered,
        agreed=point.agreed,
        coverage=point.coverage,
        bound=_over_draws(sample, answered) if complete else point.bound,
        drawn=_against_draws(sample, answered),
        disagreements=tuple(_wrong(sample, trial) for trial in answered if not trial.agrees),
        gives_up=given_up,
        ledger=ledger(sample, [trial.row for trial in answered], coverage=point.coverage, beside=beside),
        method=learned.method,
        kind=learned.candidates[0].kind if learned.candidates else "nothing",
        complete=complete,
        taught=what.taught,
        recognized=len(what.settled) - sum(each.why in {EXCEPTION, HANDED_BACK} for each in given_up),
    )


def _over_draws(sample: SampleData, answered: Sequence[Trial]) -> float:
    """Bound the share of draws that equal the code on exactly these inputs, by draws that did not choose its answer."""
    equal = asked = 0
    for trial in answered:
        keys = [draw.key for draw in sample.draws[trial.row] if draw.answered]
        (chosen, _), *_ = Counter(keys[0::2]).most_common(1)
        asked += len(keys[1::2])
        # Where these draws would have chosen otherwise, none of the others speaks for the code.
        equal += keys[1::2].count(chosen) if chosen == canonical(trial.answer) else 0
    return lower_bound(equal, asked, LEVEL) if asked else 0.0


def _against_draws(sample: SampleData, answered: Sequence[Trial]) -> Equivalence | None:
    """Hold what was answered unseen against every draw of its input, those that gave no value included."""
    if not answered:
        return None
    counts = sample.counts()
    drawn = [dict[Hashable, int](counts[trial.row].items()) for trial in answered]
    return equivalence(drawn, [canonical(trial.answer) for trial in answered], margin=MARGIN, level=LEVEL)


def _given_up(sample: SampleData, what: Lesson, learned: Learned) -> list[Given]:
    """List what stays with the model: contested inputs, and what the guard of the proposed program hands back."""
    rows = {
        mode.row: AGAINST if mode.row in what.against else DIVIDED if mode.is_value else "the model gives no value"
        for mode in what.contested
    }
    best = learned.candidates[0] if learned.candidates else None
    for mode in what.settled:
        if best is None or not best.accepts(as_input(sample.spec, sample.rows[mode.row])):
            rows[mode.row] = EXCEPTION if mode.row in learned.left_out else HANDED_BACK
    return [_given(sample, row, why) for row, why in sorted(rows.items())]


def _wrong(sample: SampleData, trial: Trial) -> Given:
    said = trial.answer if isinstance(trial.answer, str) else canonical(trial.answer)
    return _given(sample, trial.row, f"the program, which had not seen it, says {said!r}")


def _given(sample: SampleData, row: int, why: str) -> Given:
    counts = sample.counts()[row]
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    outcomes = tuple((label(key), count) for key, count in ranked)
    return Given(as_input(sample.spec, sample.rows[row]), outcomes, why)
