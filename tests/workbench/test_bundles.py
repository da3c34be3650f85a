from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from enum import Enum

import pydantic
import pytest

import pointmass as pm
from pointmass.approval import Decision
from pointmass.artifact import Artifact
from pointmass.errors import BundleError, NoModelError, StoreError
from pointmass.harness import bind_artifact
from pointmass.workbench.load import load

SOURCE = """\
def accepts(title: str) -> bool:
    return title.isascii()


def clean(title: str) -> str:
    return title.lower().replace(" ", "-")
"""


@pytest.fixture
def open_workbench():
    """Keep workbenches until the end of the test, then close them."""
    kept = []

    def keep(wb):
        kept.append(wb)
        return wb

    yield keep
    for wb in kept:
        wb.close()


@pytest.fixture
def wb(open_workbench):
    """A workbench with a hybrid name `clean`, versions 1 (spec), 2 and 3 (code)."""
    wb = open_workbench(pm.Workbench())

    @wb.spec
    def clean(title: str) -> str:
        """Clean the title."""

    stabilize(wb, SOURCE.replace('"-"', '"_"'), time=1.0)
    stabilize(wb, SOURCE, time=2.0)
    return wb


def yes(artifact):
    return Decision(approved=True, by="ada", digest=artifact.digest)


def stabilize(wb, source, *, time, name="clean"):
    spec = wb[name].spec
    evidence = {"cases": [{"inputs": {"title": "A"}, "result": "a"}], "hands_back": [{"title": "é"}], "agreed": 1}
    artifact = Artifact(name, source, spec.digest, "5a3b", evidence)
    return wb.registry.bind(
        bind_artifact(artifact, spec, yes(artifact)), action="stabilize", by="ada", time=time, note="1 of 1 agree"
    )


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


# --- export ---


def test_every_name_with_a_spec_is_written_with_all_its_versions(wb, tmp_path):
    assert wb.export(tmp_path / "components") == ["clean"]

    assert sorted(path.name for path in (tmp_path / "components" / "clean").iterdir()) == [
        *("__init__.py", "active", "spec.md", "test_v2.py", "test_v3.py", "v2.json", "v2.py", "v3.json", "v3.py"),
    ]
    assert (tmp_path / "components" / "clean" / "active").read_text() == "3\n"


def test_who_approved_a_version_and_when_is_written_down(wb, tmp_path):
    wb.soften("clean")
    wb.rollback("clean", 2, approver=pm.approved_by("bob"))
    wb.export(tmp_path)
    said = json.loads((tmp_path / "clean" / "v2.json").read_text())

    assert (said["approver"], said["time"], said["note"]) == ("ada", 1.0, "1 of 1 agree")
    assert (tmp_path / "clean" / "active").read_text() == "2\n"


def test_a_softened_name_is_written_as_a_spec_that_has_code(wb, tmp_path):
    wb.soften("clean")
    wb.export(tmp_path)

    assert (tmp_path / "clean" / "active").read_text() == "spec\n"
    assert (tmp_path / "clean" / "v3.py").read_text() == SOURCE


def test_code_of_an_earlier_spec_is_not_written(wb, tmp_path):
    wb.define(dataclasses.replace(wb["clean"].spec, prompt="Clean it another way."))
    stabilize(wb, SOURCE, time=3.0)
    wb.export(tmp_path)

    assert sorted(path.name for path in (tmp_path / "clean").glob("v*.py")) == ["v5.py"]


def test_functions_of_your_own_are_left_out_and_named(wb, tmp_path):
    wb.bind(lambda x: x, name="orchestrate")

    with pytest.warns(UserWarning, match=r"export: \['orchestrate'\] are functions of your own and were left out"):
        assert wb.export(tmp_path) == ["clean"]
    assert [path.name for path in tmp_path.iterdir()] == ["clean"]


def test_with_no_spec_at_all_nothing_is_exported(open_workbench, tmp_path):
    wb = open_workbench(pm.Workbench())
    wb.bind(lambda x: x, name="orchestrate")

    with pytest.raises(
        BundleError, match=r"export: no name has a spec, bound are \['orchestrate'\]; define one: @wb.spec"
    ):
        wb.export(tmp_path / "components")
    assert not (tmp_path / "components").exists()


def test_exporting_again_changes_nothing(wb, tmp_path):
    wb.export(tmp_path)
    before = contents(tmp_path)
    wb.export(tmp_path)

    assert contents(tmp_path) == before


def test_versions_of_an_earlier_session_are_exported_from_the_file(open_workbench, tmp_path):
    for session in ("first", "second"):
        wb = open_workbench(pm.Workbench(tmp_path / "my.pointmass"))

        @wb.spec
        def clean(title: str) -> str:
            """Clean the title."""

        if session == "first":
            stabilize(wb, SOURCE.replace('"-"', '"_"'), time=1.0)
            stabilize(wb, SOURCE, time=2.0)
        wb.export(tmp_path / session)
        wb.close()

    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_the_tests_of_an_export_pass(wb, tmp_path):
    wb.export(tmp_path)
    environment = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours

    assert done.returncode == 0, done.stdout


