from __future__ import annotations

import json
import subprocess
import sys
from typing import Literal

import pytest

import pointmass as pm
from pointmass.errors import EvidenceError, ModelOverloadedError
from pointmass.models.base import Completion, Model
from pointmass.signature import describe
from pointmass.workbench.baseline import _type, read_baseline

TITLES = [f"title {i}" for i in range(40)]


class Changing(Model):
    """Answers with the title in capitals, and otherwise once it has changed; or not at all."""

    def __init__(self):
        self.now = str.upper

    @property
    def identity(self):
        return "changing"

    async def complete(self, request, index):  # noqa: ARG002 - it answers every draw alike
        return Completion(self.now(request.inputs["title"]))


@pytest.fixture
def watched():
    model = Changing()
    with pm.Workbench(model=model) as wb:

        @wb.spec
        def clean(title: str) -> str:
            """Clean the title."""

        yield model, clean, clean.sample(TITLES, 8, progress=False)


def test_what_answers_as_before_is_the_same(watched):
    _, clean, baseline = watched

    found = clean.watch(baseline, progress=False)

    assert (found.verdict, found.moved) == ("same", ())


def test_the_inputs_that_moved_are_named(watched):
    model, clean, baseline = watched
    model.now = lambda title: title if title.endswith("7") else title.upper()

    found = clean.watch(baseline, progress=False)

    assert found.verdict == "moved"
    assert {change.label for change in found.moved} == {title for title in TITLES if title.endswith("7")}
    assert repr(found).startswith("<Drift of clean: moved; answered by model not recorded (changing)>")


def test_a_model_that_cannot_be_asked_leaves_it_open(watched):
    model, clean, baseline = watched

    def down(title):
        raise ModelOverloadedError("the service is overloaded")

    model.now = down

    assert clean.watch(baseline, progress=False).verdict == "could not find out"


def test_looks_are_weighed_together_and_the_first_that_showed_it_is_told(watched):
    model, clean, baseline = watched
    for _ in range(3):
        assert clean.watch(baseline, draws=4, running=True, progress=False).verdict == "same"
    model.now = lambda title: title if title.endswith("7") else title.upper()

    found = [clean.watch(baseline, draws=4, running=True, progress=False) for _ in range(3)]

    assert [each.course.looks for each in found] == [4, 5, 6]
    assert [each.code for each in found][-1] == 1
    assert {change.label for change in found[-1].moved} == {title for title in TITLES if title.endswith("7")}
    weighed = "after 6 looks (960 draws; 20 are needed at 95%, at whatever look one stops)"
    assert weighed in found[-1].reason
    assert weighed in found[-1]._repr_html_()


def test_a_name_that_comes_back_to_a_file_goes_on_with_its_looks(tmp_path):
    for look in range(1, 3):
        with pm.Workbench(tmp_path / "looks.pointmass", model=Changing()) as wb:

            @wb.spec
            def clean(title: str) -> str:
                """Clean the title."""

            baseline = clean.sample(TITLES, 8, progress=False)

            assert clean.watch(baseline, running=True, progress=False).course.looks == look


def test_looks_in_conversations_are_weighed_as_dependent(watched):
    model, clean, _ = watched
    baseline = clean.sample(TITLES, 6, linked=True, progress=False)
    clean.watch(baseline, running=True, progress=False)
    model.now = str.title

    found = clean.watch(baseline, running=True, progress=False)

    assert (found.verdict, found.course.looks, len(found.moved)) == ("moved", 2, 40)
    assert found.course.evidence.evidence[-1] == pytest.approx(found.course.evidence.per_input[0])
    assert "drawn in conversations" in found.diag


def test_a_watch_that_names_another_model_is_a_watch_of_its_own(watched):
    _, clean, baseline = watched
    clean.watch(baseline, running=True, progress=False)

    found = clean.watch(baseline, running=True, model="another-model", progress=False)

    assert (found.verdict, found.course.looks) == ("same", 1)


def test_a_look_is_no_sample_and_leaves_the_baseline_as_it_was(watched):
    model, clean, baseline = watched
    model.now = str.title
    clean.watch(baseline, progress=False)

    assert clean.sample(TITLES, 8, progress=False).digest == baseline.digest


def test_responses_seen_before_are_no_further_evidence():
    class Cached(Model):
        identity = "cached"
        day = 1

        async def complete(self, request, index):
            answer = request.inputs["title"].upper() if self.day == 1 else "moved"
            return Completion(answer, response_id=f"{request.inputs['title']} {index} {min(self.day, 2)}")

    with pm.Workbench(model=Cached()) as wb:

        @wb.spec
        def clean(title: str) -> str:
            """Clean the title."""

        baseline = clean.sample(TITLES[:5], 4, progress=False)
        first = clean.watch(baseline, running=True, progress=False)
        wb.model.day = 2
        second = clean.watch(baseline, running=True, progress=False)
        wb.model.day = 3
        third = clean.watch(baseline, running=True, progress=False)

    assert (first.course.evidence.n_draws, second.course.evidence.n_draws, third.course.evidence.n_draws) == (0, 20, 20)
    assert "20 draws of the looks repeat responses seen before: a cache answers" in first.diag
    assert third.course.evidence.per_input[0] <= second.course.evidence.per_input[0]


class Cache(Model):
    """A proxy that repeats its answers, each with the name that it had, as far as it holds them."""

    identity = "proxy"
    held = 1.0

    async def complete(self, request, index):
        title = request.inputs["title"]
        known = (7 * index) % 8 < 8 * self.held
        return Completion(title.lower(), response_id=f"{title} {index}" if known else None)


