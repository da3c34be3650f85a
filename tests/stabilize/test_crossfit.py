"""What the gate measures, compared with worlds whose truth is known."""

from __future__ import annotations

import dataclasses
import hashlib
import random

import pytest

import pointmass as pm
from pointmass.stabilize.code import Code
from pointmass.stabilize.crossfit import Bench, fit
from pointmass.stabilize.training_set import Labelled, training_set_of

SIGNS = "abcdefghijklmnop"


def rng_of(text):
    return random.Random(hashlib.sha256(text.encode()).hexdigest())  # noqa: S311 - no secret


def usual(text):
    one, other = text.split("-")
    return f"{other}/{one}"


def turned(text):
    one, other = text.split("-")
    return f"{one}/{other}"


@pytest.fixture
def world():
    made = []

    def sample(programs, count, draws=8, seed=1):
        rng = random.Random(seed)  # noqa: S311 - no secret
        wb = pm.Workbench(
            model=pm.SimulatedModel(programs, linked=False, seed=seed), approver=pm.approved_by("a reader")
        )
        made.append(wb)
        turn = wb.define(pm.Spec("turn", "Turn it.", (pm.Parameter("text", str),), str))
        texts = list(dict.fromkeys(f"{rng.randint(100, 999)}-{rng.randint(100, 999)}" for _ in range(count)))
        return turn, turn.sample(texts, draws=draws, progress=False)

    yield sample
    for wb in made:
        wb.close()


def test_every_input_is_held_out_once_at_every_size(world):
    for count in (20, 59, 60, 61, 120):
        turn, sample = world([(usual, 1.0)], count)
        evidence = turn.stabilize(sample, probes=0).evidence

        assert (evidence.certified, evidence.answered) == (len(sample), len(sample))


def test_more_inputs_never_prove_less(world):
    bounds = []
    for count in (58, 60, 62, 90, 118):
        turn, sample = world([(usual, 1.0)], count)
        bounds.append(turn.stabilize(sample, probes=0).evidence.bound)

    assert bounds == sorted(bounds)


def test_an_input_that_is_read_in_two_ways_without_a_mark_counts_against_the_agreement(world):
    def wavering(text):
        return turned(text) if rng_of(text).random() < 0.3 else usual(text)

    turn, sample = world([(usual, 0.35), (wavering, 0.65)], 120)
    evidence = turn.stabilize(sample, probes=0).evidence

    # On three of ten inputs the other reading leads, and nothing tells them from the rest.
    assert evidence.answered > 100
    assert 0.6 < evidence.agreement < 0.8
    assert evidence.bound < 0.75
    assert turn.stabilize(sample, probes=0).decision in {"keep neural", "sample more"}


def test_an_input_whose_readings_are_too_even_to_tell_agrees_with_no_code(world, sandbox):
    _, sample = world([(usual, 0.55), (turned, 0.45)], 60)
    bench, modes = Bench(sample, training_set_of(sample), sandbox, sample.modes()), sample.modes()
    even = [mode for mode in modes if mode.count == 5]

    assert even
    assert not any(bench.agrees(mode.row, mode.outcome) for mode in even)
    assert all(bench.agrees(mode.row, mode.outcome) for mode in modes if mode.count > 5)


def test_slips_are_no_readings(world):
    clean, noisy = world([(usual, 1.0)], 100), world([(usual, 0.97), (turned, 0.03)], 100)
    proposals = [turn.stabilize(sample, probes=0) for turn, sample in (clean, noisy)]

    assert proposals[1].evidence.coverage >= 0.9 * proposals[0].evidence.coverage
    assert len(proposals[1].source) <= 1.5 * len(proposals[0].source)
    assert proposals[1].evidence.slip == pytest.approx(0.03, abs=0.01)


def test_what_the_code_would_get_wrong_of_the_sample_is_handed_back_and_counted_as_wrong(world, says):
    def exceptional(text):
        return turned(text) if rng_of(text).random() < 0.06 else usual(text)

    turn, sample = world([(exceptional, 1.0)], 150, draws=4)
    proposal = turn.stabilize(sample, probes=0)
    odd = [text for text in sample.inputs if exceptional(text) != usual(text)]

    assert "stabilize" in proposal.decision
    assert proposal.evidence.agreed < proposal.evidence.answered
    assert {says(proposal, text) for text in odd} == {"(handed back)"}
    assert not any(text in proposal.source for text in sample.inputs)


