from __future__ import annotations

import csv
import os

import pytest

from pointmass.errors import InputError
from pointmass.workbench.input_files import read_file


@pytest.fixture
def read(tmp_path):
    """Read a file of that name and content."""

    def read(name, content):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_file(file)

    return read


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\f", "\v", "\x1c", "\x1d", "\x1e"])
@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", "text\nfirst{}half\nthird\n"), ("a.txt", "first{}half\nthird\n")],
)
def test_what_only_unicode_calls_a_line_break_is_part_of_an_input(read, name, text, sign):
    found = read(name, text.format(sign))

    assert [row["text"] if isinstance(row, dict) else row for row in found] == [f"first{sign}half", "third"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("name", "lines", "inputs"),
    [
        ("a.csv", ["text", "one", "", "two"], [{"text": "one"}, {"text": "two"}]),
        ("a.txt", ["one", "", "two"], ["one", "two"]),
        ("a.jsonl", ['"one"', "", '{"text": "two"}'], ["one", {"text": "two"}]),
    ],
)
def test_a_line_ends_as_any_system_ends_it_and_the_last_one_may_not(read, name, lines, inputs, end):
    assert read(name, end.join(lines)) == inputs
    assert read(name, end.join([*lines, ""])) == inputs
    assert read(name, b"\xef\xbb\xbf" + end.join(lines).encode()) == inputs


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_cells_are_separated_as_the_header_is(read, separator):
    lines = [["title", "lang"], ["hello", "en"], [f'"a{separator}b"', "de"]]
    found = read("a.csv", "".join(separator.join(line) + "\n" for line in lines))

    assert found == [{"title": "hello", "lang": "en"}, {"title": f"a{separator}b", "lang": "de"}]


def test_one_column_needs_no_separator_and_other_signs_in_it_are_text(read):
    assert read("a.csv", "title\na;b\nc|d\n") == [{"title": "a;b"}, {"title": "c|d"}]


def test_a_quoted_cell_holds_quotes_separators_and_line_breaks_as_they_are(read):
    assert read("a.csv", 'text\n"a ""b"", c\nd"\n') == [{"text": 'a "b", c\nd'}]


def test_a_cell_is_as_long_as_it_is_and_the_limit_of_others_stays(read):
    before = csv.field_size_limit()
    [row] = read("a.csv", "text\n" + "x" * 1_000_000 + "\n")

    assert len(row["text"]) == 1_000_000
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", "text,text\nold,new\n", "a.csv: the columns ['text'] occur twice; each parameter has one column"),
        ("a.csv", "text,\nold,new\n", "a.csv: column 2 has no name"),
        ("a.csv", 'text\n\nfine\n"a" b\n', "a.csv: line 4: ',' expected after '\"'; a cell with a quote"),
        ("a.csv", 'text\nfine\n"never\nclosed', "a.csv: line 3: unexpected end of data; a cell with a quote"),
        ("a.csv", "a,b\n\n\n1\n", "a.csv: line 4: the row has 1 cell, and the header has 2; quote cells that hold a comma"),
        ("a.csv", "a;b\n1;2;3\n", "a.csv: line 2: the row has 3 cells, and the header has 2; quote cells that hold a semicolon"),
        ("a.csv", "text\n", "a.csv: holds no input"),
        ("a.csv", "", "a.csv: holds no input"),
        ("a.txt", b"caf\xe9\n", "a.txt: byte 3 is not UTF-8; save the file as UTF-8 text"),
        ("a.csv", "text\n".encode("utf-16"), "a.csv: byte 0 is not UTF-8"),
        ("a.json", '["a"]', "a.json: inputs are a .txt (one per line), a .csv"),
        ("a.xlsx", b"PK\x03\x04", "a.xlsx: inputs are a .txt"),
        ("a.jsonl", '"a"\n{"a": 1, "a": 2}\n', "a.jsonl: line 2 is not JSON (the keys ['a'] occur twice)"),
        ("a.jsonl", '"a"\nNaN\n', "a.jsonl: line 2 is not JSON (NaN is not JSON; write null"),
        ("a.jsonl", "[" * 200_000, "a.jsonl: line 1 is not JSON (nested too deep)"),
        ("a.jsonl", "{'a': 1}", "a.jsonl: line 1 is not JSON (Expecting property name"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_with_its_line_and_what_to_do(read, name, content, said):
    with pytest.raises(InputError) as error:
        read(name, content)

    assert said in str(error.value)


def test_a_folder_is_no_file_of_inputs(tmp_path):
    with pytest.raises(InputError, match=r"is a folder; give a \.txt, \.csv or \.jsonl"):
        read_file(tmp_path)


def test_a_file_that_may_not_be_read_or_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match=r"nowhere\.txt: cannot be read \(No such file or directory\)"):
        read_file(tmp_path / "nowhere.txt")
    with pytest.raises(InputError, match="cannot be read"):
        read_file(tmp_path / ("x" * os.pathconf(tmp_path, "PC_NAME_MAX") + ".txt"))
