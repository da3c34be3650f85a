"""The modules that confined code may import: they are loaded before files are out of reach."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterable

MODULES = (
    "__future__",
    "abc",
    "array",
    "base64",
    "binascii",
    "bisect",
    "calendar",
    "cmath",
    "collections",
    "collections.abc",
    "contextlib",
    "copy",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "html",
    "io",
    "ipaddress",
    "itertools",
    "json",
    "math",
    "numbers",
    "operator",
    "pathlib",
    "pprint",
    "random",
    "re",
    "shlex",
    "statistics",
    "string",
    "struct",
    "textwrap",
    "time",
    "typing",
    "unicodedata",
    "urllib.parse",
    "zlib",
)
"""Modules of the standard library that functions on texts, numbers, records and dates import."""

_BEHIND = (
    "_strptime",
    "time",
    "copyreg",
    "encodings.idna",
    "html.entities",
    "json.decoder",
    "locale",
    "stringprep",
    "warnings",
)
"""Modules that the standard library imports late, sometimes with the import function of the calling code."""

_CODECS = (
    *("ascii", "latin_1", "utf_7", "utf_8_sig", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be"),
    *("cp437", "cp850", "cp1250", "cp1251", "cp1252", "iso8859_2", "iso8859_15", "koi8_r", "mac_roman", "punycode"),
    *("unicode_escape", "raw_unicode_escape", "base64_codec", "hex_codec", "quopri_codec", "rot_13", "zlib_codec"),
)


def importable(modules: Iterable[str]) -> frozenset[str]:
    """Return the names that import statements of confined code may use."""
    return frozenset(modules) | frozenset(_BEHIND)


def preload(modules: Iterable[str]) -> None:
    """Load the modules, those that they import later, and common codecs.

    Raises:
        ImportError: One of them does not exist.
    """
    for name in (*modules, *_BEHIND, *(f"encodings.{codec}" for codec in _CODECS)):
        importlib.import_module(name)


def forget(names: Iterable[str]) -> None:
    """Remove modules that confined code does not need from ``sys.modules``; their effects stay."""
    for name in names:
        sys.modules.pop(name, None)