def test_what_is_handed_back_by_name_is_in_the_frames(world):
    def exceptional(text):
        return turned(text) if rng_of(text).random() < 0.06 else usual(text)

    turn, sample = world([(exceptional, 1.0)], 150, draws=4)
    proposal = turn.stabilize(sample, probes=0)

    assert set(proposal.wrong["input"]) <= set(proposal.hands_back["input"])
    assert len(proposal.answers) + len(proposal._known["hands_back"]) == len(sample)  # noqa: SLF001 - every input is in one


def test_what_is_bound_must_do_what_was_certified(world):
    import dataclasses

    from pointmass.errors import EvidenceError

    turn, sample = world([(usual, 1.0)], 30)
    proposal = turn.stabilize(sample, probes=0)
    other = dataclasses.replace(
        proposal, source=proposal.source.replace("def turn(", "def turned(") + "\n\ndef turn(text):\n    return text\n"
    )

    with pytest.raises(EvidenceError, match="the source does not give the answer"):
        other.accept()
    assert turn.kind == "neural"


class Knowing:
    """Writes a rule that is wrong on light parcels, and hands back those of them that it may see, one by one."""

    def __init__(self, weights, held_back):
        self.weights, self.held_back = weights, held_back

    def code(self, held):
        known = frozenset(row for row in self.held_back if row not in held)
        listed = sorted(self.weights[row] for row in known)
        module = f"""
def parcel(grams):
    return "large" if grams > 2000 else "small"


def accepts(grams):
    return grams not in {listed!r}
"""
        return Code("somebody", "program", "by weight", "parcel", (module,), exceptions=known)


def test_exceptions_that_have_something_in_common_are_handed_back_by_what_they_have_in_common(sandbox):
    def parcel(grams):
        return "letter" if grams <= 500 else "large" if grams > 2000 else "small"

    weights = random.Random(4).sample(range(1, 5000), 120)  # noqa: S311 - no secret
    with pm.Workbench(model=pm.SimulatedModel([(parcel, 1.0)], linked=False)) as wb:
        tariff = wb.define(pm.Spec("parcel", "Which tariff?", (pm.Parameter("grams", int),), str))
        sample = tariff.sample(weights, draws=8, progress=False)
    light = [row for row, grams in enumerate(weights) if grams <= 500]
    bench = Bench(sample, training_set_of(sample), sandbox, sample.modes())
    trials = fit(bench, Knowing(weights, light)).trials

    assert len(light) >= 6
    assert sum(bool(trials[row].reach) for row in light) <= 2  # those at the limit that a fold did not see
    assert all(trials[row].agrees for row in range(120) if row not in light and trials[row].reach)
    assert sum(bool(trials[row].reach) for row in range(120) if row not in light) >= 105


class Turning:
    """An author whose code knows the rule, and has no guard of its own: it was not learned from any sample."""

    def code(self, held):  # noqa: ARG002 - the same whatever is held out
        module = 'def turn(text):\n    one, other = text.split("-")\n    return f"{other}/{one}"\n'
        return Code("somebody", "program", "turned", "turn", (module,), guarded=False)


def test_what_was_asked_beside_an_input_does_not_teach_the_guard_while_that_input_is_held_out(world, sandbox):
    turn, few = world([(usual, 1.0)], 40)
    odd, near = "abc-456", ["bca-456", "cab-654", "abc-645", "acb-564"]
    sample = turn.sample([*few.inputs, odd], draws=8, progress=False)
    row = sample.inputs.index(odd)
    trials = []
    for parent in (row, None):
        probes = tuple(Labelled({"text": text}, usual(text), "the model", parent) for text in near)
        training = dataclasses.replace(training_set_of(sample), taught=probes)
        found = fit(Bench(sample, training, sandbox, sample.modes()), Turning())
        trials.append({trial.row: trial for trial in found.trials}[row])

    # Made from the input, the probes say nothing of inputs like it; of another origin, they teach that there are such.
    assert [bool(trial.reach) for trial in trials] == [False, True]
