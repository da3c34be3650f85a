"""Files and bundles of strangers: nothing of their code is executed, and nothing of their options sent, before a yes."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import pointmass as pm
from pointmass.approval import Decision
from pointmass.artifact import Artifact
from pointmass.bundle import Bundle, Version, write_bundle
from pointmass.errors import EvidenceError, NoModelError, NotApprovedError, UnknownNameError
from pointmass.facts import Notice
from pointmass.harness import bind_artifact
from pointmass.store import Store

EVIL = """\
with open("EXECUTED", "a") as mark:
    mark.write("x")


def accepts(title: str) -> bool:
    return True


def clean(title: str) -> str:
    return title.upper()
"""
SPEC = pm.Spec("clean", "Clean the title.", (pm.Parameter("title", str),))


@pytest.fixture(autouse=True)
def stranger(tmp_path, monkeypatch):
    """A machine on which nothing was approved, and a folder to work in."""
    monkeypatch.setenv("POINTMASS_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def workbench():
    """Open workbenches on the forged file; all are closed at the end."""
    with contextlib.ExitStack() as kept:
        yield lambda *args, **how: kept.enter_context(pm.Workbench(*args, **how))


@pytest.fixture
def forged(tmp_path):
    """A file as whoever wrote it likes: code nobody here saw, "approved by alice", every digest and checksum in order."""
    return forge(tmp_path / "forged.pointmass")


def forge(path, *, softened=False, spec=SPEC, source=EVIL):
    artifact = Artifact(spec.name, source, spec.digest, "5a3b", {"cases": [], "hands_back": []})
    said = {"name": spec.name, "kind": "neural", "time": 1.0, "note": "", "by": "alice"}
    spoken = {"spec": spec.content(), "spec_digest": spec.digest}
    with Store(path) as store:
        store.put_spec(spec.digest, spec.name, spec.content())
        store.append_binding({**said, "version": 1, "action": "define", "digest": spec.digest, "content": spoken})
        code = {**spoken, "source": source, "sample_digest": "5a3b", "evidence": dict(artifact.evidence)}
        event = {**said, "version": 2, "action": "stabilize", "kind": "hybrid", "digest": artifact.digest}
        store.append_binding({**event, "note": "21 of 21 agree", "content": code})
        if softened:
            store.append_binding({**said, "version": 1, "action": "soften", "digest": spec.digest, "content": spoken})
    return path


def forge_bundle(folder, *, spec=SPEC):
    artifact = Artifact(spec.name, EVIL, spec.digest, "5a3b", {"cases": [], "hands_back": []})
    write_bundle(folder / spec.name, Bundle(spec, (Version(2, artifact, "alice", 1.0, "21 of 21 agree"),), 2))
    return folder


def executed(tmp_path):
    return (tmp_path / "EXECUTED").exists()


def yes(artifact):
    return Decision(approved=True, by="ada", digest=artifact.digest)


# --- code of a file ---


def test_code_of_a_file_waits_and_a_model_answers_the_name(forged, workbench, tmp_path, capsys):
    wb = workbench(forged, model=pm.SimulatedModel({(lambda title: title.lower()): 1.0}))
    clean = wb.define(SPEC)

    assert (clean.kind, clean("A B"), executed(tmp_path)) == ("neural", "a b", False)
    assert "code v2 waits for a yes, see wb.pending()" in repr(clean)
    assert "clean: code waits for a yes here, see wb.pending()" in capsys.readouterr().err
    assert "v2 is code that nobody approved on this machine" in repr(clean.history())


def test_what_waits_is_listed_with_its_whole_source_and_how_to_approve_it(forged, workbench):
    wb = workbench(forged)
    wb.define(SPEC)
    (waits,) = wb.pending()

    assert (waits.name, waits.what, waits.source) == ("clean", "code", EVIL)
    assert "approved by alice, 21 of 21 agree; nothing confirms it here" in repr(wb.pending())
    assert "wb.approve('clean', approver=pm.ask)" in repr(wb.pending())
    assert repr(wb) == "<Workbench forged.pointmass: none, 1 name, 1 waiting for a yes>"


def test_a_yes_to_what_waits_executes_it_and_lasts_for_this_user_on_this_machine(forged, workbench, tmp_path):
    wb = workbench(forged)
    asked = []

    def reads(question):
        asked.append((question.source, executed(tmp_path)))
        return True

    wb.define(SPEC)
    assert wb.approve("clean", approver=reads)("a") == "A"
    assert (asked, len(wb.pending())) == ([(EVIL, False)], 0)

    again = workbench(forged).define(SPEC)
    assert (again.kind, again("b"), len(again.history())) == ("hybrid", "B", 2)


def test_a_no_leaves_everything_as_it_is(forged, workbench, tmp_path):
    wb = workbench(forged)
    wb.define(SPEC)

    with pytest.raises(NotApprovedError):
        wb.approve("clean")
    assert (wb["clean"].kind, len(wb.pending()), executed(tmp_path)) == ("neural", 1, False)
    assert [event.action for event in wb["clean"].history()] == ["define", "stabilize"]


def test_the_approver_of_the_workbench_is_asked_once_and_not_by_every_run_of_a_cell(forged, workbench):
    asked = []
    wb = workbench(forged, approver=lambda question: bool(asked.append(question.digest)))
    for _ in range(3):
        wb.define(SPEC)

    assert len(asked) == 1


def test_who_says_beforehand_that_the_file_was_read_gets_its_code(forged, workbench):
    assert workbench(forged, approver=pm.approved_by("the review")).define(SPEC).kind == "hybrid"


def test_a_name_of_which_nothing_waits_is_told_so(forged, workbench):
    wb = workbench(forged)

    with pytest.raises(UnknownNameError, match="other: nothing of it waits for a yes"):
        wb.approve("other")
    assert "clean" in repr(wb.pending())
    assert repr(pm.Workbench().pending()) == "nothing waits for a yes"


def test_code_that_another_process_bound_on_another_yes_is_not_taken_up(forged, workbench, tmp_path):
    wb = workbench(tmp_path / "own.pointmass")
    wb.define(SPEC)
    forge(tmp_path / "own.pointmass", source=EVIL + "# more\n")
    wb.define(SPEC)

    assert (wb["clean"].kind, executed(tmp_path)) == ("neural", False)


@pytest.mark.parametrize("approver", [pm.deny, lambda question: False])
def test_a_roll_back_asks_first_and_executes_after_a_yes(workbench, tmp_path, approver):
    wb = workbench(forge(tmp_path / "soft.pointmass", softened=True))
    clean = wb.define(SPEC)

    with pytest.raises(NotApprovedError):
        clean.rollback(2, approver=approver)
    assert (clean.kind, executed(tmp_path)) == ("neural", False)
    assert clean.rollback(2, approver=lambda question: not executed(tmp_path)).kind == "hybrid"
    assert executed(tmp_path)


def test_exporting_reads_sources_and_executes_none(forged, workbench, tmp_path):
    wb = workbench(forged)
    wb.define(SPEC)
    wb.export(tmp_path / "out")

    assert (tmp_path / "out" / "clean" / "v2.py").read_text() == EVIL
    assert (tmp_path / "out" / "clean" / "active").read_text() == "2\n"
    assert not executed(tmp_path)


# --- code of a bundle ---


def test_code_of_a_bundle_waits_too_and_can_be_exported_as_it_came(tmp_path):
    with pm.load(forge_bundle(tmp_path / "in")) as wb:
        assert (wb["clean"].kind, [each.source for each in wb.pending()]) == ("neural", [EVIL])
        wb.export(tmp_path / "out")

    files = {path.name: path.read_bytes() for path in (tmp_path / "in" / "clean").iterdir()}
    assert {path.name: path.read_bytes() for path in (tmp_path / "out" / "clean").iterdir()} == files
    assert not executed(tmp_path)


def test_who_has_neither_a_model_nor_a_yes_is_told_of_both(tmp_path):
    with pm.load(forge_bundle(tmp_path / "in")) as wb, pytest.raises(NoModelError) as caught:
        wb["clean"]("a")

    assert caught.value.__notes__ == [
        "code v2 of the name waits for approval on this machine: wb.pending(), wb.approve(name)"
    ]


def test_a_bundle_is_loaded_on_a_yes_and_from_then_on_without_one(tmp_path):
    forge_bundle(tmp_path / "in")
    with pm.load(tmp_path / "in", approver=pm.approved_by("the release")) as wb:
        assert wb["clean"]("a") == "A"
    with pm.load(tmp_path / "in") as wb:
        assert wb["clean"].kind == "hybrid"


def test_ones_own_bundle_is_loaded_in_the_next_session_unasked(workbench, tmp_path):
    wb = workbench()
    wb.define(SPEC)
    artifact = Artifact("clean", EVIL.partition("\n\n\n")[2], SPEC.digest)
    wb.registry.bind(bind_artifact(artifact, SPEC, yes(artifact)), action="stabilize", by="ada", time=1.0)
    wb.export(tmp_path / "out")

    with pm.load(tmp_path / "out") as loaded:
        assert (loaded["clean"].kind, len(loaded.pending())) == ("hybrid", 0)


# --- nothing is executed: an audit hook that sees every code object ---

WATCHED = """
import sys
seen = []
def hook(event, args):
    if event == "exec" and (args[0].co_filename.startswith("<pointmass") or "EXECUTED" in args[0].co_consts):
        seen.append(event)
    if event == "compile" and args[0] is not None and "EXECUTED" in str(args[0]):
        seen.append(event)
    if event == "import" and str(args[1] or "").startswith(str(sys.argv[1])):
        seen.append(event)
    if event == "open" and args[0] == "EXECUTED":
        seen.append(event)