# --- load ---


def test_a_loaded_name_answers_by_code_under_the_same_name(wb, open_workbench, tmp_path):
    wb.export(tmp_path)
    loaded = open_workbench(pm.load(tmp_path))

    assert loaded.names == ["clean"]
    assert loaded["clean"].kind == "hybrid"
    assert loaded["clean"]("Meeting Notes") == loaded.call("clean", {"title": "Meeting Notes"}) == "meeting-notes"
    assert loaded["clean"].spec == wb["clean"].spec
    assert loaded["clean"].source == SOURCE


def test_one_bundle_may_be_loaded_by_itself(wb, open_workbench, tmp_path):
    wb.export(tmp_path)

    assert open_workbench(pm.load(str(tmp_path / "clean"))).names == ["clean"]


def test_no_key_is_needed_until_the_guard_hands_an_input_back(wb, open_workbench, tmp_path):
    wb.export(tmp_path)
    loaded = open_workbench(pm.load(tmp_path))

    assert loaded["clean"]("A") == "a"
    with pytest.raises(NoModelError):
        loaded["clean"]("é")


def test_what_the_guard_hands_back_is_answered_by_the_model_that_was_given(wb, open_workbench, tmp_path):
    wb.export(tmp_path)
    model = pm.SimulatedModel({lambda title: f"asked about {title}": 1.0})
    loaded = open_workbench(pm.load(tmp_path, model=model))

    assert loaded["clean"]("é") == "asked about é"
    assert loaded.trace()[-1].by == "model"


def test_the_history_says_who_approved_and_keeps_the_number(wb, open_workbench, tmp_path):
    wb.export(tmp_path)
    history = open_workbench(pm.load(tmp_path))["clean"].history()

    assert [(e.version, e.kind, e.action) for e in history] == [(1, "neural", "load"), (3, "hybrid", "load")]
    assert (history[-1].by, history[-1].time, history[-1].note) == ("ada", 2.0, "1 of 1 agree")


def test_a_loaded_name_can_be_softened_and_rolled_back(wb, open_workbench, tmp_path):
    wb.export(tmp_path)
    loaded = open_workbench(pm.load(tmp_path, approver=pm.approved_by("bob")))
    loaded["clean"].soften()

    assert loaded["clean"].kind == "neural"
    loaded["clean"].rollback(3)
    assert loaded["clean"]("A b") == "a-b"


def test_loaded_and_exported_again_a_bundle_is_the_same(wb, open_workbench, tmp_path):
    wb.export(tmp_path / "first")
    open_workbench(pm.load(tmp_path / "first")).export(tmp_path / "second")
    first, second = contents(tmp_path / "first"), contents(tmp_path / "second")

    assert second == {name: text for name, text in first.items() if "v2." not in name}


def test_exporting_what_was_loaded_leaves_the_other_versions_in_place(wb, open_workbench, tmp_path):
    wb.export(tmp_path)
    before = contents(tmp_path)
    open_workbench(pm.load(tmp_path)).export(tmp_path)

    assert contents(tmp_path) == before


def test_what_active_says_is_what_is_bound(wb, open_workbench, tmp_path):
    wb.export(tmp_path)
    (tmp_path / "clean" / "active").write_text("2")

    assert open_workbench(pm.load(tmp_path))["clean"]("A b") == "a_b"
    (tmp_path / "clean" / "active").write_text("spec")
    assert open_workbench(pm.load(tmp_path))["clean"].kind == "neural"


def test_only_the_active_version_is_executed(wb, open_workbench, tmp_path):
    marks = {number: tmp_path / f"executed_{number}" for number in (1, 2)}
    for number, mark in marks.items():
        mark.write_text("")
        count = f"import pathlib\nmark = pathlib.Path({str(mark)!r})\nmark.write_text(mark.read_text() + 'x')\n"
        stabilize(wb, f"{count}{SOURCE}", time=3.0 + number)
    before = {number: len(mark.read_text()) for number, mark in marks.items()}
    wb.export(tmp_path / "components")
    open_workbench(pm.load(tmp_path / "components"))

    assert {number: len(mark.read_text()) - before[number] for number, mark in marks.items()} == {1: 0, 2: 1}


def test_a_restart_on_the_same_file_is_no_new_event(wb, open_workbench, tmp_path):
    wb.export(tmp_path / "components")
    for _ in range(3):
        loaded = open_workbench(pm.load(tmp_path / "components", path=tmp_path / "my.pointmass"))
        assert loaded["clean"]("A b") == "a-b"
        count = len(loaded["clean"].history())
        loaded.close()

    assert count == 2


