"""Readings that a person merged, split and named by hand: computed anew, kept in the file, undone."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any, Literal

import pytest

import pointmass as pm
from pointmass.draw import Draw
from pointmass.errors import InputError
from pointmass.models.base import input_key
from pointmass.store import Series

NAMES = [f"Item {number} Blue" for number in range(6)]


def snake(name: str) -> str:
    return name.lower().replace(" ", "_")


def kebab(name: str) -> str:
    return name.lower().replace(" ", "-")


def kept(name: str) -> str:
    return name


MODEL = pm.SimulatedModel({snake: 0.5, kebab: 0.3, kept: 0.2}, seed=3, linked=False)


def opened(path: Path | None = None, model: Any = MODEL) -> Any:
    wb = pm.Workbench(path, model=model) if path else pm.Workbench(model=model)
    return wb, wb.define(pm.Spec("slug", "Make a file name.", (pm.Parameter("name", str),)))


@pytest.fixture
def sample() -> Any:
    return opened()[1].sample(NAMES, draws=20, progress=False)


def counts(found: Any, at: int = 0) -> list[int]:
    return [each.count for each in found.inputs[at].clusters]


def test_two_readings_of_an_input_become_one_with_a_weight_and_an_interval_of_its_own(sample: Any) -> None:
    before = sample.interpretations()
    after = before.merge("A", "B", on=NAMES[0], name="joined")
    (merged, rest) = after.inputs[0].clusters

    assert merged.count == counts(before)[0] + counts(before)[1]
    assert rest.count == counts(before)[2]
    bounds = merged.interval()
    assert merged.name == "joined"
    # Wilson's interval of 17 of 20 by scipy.stats.binomtest
    assert (merged.count, round(bounds.low, 4), round(bounds.high, 4)) == (17, 0.6396, 0.9476)
    assert merged.edits == after.edits
    assert counts(after, 1) == counts(before, 1)
    assert "no interval covers that choice" in after.note
    assert "no interval covers" not in before.note


def test_an_answer_is_taken_out_of_a_reading_and_the_last_edit_is_undone() -> None:
    handle = opened(model=pm.SimulatedModel({lambda name: name: 0.6, lambda name: name.upper(): 0.4}, linked=False))[1]
    found = handle.sample(["yes please"], draws=20, progress=False).interpretations(kind="label")
    assert len(found.inputs[0].clusters) == 1
    split = found.split(0, "YES PLEASE")
    both = split.rename("YES PLEASE", "loud")

    assert [each.reading for each in split.clusters] == ["yes please", "YES PLEASE"]
    assert [each.canonical for each in split.clusters] == ["yes please", "YES PLEASE"]
    assert [each.name for each in both.clusters] == ["", "loud"]
    assert [each.name for each in both.undo().clusters] == ["", ""]
    assert len(both.undo(1).clusters) == 1
    assert len(found.split(0).clusters) == 2


def test_answers_are_merged_on_every_input_where_both_occur() -> None:
    handle = pm.Workbench(
        model=pm.SimulatedModel({lambda text: "refund": 0.5, lambda text: "account": 0.5}, linked=False)
    ).define(pm.Spec("team", "Which?", (pm.Parameter("text", str),), Literal["refund", "account"]))
    found = handle.sample(["a", "b", "c"], draws=12, progress=False).interpretations()
    merged = found.merge("refund", "account", name="money")

    assert [len(each.clusters) for each in merged.inputs] == [1, 1, 1]
    assert {each.name for each in merged.clusters} == {"money"}
    assert merged.agreement().value == 1


def linked_sample(path: Path | None = None) -> Any:
    model = pm.SimulatedModel({snake: 0.4, kebab: 0.35, kept: 0.25}, seed=1, linked=True)
    many = [f"Thing {number} Red" for number in range(14)]
    return opened(path, model)[1].sample(many, draws=24, linked=True, progress=False)


def test_programs_are_merged_renamed_and_parted_again() -> None:
    found = linked_sample().interpretations()
    assert len(found.programs) == 3
    merged = found.merge(0, 1, name="lower case")
    programs = merged.programs

    assert programs[0].count == found.programs[0].count + found.programs[1].count
    assert [each.name for each in programs] == ["lower case", ""]
    assert len(merged.labels) == len(found.labels)
    assert set(merged.labels) == {0, 1}
    assert programs[0].interval().known
    assert [each.name for each in merged.rename("lower case", "small").programs] == ["small", ""]
    some = [each for each, label in zip(merged.linked.conversations, merged.linked.labels, strict=True) if label == 0]
    parted = merged.split(0, *[int(each) for each in some[:3]])
    assert sorted(each.count for each in parted.programs) == sorted([3, len(some) - 3, programs[1].count])
    assert [each.count for each in parted.undo().undo().undo().programs] == [each.count for each in found.programs]


def test_what_was_done_is_there_when_the_file_is_opened_again(tmp_path: Path) -> None:
    wb, handle = opened(tmp_path / "a.pointmass")
    handle.sample(NAMES, draws=20, progress=False).interpretations().merge("A", "B", on=NAMES[0], name="joined")
    wb.close()
    again = pm.Workbench(tmp_path / "a.pointmass")
    kept_sample = again.samples("slug")[0].open()
    found = kept_sample.interpretations()

    assert len(again.samples()) == 1  # what a person did is no sample
    assert [each.name for each in found.inputs[0].clusters] == ["joined", ""]
    assert (found.edits[0].number, bool(found.edits[0].by), found.edits[0].time > 0) == (1, True, True)
    assert kept_sample.interpretations(by_hand=False).edits == ()
    assert len(found.undo().inputs[0].clusters) == 3
    again.close()
    last = pm.Workbench(tmp_path / "a.pointmass")
    assert last.samples("slug")[0].open().interpretations().edits == ()
    last.close()


def test_two_workbenches_of_one_file_number_their_edits_in_one_order(tmp_path: Path) -> None:
    one, first = opened(tmp_path / "a.pointmass")
    sample = first.sample(NAMES, draws=20, progress=False)
    other, second = opened(tmp_path / "a.pointmass")
    same = second.sample(NAMES, draws=20, progress=False)
    sample.interpretations().rename("A", "snake", on=NAMES[0])
    found = same.interpretations().rename("B", "kebab", on=NAMES[0])

    assert [each.number for each in found.edits] == [1, 2]
    assert [each.name for each in sample.interpretations().inputs[0].clusters][:2] == ["snake", "kebab"]
    one.close()
    other.close()


def test_an_edit_that_is_none_is_told_and_left_out(tmp_path: Path) -> None:
    wb, handle = opened(tmp_path / "a.pointmass")
    sample = handle.sample(NAMES, draws=4, progress=False)
    series = Series(sample.spec.digest, "by hand", "hand")
    wb.store.put_inputs({input_key({}): {}}).result()
    wb.store.append_draw(series, input_key({}), Draw(0, "ok", outcome={"do": "burn", "groups": []})).result()

    assert sample.interpretations().edits == ()
    assert any("what was done to readings by hand, number 1" in str(each) for each in wb.store.notices)
    wb.close()


def test_the_questions_are_asked_of_the_readings_as_they_are_now(sample: Any) -> None:
    before = len(sample.clarify(most=9))
    for name, each in zip(NAMES, sample.interpretations().inputs, strict=True):
        sample.interpretations().merge(*range(len(each.clusters)), on=name)

    assert before > 0
    assert len(sample.clarify(most=9)) == 0


def test_a_copy_has_the_edits_and_a_pickled_one_keeps_its_own_from_then_on(sample: Any) -> None:
    sample.interpretations().merge("A", "B", on=NAMES[0])
    copied, pickled = copy.deepcopy(sample), pickle.loads(pickle.dumps(sample))  # noqa: S301 - our own
    pickled.interpretations().undo()

    assert len(copied.interpretations().edits) == 1
    assert len(pickled.interpretations().edits) == 0
    assert len(sample.interpretations().edits) == 1


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda found: found.merge("A", on=NAMES[0]), "slug.merge: got 1 reading; give two or more"),
        (lambda found: found.merge("A", "B"), "is no answer to any of the 6 inputs; to name a reading by its number"),
        (lambda found: found.merge("A", "F", on=NAMES[0]), "slug.merge: there is no such reading; there are 0 \\(A: "),
        (lambda found: found.merge("A", "B", on="none"), "slug.merge: 'none' is not one of the 6 inputs"),
        (lambda found: found.split("A", "x", on=NAMES[0]), 'slug.split: "x" is not of this reading; its answers are '),
        (
            lambda found: found.split("A", on=NAMES[0]),
            "this reading has one exact answer, .*, so there is nothing to part",
        ),
        (lambda found: found.undo(), "slug.undo: got None; nothing was done by hand"),
        (lambda found: found.rename("A", "x", on=NAMES[0]).undo(7), r"got 7; in force are \[1\]"),
    ],
)
def test_what_cannot_be_done_is_said(sample: Any, do: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        do(sample.interpretations())


def test_readings_of_plain_outcomes_have_nobody_to_keep_what_is_done() -> None:
    from pointmass.interpretations import cluster

    with pytest.raises(InputError, match="no sample stands behind these readings"):
        cluster(["a-1", "b-2"]).merge(0, 1)
