"""Bundles of code that gives some fields of a record: what is generated for them, and what must fail."""

from __future__ import annotations

import json
import re
from typing import Literal, TypedDict

import pytest

from pointmass.artifact import Artifact
from pointmass.bundle import Bundle, Version, read_bundle, write_bundle
from pointmass.bundle.equality import write_tests
from pointmass.bundle.version import write_record
from pointmass.errors import BundleError
from pointmass.signature import Parameter
from pointmass.spec import Example, Spec


class Book(TypedDict):
    title: str
    authors: list[str]
    format: Literal["pdf", "html"]
    topic: str


SOURCE = """\
FIELDS = ("title", "authors", "format")


def accepts(entry):
    return " - " in entry


def {name}(entry):
    title, names = entry.split(" - ", 1)
    if not names.strip():
        return {{"title": title}}
    return {{"title": title, "authors": names.split("; "), "format": "pdf"}}
"""
EVIDENCE = {
    "cases": [
        {
            "inputs": {"entry": "Logic - Ada; Bo"},
            "result": {"title": "Logic", "authors": ["Ada", "Bo"], "format": "pdf"},
        },
        {"inputs": {"entry": "Sets -  "}, "result": {"title": "Sets"}},
    ],
    "hands_back": [{"entry": "no dash"}],
    "fields": {"title": {"bound": 0.9}, "topic": {"verdict": "keep neural"}},
}
DECIDED = Example(
    {"entry": "Maps - Cy"}, {"title": "Maps", "authors": ["Cy"], "format": "pdf", "topic": "whatever a person says"}
)


def version_of(name="parse_book", *, change=("", ""), evidence=EVIDENCE):
    spec = Spec(name, "Parse the line.", (Parameter("entry", str),), Book, examples=(DECIDED,))
    source = SOURCE.format(name=name)
    assert change[0] in source
    return Version(3, Artifact(name, source.replace(*change), spec.digest, evidence=evidence), "ada", 0.0), spec


CHANGES = {
    "unchanged": (("", ""), set()),
    "says_otherwise": (('split("; ")', 'split(", ")'), {"answers_what_was_certified[1]"}),
    "says_more": (('{"title": title}', '{"title": title, "format": "pdf"}'), {"answers_what_was_certified[2]"}),
    "says_less": (
        (', "format": "pdf"}', "}"),
        {"answers_what_was_certified[1]"},
    ),
    "gives_others": (
        ("    title, names", '    if entry.islower():\n        return {"topic": "x"}\n    title, names'),
        {"gives_no_other_field_than_it_declares[1]"},
    ),
    "gives_no_record": (
        ("    title, names", "    if entry.islower():\n        return [entry]\n    title, names"),
        {"gives_no_other_field_than_it_declares[1]"},
    ),
    "goes_against": (
        ("title, names =", 'entry = entry.replace("Maps", "Map")\n    title, names ='),
        {"never_gives_a_field_otherwise_than_was_decided[1]"},
    ),
}


@pytest.fixture(scope="module")
def failed(tmp_path_factory, tests_of):
    """The generated tests that fail for each change, by its name."""
    root = tmp_path_factory.mktemp("changed")
    for name, (change, _) in CHANGES.items():
        version, spec = version_of(name, change=change)
        write_bundle(root / name, Bundle(spec, (version,), 3))
    _, said = tests_of(root)
    return {name: set(re.findall(rf"FAILED {name}/test_v3.py::test_v3_(\S+)", said)) for name in CHANGES}


@pytest.mark.parametrize(("change", "tests"), [(name, tests) for name, (_, tests) in CHANGES.items()])
def test_code_that_gives_something_else_fails_the_test_that_says_so(failed, change, tests):
    assert tests <= failed[change]
    assert tests or not failed[change]


def test_the_generated_tests_pass_and_say_which_fields_are_a_models(tests_of, tmp_path):
    version, spec = version_of()
    write_bundle(tmp_path / "parse_book", Bundle(spec, (version,), 3))
    code, said = tests_of(tmp_path)
    text = (tmp_path / "parse_book" / "test_v3.py").read_text()

    assert code == 0, said
    assert "12 passed" in said  # 2 cases, 1 decided, 1 handed back, 3 known by 2 tests, 2 of the module
    assert "FIELDS = ['title', 'authors', 'format']" in text


def test_the_record_names_the_fields_before_the_evidence_and_reads_back(tmp_path):
    version, spec = version_of()
    facts = json.loads(write_record(version, spec))
    write_bundle(tmp_path / "parse_book", Bundle(spec, (version,), 3))

    assert facts["fields"] == ["title", "authors", "format"]
    assert list(facts).index("fields") < list(facts).index("evidence")
    assert read_bundle(tmp_path / "parse_book", types=[Book]) == Bundle(spec, (version,), 3)


def test_a_bundle_of_whole_records_is_written_as_ever():
    version, spec = version_of(change=('FIELDS = ("title", "authors", "format")', ""))

    assert "FIELDS" not in write_tests(version, spec)
    assert "fields" not in json.loads(write_record(version, spec))


def test_code_that_declares_what_the_record_does_not_have_is_not_written(tmp_path):
    version, spec = version_of(change=('"authors", ', '"pages", '))

    with pytest.raises(BundleError, match=r"FIELDS = \('title', 'pages', 'format'\), and the fields of the result are"):
        write_bundle(tmp_path / "parse_book", Bundle(spec, (version,), 3))
