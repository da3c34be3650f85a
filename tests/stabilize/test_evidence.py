"""Numbers that are right for one reason only: each case is built so that the wrong formula gives another figure."""

from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.draw import Draw
from pointmass.sample import SampleData
from pointmass.stabilize.code import Code
from pointmass.stabilize.crossfit import Fitted, Trial
from pointmass.stabilize.curve import point
from pointmass.stabilize.evidence import weigh
from pointmass.stabilize.training_set import training_set_of
from pointmass.stats import lower_bound

SPEC = pm.Spec("f", "Do it.", (pm.Parameter("title", str),))
CODE = Code("a person", "written", "", "f", ("def f(title): ...",), guarded=False)


def sampled(*rows, weights=None):
    """Build a sample of the draws of each input, a word of letters each."""
    draws = tuple(tuple(Draw(i, "ok", letter, letter) for i, letter in enumerate(said)) for said in rows)
    inputs = tuple({"title": f"t {i}"} for i in range(len(rows)))
    return SampleData(SPEC, inputs, weights or (1,) * len(rows), draws, max(map(len, rows)), "a model")


def weighed(sample, answers, *, complete=False, fields=0):
    """Weigh code that answers some rows so, ``{row: answer}``, and hands back the others."""
    trials = tuple(Trial(row, reach=row in answers, agrees=True, answer=answers.get(row)) for row in range(len(sample)))
    fitted = Fitted(CODE, trials, CODE.versions)
    return weigh(sample, training_set_of(sample), fitted, point(sample, trials, 0), complete=complete, fields=fields)


@pytest.mark.parametrize(
    ("said", "equal"),
    [
        ("abab", 0),  # every second draw, from the second on: none of those that chose the answer
        ("aaab", 1),
        ("aaaa", 2),
        ("baaa", 2),
    ],
)
def test_the_draws_that_chose_the_answer_do_not_speak_for_it(said, equal):
    found = weighed(sampled(*[said] * 10), dict.fromkeys(range(10), "a"), complete=True)

    assert found.bound == pytest.approx(lower_bound(10 * equal, 20) if equal else 0.0)


def test_an_input_that_was_given_often_counts_as_often_in_what_is_covered():
    sample = sampled("aaaa", "bbbb", "cccc", weights=(6, 3, 1))

    assert weighed(sample, {0: "a"}).coverage == pytest.approx(0.6)
    assert weighed(sample, {1: "b", 2: "c"}).coverage == pytest.approx(0.4)


def test_an_input_that_was_given_often_counts_as_often_in_what_is_answered_whole():
    sample = sampled("aaaa", "bbbb", "cccc", weights=(6, 3, 1))
    answers = {0: {"one": 1}, 1: {"one": 1, "two": 2}, 2: {"one": 1, "two": 2}}

    assert weighed(sample, answers, fields=2).whole == pytest.approx(0.4)


def test_every_second_draw_chooses_the_answers_of_a_domain_that_is_seen_whole(sandbox):
    from pointmass.stabilize.gate import Task, pass_gate
    from pointmass.stabilize.search import SearchOptions

    spec = pm.Spec("f", "Do it.", (pm.Parameter("flag", bool),))
    draws = tuple(Draw(i, "ok", "ab"[i % 2], "") for i in range(16))
    sample = SampleData(spec, ({"flag": True}, {"flag": False}), (1, 1), (draws,) * 2, 16, "a model")

    found = pass_gate(sample, Task(agreement=0.9, options=SearchOptions(0.2)), sandbox=sandbox)

    # Draws 0, 2, 4, … all say a; with the others beside them each input would be tied, and nothing settled.
    assert (found.evidence.complete, found.evidence.settled) == (True, 2)
    assert found.evidence.bound == 0.0
