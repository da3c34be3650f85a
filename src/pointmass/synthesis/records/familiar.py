"""The structure of records and lists in the examples: the kinds of values at every path, and the keys that all have."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.guard import Check
from pointmass.synthesis.numeric.number_values import is_number
from pointmass.synthesis.operators.familiar import UNFAMILIAR, kind_of
from pointmass.synthesis.program import Apply, Constant, Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST_PATHS = 200
# If the typical (median) key is in less than this share of the objects, the keys are data and not fields.
_FIELD = 0.2
_FEW = 6
_SOME = 3
_TYPE = "dict[str, tuple[str, ...]]"


def familiar(given: Node, seen: Sequence[Any], label: str = "") -> Iterator[Check]:
    """Hand back values with a kind or a key that no example had at that path, or without a key that all examples had.

    There is no check for values that are all texts, all numbers or all truth values: other checks look at these.

    Args:
        given: The program that gives the value.
        seen: Its values on the examples.
        label: The suffix for names of constants.
    """
    kinds: dict[str, set[str]] = defaultdict(set)
    required: dict[str, tuple[str, ...]] = {}
    if not _is_plain(seen):
        _see(list(seen), "", kinds, required)
    if 0 < len(kinds) <= _MOST_PATHS:
        shown = {path: tuple(sorted(_widened(found))) for path, found in kinds.items()}
        known = Constant(f"KINDS{label}", shown, "What kinds of values the examples had, by path.", (), _TYPE)
        keys = Constant(f"REQUIRED{label}", required, "The keys that no example lacked, by path.", (), _TYPE)
        why = "A kind of value or a key that no example had there, or a key that is missing."
        yield Check(Apply(UNFAMILIAR, (given, known, keys)), why)


def _is_plain(column: Sequence[Any]) -> bool:
    """Whether all values are texts, all are numbers, or all are truth values."""
    return (
        all(isinstance(v, str) for v in column)
        or all(isinstance(v, bool) for v in column)
        or all(map(is_number, column))
    )


def _see(values: list[Any], path: str, kinds: dict[str, set[str]], required: dict[str, tuple[str, ...]]) -> None:
    """Record the kinds of all values at one path and below, and the keys that every object there has."""
    if not values or len(kinds) > _MOST_PATHS:
        return
    kinds[path] |= set(map(kind_of, values))
    _see([item for v in values if isinstance(v, list) for item in v], f"{path}[]", kinds, required)
    objects = [v for v in values if isinstance(v, dict)]
    counts = Counter(key for one in objects for key in one)
    if counts and _are_fields(counts, len(objects)):
        required[path] = tuple(key for key, count in counts.items() if count == len(objects))
        for key in counts:
            _see([one[key] for one in objects if key in one], f"{path}.{key}", kinds, required)
    else:
        _see([inner for one in objects for inner in one.values()], f"{path}.*", kinds, required)


def _are_fields(counts: Counter[str], objects: int) -> bool:
    """Whether the keys of objects are names of fields, which recur, and not data."""
    typical = sorted(counts.values())[len(counts) // 2]
    return not (objects >= _SOME and typical == 1) and (len(counts) <= _FEW or typical >= _FIELD * objects)


def _widened(kinds: set[str]) -> set[str]:
    """Return the kinds, with whole numbers added if decimal ones are there: 2 may be written for 2.0."""
    return kinds | {kind.replace("decimal", "whole") for kind in kinds if kind.startswith("decimal")}
