from __future__ import annotations

import json
import os

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pointmass.bundle.files import LONGEST, json_block, json_line, parsed, read_text, write_text
from pointmass.errors import BundleError

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
TEXT = st.text(st.characters())  # surrogates too


@given(JSON)
def test_what_is_written_is_read_again(value):
    assert parsed(json_line(value), where="test") == value
    assert parsed(json_block(value), where="test") == value


@given(JSON | TEXT)
def test_a_line_is_one_line_on_which_everything_can_be_seen(value):
    assert json_line(value).isprintable()


@given(JSON)
def test_a_line_of_front_matter_is_valid_yaml_too(value):
    yaml.safe_load(f"key: {json_line(value)}")


@pytest.mark.parametrize(
    "value", ["plain", "a: b # c", "- x\n---", "{x}", {"a": [1, 2.5, None, True, {"b": ""}]}, "Кошка 中 é"]
)
def test_yaml_reads_what_json_reads(value):
    assert yaml.safe_load(f"key: {json_line(value)}") == {"key": value}


def test_what_hides_or_turns_text_around_is_escaped_and_letters_are_not():
    assert json_line("é中\u202e\u200b\x7f\x9b\u2028\ud800") == r'"é中\u202e\u200b\u007f\u009b\u2028\ud800"'


@pytest.mark.parametrize("value", [{1, 2}, float("nan"), [float("inf")]])
def test_what_is_no_json_data_cannot_be_written(value):
    with pytest.raises(BundleError, match="cannot be written as JSON"):
        json_line(value)


@pytest.mark.parametrize("text", ["", "{", "NaN", "[" * 100_000, "'x'"])
def test_what_is_no_json_is_refused_with_its_place(text):
    with pytest.raises(BundleError, match=r"^here: this is not JSON"):
        parsed(text, where="here")


@given(text=TEXT)
def test_a_text_comes_back_character_for_character(text, tmp_path_factory):
    path = tmp_path_factory.mktemp("text") / "file"
    write_text(path, text)

    assert read_text(path) == text


def test_equal_content_is_left_untouched(tmp_path):
    path = tmp_path / "file"
    write_text(path, "a")
    before = path.stat()
    write_text(path, "a")

    assert path.stat().st_ino == before.st_ino
    write_text(path, "b")
    assert read_text(path) == "b"


def test_nothing_is_left_beside_a_file_that_could_not_be_written(tmp_path):
    (tmp_path / "file").mkdir()

    with pytest.raises(BundleError, match="it cannot be written"):
        write_text(tmp_path / "file", "a")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_file_may_be_read_by_whom_the_folder_lets(tmp_path):
    (tmp_path / "other").write_text("")
    write_text(tmp_path / "file", "a")

    assert (tmp_path / "file").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"\xff\xfe")

    with pytest.raises(BundleError, match="this is not text in UTF-8"):
        read_text(tmp_path / "file")
    with pytest.raises(BundleError, match="it cannot be read"):
        read_text(tmp_path / "nothing")


def test_numbers_come_back_to_the_last_bit():
    numbers = [0.1, 1e300, 5e-324, 1764000000.2500001, 2**70]

    assert json.loads(json_line(numbers)) == numbers


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
@pytest.mark.timeout(60)
def test_a_pipe_in_a_bundle_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "v2.py")

    with pytest.raises(BundleError, match="this is not a file, but a device or a pipe"):
        read_text(tmp_path / "v2.py")


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs a device without an end")  # noqa: PTH110 - at import
def test_a_device_is_refused_through_a_link_too(tmp_path):
    (tmp_path / "v2.py").symlink_to("/dev/zero")

    with pytest.raises(BundleError, match="this is not a file, but a device or a pipe"):
        read_text(tmp_path / "v2.py")


def test_a_file_longer_than_anybody_reviews_is_refused(tmp_path):
    with (tmp_path / "v2.py").open("wb") as file:
        file.truncate(LONGEST + 1)

    with pytest.raises(BundleError, match="longer than 16 MiB"):
        read_text(tmp_path / "v2.py")
