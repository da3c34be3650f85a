"""Traces of tool calls: what was done, whatever was looked up before and in whichever order."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NO_CALL = "no tool was called"
NOTHING_DONE = "nothing was done, only looked up"
_LOOKS = frozenset(
    "get list search find read look lookup fetch check view show query count describe select calculate compute think reflect plan".split()  # noqa: SIM905  # one line
)
_NAME = re.compile(r"[A-Za-z_][\w.:/-]*")
_FIRST_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*")
_PROSE = "(in words)"
_FEW_WORDS = 8
_ARGUMENTS = ("arguments", "input", "args", "parameters")


@dataclass(frozen=True, slots=True)
class TracedCall:
    """One call of a tool.

    Attributes:
        name: The tool.
        arguments: What it was given, JSON data.
    """

    name: str
    arguments: Any

    @property
    def looks(self) -> bool:
        """Whether the tool's name says that it only looks something up or thinks: ``get_user``, ``search``, ``think``."""
        words = _FIRST_WORD.findall(self.name.rsplit(".", maxsplit=1)[-1].rsplit("__", maxsplit=1)[-1])
        return bool(words) and words[0].lower() in _LOOKS


def calls_of(value: Any) -> tuple[TracedCall, ...] | None:
    """Return the calls of a trace; ``None`` where it is none.

    Args:
        value: A list of calls, or its JSON text; each call a pair of name and arguments, or a mapping with ``name`` and
            ``arguments`` (or ``input``, ``args``, ``parameters``; also within ``function``). Arguments may be JSON text.
    """
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    if not isinstance(value, Sequence) or isinstance(value, str | bytes):
        return None
    found = [_call(each) for each in value]
    return None if any(each is None for each in found) else tuple(each for each in found if each is not None)


def trace_form(calls: Sequence[TracedCall]) -> list[list[Any]]:
    """Return what a trace did: its calls that do more than look, with their arguments, sorted.

    Of an argument in prose (a summary, a message) it counts that it was given, not how it was worded.

    Args:
        calls: The calls in the order in which they were made.
    """
    done = [[each.name, _bare(each.arguments)] for each in calls if not each.looks]
    return sorted(done, key=lambda pair: json.dumps(pair, sort_keys=True, default=str))


def calls_form(calls: Sequence[TracedCall]) -> list[list[Any]]:
    """Return the calls as they were made: all of them, in their order; of an argument in prose only that it was given."""
    return [[each.name, _bare(each.arguments)] for each in calls]


def trace_reading(calls: Sequence[TracedCall]) -> str:
    """Say in a line what a trace did, in the order in which it did it."""
    return calls_reading([each for each in calls if not each.looks]) or NOTHING_DONE


def calls_reading(calls: Sequence[TracedCall]) -> str:
    """Say in a line which tools were called, in their order."""
    return "; ".join(f"{each.name}({', '.join(f'{k}={v}' for k, v in each.arguments.items())})" for each in calls)


def _bare(value: Any) -> Any:
    """Put a mark for every text of more than a few words."""
    if isinstance(value, Mapping):
        return {key: _bare(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_bare(inner) for inner in value]
    return _PROSE if isinstance(value, str) and len(value.split()) > _FEW_WORDS else value


def _call(value: Any) -> TracedCall | None:
    if isinstance(value, Mapping):
        inner = value.get("function")
        value = inner if isinstance(inner, Mapping) else value
        given = next((value[name] for name in _ARGUMENTS if name in value), None)
        name = value.get("name", inner if isinstance(inner, str) else None)
    elif isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2:  # noqa: PLR2004  # a pair
        name, given = value
    else:
        return None
    arguments = _arguments(given)
    if not isinstance(name, str) or not _NAME.fullmatch(name) or not isinstance(arguments, Mapping | None):
        return None
    return TracedCall(name, dict(arguments or {}))


def _arguments(given: Any) -> Any:
    """Read arguments that are JSON text."""
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given) if given.strip() else None
    except (ValueError, RecursionError):
        return given
