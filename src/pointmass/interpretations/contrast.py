"""How two answers differ, in plain words: the question that a person has to decide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_RUNS = re.compile(r"[^\W_]+")
_SIGNS = {"": "nothing", " ": "a space"}


@dataclass(frozen=True, slots=True)
class Difference:
    """How two answers differ.

    Attributes:
        topic: Its name, equal for contrasts of the same sort; empty where none is known.
        clause: What is open, to follow "it is open": ``whether capital letters are kept``.
    """

    topic: str
    clause: str


UNNAMED = Difference("", "how to read the input")
"""Where no plain word fits, the answers themselves are the question."""


def contrast(one: Any, other: Any) -> Difference:
    """Say how two answers differ. Only what is literally true of both is said.

    Args:
        one: An outcome, JSON data.
        other: Another.
    """
    if isinstance(one, str) and isinstance(other, str):
        return _of_texts(one, other)
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        fields = [str(name) for name in dict.fromkeys([*one, *other]) if one.get(name) != other.get(name)]
        named = ", ".join(f"“{name}”" for name in fields)
        return Difference(f"fields {named}", f"what the field{'' if len(fields) == 1 else 's'} {named} should hold")
    if isinstance(one, list) and isinstance(other, list) and sorted(map(repr, one)) == sorted(map(repr, other)):
        return Difference("order", "in which order the items stand")
    return UNNAMED


def _of_texts(one: str, other: str) -> Difference:
    if one.casefold() == other.casefold():
        return Difference("capitals", "whether capital letters are kept")
    if _unaccented(one) == _unaccented(other):
        return Difference("accents", "whether accents are kept")
    runs, others = _RUNS.findall(one), _RUNS.findall(other)
    if runs == others and runs:
        return _of_signs(one, other)
    if "".join(runs).casefold() == "".join(others).casefold() and runs:
        return Difference("signs", "which signs stand between the words")
    if sorted(runs) == sorted(others) and runs:
        return Difference("order", "in which order the words stand")
    return UNNAMED


def _of_signs(one: str, other: str) -> Difference:
    """Name the signs between the same words where they differ in one way only."""
    pairs = {(a, b) for a, b in zip(_RUNS.split(one), _RUNS.split(other), strict=True) if a != b}
    if len(pairs) != 1:
        return Difference("signs", "which signs stand between the words")
    a, b = sorted(_SIGNS.get(sign, f"“{sign}”") for sign in pairs.pop())
    return Difference(f"signs {a} {b}", f"whether {a} or {b} stands there")


def _unaccented(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text)
    return "".join(char for char in parts if not unicodedata.combining(char))
