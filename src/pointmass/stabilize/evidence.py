"""The evidence for code, in numbers: how it answers inputs that it did not see, and what stays with the model."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.facts import NOT_RECORDED, Notice, notice
from pointmass.sample import SampleData
from pointmass.sample.behaviour import Behaviour, behaviour
from pointmass.sample.data import apart, label, value_of
from pointmass.sentences import Code
from pointmass.stabilize.by_label import contradicts
from pointmass.stabilize.confidence import FIRST, LEVEL, Sure
from pointmass.stabilize.crossfit import FOLDS as _FOLDS
from pointmass.stabilize.crossfit import Fitted, Trial
from pointmass.stabilize.curve import Point
from pointmass.stabilize.label_count import NO_LABELS, LabelCount, count_labels
from pointmass.stabilize.ledger import Ledger, ledger
from pointmass.stabilize.signature import as_input
from pointmass.stabilize.training_set import Labelled, TrainingSet
from pointmass.stats import Equivalence, equivalence, rate

MARGIN = 0.05
"""By how much code may agree less often than another draw of the model and still count as no worse, a fraction."""


@dataclass(frozen=True, slots=True)
class Given:
    """One input that the code hands back or gets wrong.

    Attributes:
        input: The input.
        outcomes: The model's outcomes, each with its number of draws.
        why: Why it is listed.
    """

    input: Any
    outcomes: tuple[tuple[str, int], ...]
    why: Notice


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence for and against code.

    Attributes:
        inputs: How many inputs were sampled.
        draws: How many draws of each were requested.
        median_draws: The median number of answered draws of an input.
        settled: How many inputs are settled: their draws agree on a value, except for slips.
        slip: The rate of draws of settled inputs that are not the usual answer, estimated over the sample, a fraction.
        no_value: How many inputs mostly get no value: refused, cut, or not in the asked format.
        certified: On how many inputs, contested ones included, the code was tested; each by code that had not seen it.
        answered: How many of those the guard accepted.
        agreed: How many of those the code answered with the model's most frequent answer.
        contested: On how many of the answered ones the model is divided.
        coverage: The share of inputs like these that code would answer, a fraction in [0, 1]: the share of held-out
            inputs that guards accepted, by weight.
        bound: The lower bound of the agreement that ``agreed`` of ``answered`` prove: a one-sided exact 95 % bound over
            *inputs*, for inputs like these that the guard accepts (Clopper and Pearson 1934;
            `pointmass.stats.lower_bound`). If the sample is ``complete``, the inputs are fixed and only draws vary:
            then it is a bound over *draws* of the share that equals the code's answer, using only every second draw, as
            the others chose the answer (conservative if inputs differ: Hoeffding 1956).
        drawn: The comparison of the code with all draws instead of their modes, on the inputs that it answered unseen
            (`pointmass.stats.equivalence`); ``None`` if it answered none.
        disagreements: The inputs that it answered differently from the model.
        gives_up: The inputs of the sample that stay with the model: contested ones, and those that the guard hands
            back.
        ledger: What it would save.
        method: How inputs were divided between learning and testing.
        whole: The share of inputs like these for which code gives the whole answer, so that no model is asked, a
            fraction in [0, 1]: less than ``coverage`` if it gives only some fields of records.
        author: Who wrote the code; empty without code.
        prompt: The request to the author, if a model wrote it.
        kind: The kind of code: ``program``, ``rules``, ``model``, ``constant``, ``table`` or ``written``; ``nothing``
            without code.
        complete: Whether the sample has every possible input, so that nothing has to be generalized.
        taught: The examples outside the sample; they were used for learning only.
        behaviour: Whose behaviour was measured: the model that answered, how it was asked, and when; ``None`` if that
            was not recorded.
        recognized: How many settled inputs the code without guard answers as the model does. It is much greater than
            ``answered`` if most kinds of input occur only once.
        sure: The confidence of ``bound``: of a first look, or of one that follows the advice to sample more.
        counted: The number of trials behind ``bound``: answered inputs, or draws of a complete sample.
        labels: How the inputs that a person labelled stand to the model and to the code.
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
    drawn: Equivalence | None = field(repr=False)
    disagreements: tuple[Given, ...] = field(repr=False)
    gives_up: tuple[Given, ...] = field(repr=False)
    ledger: Ledger
    method: str
    kind: str
    whole: float = 0.0
    author: str = ""
    prompt: str = ""
    slip: float = 0.0
    contested: int = 0
    complete: bool = False
    taught: tuple[Labelled, ...] = field(default=(), repr=False)
    recognized: int = 0
    behaviour: Behaviour | None = None
    sure: Sure = FIRST
    counted: int = 0
    labels: LabelCount = NO_LABELS

    @property
    def whose(self) -> str:
        """Whose behaviour was measured, in words."""
        return NOT_RECORDED if self.behaviour is None else str(self.behaviour)

    @property
    def agreement(self) -> float:
        """The share of the answers that are the model's mode, a fraction in [0, 1]; 0 if there are none."""
        return self.agreed / self.answered if self.answered else 0.0

    @property
    def inputs_tried(self) -> str:
        """The kind of inputs that code was tested on, in words."""
        return "possible inputs" if self.complete else "unseen inputs"

    @property
    def scope(self) -> str:
        """The inputs for which the bound holds, in words."""
        return "on these inputs, and there are no others" if self.complete else "on inputs like these"

    def content(self) -> dict[str, Any]:
        """Return the evidence as JSON data, for the bundle and the history."""

        def listed(given: tuple[Given, ...]) -> list[dict[str, Any]]:
            return [{"input": g.input, "outcomes": [list(o) for o in g.outcomes], "why": str(g.why)} for g in given]

        return {
            "behaviour": NOT_RECORDED if self.behaviour is None else self.behaviour.content(),
            "inputs": self.inputs,
            "draws": self.draws,
            "median_draws": self.median_draws,
            "settled": self.settled,
            "slip_rate": self.slip,
            "certified": self.certified,
            "answered": self.answered,
            "agreed": self.agreed,
            "contested_answered": self.contested,
            "coverage": self.coverage,
            "answered_whole": self.whole,
            "agreement_at_least": self.bound,
            "level": LEVEL,
            "extends_earlier_looks": self.sure.extended,
            "scope": self.scope,
            "on_these_inputs": _drawn_content(self.drawn, whole=self.complete),
            "method": self.method,
            "kind": self.kind,
            "author": self.author,
            **({"prompt": self.prompt} if self.prompt else {}),
            **({"labels": self.labels.content()} if self.labels.inputs else {}),
            "taught_beside": [each.content() for each in self.taught],
            "disagreements": listed(self.disagreements),
            "gives_up": listed(self.gives_up),
            "saved_per_1000_calls": self.ledger.content(),
        }


