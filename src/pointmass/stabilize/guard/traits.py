"""What inputs and answers are made of. These functions are written into guarded modules, word for word."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata


def kind_of(char: str) -> str:
    """Say what a character is: a letter, a capital (A), a digit (9), of another script, or the sign itself."""
    if char == " ":
        return "blank"
    if char.isascii():
        return "a" if char.islower() else "A" if char.isupper() else "9" if char.isdigit() else ascii(char)[1:-1]
    return unicodedata.name(char, "unnamed").split()[0] if char.isalpha() else ascii(char)[1:-1]


def kinds(text: str) -> set[str]:
    """Say which kinds of characters a text is made of."""
    return {kind_of(char) for char in text} or {"empty"}


def traits(value: object, place: str = "") -> set[str]:
    """Say what JSON data is made of: kinds of characters, signs of numbers, types, each with its place."""
    if isinstance(value, str):
        return {place + kind for kind in kinds(value)}
    if isinstance(value, list | tuple):
        return set().union(*(traits(item, f"{place}[]:") for item in value)) or {f"{place}[]:none"}
    if isinstance(value, dict):
        keys = {f"{place}{{{','.join(sorted(map(str, value)))}}}"}
        return keys.union(*(traits(item, f"{place}{key}:") for key, item in value.items()))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return {f"{place}{value}"}
    decimals = len(repr(value).partition(".")[2].rstrip("0"))
    sign = "negative" if value < 0 else "positive" if value > 0 else "zero"
    return {place + sign, place + type(value).__name__, *(f"{place}.{n}" for n in range(1, decimals + 1))}


def as_letters(value: object, unseen: re.Pattern[str]) -> object:
    """Put a letter for every character that is unlike those seen, in all texts of JSON data."""
    if isinstance(value, str):
        return unseen.sub("a", value)
    if isinstance(value, list | tuple):
        return [as_letters(item, unseen) for item in value]
    if isinstance(value, dict):
        return {key: as_letters(item, unseen) for key, item in value.items()}
    return value


def address_of(*inputs: object) -> str:
    """Return the address of an input: the first digits of a digest, so that it is not quoted."""
    text = json.dumps(inputs, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def numbers(text: str) -> list[int]:
    """Find the whole numbers of a text, in their order; very long ones are none."""
    return [int(each) for each in re.findall(r"(?<!\d)\d{1,9}(?!\d)", text, re.ASCII)]
