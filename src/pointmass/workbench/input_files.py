"""Read inputs from a file or a pasted text: one text per line, a table with a header, or one JSON value per line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NoReturn, TypeAlias

from pointmass.errors import InputError, clip

Form: TypeAlias = Literal["lines", "table", "JSON"]
"""The format of a text that holds inputs."""

_SEPARATORS = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar"}
_TABLES = (".csv", ".tsv")
_JSON_LINES = (".jsonl", ".ndjson")
_OTHERS = (".json", ".xlsx", ".xls", ".ods", ".parquet", ".feather")


def read_file(file: Path) -> list[Any]:
    """Read inputs from a file; each input is a value or a mapping from column names to texts.

    A ``.jsonl`` or ``.ndjson`` file has one JSON value per line. A ``.csv`` or ``.tsv`` file has a header and one row
    per input, with cells separated by commas, semicolons, tabs or bars. Every other file has one text per line. Blank
    lines are left out. A line ends with LF, CRLF or CR; other line breaks of Unicode are part of the text.

    Raises:
        InputError: The file is of another kind (JSON, Excel, Parquet, …), cannot be read, is not UTF-8 text, holds no
            input, or has a line that cannot be read; the message says which line.
    """
    kind = file.suffix.lower()
    if kind in _OTHERS:
        raise InputError(
            f"{file}: inputs are a .txt (one per line), a .csv (one column per parameter) or a .jsonl (one JSON value per line); "
            "save it as one of them"
        )
    form: Form = "table" if kind in _TABLES else "JSON" if kind in _JSON_LINES else "lines"
    found = read_text(_text(file), form=form, where=str(file))
    if not found:
        raise InputError(
            f"{file}: holds no input; one per line in a .txt or .jsonl, or one per row below the header of a .csv"
        )
    return found


def read_text(text: str, *, form: Form, where: str) -> list[Any]:
    """Read inputs from a text; the list is empty if the text holds none.

    Args:
        text: The text.
        form: ``lines`` (one text per line), ``table`` (a header and one row per input) or ``JSON`` (one value per
            line).
        where: Where the text comes from; error messages begin with it.

    Raises:
        InputError: A line cannot be read; the message says which line.
    """
    if form == "table":
        return list(_rows(text, where))
    lines = io.StringIO(text, newline=None)
    if form == "JSON":
        return [_value(line, f"{where}: line {at}") for at, line in enumerate(lines, start=1) if line.strip()]
    return [line.rstrip("\n") for line in lines if line.strip()]


def _text(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        what = "is a folder" if isinstance(error, IsADirectoryError) else f"cannot be read ({error.strerror or error})"
        raise InputError(f"{file}: {what}; give a .txt, .csv or .jsonl with the inputs") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: byte {error.start} is not UTF-8; save the file as UTF-8 text") from None


def _rows(text: str, where: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table as mappings; its first row holds the names of the columns.

    Raises:
        InputError: A row or the header cannot be read.
    """
    before = csv.field_size_limit(len(text) + 1)  # a cell may be as long as the file
    try:
        yield from _read_rows(text, where)
    finally:
        csv.field_size_limit(before)


def _read_rows(text: str, where: str) -> Iterator[dict[str, str]]:
    separator = _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header: list[str] | None = None
    began = 1
    try:
        for row in reader:
            line, began = began, reader.line_num + 1
            if not row:
                continue
            if header is None:
                header = _checked(row, where)
            elif len(row) == len(header):
                yield dict(zip(header, row, strict=True))
            else:
                raise InputError(
                    f"{where}: line {line}: the row has {_count(len(row), 'cell')}, and the header has {len(header)}; "
                    f"quote cells that hold {_SEPARATORS[separator]}"
                )
    except csv.Error as error:
        raise InputError(
            f"{where}: line {began}: {error}; a cell with a quote, a separator or a line break in it stands in quotes, "
            'and a quote in such a cell is written twice ("")'
        ) from None


def _separator(text: str) -> str:
    """Return the separator of cells: a comma, unless only another separator splits the header into valid names."""
    first = next((line for line in io.StringIO(text, newline=None) if line.strip()), "").rstrip("\n")
    if not all(_is_name(cell) for cell in first.split(",")):
        for other in _SEPARATORS:
            if other in first and all(_is_name(cell) for cell in first.split(other)):
                return other
    return ","


def _is_name(cell: str) -> bool:
    return cell.strip().strip('"').isidentifier()


def _checked(header: list[str], where: str) -> list[str]:
    nameless = [number for number, name in enumerate(header, start=1) if not name.strip()]
    twice = sorted({name for name in header if header.count(name) > 1})
    if nameless:
        raise InputError(f"{where}: column {nameless[0]} has no name; the header names each column, a parameter each")
    if twice:
        raise InputError(f"{where}: the columns {twice} occur twice; each parameter has one column")
    return header


def _value(line: str, where: str) -> Any:
    try:
        return json.loads(line, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        said = "nested too deep" if isinstance(error, RecursionError) else clip(str(error), 200)
        raise InputError(f"{where} is not JSON ({said}); one object or value per line") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = sorted({name for name, _ in pairs if sum(name == other for other, _ in pairs) > 1})
        raise ValueError(f"the keys {twice} occur twice")
    return made


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON; write null, or leave the line out")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
