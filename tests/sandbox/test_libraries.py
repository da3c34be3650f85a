"""Installed libraries of pure Python that confined code may import."""

from __future__ import annotations

import sys

import pytest

from pointmass.errors import SandboxError
from pointmass.sandbox import Sandbox, place_of
from pointmass.sandbox.libraries import located

PARSE = "from dateutil import parser\ndef f(text):\n    return parser.parse(text).date().isoformat()\n"


@pytest.fixture(scope="module")
def opened():
    try:
        sandbox = Sandbox(libraries=("dateutil",)).__enter__()
    except SandboxError as error:
        pytest.skip(str(error))
    yield sandbox
    sandbox.close()


def test_code_imports_a_library_that_it_was_given(opened):
    (outcome,) = opened.run(PARSE, "f", [["3 March 2024"]])

    assert (outcome.kind, outcome.value) == ("value", "2024-03-03")


@pytest.mark.parametrize(
    "line", ["import dateutil", "import dateutil.parser as p", "from dateutil.relativedelta import MO", "import re"]
)
def test_all_of_a_library_is_there_beside_the_standard_library(opened, line):
    (outcome,) = opened.run(f"{line}\ndef f():\n    return 1\n", "f", [[]])

    assert outcome.value == 1


def test_what_a_library_itself_needs_may_not_be_imported(opened):
    (outcome,) = opened.run("import six\ndef f():\n    return 1\n", "f", [[]])

    assert (outcome.kind, outcome.rule) == ("refused", "imports")


def test_without_being_given_a_library_is_not_there(sandbox):
    (outcome,) = sandbox.run(PARSE, "f", [["3 March 2024"]])

    assert (outcome.kind, outcome.rule) == ("refused", "imports")


def test_the_walls_hold_with_a_library_inside(opened):
    source = "import dateutil.tz.tz as tz\ndef f():\n    return tz.os.listdir('/')\n"
    (outcome,) = opened.run(source, "f", [[]])

    assert (outcome.kind, outcome.rule) == ("refused", "files")


def test_what_is_compiled_of_another_language_is_not_loaded():
    with pytest.raises(SandboxError, match="numpy"), Sandbox(libraries=("numpy",)):
        pass


@pytest.mark.parametrize("name", ["nowhere_to_be_found", "re", "sys", "dateutil.parser", "__main__", ""])
def test_a_library_is_installed_as_files_and_named_at_its_top(name):
    assert place_of(name) is None
    with pytest.raises(ValueError, match=r"is not installed here as files of Python"):
        Sandbox(libraries=(name,))


def test_finding_a_library_does_not_load_it():
    before = set(sys.modules)
    located(["yaml" if "yaml" not in before else "six"])

    assert {name for name in set(sys.modules) - before if name.partition(".")[0] in {"yaml", "six"}} == set()
