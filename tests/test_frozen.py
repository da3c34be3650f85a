from __future__ import annotations

import copy
import json
import pickle

import pytest

from pointmass.frozen import frozen, thawed


def _pickled(data):
    return pickle.loads(pickle.dumps(data))  # noqa: S301 - our own


DATA = {"a": [1, {"b": [2]}], "c": "d"}


def test_what_is_frozen_equals_what_it_was_made_of_and_is_written_alike():
    assert frozen(DATA) == DATA
    assert json.dumps(frozen(DATA)) == json.dumps(DATA)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(c="e"),
        lambda data: data.__setitem__("c", "e"),
        lambda data: data.pop("c"),
        lambda data: data["a"].append(3),
        lambda data: data["a"].sort(),
        lambda data: data["a"][1]["b"].clear(),
        lambda data: data["a"][1].setdefault("x", 1),
    ],
)
def test_nobody_changes_it_in_place_at_any_depth(change):
    data = frozen(DATA)

    with pytest.raises(TypeError, match="part of a spec"):
        change(data)
    assert data == DATA


def test_an_assignment_that_adds_is_refused_too():
    data = frozen(DATA)

    with pytest.raises(TypeError):
        data["a"] += [3]
    with pytest.raises(TypeError):
        data |= {"x": 1}


@pytest.mark.parametrize("again", [copy.deepcopy, copy.copy, _pickled])
def test_a_copy_is_equal_and_as_frozen(again):
    data = again(frozen(DATA))

    assert data == DATA
    with pytest.raises(TypeError):
        data["c"] = 1


def test_what_is_thawed_can_be_changed_and_changes_nothing_else():
    data = frozen(DATA)
    plain = thawed(data)
    plain["a"][1]["b"].append(3)

    assert plain == {"a": [1, {"b": [2, 3]}], "c": "d"}
    assert data == DATA
