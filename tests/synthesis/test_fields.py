from __future__ import annotations

import pytest

from pointmass.errors import ExamplesError
from pointmass.synthesis import Signature, fields

PEOPLE = [
    ("Ann Lee <ann@x.org>", {"name": "Ann Lee", "mail": "ann@x.org"}),
    ("Bob Ford <bob@y.com>", {"name": "Bob Ford", "mail": "bob@y.com"}),
    ("Dee Hill <dh@z.net>", {"name": "Dee Hill", "mail": "dh@z.net"}),
]


def test_each_field_of_a_record_has_programs_of_its_own():
    found = fields(PEOPLE, name="person")

    assert list(found) == ["name", "mail"]
    assert [c[0]("Cy Stone <cy@q.io>") for c in found.values()] == ["Cy Stone", "cy@q.io"]
    assert "def person_mail(text: str) -> str:" in found["mail"][0].source


def test_a_field_without_a_rule_leaves_the_others_their_programs():
    moods = ["sunny spells", "I doubt it", "well, quite"]
    examples = [(given, {**wanted, "mood": mood}) for (given, wanted), mood in zip(PEOPLE, moods, strict=True)]

    found = fields(examples)

    assert [candidates[0].kind for candidates in found.values()] == ["program", "program", "table"]


def test_an_output_may_lack_the_fields_that_are_not_settled():
    (given, whole), *rest = PEOPLE

    found = fields([(given, {"name": whole["name"]}), *rest])

    assert [candidates[0].support for candidates in found.values()] == [3, 2]


def test_an_input_may_be_contested_in_one_field_only():
    found = fields(PEOPLE, contested={"mail": ["Cy Stone (cy at q)"]})

    assert not found["mail"][0].accepts("Ed Wu (ed at w)")
    assert found["name"][0].accepts("Ed Wu <ed@w.io>")


def test_the_parameters_of_the_whole_function_are_those_of_a_field():
    signature = Signature((("line", "str"),), "dict[str, Any]", "Read a person.", ("from typing import Any",))

    found = fields(PEOPLE, name="person", signature=signature)

    assert "def person_name(line: str) -> str:" in found["name"][0].source


def test_a_key_may_be_any_text():
    found = fields([(given, {'e-mail "\n': wanted["mail"]}) for given, wanted in PEOPLE], name="person")

    assert found['e-mail "\n'][0].name == "person_e_mail"


def test_a_contradiction_counts_in_its_field():
    with pytest.raises(ExamplesError, match="gave both"):
        fields([("a", {"x": 1, "y": 1}), ("a", {"x": 1, "y": 2})])


def test_outputs_that_are_no_records_have_no_fields():
    assert fields([("a", "b")]) == {}
    assert fields([]) == {}
