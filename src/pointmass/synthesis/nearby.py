"""Make inputs that differ from given ones by one small natural change, or by a part taken from another input."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.problem import json_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.program import Env

# For each separator, another one that people use in its place.
_ALSO = {"-": "_", "_": "-", " ": "_", ".": "-", ",": ";", ";": ",", "/": "-", ":": "-", "|": ","}
_ACCENTS = dict(zip("aeiounAEIOUN", "áéíóúñÁÉÍÓÚÑ", strict=True))
_LONGEST = 2000
_DEEPEST = 3
_WIDEST = 6
# A part is taken from the example this many places further on: neighbours are often alike.
_APART = 7
_FIELDS = 20


def nearby(given: Any) -> list[Any]:
    """Return inputs that differ from *given* by one change each, the likeliest changes first.

    Changes of a text: fewer or more digits, a leading zero, a part added, removed or emptied, another case, another
    separator, an added blank, an accent. Changes of a list or an object: one changed value, an item more or less.

    Args:
        given: JSON data. Texts of more than 2000 characters are not changed, and values only to a depth of three.
    """
    seen = {json_key(given)}
    found = []
    for changed in _changed(given, _DEEPEST):
        key = json_key(changed)
        if key not in seen:
            seen.add(key)
            found.append(changed)
    return found


def recombined(envs: Sequence[Env], most: int) -> list[Env]:
    """Return at most *most* inputs: each of *envs* with one value or field taken from another, or a list shortened."""
    found: Iterator[Env] = (
        (*env[:at], value, *env[at + 1 :])
        for place, env in enumerate(envs)
        for at, other in enumerate(envs[(place + _APART) % len(envs)])
        for value in _crossed(env[at], other)
    )
    return list(itertools.islice(found, most))


def _crossed(own: Any, other: Any) -> Iterator[Any]:
    """Yield *own* with itself or one of its fields replaced by that of *other*; of lists also parts and the reverse."""
    if isinstance(own, dict) and isinstance(other, dict):
        for key in [key for key in own if key in other][:_FIELDS]:
            yield from (own | {key: value} for value in _crossed(own[key], other[key]))
    elif other != own:
        yield other
    if isinstance(own, list) and len(own) > 1:
        yield from (own[::-1], own[1:], own[:-1])


def _changed(given: Any, depth: int) -> Iterator[Any]:
    match given:
        case str() if len(given) <= _LONGEST:
            yield from _texts(given)
        case bool():
            yield not given
        case int() | float():
            yield from (given + 1, given - 1, -given, given * 10, 0)
        case list() | tuple() if depth:
            yield from _lists(list(given), depth)
        case dict() if depth:
            yield from _objects(given, depth)


def _lists(items: list[Any], depth: int) -> Iterator[list[Any]]:
    for at, item in enumerate(items[:_WIDEST]):
        for changed in _changed(item, depth - 1):
            yield [*items[:at], changed, *items[at + 1 :]]
    if items:
        yield [*items, items[0]]
        yield items[:-1]
        yield items[::-1]


def _objects(given: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    for key in list(given)[:_WIDEST]:
        for changed in _changed(given[key], depth - 1):
            yield given | {key: changed}
        yield {k: v for k, v in given.items() if k != key}


def _texts(text: str) -> Iterator[str]:
    separators = [c for c in dict.fromkeys(text) if c in _ALSO]
    yield from _digits(text)
    for sign in separators:
        yield from _parts(text, sign)
    yield from (text.lower(), text.upper(), text.title())
    for sign in separators:
        yield text.replace(sign, _ALSO[sign])
        yield text.replace(sign, sign + " ") if sign != " " else text.replace(" ", "  ", 1)
    yield from (f" {text}", f"{text} ")
    vowel = re.search("[aeiounAEIOUN]", text)
    if vowel:
        yield text[: vowel.start()] + _ACCENTS[vowel.group()] + text[vowel.end() :]


def _parts(text: str, sign: str) -> Iterator[str]:
    """Yield *text*, split at *sign*, with one part more, one part less, and one part emptied."""
    parts = text.split(sign)
    yield sign.join([*parts[:-1], parts[-2], parts[-1]])
    yield sign.join([parts[0], *parts])
    yield sign.join(parts[1:])
    yield sign.join(parts[:-1])
    yield sign.join([*parts[:-1], "", parts[-1]])
    yield sign.join(["", *parts[1:]])


def _digits(text: str) -> Iterator[str]:
    """Yield *text* with its first or last number shortened, lengthened, or with a leading zero."""
    numbers = list(re.finditer(r"\d+", text))
    for number in dict.fromkeys([*numbers[:1], *numbers[-1:]]):
        digits, (start, end) = number.group(), number.span()
        for other in (digits[:-1], digits + digits[-1], "0" + digits):
            yield text[:start] + other + text[end:]
