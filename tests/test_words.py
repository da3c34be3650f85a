"""One name, one idea: which names of modules and classes stand twice in the package, each with the reason why it may."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "pointmass"

MODULES = {
    "calls": "the calls that a file keeps: as the store has them, and as a table of the workbench",
    "comparing": "what is compared, and its page in the panel",
    "comparison": "a comparison: the package, and how it looks as HTML",
    "cost": "what was used, in tokens and dollars: of a sample, and of drafts of code",
    "curve": "the curve of a guard: its figures, and how it looks as HTML",
    "data": "the bare data of what the package is about, without tables and views",
    "drift": "whether a name has moved: the method, and its command",
    "entities": "what is recognized in a text: the operations, and the pieces that a program is made of",
    "export": "how code leaves a file: the method, and its command",
    "familiar": "whether an input is of a known kind: the operations, and what the examples show",
    "guard": "the function `accepts`: of a program, of a label, of a normal form, of code of any author",
    "history": "the history of a name: the object, and how it looks as HTML",
    "interpretations": "the interpretations: the package, and how they look as HTML",
    "labels": "what people said is right: as the file has it, and as a workbench keeps it",
    "learn": "how a family of programs is learned from examples",
    "linked": "linked draws: how they are drawn, and what they say",
    "lists": "lists in texts: the operations, and the pieces that a program is made of",
    "moments": "dates and times: the operations, and the pieces that a program is made of",
    "notes": "sentences that stand beside a result, for a person to read",
    "numbers": "numbers in texts: the operations, and the pieces that a program is made of",
    "progress": "the progress of a sample: counted, as HTML, and as a widget",
    "proposal": "a proposal: the object, how it looks as HTML, and its widget",
    "readings": "the readings of a sample, and their page in the panel",
    "records": "JSON records, field by field: their types, operations, programs and proposals",
    "recover": "how a damaged file is saved: the method, and its command",
    "result": "what the main function of the package returns",
    "rounding": "how numbers are rounded: the operations, and the programs that are made of them",
    "sample": "a sample: the object, how it looks as HTML, its widget, and its command",
    "sampling": "a sample that is being drawn, and its page in the panel",
    "signature": "the signature of a function: the types of a spec, and how code is declared",
    "stabilizing": "how code is proposed, and its page in the panel",
    "tables": "what a person asks for as a pandas table, and how such a table is printed",
    "together": "two parameters together: the operations, and the pieces that a program is made of",
    "trace": "the last calls: as they are remembered, and how they look as HTML",
    "tree": "a view as a tree of parts: the data, and the widget that draws it",
    "view": "what is shown of an object, as plain data",
    "workbench": "the workbench: the package, and its panel as HTML",
}
"""Why modules of one name are one idea in several layers."""

CLASSES: dict[str, str] = {}
"""Why classes of one name are one idea."""


def twice(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: places for name, places in found.items() if len(places) > 1}


def sources() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "data" not in path.relative_to(PACKAGE).parts[:1]]


def modules_of_one_name() -> dict[str, list[str]]:
    """By name, the modules and packages of that name; a package and the module of its name in it are one."""
    found = defaultdict(list)
    for path in sources():
        package = path.name == "__init__.py"
        place = path.parent if package else path
        if path.stem != "__main__" and place != PACKAGE and (package or path.stem != path.parent.name):
            found[place.stem].append(str(place.relative_to(PACKAGE)))
    return twice(found)


def classes_of_one_name() -> dict[str, list[str]]:
    found = defaultdict(list)
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(str(path.relative_to(PACKAGE)))
    return twice(found)


@pytest.mark.parametrize(
    ("found", "allowed"),
    [(modules_of_one_name, MODULES), (classes_of_one_name, CLASSES)],
    ids=["modules", "classes"],
)
def test_a_name_that_stands_twice_is_one_idea(found, allowed):
    names = found()

    assert {name: names[name] for name in sorted(set(names) - set(allowed))} == {}, (
        "rename one, or say why it is one idea"
    )
    assert sorted(set(allowed) - set(names)) == [], "stands once by now: take it off the list"
