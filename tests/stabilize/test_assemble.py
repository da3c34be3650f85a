"""Several modules as one."""

from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.stabilize.assemble import Piece, assembled
from pointmass.stabilize.signature import signature_of
from pointmass.stabilize.trial import said_of

FIRST = '''"""The first word."""

import re

LIMIT = 3  # letters


def helper(text):
    return text.split()


def entry_first(text: str):
    """Give the first word."""
    return helper(text)[0]


def accepts(text: str):
    return len(helper(text)[0]) >= LIMIT
'''
LAST = '''"""The last word."""

import json
import re

LIMIT = 5  # letters, too


# It splits as the other does.
def helper(text):
    return text.split()


def longer(text):
    return len(text) > LIMIT


def entry_last(text: str):
    return helper(text)[-1]


def accepts(text: str):
    return longer(helper(text)[-1])
'''


@pytest.fixture
def whole():
    spec = pm.Spec("entry", 'Read "it".', (pm.Parameter("text", str),), dict)
    pieces = [Piece("first", "entry_first", FIRST), Piece("last", "entry_last", LAST)]
    return assembled(spec, signature_of(spec), pieces, complete=True)


def test_every_field_is_given_where_its_own_guard_lets_it(whole, sandbox):
    inputs = [["apple banana"], ["apple fig"], ["a banana"], ["a fig"]]
    said = said_of(sandbox, whole, "entry", inputs)

    assert [each.value for each in said] == [
        {"first": "apple", "last": "banana"},
        {"first": "apple"},
        {"last": "banana"},
        None,
    ]


def test_names_that_mean_different_things_are_told_apart_with_all_that_uses_them(whole):
    assert "LIMIT = 3" in whole
    assert "LIMIT_last = 5" in whole
    assert "return len(text) > LIMIT_last" in whole


def test_a_module_of_several_fields_declares_them_and_imports_once(whole):
    assert "FIELDS = ('first', 'last',)" in whole
    assert whole.count("import re") == whole.count("import json") == 1
    assert 'Read "it".' in whole


def test_equal_pieces_stand_once():
    spec = pm.Spec("entry", "Read it.", (pm.Parameter("text", str),), dict)
    twice = [
        Piece("first", "entry_first", FIRST),
        Piece("again", "entry_again", FIRST.replace("entry_first", "entry_again")),
    ]
    made = assembled(spec, signature_of(spec), twice, complete=True)

    assert made.count("def helper(") == 1
    assert made.count("LIMIT = 3") == 1
