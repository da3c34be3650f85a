from __future__ import annotations

import asyncio
import dataclasses

import pytest

import pointmass as pm
from pointmass.errors import EvidenceError, InputError, NoModelError, NotApprovedError, SpecError, UnknownNameError


def test_the_main_job_from_a_stub_to_code_under_the_same_name(clean_filename, sample, recorded):
    before = clean_filename("Meeting Notes (2).docx")
    clean_filename.stabilize(sample).accept()

    assert clean_filename.kind == "hybrid"
    assert clean_filename("Meeting Notes (2).docx") == before == "meeting-notes-2.docx"
    assert recorded.trace()[-1].by == "code"


def test_what_is_contested_stays_with_the_model(clean_filename, sample, recorded):
    clean_filename.stabilize(sample).accept()

    assert clean_filename("README") in {"README", "readme"}
    assert recorded.trace()[-1].by == "model"


def test_softening_is_one_line_and_leaves_the_history(clean_filename, sample):
    clean_filename.stabilize(sample).accept()
    clean_filename.soften()

    assert clean_filename.kind == "neural"
    assert [(event.version, event.action) for event in clean_filename.history()] == [
        (1, "define"),
        (2, "stabilize"),
        (1, "soften"),
    ]


def test_binding_equal_content_is_no_new_version(clean_filename, sample):
    proposal = clean_filename.stabilize(sample)
    first, second = proposal.accept(), proposal.accept()

    assert first == second
    assert len(clean_filename.history()) == 2


def test_defining_the_same_spec_again_leaves_the_code_in_place(recorded, clean_filename, sample):
    clean_filename.stabilize(sample).accept()
    again = recorded.define(clean_filename.spec)

    assert again.kind == "hybrid"
    assert len(again.history()) == 2


def test_another_prompt_under_the_same_name_is_a_new_version_and_neural(recorded, clean_filename, sample):
    clean_filename.stabilize(sample).accept()

    @recorded.spec
    def clean_filename(title: str) -> str:
        """Rename these files."""

    assert (clean_filename.kind, clean_filename.history()[-1].version) == ("neural", 3)


def test_rolling_back_brings_the_code_back_and_asks_the_approver(clean_filename, sample):
    clean_filename.stabilize(sample).accept()
    clean_filename.soften()

    with pytest.raises(NotApprovedError):
        clean_filename.rollback(2, approver=pm.deny)
    assert clean_filename.rollback(2).action == "rollback"
    assert clean_filename.kind == "hybrid"


def test_rolling_back_to_a_version_that_is_not_there_lists_those_that_are(clean_filename):
    with pytest.raises(UnknownNameError, match=r"no version 7; it has \[1\]"):
        clean_filename.rollback(7)


def test_a_name_comes_back_with_its_code_in_the_next_session(tmp_path):
    path = tmp_path / "files.pointmass"

    def define(wb):
        @wb.spec
        def clean_filename(title: str) -> str:
            """Turn each title into a clean file name."""

        return clean_filename

    with pm.Workbench(path, model=pm.shipped("clean_filename"), approver=pm.approved_by("a reader")) as wb:
        name = define(wb)
        name.stabilize(name.sample(pm.shipped_inputs("clean_filename"), progress=False)).accept()
    with pm.Workbench(path) as wb:
        again = define(wb)

        assert (again.kind, again("Meeting Notes (2).docx")) == ("hybrid", "meeting-notes-2.docx")
        assert len(again.history()) == 2
        again.soften()
        assert again.rollback(2, approver=pm.approved_by("a reader")).kind == "hybrid"


def test_code_that_was_changed_in_the_file_is_left_out_and_told_and_costs_nothing_else(tmp_path, capsys):
    import sqlite3

    path = tmp_path / "files.pointmass"
    inputs = pm.shipped_inputs("clean_filename")

    def clean_filename(title: str) -> str:
        """Turn each title into a clean file name."""

    with pm.Workbench(path, model=pm.shipped("clean_filename"), approver=pm.approved_by("a reader")) as wb:
        name = wb.spec(clean_filename)
        name.stabilize(name.sample(inputs, progress=False)).accept()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE bindings SET event = replace(event, 'import re', 'import os')")
    connection.close()

    with pm.Workbench(path, model=pm.shipped("clean_filename")) as wb:
        name = wb.spec(clean_filename)

        assert (name.kind, len(wb.pending())) == ("neural", 0)
        assert name.sample(inputs, progress=False).statuses()["ok"] == 512
        assert len(wb.notices()) == 1
        assert wb.notices()[0] in capsys.readouterr().err


def test_a_definition_that_is_made_while_the_approver_thinks_stays(recorded, clean_filename, sample):
    def meanwhile(question):
        recorded.define(dataclasses.replace(clean_filename.spec, prompt="Translate {title} to French."))
        return True

    with pytest.raises(EvidenceError, match="while the approver was asked, another spec or function was bound"):
        clean_filename.stabilize(sample, probes=0).accept(approver=meanwhile)
    assert (clean_filename.spec.prompt, clean_filename.kind) == ("Translate {title} to French.", "neural")
    assert [event.action for event in clean_filename.history()] == ["define", "define"]


