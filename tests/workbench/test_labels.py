"""What a person says is right: kept with the name, seen by every sample of it, in another session too, and taken back."""

from __future__ import annotations

import copy
import pickle
from typing import Literal

import pytest

import pointmass as pm
from pointmass.errors import InputError


def lower(title: str) -> str:
    return title.lower()


def spec(prompt: str = "Lower it.", returns: type = str) -> pm.Spec:
    return pm.Spec("lower", prompt, (pm.Parameter("title", str),), returns)


@pytest.fixture
def wb(tmp_path):
    with pm.Workbench(tmp_path / "names.pointmass", model=pm.SimulatedModel({lower: 1.0})) as made:
        yield made


def test_a_label_is_seen_by_every_sample_of_the_name_and_can_be_taken_back(wb):
    handle = wb.define(spec())
    first = handle.sample(["A", "B"], draws=2, progress=False)
    handle.label("B", "b")
    other = handle.sample(["B", "C"], draws=2, progress=False, prompt="Make it small.")

    assert {row: each.right for row, each in first.labels().items()} == {1: '"b"'}
    assert {row: each.right for row, each in other.labels().items()} == {0: '"b"'}
    handle.label("B", "beta")
    assert first.labels()[1].right == '"beta"'
    handle.unlabel("B")
    assert (first.labels(), len(handle.labels())) == ({}, 0)


def test_labels_are_tabulated_with_who_said_them_when_and_of_which_spec(wb):
    handle = wb.define(spec())
    handle.label("A", "a")
    handle.label("B", wrong=["B", "bee"])
    table = wb.define(spec("Make it small.")).labels()

    assert list(table.columns) == ["input", "right", "wrong", "by", "time", "spec", "this_spec"]
    assert list(table["input"]) == ["B", "A"]
    assert list(table["wrong"]) == [["B", "bee"], []]
    assert list(table["right"])[1] == "a"
    assert not any(table["this_spec"])  # the prompt was edited since; the labels stay


def test_they_are_there_in_a_new_session_for_opened_samples_and_in_copies(tmp_path):
    path = tmp_path / "names.pointmass"
    with pm.Workbench(path, model=pm.SimulatedModel({lower: 1.0})) as wb:
        handle = wb.define(spec())
        sample = handle.sample(["A"], draws=2, progress=False)
        handle.label("A", "a")
        assert copy.deepcopy(sample).labels().keys() == {0}
        kept = sample
        assert pickle.loads(pickle.dumps(sample)).labels() == {}  # noqa: S301 - ours; it is data, and belongs to no file
    assert kept.labels().keys() == {0}  # it outlives its workbench
    with pm.Workbench(path) as wb:
        assert wb.samples()[0].open().labels()[0].right == '"a"'
        assert list(wb["lower"].labels()["right"]) == ["a"]


def test_inputs_of_several_parameters_are_mappings(wb):
    handle = wb.define(pm.Spec("both", "Join.", (pm.Parameter("a", str), pm.Parameter("b", int)), int))
    handle.label({"a": "x", "b": 3}, 4)

    assert list(handle.labels()["input"]) == [{"a": "x", "b": 3}]


@pytest.mark.parametrize(
    ("given", "how", "said"),
    [
        ("A", {"right": 3}, "lower.label: the answer does not fit: 3"),
        ("A", {}, "lower.label: give the right answer, or wrong="),
        ("A", {"right": "a", "wrong": ["b"]}, "lower.label: give the right answer, or wrong="),
        ("A", {"wrong": "b"}, "lower.label: got wrong='b'; it is a list"),
        ("A", {"wrong": []}, "lower.label: got wrong="),
        (3, {"right": "a"}, "lower: 1 of 1 inputs do not fit"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(wb, given, how, said):
    handle = wb.define(spec())
    with pytest.raises(InputError, match=said):
        handle.label(given, **how)

    assert wb.store.labels() == []


def test_a_label_that_is_no_answer_of_the_type_any_more_is_left_out(wb):
    wb.define(spec()).label("A", "a")
    narrowed = wb.define(spec(returns=Literal["x", "y"]))

    assert len(narrowed.labels()) == 0
    assert len(wb.define(spec()).labels()) == 1


def test_nothing_can_be_a_right_answer(wb):
    handle = wb.define(spec(returns=str | None))
    sample = handle.sample(["A"], draws=1, progress=False)
    handle.label("A", None)

    assert sample.labels()[0].right == "null"
