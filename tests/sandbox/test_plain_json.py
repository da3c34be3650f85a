from __future__ import annotations

import contextlib
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.sandbox import plain_json

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | FLOATS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(DATA)
def test_what_is_written_is_read(value):
    assert plain_json.read(plain_json.write(value).encode()) == value


@given(st.text(alphabet='[]{}"\\ab', max_size=300))
def test_brackets_in_a_text_are_not_nested(text):
    assert plain_json.read(plain_json.write(text * 3).encode()) == text * 3


@given(st.binary(max_size=200))
def test_bytes_are_data_or_a_value_error(text):
    try:
        plain_json.read(text)
    except ValueError:
        return


@pytest.mark.parametrize("depth", [99, 100])
def test_a_hundred_levels_are_read(depth):
    assert plain_json.read(b"[" * depth + b"]" * depth) is not None


@pytest.mark.parametrize("text", [b"[" * 101 + b"]" * 101, b"[" * 10**6, b'{"a":' * 101 + b"1" + b"}" * 101])
def test_deeper_levels_are_not_even_parsed(text):
    with pytest.raises(ValueError, match="nested deeper than 100"):
        plain_json.read(text)


def test_many_short_lists_are_not_deep():
    assert len(plain_json.read(b"[" + b"[1]," * 10_000 + b"[1]]")) == 10_001


def test_digits_are_counted_before_they_are_read():
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        with pytest.raises(ValueError, match="a number of 5000 digits; 4300 at most"):
            plain_json.read(b"9" * 5000)
    finally:
        sys.set_int_max_str_digits(before)


@pytest.mark.parametrize("text", [b"NaN", b"[Infinity]", b"-Infinity"])
def test_what_only_python_reads_is_not_json(text):
    with pytest.raises(ValueError, match="is not JSON"):
        plain_json.read(text)


@pytest.mark.parametrize("text", [b'"' + b"\\u00e9" * 160_000 + b'"', b"[" * 101 + b'"' * 900_000, b'"\\' * 450_000])
def test_a_mebibyte_costs_no_second_whatever_it_says(text):
    began = time.process_time()
    with contextlib.suppress(ValueError):
        plain_json.read(text)

    assert time.process_time() - began < 1