def test_a_bundle_that_does_not_belong_together_binds_no_name_at_all(wb, tmp_path):
    wb.spec(_tidy)
    wb.export(tmp_path / "components")
    (tmp_path / "components" / "clean" / "v3.py").write_text(SOURCE + "# tidied\n")

    with pytest.raises(BundleError, match=r"v3\.py is not the code that was approved"):
        load(tmp_path / "components", path=tmp_path / "my.pointmass")
    assert not (tmp_path / "my.pointmass").exists()


def _tidy(text: str) -> str:
    """Tidy the text."""


def test_where_there_is_no_bundle_the_message_says_what_to_give(tmp_path):
    with pytest.raises(BundleError, match=r"it has no bundle in it; give what wb\.export\(folder\) wrote"):
        load(tmp_path)
    with pytest.raises(BundleError, match=r"it is not a folder"):
        load(tmp_path / "nothing")


def test_one_name_with_two_bundles_is_refused(wb, tmp_path):
    wb.export(tmp_path)
    (tmp_path / "clean").rename(tmp_path / "copy")
    wb.export(tmp_path)

    with pytest.raises(BundleError, match=r"\['clean'\] have more than one bundle; a name means one thing"):
        load(tmp_path)


def test_code_that_cannot_be_executed_here_is_refused_with_its_place(wb, tmp_path):
    source = f"import sys\nif 'elsewhere' in sys.modules:\n    raise ImportError('no such module')\n{SOURCE}"
    stabilize(wb, source, time=3.0)
    wb.export(tmp_path)
    sys.modules["elsewhere"] = sys
    try:
        with pytest.raises(
            BundleError, match=r"v4\.py: it cannot be executed here \(ImportError: no such module\); see that"
        ):
            load(tmp_path)
    finally:
        del sys.modules["elsewhere"]


def test_a_file_that_cannot_be_used_is_refused_before_anything_is_bound(wb, tmp_path):
    wb.export(tmp_path / "components")

    with pytest.raises(StoreError):
        load(tmp_path / "components", path=tmp_path / "no" / "folder.pointmass")


# --- types ---


class Team(Enum):
    BILLING = "billing"
    TECH = "tech"


class Ticket(pydantic.BaseModel):
    text: str


ROUTE = """\
def accepts(ticket):
    return "money" in ticket["text"]


def route(ticket):
    return "billing"
"""


@pytest.fixture
def routing(open_workbench):
    wb = open_workbench(pm.Workbench())

    @wb.spec
    def route(ticket: Ticket) -> Team:
        """Route the ticket."""

    spec = route.spec
    artifact = Artifact("route", ROUTE, spec.digest)
    wb.registry.bind(bind_artifact(artifact, spec, yes(artifact)), action="stabilize", by="ada", time=1.0)
    return wb


def test_a_model_class_is_asked_for_by_name(routing, tmp_path):
    routing.export(tmp_path)

    with pytest.raises(BundleError, match=r"Ticket: a pydantic model\); pass the classes: types=\[Ticket\]"):
        load(tmp_path)


def test_with_its_classes_a_name_gives_objects_of_them(routing, open_workbench, tmp_path):
    routing.export(tmp_path)
    loaded = open_workbench(load(tmp_path, types=[Ticket, Team]))

    assert loaded["route"](Ticket(text="my money")) is Team.BILLING
    assert loaded["route"]({"text": "my money"}) is Team.BILLING


def test_without_the_class_of_a_result_it_is_rebuilt(routing, open_workbench, tmp_path):
    routing.export(tmp_path)
    loaded = open_workbench(load(tmp_path, types=[Ticket]))

    assert loaded["route"](Ticket(text="my money")).name == "BILLING"


# --- without a notebook ---


def test_a_deployed_name_needs_neither_a_notebook_nor_tables_nor_the_sdk_nor_a_key(wb, tmp_path):
    wb.export(tmp_path)
    heavy = [
        "anthropic",
        "pandas",
        "scipy",
        "numpy",
        "IPython",
        "ipywidgets",
        "anywidget",
        "rich",
        "pydantic",
        "aiohttp",
    ]
    program = (
        "import sys, pointmass as pm\n"
        "wb = pm.load(sys.argv[1])\n"
        "assert wb['clean']('A b') == 'a-b'\n"
        f"print([name for name in {heavy!r} if name in sys.modules])\n"
    )
    environment = {name: text for name, text in os.environ.items() if "API_KEY" not in name}
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603 - ours

    assert done.stdout.strip() == "[]"


def test_the_main_job_on_recorded_draws_ends_in_a_bundle_that_runs_without_it(
    open_workbench, recorded, clean_filename, sample, tmp_path
):
    clean_filename.stabilize(sample).accept()
    recorded.export(tmp_path)
    loaded = open_workbench(pm.load(tmp_path))

    assert loaded["clean_filename"]("Meeting Notes (2).docx") == "meeting-notes-2.docx"
    assert json.loads((tmp_path / "clean_filename" / "v2.json").read_text())["evidence"]["cases"]
