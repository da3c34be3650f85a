"""Code by what it does: a key for `cluster` that executes each answer on inputs, in the sandbox."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from pointmass.errors import InputError, clip
from pointmass.interpretations.canonical import unfence

Arguments = Sequence[Any] | Mapping[str, Any]
"""The arguments of one call, JSON data: by position, or by name."""


class Executes(Protocol):
    """What executes source that nobody approved: `pointmass.sandbox.Sandbox`, open."""

    def run(self, source: str, function: str, arguments_list: Iterable[Arguments]) -> Sequence[Any]:
        """Call a function of the source on each set of arguments; the outcomes say ``kind``, ``value`` and ``error``."""


def execution_key(sandbox: Executes, function: str, calls: Iterable[Arguments]) -> Callable[[Any], str]:
    """Return a key of code: answers that do the same on all of these calls are one reading.

        with Sandbox() as sandbox:
            s.interpretations(key=execution_key(sandbox, "report", [[orders], [[]]]))

    Compared is the outcome of each call: its result, or the type of the exception, or that it did not end. Code that is
    equal on these calls may still differ on others: the more varied the calls, the finer the readings.

    Args:
        sandbox: What executes the code, confined. Nothing is executed in this process.
        function: The name of the function in the code.
        calls: The arguments of each call.

    Raises:
        InputError: There is no call.
    """
    arguments = list(calls)
    if not arguments:
        raise InputError(f"execution_key of {function!r}: got no call; give the arguments of at least one")

    def key(source: Any) -> str:
        if not isinstance(source, str):
            raise InputError(
                f"execution_key of {function!r}: got {clip(repr(source))}; it compares source code, which is text"
            )
        outcomes = sandbox.run(unfence(source), function, arguments)
        return json.dumps([_came_to(outcome) for outcome in outcomes], sort_keys=True, ensure_ascii=False)

    return key


def _came_to(outcome: Any) -> list[Any]:
    """Return what two calls have in common when they came to the same; the words of an exception do not count."""
    return [outcome.kind, outcome.value if outcome.kind == "value" else outcome.error]
