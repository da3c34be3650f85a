from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.artifact import Artifact
from pointmass.bundle import Bundle, write_bundle
from pointmass.bundle.bundle import Version
from pointmass.bundle.equality import write_tests
from pointmass.bundle.properties import NOT_ASKED, held, properties, property_of
from pointmass.errors import BundleError
from pointmass.signature import Parameter
from pointmass.spec import Spec


def calls_of(function, texts, *, again=True):
    return [([text], function(text), function(function(text)) if again else NOT_ASKED) for text in texts]


def names(function, texts, tried=(), **how):
    return {each["property"] for each in held(calls_of(function, texts, **how), calls_of(function, tried, **how))}


def test_what_holds_of_every_answer_is_found():
    assert names(lambda text: text.lower().replace(" ", "-"), ["A b", "C D"]) == {
        "stays_the_same_when_it_is_applied_again",
        "keeps_the_length",
        "answers_in_small_letters",
        "answers_without_blanks",
        "answers_in_plain_letters",
        "never_answers_with_an_empty_text",
        "answers_with_the_same_type",
    }


def test_what_fails_on_an_input_that_nobody_saw_is_not_said():
    assert "answers_in_plain_letters" in names(str.lower, ["A"])
    assert "answers_in_plain_letters" not in names(str.lower, ["A"], tried=["É"])


def test_a_part_of_the_text_is_told():
    assert "answers_with_a_part_of_what_it_was_given" in names(lambda text: text[:3], ["abcdef", "xyzw"])


def test_a_function_that_never_changes_anything_is_not_called_idempotent():
    assert "stays_the_same_when_it_is_applied_again" not in names(str.strip, ["a", "b"])


def test_answers_that_come_again_are_labels():
    found = held(calls_of(lambda text: "odd" if len(text) % 2 else "even", ["a", "bb", "c", "dd"]), [])

    assert {"property": "answers_with_one_of_its_labels", "expected": ["even", "odd"]} in found


def test_answers_that_hardly_come_again_are_none():
    assert "answers_with_one_of_its_labels" not in names(str.upper, ["a", "b", "c"])


def test_records_have_the_same_fields():
    found = held([(["a"], {"x": 1, "y": 2}, NOT_ASKED), (["b"], {"y": 3, "x": 4}, NOT_ASKED)], [])

    assert {"property": "answers_with_the_same_fields", "expected": ["x", "y"]} in found


def test_nothing_is_said_of_nothing():
    assert held([], []) == []


@given(st.lists(st.text(max_size=8), min_size=1, max_size=6), st.sampled_from([str.lower, str.strip, len, str.split]))
def test_what_is_said_holds(texts, function):
    calls = calls_of(function, texts, again=False)

    for each in held(calls, []):
        found = property_of(each["property"])
        assert all(found.holds(call, each["expected"]) for call in calls)


def version(spec, source, found):
    evidence = {
        "cases": [{"inputs": {"x": "A b"}, "result": "a-b"}, {"inputs": {"x": "C d e"}, "result": "c-d-e"}],
        "properties": found,
    }
    return Version(3, Artifact(spec.name, source, spec.digest, evidence=evidence), "ada", 0.0)


SOURCE = "def accepts(x):\n    return ' ' in x\n\n\ndef f(x):\n    return x.lower().replace(' ', '-')\n"
SPEC = Spec("f", "Do it.", (Parameter("x", str),), examples={"A b": "a-b"})


def test_code_that_loses_a_property_fails_its_test_and_only_that(tests_of, tmp_path):
    found = [{"property": "answers_in_small_letters", "expected": True}]
    # It answers the known inputs as it did, and others in capital letters.
    worse = SOURCE.replace("x.lower()", "(x.lower() if x in ('A b', 'C d e') else x)")
    write_bundle(tmp_path / "f", Bundle(SPEC, (version(SPEC, worse, found),), 3))

    code, said = tests_of(tmp_path)

    assert code == 1
    assert "test_v3_answers_in_small_letters[1]" in said
    assert "test_v3_answers_what_was_certified" not in said


def test_code_that_answers_otherwise_than_a_person_decided_fails(tests_of, tmp_path):
    spec = Spec("f", "Do it.", (Parameter("x", str),), examples={"No no": "yes"})
    write_bundle(tmp_path / "f", Bundle(spec, (version(spec, SOURCE, []),), 3))

    code, said = tests_of(tmp_path)

    assert code == 1
    assert "test_v3_never_answers_otherwise_than_was_decided[1]" in said


def test_every_property_can_be_written_and_executed(tests_of, tmp_path):
    """All of them at once, for code of which each can be said."""
    known = {
        "answers_with_one_of_its_labels": ["a-b", "c-d-e"],
        "answers_with_the_same_fields": ["x"],
        "answers_with_the_same_type": "str",
    }
    every = [{"property": each.key, "expected": known.get(each.key, True)} for each in properties()]
    write_bundle(tmp_path / "f", Bundle(SPEC, (version(SPEC, SOURCE, every),), 3))

    code, said = tests_of(tmp_path)

    assert code == 1
    assert "Error" not in said.replace("AssertionError", "")
    assert "test_v3_answers_in_capital_letters" in said
    assert "test_v3_keeps_the_length" not in said


def test_a_property_of_a_newer_version_is_refused():
    with pytest.raises(BundleError, match="a newer pointmass wrote it"):
        write_tests(version(SPEC, SOURCE, [{"property": "can_fly"}]), SPEC)
