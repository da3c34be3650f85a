"""``pointmass certify``: somebody's code, judged without a notebook."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

import pointmass as pm
from pointmass.cli import app

TITLES = [f"{a} {b} {n}" for n, a in enumerate(("Budget", "Plan", "Notes", "Tax")) for b in ("May", "June", "July")]

RIGHT = """
def clean(title):
    return title.lower().replace(" ", "-")
"""
WRONG = """
def clean(title):
    return title.lower().replace(" ", "-")[: None if len(title) % 3 else -1]
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "files.pointmass"
    model = pm.SimulatedModel({lambda title: title.lower().replace(" ", "-"): 1.0}, linked=False)
    with pm.Workbench(path, model=model) as wb:
        clean = wb.define(pm.Spec("clean", "Clean the title.", (pm.Parameter("title", str),), str))
        clean.sample([*TITLES, *(title.upper() for title in TITLES)], draws=8, progress=False)
    return path


@pytest.fixture
def run(file, tmp_path):
    def certify(source, *options):
        code = tmp_path / "code.py"
        code.write_text(source, encoding="utf-8")
        return CliRunner().invoke(app, ["certify", str(file), "clean", str(code), *options])

    return certify


def test_code_that_agrees_may_stand_in_for_the_model(run):
    result = run(RIGHT)

    assert result.exit_code == 0
    # 24 of 24 without a failure: .05 ** (1 / 24) = .882, rounded down.
    assert "24 of 24 agree, at least 88% (95%)" in result.output


def test_code_that_is_often_wrong_may_not_and_its_wrong_answers_are_listed(run):
    result = run(WRONG)

    assert result.exit_code == 1
    assert "wrong: 'BUDGET" in result.output or "wrong: 'Budget" in result.output


def test_code_that_breaks_the_contract_is_refused_with_every_fault(run):
    result = run("import os\n\ndef other(x):\n    return os.getcwd()\n")

    assert result.exit_code == 2
    assert "could not find out" in result.output
    assert "clean" in result.output


def test_nothing_is_bound_without_being_asked_for(run, file):
    run(RIGHT)

    with pm.Workbench(file, approver=pm.deny) as wb:
        clean = wb.define(pm.Spec("clean", "Clean the title.", (pm.Parameter("title", str),), str))
        assert (clean.kind, {event.action for event in clean.history().events}) == ("neural", {"define"})
