"""What a call of unapproved code came to, and how much it may cost."""

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
"""What a call may be refused by; the first nine are what code reached for, the others are what does not fit."""

RULES = frozenset(get_args(Rule))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one call came to. All of it is the word of code that nobody trusts: data, never to be executed or rendered raw.

    Attributes:
        kind: ``value``: it returned JSON data. ``raised``: it raised an exception, the memory limit included.
            ``timeout``: no answer came in time. ``refused``: a rule was in the way. ``crashed``: its process ended, or
            gave an answer that is none.
        value: What it returned, JSON data (a tuple is a list, a key is a text); ``None`` unless it is a ``value``.
        error: The type of the exception, clipped; empty where there was none.
        message: The words of the exception, or what happened, clipped.
        rule: What a refused call was refused by, one of ``Rule``; empty unless it is ``refused``.
        seconds: Wall time of the call as seen from outside; 0 where it was not called.
    """

    kind: Kind
    value: Any = None
    error: str = ""
    message: str = ""
    rule: Rule | Literal[""] = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much unapproved code may cost.

    Attributes:
        seconds: Wall time of one call, and of executing the source, where the call does not say otherwise.
        total_seconds: Wall time of all calls of one source; what is left then is not called.
        memory_mb: Address space of the process, mebibytes; an interpreter that has loaded the modules takes about 25.
        source_chars: Characters of the source.
        arguments_bytes: Bytes of the arguments of one call as JSON.
        result_bytes: Bytes of the result of one call as JSON.

    Raises:
        ValueError: One of them is not above zero.
    """

    seconds: float = 2.0
    total_seconds: float = 60.0
    memory_mb: int = 256
    source_chars: int = 100_000
    arguments_bytes: int = 1 << 20
    result_bytes: int = 1 << 20

    def __post_init__(self) -> None:
        """Refuse limits that let nothing happen."""
        for name in self.__slots__:
            if not getattr(self, name) > 0:
                raise ValueError(f"limits: {name} is {getattr(self, name)}; it must be above zero")
