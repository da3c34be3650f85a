from __future__ import annotations

import copy
import inspect
import re

import pytest

from pointmass import errors
from pointmass.errors import OutcomeError, PointmassError, SpecError, clip

EVERY = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, PointmassError)]


def drawn():
    """The tree in the docstring: the name of each class with how deep it stands."""
    return re.findall(r"^([ │]*)[├└]── (\w+)", inspect.getdoc(errors), re.MULTILINE)


def test_the_tree_in_the_docstring_names_every_error():
    assert {name for _, name in drawn()} | {"PointmassError"} == {kind.__name__ for kind in EVERY}


def test_the_tree_in_the_docstring_is_the_tree_of_the_classes():
    path = ["PointmassError"]
    for indent, name in drawn():
        depth = len(indent) // 4
        path[depth:] = [name]

        assert getattr(errors, name).__bases__[0].__name__ == path[depth - 1]


@pytest.mark.parametrize("kind", [kind for kind in EVERY if kind is not PointmassError])
def test_every_error_is_also_a_builtin_that_a_reader_knows(kind):
    outside = [
        base
        for base in kind.__mro__
        if base.__module__ == "builtins" and base not in {Exception, BaseException, object}
    ]

    assert outside


@pytest.mark.parametrize("kind", EVERY)
def test_every_error_says_what_it_is_for(kind):
    assert kind.__doc__
    assert kind.__name__ == "PointmassError" or kind.__name__.endswith("Error")


def test_one_fault_of_a_spec_is_one_line():
    error = SpecError("slugify", ["the prompt is empty"])

    assert str(error) == "spec 'slugify': the prompt is empty"


def test_several_faults_of_a_spec_are_listed_one_a_line():
    error = SpecError("slugify", ["first", "second"])

    assert str(error) == "spec 'slugify': these must be mended\n  - first\n  - second"
    assert error.faults == ("first", "second")


def test_errors_cross_a_process_border_with_what_they_carry():
    spec = copy.copy(SpecError("f", ["a", "b"]))  # copied by the same protocol as pickled
    outcome = copy.copy(OutcomeError("no value", status="refusal", text="I won't"))

    assert (spec.name, spec.faults, str(spec)) == ("f", ("a", "b"), str(SpecError("f", ["a", "b"])))
    assert (outcome.status, outcome.text, str(outcome)) == ("refusal", "I won't", "no value")


@pytest.mark.parametrize(("text", "clipped"), [("", ""), ("abcd", "abcd"), ("abcde", "abc…")])
def test_a_long_text_is_cut_and_the_cut_is_marked(text, clipped):
    assert clip(text, 4) == clipped