@pytest.fixture
def cached():
    model = Cache()
    with pm.Workbench(model=model) as wb:
        handle = wb.define(pm.Spec("low", "Lower.", (pm.Parameter("title", str),)))
        yield model, handle, handle.sample(TITLES, 8, progress=False)


@pytest.mark.parametrize("running", [False, True])
def test_a_watch_that_a_cache_answered_finds_nothing_out(cached, running):
    _, handle, baseline = cached

    found = handle.watch(baseline, running=running, progress=False)

    assert (found.verdict, found.code) == ("could not find out", 2)
    assert "320 responses stand in both baseline and now (same response id): a cache answered" in repr(found)
    assert "replayed from a recording" not in found.diag


@pytest.mark.parametrize(("held", "verdict", "left"), [(0.25, "same", 240), (0.75, "could not find out", 320)])
def test_a_few_answers_of_a_cache_are_left_out_of_a_look(cached, held, verdict, left):
    model, handle, baseline = cached
    model.held = held

    found = handle.watch(baseline, progress=False)

    assert found.verdict == verdict
    assert sum(sum(change.after.values()) for change in found.comparison.contrasts[0].changes) == left


def test_two_looks_without_draws_of_their_own_are_not_said_to_be_replayed(cached):
    _, handle, baseline = cached
    for _ in range(2):
        found = handle.watch(baseline, running=True, progress=False)

    assert [each.code for each in found.course.notices].count("looks are replayed") == 0


def test_a_model_that_answers_alike_every_time_is_the_same_and_not_a_cache(watched):
    _, clean, baseline = watched
    found = clean.watch(baseline, progress=False)

    assert (found.verdict, [each.code for each in found.notices]) == ("same", [])


def test_a_baseline_of_another_spec_is_refused(watched):
    _, clean, _ = watched
    other = clean.sample(TITLES, 1, prompt="Other.", progress=False)

    with pytest.raises(EvidenceError, match="drawn from another spec"):
        clean.watch(other)


@pytest.mark.parametrize(
    "kind",
    [str, bool, list[str], dict[str, int], str | None, Literal["a", "b"], tuple[int, ...], list[Literal[1] | None]],
)
def test_types_of_builtins_come_back_from_their_description(kind):
    assert describe(_type(describe(kind))) == describe(kind)


def pointmass(*arguments):
    return subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "-m", "pointmass.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "titles.pointmass"
    with pm.Workbench(path, model=pm.shipped("own_titles")) as wb:

        @wb.spec
        def clean_filename(title: str) -> str:
            """Turn each title into a clean file name."""

        clean_filename.sample(pm.shipped_inputs("own_titles"), draws=4, progress=False)
    return path


@pytest.fixture
def recording():
    from importlib.resources import files

    return files("pointmass") / "data" / "own_titles.jsonl"


def test_a_baseline_is_read_back_from_its_file(file):
    with pm.Workbench(file) as wb:
        sample = read_baseline(wb.store, "clean_filename").sample

    assert (len(sample), sample.requested, sample.n_draws) == (72, 4, 288)


def test_the_baseline_is_of_the_spec_that_the_name_means_and_not_of_a_variant_drawn_later(file):
    with pm.Workbench(file, model=pm.shipped("own_titles", "reworded")) as wb:
        before = read_baseline(wb.store, "clean_filename").sample
        wb.sample(before.spec, before.inputs[:3], 2, prompt="Which name?", progress=False)

        assert read_baseline(wb.store, "clean_filename").sample.digest == before.digest


def test_the_command_line_exits_with_1_and_names_what_moved(file, recording):
    said = {"plain": {}, "reworded": {}}
    for line in map(json.loads, recording.read_text(encoding="utf-8").splitlines()):
        if line["kind"] == "draw":
            said[line["variant"]].setdefault(line["input"], set()).add(line["output"])
    turned = [title for title, names in said["plain"].items() if len(names) == len(said["reworded"][title]) == 1]
    asked = ("drift", file, "clean_filename", "--recording", recording, "--variant", "reworded", "--draws", 4)

    first, second = pointmass(*asked), pointmass(*asked)

    assert first.returncode == 1, first.stderr
    assert "clean_filename: moved (look 1, 95%)" in first.stdout
    assert "No single input is named" in first.stdout  # four draws against four: 2 / C(8, 4) at best
    assert "clean_filename: moved (look 2, 95%)" in second.stdout
    assert len(turned) == 59
    assert all(f"  {title}: {min(said['plain'][title])} 100% -> " in second.stdout for title in turned)


def test_one_look_alone_can_be_asked_for(file, recording):
    done = pointmass("drift", file, "clean_filename", "--recording", recording, "--once")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "clean_filename: same (one look, 95%)" in done.stdout


def test_another_sample_of_the_file_can_be_the_baseline(file, recording):
    with pm.Workbench(file, model=pm.shipped("own_titles")) as wb:
        spec = read_baseline(wb.store, "clean_filename").sample.spec
        wb.sample(spec, pm.shipped_inputs("own_titles"), 2, fresh=True, progress=False)

        assert read_baseline(wb.store, "clean_filename", number=2).sample.requested == 2
        with pytest.raises(EvidenceError, match="holds 2 samples of it, got number 3"):
            read_baseline(wb.store, "clean_filename", number=3)
    done = pointmass("drift", file, "clean_filename", "--recording", recording, "--baseline", 2)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_command_line_exits_with_0_where_nothing_moved(file, recording):
    done = pointmass("drift", file, "clean_filename", "--recording", recording)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "clean_filename: same" in done.stdout


@pytest.mark.parametrize(("name", "said"), [("nothing", "holds no sample of it"), ("clean_filename", "give --model")])
def test_the_command_line_exits_with_2_where_it_could_not_find_out(file, name, said):
    done = pointmass("drift", file, name)

    assert done.returncode == 2
    assert said in done.stderr