@pytest.mark.parametrize("said", ["no", "false", 1])
def test_a_decision_that_is_not_true_binds_nothing(clean_filename, sample, said):
    with pytest.raises(NotApprovedError, match=f"answered {said!r}, and only True is a yes"):
        clean_filename.stabilize(sample, probes=0).accept(approver=lambda question: pm.Decision(said, "bob"))
    assert clean_filename.kind == "neural"


def test_nobody_approves_by_default(clean_filename, sample):
    with pytest.raises(NotApprovedError, match="no approver is set"):
        clean_filename.stabilize(sample).accept(approver=pm.deny)
    assert clean_filename.kind == "neural"


def test_without_a_model_names_can_be_defined_and_a_draw_says_what_to_do_in_three_lines():
    with pm.Workbench() as wb:

        @wb.spec
        def clean(title: str) -> str:
            """Clean the title."""

        with pytest.raises(NoModelError) as caught:
            clean("A")

    assert len(str(caught.value).splitlines()) == 3


def test_a_sample_of_another_spec_is_refused(recorded, clean_filename, sample):
    reworded = pm.shipped("clean_filename", variant="reworded")
    variant = clean_filename.sample(["README"], draws=2, prompt="Rename these files.", model=reworded, progress=False)

    with pytest.raises(EvidenceError, match="another spec"):
        clean_filename.stabilize(variant)


def test_a_variant_that_cannot_be_is_refused_before_any_draw(clean_filename):
    with pytest.raises(SpecError, match=r"uses \['titel'\]"):
        clean_filename.sample(["A"], prompt="Clean {titel}.")


def test_an_unknown_argument_of_sample_is_named(clean_filename):
    with pytest.raises(InputError, match=r"\['drawz'\]"):
        clean_filename.sample(["A"], drawz=3)


def test_inputs_of_a_call_are_one_mapping(recorded, clean_filename):
    with pytest.raises(InputError, match="one mapping"):
        recorded.call("clean_filename", "A b")


def test_a_sample_can_be_awaited_and_drawn_in_the_background(recorded, clean_filename):
    inputs = pm.shipped_inputs("clean_filename")
    live = recorded.sample("clean_filename", inputs, 2, wait=False, progress=False)

    async def draw():
        return await live, await clean_filename.asample(inputs, 2, progress=False)

    first, second = asyncio.run(draw())
    assert first.digest == second.digest == live.result().digest


def test_the_repr_of_a_name_is_honest_about_what_stands_behind_it(recorded, clean_filename, sample):
    assert repr(clean_filename) == "<clean_filename(title): neural · a model>"
    clean_filename.stabilize(sample).accept()

    assert repr(clean_filename) == "<clean_filename(title): hybrid · code, the model behind it>"
    assert repr(recorded.bind(lambda text: text, name="same")) == "<same(text): symbolic · a function>"


def test_signature_and_docstring_do_not_move_when_the_name_is_stabilized(clean_filename, sample):
    import inspect

    before = inspect.signature(clean_filename), clean_filename.__doc__
    clean_filename.stabilize(sample).accept()

    assert (inspect.signature(clean_filename), clean_filename.__doc__) == before
    assert str(before[0]) == "(title: str) -> str"


def test_a_function_has_no_spec_to_sample_or_soften(recorded):
    same = recorded.bind(lambda text: text, name="same")

    with pytest.raises(EvidenceError, match="no spec"):
        same.sample(["a"])
    with pytest.raises(EvidenceError, match="no spec"):
        same.soften()


def test_a_recording_that_answers_another_prompt_is_said_to(clean_filename):
    sample = clean_filename.sample(["README"], draws=4, prompt="SHOUT the title in Greek.", progress=False)

    assert "a recording of another prompt answered" in sample.notices[0]
    own = clean_filename.sample(["README"], draws=4, progress=False).notices
    assert [each.code for each in own] == ["recorded in conversations"]


def test_a_recording_that_runs_out_is_an_error_that_says_how_many_there_are(clean_filename):
    with pytest.raises(pm.errors.DrawsExhaustedError, match="16 draws are recorded"):
        clean_filename.sample(["README"], draws=20, progress=False)


@pytest.mark.parametrize("wrong", [{"model": "claude-sonnet-5-5"}, {"approver": "yes"}])
def test_a_workbench_of_the_wrong_parts_is_refused_with_what_to_write(wrong):
    with pytest.raises(InputError, match=r"write (model|approver)=pm\."):
        pm.Workbench(**wrong)


def test_what_is_no_spec_and_no_sample_is_refused_with_what_to_do(recorded, clean_filename):
    with pytest.raises(InputError, match=r"wb\.spec"):
        recorded.define(lambda title: title)
    with pytest.raises(InputError, match=r"clean_filename\.sample"):
        clean_filename.stabilize(None)


def test_the_history_tells_of_what_another_process_bound_to_the_name(tmp_path):
    path = tmp_path / "files.pointmass"

    def clean_filename(title: str) -> str:
        """Turn each title into a clean file name."""

    model = pm.shipped("clean_filename")
    with pm.Workbench(path, model=model, approver=pm.approved_by("a reader")) as one, pm.Workbench(path) as other:
        here, there = one.spec(clean_filename), other.spec(clean_filename)
        here.stabilize(here.sample(pm.shipped_inputs("clean_filename"), progress=False)).accept()

        assert [event.version for event in there.history()] == [1, 2]
        assert "another process bound v2; here the name still means v1" in repr(there.history())
        assert "another process" not in repr(here.history())
