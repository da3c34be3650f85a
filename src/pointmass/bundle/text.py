"""Text of a bundle's files: JSON in which everything can be seen, bytes that stay as they are, whole files or none."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

from pointmass.digest import canonical
from pointmass.errors import BundleError


def json_line(value: object) -> str:
    """Write JSON data on one line that is valid YAML, too, and hides nothing: what cannot be seen is escaped.

    Raises:
        BundleError: The value is no JSON data.
    """
    return _seen(_dumped(value, indent=None))


def json_block(value: object) -> str:
    """Write JSON data on many lines, as ``json_line`` otherwise.

    Raises:
        BundleError: The value is no JSON data.
    """
    return "\n".join(map(_seen, _dumped(value, indent=2).split("\n"))) + "\n"


def in_order(value: object) -> Any:
    """Return JSON data with all keys sorted: what has an equal digest is written as the same text.

    Raises:
        BundleError: The value is no JSON data.
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
        BundleError: It is none.
    """
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BundleError(f"{where}: this is no JSON ({error}); restore the file from version control") from None


def read_text(path: Path) -> str:
    """Read a file as it is: no line ending is changed, and lone surrogates are kept, as in a digest.

    Raises:
        BundleError: It cannot be read, or is no text.
    """
    try:
        return path.read_bytes().decode("utf-8", "surrogatepass")
    except OSError as error:
        raise BundleError(f"{path}: it cannot be read ({error.strerror or error}); see to the file") from error
    except UnicodeDecodeError as error:
        raise BundleError(f"{path}: this is no text in UTF-8 ({error.reason}); restore the file") from None


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
        raise BundleError(f"{path}: it cannot be written ({error.strerror or error}); see to the folder") from error


def _no_number(name: str) -> object:
    """Refuse what Python's parser takes and JSON does not have: NaN and the infinities."""
    raise ValueError(f"{name} is no number")


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
