from __future__ import annotations

import hashlib
import math
from enum import Enum, StrEnum
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.digest import canonical, digest, text_digest

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


class Colour(Enum):
    RED = "red"


class Size(StrEnum):
    BIG = "big"


def shuffled(value):
    """The same JSON data with every mapping's keys in the opposite order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    return [shuffled(inner) for inner in value] if isinstance(value, list) else value


@given(JSON)
def test_a_digest_ignores_the_order_of_keys(value):
    assert digest(shuffled(value)) == digest(value)


@given(st.lists(st.integers(), min_size=2, unique=True))
def test_a_digest_sees_the_order_of_a_list(values):
    assert digest(values) != digest(values[::-1])


@given(JSON, JSON)
def test_unequal_content_has_unequal_digests(one, other):
    assert (digest(one) == digest(other)) == (canonical(one) == canonical(other))


def test_the_canonical_text_has_sorted_keys_no_spaces_and_bare_unicode():
    assert canonical({"b": [1, 2.5, None], "a": "ä"}) == '{"a":"ä","b":[1,2.5,null]}'


def test_the_digest_is_the_published_sha_256():
    # printf '' | sha256sum; FIPS 180-4 gives the same for the empty message
    assert text_digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


def test_one_and_one_point_nought_and_true_are_three_things():
    assert len({digest(1), digest(1.0), digest(True)}) == 3  # noqa: FBT003 - the value is the point


def test_members_of_enums_stand_for_their_values():
    assert canonical([Colour.RED, Size.BIG, {"k": Colour.RED}]) == '["red","big",{"k":"red"}]'


def test_a_read_only_mapping_is_a_mapping_and_a_tuple_is_a_list():
    assert digest(MappingProxyType({"a": (1, 2)})) == digest({"a": [1, 2]})


def test_a_lone_surrogate_has_a_digest_of_its_own():
    assert text_digest("\ud800") != text_digest("\udfff") != text_digest("?")


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_does_not_have_is_refused(number):
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical({"a": [number]})


def test_what_json_cannot_say_is_refused_by_its_type():
    with pytest.raises(TypeError, match=r"digest: set is not JSON data; allowed are str, int"):
        canonical({"a": {1}})
