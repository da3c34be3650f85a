from __future__ import annotations

import subprocess
import sys
from typing import Literal

import pytest

import pointmass as pm
from pointmass.errors import EvidenceError, InputError, ModelOverloadedError
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
    assert repr(found).startswith("<Drift of clean: moved>")


def test_a_model_that_cannot_be_asked_leaves_it_open(watched):
    model, clean, baseline = watched

    def down(title):
        raise ModelOverloadedError("the service is overloaded")

    model.now = down

    assert clean.watch(baseline, progress=False).verdict == "could not find out"


def test_a_later_look_has_to_be_surer(watched):
    _, clean, baseline = watched

    assert clean.watch(baseline, look=3, progress=False).level > clean.watch(baseline, look=1, progress=False).level
    with pytest.raises(InputError, match="looks are counted from 1"):
        clean.watch(baseline, look=0)


def test_a_baseline_of_another_spec_is_refused(watched):
    _, clean, _ = watched
    other = clean.sample(TITLES, 1, prompt="Other.", progress=False)

    with pytest.raises(EvidenceError, match="drawn of another spec"):
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
    path = tmp_path / "tickets.pointmass"
    with pm.Workbench(path, model=pm.shipped("route_ticket")) as wb:

        @wb.spec
        def route_ticket(
            message: str,
        ) -> Literal["cards", "transfers", "top_ups", "identity", "fees", "other"]:
            """Route the message to a team."""

        route_ticket.sample(pm.shipped_inputs("route_ticket"), draws=16, progress=False)
    return path


@pytest.fixture
def recording():
    from importlib.resources import files

    return files("pointmass") / "data" / "route_ticket.jsonl"


def test_a_baseline_is_read_back_from_its_file(file):
    with pm.Workbench(file) as wb:
        sample = read_baseline(wb.store, "route_ticket").sample

    assert (len(sample), sample.requested, sample.n_draws) == (36, 16, 576)


def test_the_command_line_exits_with_1_and_names_what_moved(file, recording):
    done = pointmass("drift", file, "route_ticket", "--recording", recording, "--variant", "reworded", "--draws", 8)

    assert done.returncode == 1, done.stderr
    assert "route_ticket: moved (look 1," in done.stdout
    assert done.stdout.count("->") == 4
    again = pointmass("drift", file, "route_ticket", "--recording", recording, "--variant", "reworded", "--draws", 8)
    assert "(look 2," in again.stdout


def test_the_command_line_exits_with_0_where_nothing_moved(file, recording):
    done = pointmass("drift", file, "route_ticket", "--recording", recording)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "route_ticket: same" in done.stdout


@pytest.mark.parametrize(("name", "said"), [("nothing", "holds no sample of it"), ("route_ticket", "give --model")])
def test_the_command_line_exits_with_2_where_it_could_not_find_out(file, name, said):
    done = pointmass("drift", file, name)

    assert done.returncode == 2
    assert said in done.stderr
