"""A model that says whether two answers mean the same: both ways, at once, and never twice."""

from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.errors import InputError
from pointmass.interpretations import cluster
from pointmass.models.base import Completion, Model, Usage
from pointmass.workbench.judge import Judge

ANSWERS = ["Hello Ann", "Hi Ann", "Goodbye Ann", "Bye Ann", "Hello Ann"]


class Reading(Model):
    """Says that two greetings mean the same, and two farewells; it can be biased to what stands first."""

    def __init__(self, *, biased=False, answers=("true", "false")):
        self.asked = []
        self.biased = biased
        self.answers = answers

    @property
    def identity(self):
        return "reading"

    async def complete(self, request, index):  # noqa: ARG002 - each draw says the same
        one, other = request.inputs["one"], request.inputs["other"]
        self.asked.append((one, other))
        same = ("bye" in one.lower()) == ("bye" in other.lower()) or (self.biased and one.startswith("H"))
        return Completion(self.answers[0] if same else self.answers[1], usage=Usage(40, 1))


@pytest.fixture
def model():
    return Reading()


@pytest.fixture
def wb(model):
    with pm.Workbench(model=model) as opened:
        yield opened


def test_answers_that_a_model_takes_for_the_same_are_one_reading(wb):
    assert cluster(ANSWERS, same=Judge(wb)).labels == (0, 0, 1, 1, 0)


def test_every_pair_is_asked_about_both_ways_and_never_twice(wb, model):
    judge = Judge(wb)

    cluster(ANSWERS, same=judge)
    cluster(ANSWERS[::-1], same=Judge(wb))

    assert sorted(model.asked) == sorted(
        {(a, b) for one, other in model.asked for a, b in ((one, other), (other, one))}
    )
    assert judge.pairs * 2 == len(model.asked)


def test_what_the_judgement_cost_is_told(wb):
    judge = Judge(wb)

    cluster(ANSWERS, same=judge)

    assert judge.cost.input_tokens == 40 * 2 * judge.pairs
    assert f"{judge.pairs} pairs asked both ways" in repr(judge)


def test_a_model_that_prefers_what_stands_first_merges_nothing_by_it(wb):
    wb.model = Reading(biased=True)
    judge = Judge(wb)

    assert judge("Hello Ann", "Bye Ann") is False
    assert judge.split == 1


def test_what_is_no_answer_says_no_and_is_counted(wb):
    wb.model = Reading(answers=("perhaps", "perhaps"))
    judge = Judge(wb)

    assert judge("Hello Ann", "Hi Ann") is False
    assert judge.unanswered == 2
    assert "2 draws without an answer" in repr(judge)


def test_the_task_is_told_to_the_model_as_it_is(wb):
    judge = Judge(wb, about="Greet {title}.")

    assert "Greet {title}." in judge.spec.prompt.replace("{{", "{").replace("}}", "}")
    assert judge.many([]) == []


def test_a_pair_is_asked_about_at_least_once(wb):
    with pytest.raises(InputError, match="draws=0"):
        Judge(wb, draws=0)
