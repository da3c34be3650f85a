from __future__ import annotations

import pytest

import pointmass as pm


def tidy(title):
    return f"{title}!"


def hello(title):
    return f"Hello {title}"


def hi(title):
    return f"Hi {title}"


def means_the_same(one, other):
    greetings = ("Hello", "Hi")
    return one.startswith(greetings) == other.startswith(greetings)


@pytest.fixture
def wb():
    with pm.Workbench(model=pm.SimulatedModel({hello: 2, hi: 1, tidy: 1}, linked=False)) as opened:
        yield opened


def test_a_spec_that_returns_bool_is_a_judge_of_sameness_and_its_draws_are_kept(wb):
    greet = wb.define(pm.Spec("greet", "Greet.", (pm.Parameter("title", str),)))
    texts = (pm.Parameter("one", str), pm.Parameter("other", str))
    judge = wb.define(pm.Spec("same_meaning", "Do both texts mean the same?", texts, returns=bool))
    sample = greet.sample(["Ann", "Bob", "Eve"], draws=20, progress=False)
    wb.model = pm.SimulatedModel({means_the_same: 1})
    found = sample.interpretations(same=judge)

    assert [len(each.clusters) for each in found.inputs] == [2, 2, 2]
    assert found.inputs[0].clusters[0].count + found.inputs[0].clusters[1].count == 20
    assert {held.name: held.inputs for held in wb.store.contents()}["same_meaning"] == 6
