from __future__ import annotations

import ast
import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.artifact import Artifact
from pointmass.bundle import Bundle, Version, write_bundle
from pointmass.bundle.equality import write_tests
from pointmass.errors import BundleError
from pointmass.signature import Parameter
from pointmass.spec import Spec

ROUGH = [
    'a"\'\'\'"""\\',
    "\n\r\t\x00\x1b[2K\x7f",
    "\u202e\u2066\u2028\u2029\u200b\ufeff",
    "\ud800 \udfff",
    "{x} {{y}} {0} %s",
    "'); import os; os.abort(); ('",
    "\\u0041\\x41\\N{BULLET}",
    "# -*- coding: latin-1 -*-",
    "x" * 100_000,
    "é 中 Кошка 😀",
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters()),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters()), inner),
    max_leaves=10,
)

SOURCE = """
def accepts(title, width):
    return title.isascii() and title != "README"


def clean(title, width):
    return title.lower().replace(" ", "-")[:width]
"""
EVIDENCE = {
    "cases": [
        {"inputs": {"title": "A b", "width": 9}, "result": "a-b"},
        {"inputs": {"title": "Long", "width": 2}, "result": "lo"},
    ],
    "hands_back": [{"title": "README", "width": 9}],
}


def version_of(cases, hands_back=(), *, source="", spec):
    evidence = {"cases": list(cases), "hands_back": list(hands_back)}
    return Version(3, Artifact(spec.name, source, spec.digest, evidence=evidence), "ada", 0.0)


def one(kind=str):
    return Spec("f", "Do it.", (Parameter("x", kind),))


def data_in(text):
    """The data that a generated file holds, read without executing it."""
    found = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and node.targets[0].id in {"CASES", "HANDED_BACK", "VARIED"}:
            found[node.targets[0].id] = ast.literal_eval(node.value)
    return found


@given(st.lists(st.tuples(JSON, JSON)), st.lists(JSON))
def test_any_data_stands_in_the_file_as_it_is_and_only_as_data(cases, back):
    spec = one(dict)
    version = version_of(
        [{"inputs": {"x": given_}, "result": result} for given_, result in cases],
        [{"x": each} for each in back],
        spec=spec,
    )
    text = write_tests(version, spec)

    assert data_in(text)["CASES"] == [({"x": given_}, result) for given_, result in cases]
    assert data_in(text)["HANDED_BACK"] == [{"x": each} for each in back]
    assert all(line.isprintable() for line in text.split("\n"))


@given(JSON, JSON)
def test_data_never_changes_the_code_around_it(given_, result):
    def skeleton(value, answer):
        tree = ast.parse(
            write_tests(version_of([{"inputs": {"x": value}, "result": answer}], spec=one(dict)), one(dict))
        )
        return [ast.dump(node) for node in tree.body if not isinstance(node, ast.Assign)]

    assert skeleton(given_, result) == skeleton({}, "")


def test_rough_texts_pass_through_a_real_pytest(tests_of, tmp_path):
    spec = one()
    source = "def accepts(x):\n    return x != 'README'\n\n\ndef f(x):\n    return x[::-1]\n"
    cases = [{"inputs": {"x": text}, "result": text[::-1]} for text in ROUGH]
    write_bundle(tmp_path / "f", Bundle(spec, (version_of(cases, [{"x": "README"}], source=source, spec=spec),), 3))

    code, said = tests_of(tmp_path)

    assert code == 0, said
    assert "24 passed" in said  # 10 cases, 1 handed back, 11 varied, 2 of the module


def test_bundles_with_versions_of_one_number_are_tested_together(tests_of, bundle, spec, version, tmp_path):
    other = dataclasses.replace(spec, name="tidy")
    write_bundle(tmp_path / "clean", bundle)
    source = version().artifact.source.replace("def clean", "def tidy")
    write_bundle(tmp_path / "tidy", Bundle(other, (version(3, source, of=other),), 3))

    code, said = tests_of(tmp_path)

    assert code == 0, said
    assert "20 passed" in said


