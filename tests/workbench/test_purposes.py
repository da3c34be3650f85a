"""What draws are for decides which belong together: looks, probes and judges are not samples, in old files, too."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

import pointmass as pm
from pointmass.store import Store
from pointmass.store.recover import recover
from pointmass.workbench.baseline import read_baseline

DATA = Path(__file__).parents[1] / "store" / "data"
PURPOSES = Counter({"watch": 4, "sample": 1, "linked": 1, "judge": 1})


class Loud(pm.Model):
    """Who answered in the file of old; and how often it was asked since."""

    identity = "loud by nature"

    def __init__(self):
        self.asked = Counter()

    async def complete(self, request, index):  # noqa: ARG002 - it answers every draw alike
        self.asked[request.spec] += 1
        said = '{"result": true}' if request.spec == "same_meaning" else str(request.inputs.get("title")).upper()
        return pm.Completion(said)


@pytest.fixture
def old(tmp_path):
    return Path(shutil.copy(DATA / "looks.v3.pointmass", tmp_path / "looks.pointmass"))


def clean_in(workbench):
    @workbench.spec
    def clean(title: str) -> str:
        """Clean the title."""

    return clean


def purposes(store):
    return Counter(each.series.purpose for each in store.contents())


def test_looks_and_judges_of_an_older_file_are_found_again(old):
    model = Loud()
    with pm.Workbench(old, model=model) as wb:
        clean, judge = clean_in(wb), pm.Judge(wb, about="Clean it")
        baseline = clean.sample(["a", "b", "c"], 3, progress=False)
        linked = clean.sample(["a", "b"], 2, linked=True, progress=False)

        assert purposes(wb.store) == PURPOSES
        assert judge.many([("a", "A"), ("b", "C")]) == [True, True]
        assert model.asked == {}
        how = {"draws": 2, "running": True, "progress": False}
        assert clean.watch(baseline, **how).course.looks == 3
        assert clean.watch(baseline, model="another", **how).course.looks == 2
        assert clean.watch(linked, **how).course.looks == 2
        assert {each.series.model for each in wb.store.contents()} == {"loud by nature"}
    assert Path(f"{old}.v3.backup").exists()
    with Store(old) as store:
        assert store.notices == []


def test_an_older_file_that_is_only_looked_at_says_the_same(old):
    before = old.read_bytes()
    with Store(old, readonly=True) as store:
        looks = [each.series for each in store.contents() if each.series.purpose == "watch"]

        assert purposes(store) == PURPOSES
        assert [sum(map(len, store.draws(series).values())) for series in looks] == [4, 6, 6, 6]
        assert {each.name for each in store.contents()} == {"clean", "same_meaning"}
        assert read_baseline(store, "clean").sample.n_draws == 9
        assert store.notices == []

    assert old.read_bytes() == before
    assert [each.name for each in old.parent.iterdir()] == [old.name]


def test_an_older_file_that_is_recovered_says_the_same(old, tmp_path):
    made = recover(old, tmp_path / "new.pointmass")

    with Store(made.path) as store:
        assert (purposes(store), store.notices, made.lost) == (PURPOSES, [], 0)


def test_a_series_that_was_damaged_keeps_what_stands_there(old):
    with sqlite3.connect(old) as raw:
        raw.execute("UPDATE series SET number = number + 90 WHERE model LIKE '%another by%'")
    raw.close()
    with Store(old, readonly=True) as store:
        assert purposes(store) == PURPOSES - Counter(watch=1) + Counter(sample=1)


def test_probes_are_kept_beside_the_sample_that_they_stand_by(tmp_path):
    def lower(title):
        return title.lower()

    with pm.Workbench(tmp_path / "probes.pointmass", model=pm.SimulatedModel({lower: 1.0})) as wb:
        clean = clean_in(wb)
        sample = clean.sample([f"Title {word}" for word in "ABCDEFGHIJKLMNOP"], 4, progress=False)
        clean.stabilize(sample, probes=6, budget=2)
        held = {each.series.purpose: each for each in wb.store.contents()}

        assert held["sample"].draws == 64
        assert held["probe"].draws > 0
        assert read_baseline(wb.store, "clean").sample.n_draws == 64


def test_a_look_and_a_judge_say_to_interceptors_what_they_are_for():
    asked = []

    async def noting(call, following):
        asked.append((call.name, call.purpose, call.spec))
        return await following(call)

    with pm.Workbench(model=Loud(), around=[noting]) as wb:
        clean, judge = clean_in(wb), pm.Judge(wb)
        clean.watch(clean.sample(["a"], 1, progress=False), progress=False)
        judge("a", "b")

        of = clean.spec.digest
        assert asked == [
            *(("clean", "sample", of), ("clean", "watch", of)),
            *[("same_meaning", "judge", judge.spec.digest)] * 2,
        ]
