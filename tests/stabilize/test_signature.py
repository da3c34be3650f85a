from __future__ import annotations

import itertools
import os
import subprocess
import sys
from typing import Literal

import pytest

import pointmass as pm
from pointmass.stabilize.signature import signature_of

TITLES = [
    f"{a} {b} {n}" for n, a in enumerate(("Budget", "Plan", "Notes", "Tax")) for b in ("May", "June", "July", "Final")
]


def from_json(json):
    return json.lower().replace(" ", "-")


def from_list(list):  # noqa: A002 - the name is what is tested
    return list.lower().replace(" ", "-")


def spec_named(name, *parameters):
    return pm.Spec(name, "Clean the title.", tuple(pm.Parameter(p, str) for p in parameters), str)


@pytest.mark.parametrize(("parameter", "truth"), [("json", from_json), ("list", from_list)])
def test_a_parameter_that_would_hide_what_code_needs_is_stabilized_called_exported_and_tested(
    parameter, truth, tmp_path
):
    with pm.Workbench(model=pm.SimulatedModel({truth: 1.0}, linked=False), approver=pm.approved_by("a reader")) as wb:
        name = wb.define(spec_named("clean", parameter))
        proposal = name.stabilize(name.sample(TITLES, draws=8, progress=False))
        proposal.accept()
        wb.export(tmp_path)
        said = [
            name("Budget May 7"),
            name(**{parameter: "Budget May 7"}),
            wb.call("clean", {parameter: "Budget May 7"}),
        ]
        by = [record.by for record in wb.trace()[-3:]]
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."],
        cwd=tmp_path / "clean",
        capture_output=True,
        check=False,
        text=True,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )

    assert said == ["budget-may-7"] * 3
    assert set(by) == {"code"}
    assert f"def clean({parameter}_: str)" in proposal.source
    assert tested.returncode == 0, tested.stdout


WORDS = ["ann", "Bob", "cy", "Dee", "eve9", "flo", "Gus", "hal"]
MARKED = [f"{a}-{b}" if at % 2 else a for at, (a, b) in enumerate(itertools.product(WORDS, WORDS))][:48]


def shortened(text):
    return text.split("-")[0].upper() if "-" in text else text


@pytest.mark.parametrize(
    ("function", "parameter"),
    [("shorten", "text"), ("shorten", "answer"), ("answer", "question"), ("title", "title"), ("statistics", "others")],
)
def test_what_is_bound_does_what_was_certified_whatever_the_function_and_its_parameter_are_called(function, parameter):
    model = pm.SimulatedModel({(lambda **given: shortened(*given.values())): 1.0})
    with pm.Workbench(model=model, approver=pm.approved_by("a reader")) as wb:
        name = wb.define(spec_named(function, parameter))
        proposal = name.stabilize(name.sample(MARKED, draws=8, progress=False), probes=0, budget=0.5)
        proposal.accept()

        assert name.binding.accepts("ann-Bob")
        assert not name.binding.accepts("ann-$%^")
        assert name("Gus-hal") == "GUS"
        assert wb.trace()[-1].by == "code"


def test_a_parameter_keeps_its_name_where_code_can_bear_it():
    assert signature_of(spec_named("clean", "title", "type", "id")).names == ("title", "type", "id")


def test_a_new_name_is_never_that_of_another_parameter():
    assert signature_of(spec_named("clean", "json", "json_")).names == ("json__", "json_")


def test_many_labels_are_texts_in_the_code_and_few_are_named():
    few, many = Literal["yes", "no"], Literal[tuple(f"a_long_label_{n}" for n in range(12))]
    shown = [signature_of(pm.Spec("f", "Say.", (pm.Parameter("x", str),), returns)).returns for returns in (few, many)]

    assert shown == ["Literal['yes', 'no']", "str"]
