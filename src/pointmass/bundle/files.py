"""Reads and writes the files of a bundle: JSON without invisible characters, bytes that stay as they are, whole files or none."""

from __future__ import annotations

import contextlib
import json
import os
import stat
from pathlib import Path
from typing import Any

from pointmass.digest import canonical
from pointmass.errors import BundleError


def json_line(value: object) -> str:
    """Write JSON data on one line that is valid YAML, too, and hides nothing: invisible characters are escaped.

    Raises:
        BundleError: The value is not JSON data.
    """
    return _seen(_dumped(value, indent=None))


def json_block(value: object) -> str:
    """Write JSON data on many lines, otherwise as ``json_line``.

    Raises:
        BundleError: The value is not JSON data.
    """
    return "\n".join(map(_seen, _dumped(value, indent=2).split("\n"))) + "\n"


def in_order(value: object) -> Any:
    """Return JSON data with all keys sorted: what has an equal digest is written as the same text.

    Raises:
        BundleError: The value is not JSON data.
    """
    try:
        return json.loads(canonical(value))
    except (TypeError, ValueError, RecursionError) as error:
        raise _no_json(error) from None


def parsed(text: str, *, where: str) -> Any:
    """Read JSON.

    Args:
        text: The text.
        where: What is read, for the message.

    Raises:
        BundleError: It is not JSON.
    """
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BundleError(f"{where}: this is not JSON ({error}); restore the file from version control") from None


LONGEST = 16 * 2**20
"""Bytes of a file of a bundle that are read at most; what a person reviews is shorter by far."""


def read_text(path: Path) -> str:
    """Read a file as it is: no line ending is changed, and lone surrogates are kept, as in a digest.

    Raises:
        BundleError: It cannot be read, is not text, is longer than 16 MiB, or is not a file: a pipe or a device is not
            waited for.
    """
    try:
        with open(path, "rb", opener=_at_once) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise BundleError(f"{path}: this is not a file, but a device or a pipe; restore the file")
            data = file.read(LONGEST + 1)
        if len(data) > LONGEST:
            raise BundleError(f"{path}: it is longer than {LONGEST // 2**20} MiB; nobody can have reviewed that")
        return data.decode("utf-8", "surrogatepass")
    except OSError as error:
        raise BundleError(f"{path}: it cannot be read ({error.strerror or error}); check the file") from error
    except UnicodeDecodeError as error:
        raise BundleError(f"{path}: this is not text in UTF-8 ({error.reason}); restore the file") from None


def _at_once(path: str, flags: int) -> int:
    """Open a file without waiting: a pipe that nobody writes into would hold up the reader for ever."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def write_text(path: Path, text: str) -> None:
    """Write a file so that a reader finds the old content or the new one, whole; equal content is left untouched.

    Raises:
        BundleError: It cannot be written.
    """
    data = text.encode("utf-8", "surrogatepass")
    beside = path.with_name(f".{path.name}.{os.urandom(6).hex()}")
    try:
        if path.is_file() and path.read_bytes() == data:
            return
        try:
            with beside.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                beside.unlink()
    except OSError as error:
        raise BundleError(f"{path}: it cannot be written ({error.strerror or error}); check the folder") from error


def _no_number(name: str) -> object:
    """Refuse what Python's parser takes and JSON does not have: NaN and the infinities."""
    raise ValueError(f"{name} is not a number")


def _dumped(value: object, *, indent: int | None) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    except (TypeError, ValueError, RecursionError) as error:
        raise _no_json(error) from None


def _no_json(error: Exception) -> BundleError:
    return BundleError(f"bundle: this cannot be written as JSON ({error}); evidence and options are JSON data")


def _seen(line: str) -> str:
    """Escape what has no glyph or turns the direction of text; such characters stand only inside JSON's strings."""
    return line if line.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)
