"""One question to a name or to a model, before anybody has answered it."""

from __future__ import annotations

import itertools
import os
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any, Literal, NamedTuple, TypeAlias

from pointmass.facts import Notice
from pointmass.store import Purpose

By: TypeAlias = Literal["code", "code+model", "model", "function"]
"""Who answers: an artifact, an artifact some fields and a model the rest, a model, or a function of a person."""

_NUMBERS = itertools.count(1)
_PROCESS = [os.urandom(4).hex()]
_HERE: ContextVar[Call | None] = ContextVar("call", default=None)


def _other_process() -> None:
    _PROCESS[0] = os.urandom(4).hex()  # a forked process gives out names of its own


os.register_at_fork(after_in_child=_other_process)


class Call(NamedTuple):
    """One question. The same for all of them: from Python, from a model's tool, of a sample, of a judge.

    Attributes:
        name: Whom it is put to.
        inputs: The arguments by parameter, as the caller gave them.
        to: Who is to answer: ``code`` (an artifact), ``function`` (of a person), ``model``, or ``code+model`` where code gave
            some fields of a record and a model is asked for the rest. What code hands back is put to the model as a call of
            its own, with a ``note`` that says why.
        purpose: What the answer is for: a ``call`` uses it, a ``sample`` looks at it, and so on.
        spec: The digest of the spec behind the name; empty where a function stands there.
        depth: How many calls it stands in: 0 for one from outside.
        within: The number of the call that it stands in; 0 for one from outside.
        note: Why it comes to the model, or which fields came from whom, a notice; empty where one alone is to answer.
        number: Its own number, from 1 in each process.
        key: The digest of the arguments, where it is known: what draws are found by.
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
        """Its name, different for every call of every process."""
        return f"{_PROCESS[0]}-{self.number:x}"

    @property
    def parent(self) -> str:
        """The ``id`` of the call that it stands in; empty for one from outside."""
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
        """Make a call that stands in *parent*, or in the one that is being answered here; the others as the attributes, see ``Call``."""
        parent = parent or _HERE.get()
        depth, of = (0, 0) if parent is None else (parent.depth + 1, parent.number)
        return cls(name, inputs, to, purpose, spec, depth, of, note, next(_NUMBERS), key)


def here() -> Call | None:
    """Return the call that is being answered in this thread or task; ``None`` outside of all."""
    return _HERE.get()


enter, leave = _HERE.set, _HERE.reset
"""Begin to answer a call, and end it with what ``enter`` gave: what is called in between stands in the call."""


class within:  # noqa: N801 - reads as the statement that it is
    """What is called in this block stands in a call: ``with within(call): ...``."""

    __slots__ = ("_call", "_token")

    def __init__(self, call: Call) -> None:
        self._call = call

    def __enter__(self) -> None:
        """Begin to answer the call."""
        self._token = _HERE.set(self._call)

    def __exit__(self, *_: object) -> None:
        """End it."""
        _HERE.reset(self._token)