def _drawn_content(drawn: Equivalence | None, *, whole: bool) -> dict[str, Any] | None:
    """Return the comparison of the code with the draws of the inputs that it answered, as JSON data."""
    if drawn is None:
        return None
    low, high = on_these_inputs(drawn)
    return {
        "draws": sum(drawn.draws),
        "draws_equal_to_the_code": sum(drawn.matches),
        "share": drawn.fidelity,
        "share_between": [low, high],
        "share_equal_to_another_draw": drawn.self_agreement,
        # If the sample has every possible input, nothing is claimed about others.
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
    """Return a confidence interval of the share of draws that equal the code's answer, on exactly these inputs.

    Only the draws vary, so it says nothing about other inputs. Wilson 1927, 95 %, two-sided
    (`pointmass.stats.Rate.interval` with the scope "on these inputs").
    """
    found = rate(drawn.matches, drawn.draws).interval(LEVEL, scope="on these inputs")
    return found.low, found.high


def weigh(
    sample: SampleData,
    training: TrainingSet,
    fitted: Fitted | None,
    point: Point | None,
    *,
    complete: bool,
    beside: Sequence[Draw] = (),
    fields: int = 0,
    sure: Sure = FIRST,
) -> Evidence:
    """Return the evidence for code from its trials.

    Args:
        sample: The draws.
        training: The training data.
        fitted: The code with its trials; ``None`` without code.
        point: The chosen strictness of its guard.
        complete: Whether the sample has every possible input.
        beside: Draws outside the sample that were spent to find the code, without those of taught inputs.
        fields: The number of fields of a record if code may give some of them, as a call is saved only if it gives all;
            else 0.
        sure: The confidence of the bound.
    """
    trials = fitted.trials if fitted else ()
    answered = [trial for trial in trials if point and trial.answered(point.strictness)]
    cost = [*beside, *(draw for each in training.taught for draw in each.draws)]
    modes = sample.modes()
    coverage = point.coverage if point else 0.0
    saved = [trial.row for trial in answered if not fields or len(trial.answer) == fields]
    saves = coverage if len(saved) == len(answered) else coverage * _share(sample, saved, answered)
    equal, asked = _draws_apart(sample, training, answered) if complete else (0, len(answered))
    bound = (sure.lower(equal, asked) if asked else 0.0) if complete else point.bound if point else 0.0
    return Evidence(
        inputs=len(sample),
        draws=sample.requested,
        median_draws=int(statistics.median(mode.answered for mode in modes)),
        settled=len(training.settled),
        no_value=sum(mode.answered > 0 and not mode.is_value for mode in modes),
        certified=len(trials),
        answered=len(answered),
        agreed=sum(trial.agrees for trial in answered),
        coverage=coverage,
        bound=bound,
        drawn=_against_draws(sample, answered),
        disagreements=tuple(_wrong(sample, training, [trial for trial in answered if not trial.agrees])),
        gives_up=tuple(_given_up(sample, training, fitted, answered)),
        ledger=ledger(sample, saved, coverage=saves, beside=cost),
        whole=saves,
        method=method(sample, training, fitted, complete=complete),
        kind=fitted.code.kind if fitted else "nothing",
        author=fitted.code.author if fitted else "",
        prompt=fitted.code.prompt if fitted else "",
        slip=training.slip,
        contested=sum(trial.row not in training.rows | training.against for trial in answered),
        complete=complete,
        taught=training.taught,
        recognized=len(fitted.right) if fitted else 0,
        behaviour=behaviour(sample),
        sure=sure,
        counted=asked,
        labels=count_labels(training.labels, modes, answered),
    )


def _share(sample: SampleData, some: Sequence[int], answered: Sequence[Trial]) -> float:
    """Return the share of some rows in the answered ones, by weight."""
    return sum(sample.weights[row] for row in some) / sum(sample.weights[trial.row] for trial in answered)


def method(sample: SampleData, training: TrainingSet, fitted: Fitted | None, *, complete: bool) -> str:
    """Return in words how inputs were divided between learning and testing."""
    if not training.settled:
        return "no input is settled"
    if fitted is None:
        return "no program explains them"
    if complete:
        return f"tried on all {len(sample)} inputs that there are, by draws that did not choose the answers"
    if not fitted.trials:
        return "each was shown to the model as an example, or decided by a person"
    if fitted.code.author != "the synthesizer":
        apart = f"; {len(fitted.code.seen)} that its author saw do not count" if fitted.code.seen else ""
        return f"the same code tried on each, with a guard that had not seen it ({_FOLDS} folds){apart}"
    return f"each tried by a program and a guard that had not seen it ({_FOLDS} folds)"


def _draws_apart(sample: SampleData, training: TrainingSet, answered: Sequence[Trial]) -> tuple[int, int]:
    """Count the draws that equal the code's answer, and all draws, among those that did not choose the answer.

    If a label contradicts the code, none equals it.
    """
    equal = asked = 0
    for trial in answered:
        keys = [draw.key for draw in sample.draws[trial.row][1::2] if draw.answered]
        asked += len(keys)
        equal += 0 if contradicts(training.labels.get(trial.row), trial.answer) else keys.count(canonical(trial.answer))
    return equal, asked


def _against_draws(sample: SampleData, answered: Sequence[Trial]) -> Equivalence | None:
    """Compare the answers to unseen inputs with every draw of the input, including draws without a value."""
    if not answered:
        return None
    counts = sample.fixed().counts()  # draws that a rule stopped are biased, so a fixed number is used
    drawn = [_comparable(counts[trial.row], trial.answer) for trial in answered]
    return equivalence(drawn, [canonical(trial.answer) for trial in answered], margin=MARGIN, level=LEVEL)


def _comparable(counts: Counter[str], answer: Any) -> dict[Hashable, int]:
    """Count the draws of an input by the part that is compared: for a record the fields that code gave."""
    if not isinstance(answer, Mapping):
        return dict[Hashable, int](apart(counts).items())
    found: Counter[Hashable] = Counter()
    for key, count in apart(counts).items():
        value = value_of(key)
        alike = isinstance(value, Mapping) and set(answer) <= set(value)
        found[canonical({name: value[name] for name in answer}) if alike else key] += count
    return dict(found)


def _given_up(
    sample: SampleData, training: TrainingSet, fitted: Fitted | None, answered: Sequence[Trial]
) -> list[Given]:
    """List the inputs that stay with the model: contested ones, those that code gets wrong, and those handed back."""
    accepted = {trial.row for trial in answered}
    wrong = {trial.row for trial in answered if not trial.agrees} | (fitted.wrong if fitted else set())
    taught = training.shown | (fitted.code.seen & fitted.right if fitted else frozenset())
    known, rows = accepted | taught, dict[int, Code]()
    for mode in sample.modes():
        if mode.row in training.against:
            labelled = mode.row in training.labels
            rows[mode.row] = "the model is against a label" if labelled else "the model is against an example"
        elif not mode.answered or mode.row in training.decided:
            continue
        elif mode.row not in training.rows:
            rows[mode.row] = "the model is divided" if mode.is_value else "the model gives no value"
        elif mode.row in wrong:
            rows[mode.row] = "the code is another"
        elif mode.row not in known:
            rows[mode.row] = "the guard hands it back"
    counts = sample.counts()
    return [_given(sample, counts[row], row, notice(why)) for row, why in sorted(rows.items())]


def _wrong(sample: SampleData, training: TrainingSet, trials: Sequence[Trial]) -> Iterator[Given]:
    counts = sample.counts()
    for trial in trials:
        said = trial.answer if isinstance(trial.answer, str) else canonical(trial.answer)
        against = contradicts(training.labels.get(trial.row), trial.answer)
        why: Code = "the code is against a label" if against else "the code says otherwise"
        yield _given(sample, counts[trial.row], trial.row, notice(why, said=said))


def _given(sample: SampleData, counts: Counter[str], row: int, why: Notice) -> Given:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    outcomes = tuple((label(key), count) for key, count in ranked)
    return Given(as_input(sample.spec, sample.rows[row]), outcomes, why)
