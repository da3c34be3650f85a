"""The outcome of a call of unapproved code, and the limits on what it may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

Kind = Literal["value", "raised", "timeout", "refused", "crashed"]

Rule = Literal[
    "imports",
    "files",
    "network",
    "processes",
    "interpreter",
    "environment",
    "input",
    "waiting",
    "system calls",
    "source",
    "function",
    "arguments",
    "result",
]
"""Why a call is refused: by the first nine, the code tried to use something; by the others, something does not fit."""

RULES = frozenset(get_args(Rule))


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one call. It comes from untrusted code: never execute it, and never render it without escaping.

    Attributes:
        kind: ``value``: it returned JSON data. ``raised``: it raised an exception, or reached the memory limit.
            ``timeout``: no answer came in time. ``refused``: a rule forbade it. ``crashed``: its process ended, or gave
            an invalid answer.
        value: The result as JSON data (tuples become lists, keys are texts); ``None`` unless the kind is ``value``.
        error: The type of the exception, shortened; empty if there was none.
        message: The message of the exception, or what happened, shortened.
        rule: The rule that forbade the call, one of ``Rule``; empty unless the kind is ``refused``.
        seconds: The wall time of the call, measured from outside; 0 if it was not called.
    """

    kind: Kind
    value: Any = None
    error: str = ""
    message: str = ""
    rule: Rule | Literal[""] = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on what unapproved code may use.

    Attributes:
        seconds: The wall time of one call, and of executing the source; a run may set another.
        total_seconds: The wall time of all calls of one source; calls beyond it are not made.
        memory_mb: The address space of the process, in mebibytes; an interpreter with its modules takes about 25.
        source_chars: The length of the source, in characters.
        arguments_bytes: The length of the arguments of one call, in bytes of JSON.
        result_bytes: The length of the result of one call, in bytes of JSON.
        timeouts: How many calls of one source may take too long; calls after the last of them are not made.

    Raises:
        ValueError: One of them is not above zero.
    """

    seconds: float = 2.0
    total_seconds: float = 60.0
    memory_mb: int = 256
    source_chars: int = 100_000
    arguments_bytes: int = 1 << 20
    result_bytes: int = 1 << 20
    timeouts: int = 1000

    def __post_init__(self) -> None:
        """Check that every limit is above zero."""
        for name in self.__slots__:
            if not getattr(self, name) > 0:
                raise ValueError(f"limits: {name} is {getattr(self, name)}; it must be above zero")
