from __future__ import annotations

import os
import subprocess
import sys
from typing import Literal

import pytest

import pointmass as pm

TITLES = [
    f"{a} {b} {n}" for n, a in enumerate(("Budget", "Plan", "Notes", "Tax")) for b in ("May", "June", "July", "Final")
]


def kebab(title):
    return title.lower().replace(" ", "-")


@pytest.fixture
def stabilized():
    made = []

    def stabilize(program, *, parameter=("title", str), returns=str, inputs=TITLES, weight=1.0, other=None, **parts):
        programs = {program: weight} | ({other: 1 - weight} if other else {})
        wb = pm.Workbench(model=pm.SimulatedModel(programs, linked=False), approver=pm.approved_by("a reader"))
        made.append(wb)
        name = wb.define(pm.Spec("clean", "Clean it.", (pm.Parameter(*parameter),), returns, **parts))
        return wb, name, name.stabilize(name.sample(inputs, draws=16, progress=False))

    yield stabilize
    for wb in made:
        wb.close()


def checked(wb, folder):
    wb.export(folder)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-rA", "."],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )
    return done.returncode, done.stdout


def test_what_held_of_a_sample_is_tested_by_a_real_pytest(stabilized, tmp_path):
    wb, _, proposal = stabilized(kebab)
    proposal.accept()
    code, said = checked(wb, tmp_path)

    assert code == 0, said
    assert "test_v2_answers_in_small_letters[16]" in said
    assert "test_v2_never_raises_on_what_its_guard_lets_through[16]" in said
    assert "test_v2_gives_the_same_answers_in_every_process" in said


def test_code_for_another_type_is_tested_too(stabilized, tmp_path):
    wb, _, proposal = stabilized(
        lambda flag: "yes" if flag else "no",
        parameter=("flag", bool),
        returns=Literal["yes", "no"],
        inputs=[True, False],
    )
    proposal.accept()
    code, said = checked(wb, tmp_path)

    assert code == 0, said
    assert "test_v2_answers_what_was_certified[2]" in said


def test_what_a_person_clarified_gets_into_the_tests(stabilized, tmp_path):
    def loud(title):
        return title.upper() if title == "Tax May 3" else kebab(title)

    wb, name, _ = stabilized(kebab, weight=0.5, other=loud)
    asked = name.sample(TITLES, draws=16, progress=False).clarify()
    wb.define(asked.answer({"Tax May 3": "tax-may-3"}))
    wb.model = pm.SimulatedModel({kebab: 1.0}, linked=False)
    settled = wb["clean"]
    settled.stabilize(settled.sample(TITLES, draws=8, progress=False)).accept()
    code, said = checked(wb, tmp_path)

    assert code == 0, said
    assert "never_answers_otherwise_than_was_decided[1]" in said


def test_what_was_asked_beside_the_sample_is_among_the_cases(stabilized):
    _, _, proposal = stabilized(
        lambda title: title.rsplit(".", 1)[-1],
        inputs=[f"{a}{n}.{e}" for n, a in enumerate("abcd") for e in ("pdf", "doc")],
    )
    known = [case["inputs"] for case in proposal.artifact.evidence["cases"]] + proposal.artifact.evidence["hands_back"]

    assert proposal.evidence.taught
    assert all(dict(each.row) in known for each in proposal.evidence.taught)