sys.addaudithook(hook)
import pointmass as pm
def no(question):
    return False
spec = pm.Spec("clean", "Clean the title.", (pm.Parameter("title", str),))
{flow}
print("seen", seen)
"""
COMMAND = """
from pointmass import cli
sys.argv = ["pointmass", {arguments}]
try: cli.main()
except SystemExit: pass
"""
FLOWS = {
    "define": 'pm.Workbench("forged.pointmass").define(spec)',
    "define again": 'wb = pm.Workbench("forged.pointmass", approver=no); wb.define(spec); wb.define(spec); repr(wb.pending())',
    "roll back": 'h = pm.Workbench("soft.pointmass", approver=no).define(spec)\ntry: h.rollback(2)\nexcept Exception: pass',
    "export": 'wb = pm.Workbench("forged.pointmass"); wb.define(spec); wb.export("out")',
    "load": 'wb = pm.load("bundles"); repr(wb["clean"]); wb.pending(); wb["clean"].history(); wb["clean"].source',
    "load and say no": 'pm.load("bundles", approver=no).export("again")',
    "call": 'wb = pm.load("bundles", model=pm.SimulatedModel({(lambda title: title.lower()): 1.0})); assert wb["clean"]("A") == "a"',
    "pointmass export": COMMAND.format(arguments='"export", "forged.pointmass", "out2"'),
    "pointmass show": COMMAND.format(arguments='"show", "forged.pointmass"'),
    "pointmass history": COMMAND.format(arguments='"history", "forged.pointmass", "clean"'),
    "pointmass sample": COMMAND.format(
        arguments='"sample", "forged.pointmass", "clean", "in.txt", "--recording", "drawn.jsonl", "--draws", "2"'
    ),
    "pointmass sample --prompt": COMMAND.format(
        arguments='"sample", "forged.pointmass", "clean", "in.txt", "--recording", "drawn.jsonl", "--draws", "2",'
        ' "--prompt", "Clean the title."'
    ),
}


@pytest.mark.parametrize("flow", FLOWS)
def test_before_a_yes_no_code_object_of_a_strangers_file_is_made_or_executed(tmp_path, flow):
    forge(tmp_path / "forged.pointmass")
    forge(tmp_path / "soft.pointmass", softened=True)
    forge_bundle(tmp_path / "bundles")
    (tmp_path / "in.txt").write_text("A B\n")
    draws = [{"kind": "draw", "variant": "plain", "input": "A B", "draw": n, "output": "a b"} for n in range(2)]
    (tmp_path / "drawn.jsonl").write_text("".join(json.dumps(each) + "\n" for each in draws))
    program = WATCHED.replace("{flow}", FLOWS[flow])
    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", program, str(tmp_path)], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.stdout.splitlines()[-1:] == ["seen []"], done.stdout + done.stderr
    assert not executed(tmp_path)


def test_the_audit_hook_sees_code_that_is_executed(tmp_path):
    forge(tmp_path / "forged.pointmass")
    flow = 'pm.Workbench("forged.pointmass", approver=pm.approved_by("me")).define(spec)'
    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", WATCHED.replace("{flow}", flow), str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert set(eval(done.stdout.partition("seen ")[2])) == {"compile", "exec", "open"}  # noqa: S307 - our own list


# --- the yes is to what the name still means ---


@pytest.mark.parametrize("redefined", ["spec", "function"])
def test_a_definition_that_was_made_while_somebody_was_asked_stays(forged, workbench, redefined):
    wb = workbench(forged)
    wb.define(SPEC)

    def meanwhile(question):
        if redefined == "spec":
            wb.define(dataclasses.replace(SPEC, prompt="Translate {title} to French."))
        else:
            wb.bind(lambda title: title, name="clean")
        return True

    with pytest.raises(EvidenceError, match="while the approver was asked, another spec or function was bound"):
        wb.approve("clean", approver=meanwhile)
    with pytest.raises((EvidenceError, UnknownNameError)):
        wb["clean"].rollback(2, approver=meanwhile)
    assert wb["clean"].kind == ("neural" if redefined == "spec" else "symbolic")


@pytest.mark.parametrize("said", ["no", "false", 1, None, [True]])
def test_only_true_approves_also_in_a_decision(forged, workbench, tmp_path, said):
    wb = workbench(forged, approver=lambda question: Decision(said, "bob"))

    assert (wb.define(SPEC).kind, executed(tmp_path)) == ("neural", False)


def test_code_cannot_be_bound_without_the_yes_to_it(tmp_path):
    artifact = Artifact("clean", EVIL, SPEC.digest)
    with pytest.raises(TypeError):
        bind_artifact(artifact, SPEC)
    for said in (
        Decision(approved=False, by="ada", digest=artifact.digest),
        Decision(approved=True, by="ada"),
        Decision(approved=True, by="ada", digest=SPEC.digest),
    ):
        with pytest.raises(NotApprovedError):
            bind_artifact(artifact, SPEC, said)
    assert not executed(tmp_path)


# --- request options of a file ---


class Counted(pm.Model):
    """Answers, and keeps what it was asked."""

    identity = "counted"

    def __init__(self):
        self.asked = []

    async def complete(self, request, index):  # noqa: ARG002 - the seam's own signature
        self.asked.append(request)
        return pm.Completion("ok")


OPTIONS = {
    "extra_headers": {"authorization": "Bearer SOMEBODY-ELSES-KEY"},
    "tools": [{"type": "web_search_20250305", "name": "web_search"}],
    "max_tokens": 64000,
}
WITH_OPTIONS = dataclasses.replace(SPEC, options=OPTIONS)


def test_options_of_a_bundle_are_listed_whole_and_nothing_is_drawn_with_them_before_a_yes(tmp_path):
    write_bundle(tmp_path / "in" / "clean", Bundle(WITH_OPTIONS))
    model = Counted()
    with pm.load(tmp_path / "in", model=model) as wb:
        clean = wb["clean"]
        for draw in (
            lambda: clean("private"),
            lambda: clean.sample(["private"], draws=1, progress=False),
            lambda: clean.sample(["private"], draws=1, prompt="Another prompt.", progress=False),
        ):
            with pytest.raises(NotApprovedError, match=r"its request options came with a file.*SOMEBODY-ELSES-KEY"):
                draw()
        (waits,) = wb.pending()

        assert (waits.what, json.loads(waits.source), model.asked) == ("options", OPTIONS, [])
        wb.approve("clean", approver=pm.approved_by("me"))
        assert (clean("public"), len(wb.pending()), len(model.asked)) == ("ok", 0, 1)
    with pm.load(tmp_path / "in", model=model) as wb:
        assert wb["clean"]("public") == "ok"


def test_options_that_a_program_defines_itself_are_its_own(workbench, tmp_path):
    wb = workbench(model=Counted())
    assert wb.define(WITH_OPTIONS)("public") == "ok"
    wb.export(tmp_path / "out")

    with pm.load(tmp_path / "out", model=Counted()) as loaded:
        assert loaded["clean"]("public") == "ok"


@pytest.mark.parametrize("allowed", [False, True])
def test_the_command_line_shows_the_options_of_a_file_and_asks_before_it_draws(tmp_path, allowed):
    with Store(tmp_path / "o.pointmass") as store:
        store.put_spec(WITH_OPTIONS.digest, "clean", WITH_OPTIONS.content())
        said = {"name": "clean", "version": 1, "action": "define", "kind": "neural", "digest": WITH_OPTIONS.digest}
        content = {"spec": WITH_OPTIONS.content(), "spec_digest": WITH_OPTIONS.digest}
        store.append_binding({**said, "by": "eve", "time": time.time(), "note": "", "content": content})
    (tmp_path / "my.txt").write_text("private\n")
    (tmp_path / "drawn.jsonl").write_text(
        json.dumps({"kind": "draw", "variant": "plain", "input": "private", "draw": 0, "output": "drawn"}) + "\n"
    )
    command = ["sample", "o.pointmass", "clean", "my.txt", "--recording", "drawn.jsonl", "--draws", "1"]
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "pointmass.cli", *command, *(["--allow-options"] if allowed else [])],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
        check=False,
    )

    with Store(tmp_path / "o.pointmass") as store:
        drawn = sum(held.draws for held in store.contents())
    assert drawn == allowed
    if not allowed:
        assert "SOMEBODY-ELSES-KEY" in done.stdout
        assert done.returncode == 1
        assert "nobody approved them here" in done.stderr


def test_approvals_that_were_tampered_with_count_for_nothing_and_the_workbench_says_so(
    forged, workbench, tmp_path, capsys
):
    assert workbench(forged, approver=pm.approved_by("me")).define(SPEC).kind == "hybrid"
    approved = tmp_path / "home" / "approved"
    approved.write_bytes(approved.read_bytes().replace(b'"me"', b'"you"'))
    capsys.readouterr()
    (tmp_path / "EXECUTED").unlink()
    wb = workbench(forged)

    assert (wb.define(SPEC).kind, executed(tmp_path)) == ("neural", False)
    assert "nothing in it counts as approved" in capsys.readouterr().err


def test_whatever_is_to_know_of_a_file_is_a_notice(tmp_path):
    path = shutil.copy(
        Path(__file__).parents[1] / "store" / "data" / "stabilized.v1.pointmass", tmp_path / "old.pointmass"
    )
    with pm.Workbench(path) as wb:

        @wb.spec
        def clean_filename(title: str) -> str:
            """Turn each title into a clean file name."""

        assert {type(each) for each in wb.notices()} == {Notice}
        assert {each.code for each in wb.notices()} == {"brought up to date", "waits for a yes"}
