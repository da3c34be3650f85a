"""Write shown inputs as JSON lines of bounded size, as data for an author that cannot be taken for instructions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from pointmass.digest import canonical
from pointmass.stabilize.written.teaching import Teaching, Wrong

MOST, MOST_CHARS = 60, 40_000
"""The greatest number of inputs in the request for a draft, and of their characters."""
WRONG_MOST, WRONG_CHARS = 30, 20_000
"""The greatest number of inputs in the request for a correction, and of their characters."""

_LONGEST = (2000, 1000, 400, 150, 60)  # limits of one text in characters; the first is used with which all fits
_ITEMS = (200, 60, 20)  # limits of the entries of one list or record, used in the same way

T = TypeVar("T")


def shown(teaching: Sequence[Teaching]) -> list[Teaching]:
    """Choose at most 60 inputs for a draft: contested ones first, but at most half if there are enough others."""
    contested = [at for at, each in enumerate(teaching) if each.contested]
    settled = [at for at, each in enumerate(teaching) if not each.contested]
    room = max(MOST - len(settled), MOST // 2)
    kept = evenly(contested, room)
    kept += evenly(settled, MOST - len(kept))
    return [teaching[at] for at in sorted(kept)]


def evenly(items: Sequence[T], most: int) -> list[T]:
    """Return at most *most* items, evenly spread over all, the first included."""
    if len(items) <= most:
        return list(items)
    return [items[number * len(items) // most] for number in range(most)]


def teaching_lines(teaching: Sequence[Teaching]) -> list[str]:
    """Return shown inputs as JSON lines of at most ``MOST_CHARS`` characters; texts are cut before inputs are."""
    return _bounded(shown(teaching), _line, MOST_CHARS)


def wrong_lines(wrong: Sequence[Wrong]) -> list[str]:
    """Return wrong results as JSON lines: at most ``WRONG_MOST`` inputs and ``WRONG_CHARS`` characters."""
    return _bounded(evenly(wrong, WRONG_MOST), _wrong_line, WRONG_CHARS)


def quoted_lines(texts: Sequence[str]) -> list[str]:
    """Return quoted inputs as JSON texts, one per line."""
    return _bounded(evenly(texts, WRONG_MOST), lambda text: text, WRONG_CHARS // 2)


def json_line(value: Any) -> str:
    """Return JSON data in one line, with characters that are not ASCII unescaped."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair cannot be encoded as UTF-8, but written as an escape
        return json.dumps(value)
    return text


def _bounded(items: Sequence[T], data: Callable[[T], Any], most: int) -> list[str]:
    lines: list[str] = []
    for longest in _LONGEST:
        for entries in _ITEMS:
            lines = [json_line(_clipped(data(item), longest, entries)) for item in items]
            if _size(lines) <= most:
                return lines
    while len(lines) > 1 and _size(lines) > most:
        lines = evenly(lines, len(lines) - max(1, len(lines) // 8))
    return lines if _size(lines) <= most else []


def _size(lines: Iterable[str]) -> int:
    return sum(len(line) + 1 for line in lines)


def _line(teaching: Teaching) -> dict[str, Any]:
    mark = {"contested": True} if teaching.contested else {}
    return {"input": dict(teaching.row), **_answers(teaching), **mark}


def _answers(teaching: Teaching) -> dict[str, Any]:
    """Return the model's answers: one if all are equal; for records, one value for each field that agrees."""
    outcomes = teaching.outcomes
    if len(outcomes) == 1:
        return {"answer": outcomes[0][0]}
    if not outcomes or not all(isinstance(value, dict) for value, _ in outcomes):
        return {"answers": _counted(outcomes)}
    names = dict.fromkeys(name for value, _ in outcomes for name in value)
    columns = {name: [(value[name], count) for value, count in outcomes if name in value] for name in names}
    counted = {name: _counted(column) for name, column in columns.items()}
    every = sum(count for _, count in outcomes)
    agreed = {name: each[0]["answer"] for name, each in counted.items() if each[0]["times"] == every}
    return {"answer": agreed, "divided": {name: each for name, each in counted.items() if name not in agreed}}


def _counted(answers: Iterable[tuple[Any, int]]) -> list[dict[str, Any]]:
    """Return the distinct answers with their counts, the most frequent first."""
    found: dict[str, dict[str, Any]] = {}
    for value, count in answers:
        entry = found.setdefault(canonical(value), {"answer": value, "times": 0})
        entry["times"] += count
    return sorted(found.values(), key=lambda entry: -entry["times"])


def _wrong_line(wrong: Wrong) -> dict[str, Any]:
    fields = {"wrong fields": list(wrong.fields)} if wrong.fields else {}
    yours = {} if wrong.value is None else {"yours": wrong.value}
    mark = {"contested": True} if wrong.teaching.contested else {}
    model = {"the model's": _answers(wrong.teaching)}
    return {"input": dict(wrong.teaching.row), **yours, **model, "what": wrong.why, **fields, **mark}


def _clipped(value: Any, longest: int, entries: int) -> Any:
    """Shorten long texts and lists in JSON data; each cut says how much is missing."""
    if isinstance(value, str):
        missing = len(value) - longest
        return f"{value[:longest]}… ({missing} more characters)" if missing > 0 else value
    if isinstance(value, list | tuple):
        kept = [_clipped(inner, longest, entries) for inner in value[:entries]]
        return [*kept, f"… ({len(value) - entries} more)"] if len(value) > entries else kept
    if isinstance(value, dict):
        held = {str(name): _clipped(inner, longest, entries) for name, inner in list(value.items())[:entries]}
        return {**held, "…": f"{len(value) - entries} more"} if len(value) > entries else held
    return value
