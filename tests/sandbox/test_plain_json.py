from __future__ import annotations

import contextlib
import sys
import time

import pytest
from hypothesis import example, given
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


@pytest.mark.parametrize("text", [b"1e999", b"[-1e400]", b'{"a": 1' + b"0" * 400 + b".5}"])
def test_a_number_greater_than_any_is_not_an_infinity(text):
    with pytest.raises(ValueError, match="greater than any number"):
        plain_json.read(text)


@pytest.mark.parametrize("text", [b'"\\ud800"', b'["\\uDFFF\\ud800"]', b'{"\\udc00": 1}'])
def test_half_of_a_surrogate_pair_is_no_text(text):
    with pytest.raises(ValueError, match="surrogates"):
        plain_json.read(text)


def test_a_whole_surrogate_pair_is_one_sign():
    assert plain_json.read(b'"\\ud83d\\ude00"') == "\U0001f600"


PIECES = st.text(alphabet='[]{}"\\,:u0d8aé1.e- \t\x1b', min_size=1, max_size=6)
SHORT, TIMES = 8_000, 8


@given(start=st.sampled_from(["", "[" * 101, '{"":' * 101, '"', "[[1],"]) | PIECES, again=PIECES, end=PIECES)
@example(start="[" * 101, again='"\\', end="")
@example(start="[" * 101, again='"', end="")
@example(start="[" * 101, again="\\", end='"')
@example(start='"', again="\\u00e9", end='"')
@example(start="[", again='"\\ud800",', end="1]")
@example(start="[", again="0.1,", end="1]")
@example(start="0.", again="1", end="e-9")
def test_a_text_that_is_longer_costs_as_much_more_as_it_is_longer(start, again, end):
    short, long = (
        least_seconds((start + again * (length // len(again)) + end).encode()) for length in (SHORT, SHORT * TIMES)
    )

    # Eight times the length: eight times the work where it is linear, 64 times where it is the square. What takes less
    # than some hundredths of a second on any machine says nothing about either.
    assert long < 3 * TIMES * short or long < 0.05


def least_seconds(text):
    took = []
    for _ in range(3):
        began = time.process_time()
        with contextlib.suppress(ValueError):
            plain_json.read(text)
        took.append(time.process_time() - began)
    return min(took)
