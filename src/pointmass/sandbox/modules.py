"""The modules that confined code finds: loaded before the files are out of reach."""

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
"""What a function of texts, numbers, records and dates imports; all of the standard library."""

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
"""What the standard library imports late, some of it through the import function of the code that called."""

_CODECS = (
    *("ascii", "latin_1", "utf_7", "utf_8_sig", "utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be"),
    *("cp437", "cp850", "cp1250", "cp1251", "cp1252", "iso8859_2", "iso8859_15", "koi8_r", "mac_roman", "punycode"),
    *("unicode_escape", "raw_unicode_escape", "base64_codec", "hex_codec", "quopri_codec", "rot_13", "zlib_codec"),
)


def importable(modules: Iterable[str]) -> frozenset[str]:
    """Name what the import statement of confined code may name."""
    return frozenset(modules) | frozenset(_BEHIND)


def preload(modules: Iterable[str]) -> None:
    """Load the modules, and what they will import later.

    Raises:
        ImportError: One of them is not there.
    """
    for name in (*modules, *_BEHIND, *(f"encodings.{codec}" for codec in _CODECS)):
        importlib.import_module(name)


def forget(names: Iterable[str]) -> None:
    """Take modules out of sight that no confined code needs; what they did stays done."""
    for name in names:
        sys.modules.pop(name, None)
