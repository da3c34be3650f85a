"""A call: one question to a name or to a model, before it is answered."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, Literal, NamedTuple, TypeAlias

from pointmass.facts import Notice
from pointmass.store import Purpose

By: TypeAlias = Literal["code", "code+model", "model", "function"]
"""Who answers: code; code some fields of a record and a model the rest; a model; or a function of a person."""

_NUMBERS = itertools.count(1)
_PROCESS = [os.urandom(4).hex()]
_HERE: ContextVar[Call | None] = ContextVar("call", default=None)


def _other_process() -> None:
    _PROCESS[0] = os.urandom(4).hex()  # a forked process gives its calls other ids


os.register_at_fork(after_in_child=_other_process)


class Call(NamedTuple):
    """One question, wherever it comes from: Python, a model's tool, a sample, a judge.

    Attributes:
        name: The name that is called.
        inputs: The arguments by parameter, as the caller gave them.
        to: Who is to answer: ``code``, ``function`` (of a person), ``model``, or ``code+model`` if code gave some
            fields of a record and a model is asked for the rest. An input that code hands back becomes another call, to
            the model, with a ``note`` that says why.
        purpose: What the answer is for, such as ``call`` or ``sample``.
        spec: The digest of the spec behind the name; empty for a function.
        depth: The number of calls around this one; 0 for a call from outside.
        within: The number of the call directly around this one; 0 for a call from outside.
        note: A notice: why the call comes to the model, or which fields came from whom. Empty if one alone answers.
        number: The number of this call, from 1 on in each process.
        key: The digest of the arguments, by which draws are found; empty if not computed.
    """

    name: str
    inputs: Mapping[str, Any]
    to: By = "model"
    purpose: Purpose = "call"
    spec: str = ""
    depth: int = 0
    within: int = 0
    note: Notice | str = ""
    number: int = 0
    key: str = ""

    @property
    def id(self) -> str:
        """An identifier of the call, unique over processes."""
        return f"{_PROCESS[0]}-{self.number:x}"

    @property
    def parent(self) -> str:
        """The ``id`` of the call directly around this one; empty for a call from outside."""
        return f"{_PROCESS[0]}-{self.within:x}" if self.within else ""

    @classmethod
    def put(
        cls,
        name: str,
        inputs: Mapping[str, Any],
        to: By,
        *,
        purpose: Purpose = "call",
        spec: str = "",
        parent: Call | None = None,
        note: Notice | str = "",
        key: str = "",
    ) -> Call:
        """Make a call within *parent*, or, without one, within the call that is being answered here.

        The other arguments are the attributes; see ``Call``.
        """
        parent = parent or _HERE.get()
        depth, of = (0, 0) if parent is None else (parent.depth + 1, parent.number)
        return cls(name, inputs, to, purpose, spec, depth, of, note, next(_NUMBERS), key)


here = _HERE.get
"""Return the call that is being answered in this thread or task; ``None`` outside of all calls."""

enter, leave = _HERE.set, _HERE.reset
"""``enter`` begins to answer a call and gives a token; ``leave`` ends it. Calls in between are within the call."""


class within:  # noqa: N801 - reads as the statement that it is
    """Make the calls of a block calls within *call*: ``with within(call): ...``."""

    __slots__ = ("_call", "_token")

    def __init__(self, call: Call) -> None:
        self._call = call

    def __enter__(self) -> None:
        """Begin to answer the call."""
        self._token = _HERE.set(self._call)

    def __exit__(self, *_: object) -> None:
        """End it."""
        _HERE.reset(self._token)