CHANGES = {
    "says_more": ("lower()", "upper()"),
    "takes_more": ('title != "README"', "True"),
    "raises": ("title.lower()", "title.lower()[: 1 // (len(title) - 6)]"),
    "shuffles": ("title.lower()", '"".join({*title.lower(), *"abcdefgh"})'),
    "misnamed": ("def misnamed", "def other"),
    "unchanged": ("lower()", "lower()"),
}


@pytest.fixture(scope="module")
def failed(tmp_path_factory, tests_of):
    """The tests that fail for each change, by its name."""
    root = tmp_path_factory.mktemp("changed")
    for name, (old, new) in CHANGES.items():
        source = SOURCE.replace("def clean", f"def {name}")
        assert old in source
        spec = Spec(name, "Do it.", (Parameter("title", str), Parameter("width", int)))
        artifact = Artifact(name, source.replace(old, new), spec.digest, evidence=EVIDENCE)
        write_bundle(root / name, Bundle(spec, (Version(3, artifact, "ada", 0.0),), 3))
    _, said = tests_of(root)
    return {name: set(re.findall(rf"FAILED {name}/test_v3.py::test_v3_(\S+)", said)) for name in CHANGES}


@pytest.mark.parametrize(
    ("change", "tests"),
    [
        ("unchanged", set()),
        ("says_more", {"answers_what_was_certified[1]", "answers_what_was_certified[2]"}),
        ("takes_more", {"hands_these_back_to_the_model[1]"}),
        ("raises", {"never_raises_on_what_its_guard_lets_through[1]"}),  # twice "A b" has six letters
        ("shuffles", {"gives_the_same_answers_in_every_process"}),
        ("misnamed", {"defines_its_function_and_its_guard"}),
    ],
)
def test_code_that_does_something_else_fails_the_test_that_says_so(failed, change, tests):
    assert tests <= failed[change]
    assert tests or not failed[change]


def test_without_cases_the_module_itself_is_tested(tests_of, spec, version, tmp_path):
    write_bundle(tmp_path / "clean", Bundle(spec, (version(3, evidence={}),), 3))

    code, said = tests_of(tmp_path)

    assert code == 0, said


def test_inputs_stand_in_the_order_of_the_parameters(spec, version):
    assert data_in(write_tests(version(), spec))["CASES"][1] == ({"title": "Long", "width": 2}, "lo")
    assert "({'title': 'Long', 'width': 2}, 'lo')" in write_tests(version(), spec)


def test_only_free_text_is_varied():
    spec = Spec("f", "Do it.", (Parameter("x", str), Parameter("n", int), Parameter("y", str | None)))

    assert data_in(write_tests(version_of([], spec=spec), spec))["VARIED"] == ["x"]


def test_data_nested_deeper_than_python_parses_is_written_as_json():
    deep = 1
    for _ in range(150):
        deep = [deep]
    text = write_tests(version_of([{"inputs": {"x": {"a": deep}}, "result": None}], spec=one(dict)), one(dict))

    ast.parse(text)
    assert "json.loads('{" in text


@pytest.mark.parametrize(
    "evidence",
    [
        {"cases": 5},
        {"cases": ["x"]},
        {"cases": [{"inputs": {"y": 1}, "result": 1}]},
        {"cases": [{"result": 1}]},
        {"hands_back": [{"title": "x"}]},
        {"hands_back": "x"},
        {"cases": [{"inputs": {"title": {1}, "width": 1}, "result": 1}]},
    ],
    ids=str,
)
def test_cases_that_are_no_inputs_of_the_spec_are_refused(spec, version, evidence):
    with pytest.raises(BundleError, match=r"must be a list of mappings|the parameters are|is not JSON data"):
        write_tests(version(3, evidence=evidence), spec)
