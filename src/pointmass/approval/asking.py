"""Who says yes: before anything is bound, and by default nobody does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from pointmass.errors import clip
from pointmass.shown import printable


@dataclass(frozen=True, slots=True)
class Question:
    """What an approver is asked.

    Attributes:
        action: What would be done: code bound under a name, or request options that came with a file sent.
        name: The name that would get a new meaning, or whose draws are sent.
        digest: The content address of exactly what would be bound or sent: a yes is a yes to this, and to nothing else.
        summary: What it is and what the evidence for it is, in a few lines.
        source: The code, or the options, whole.
    """

    action: Literal["bind", "send"]
    name: str
    digest: str
    summary: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an approver said: yes or no, who said it, and why.

    Attributes:
        approved: Whether it is a yes. Only ``True`` itself is one; whatever else is given here becomes ``False``.
        by: Who said it.
        reason: Why, in words.
        digest: What it was said of, filled in by ``decide``: code of another digest is not covered by it.
    """

    approved: bool
    by: str
    reason: str = ""
    digest: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Take only ``True`` as a yes: ``"no"`` and ``1`` are true in Python, but no one said yes."""
        given: Any = self.approved
        if not isinstance(given, bool):
            object.__setattr__(self, "approved", False)
            object.__setattr__(self, "reason", f"answered {clip(repr(given))}, and only True is a yes")


NOBODY = "nobody"
"""Who decided where there was nobody to ask."""

Approver: TypeAlias = Callable[[Question], Decision | bool]
"""Anything that answers a question. A bare ``True`` or ``False`` is taken as said by the callable's name."""


def deny(question: Question) -> Decision:
    """Say no: what a workbench without an approver does."""
    reason = f"no approver is set, so nobody said yes to {question.name!r}; pass pm.Workbench(..., approver=pm.ask)"
    return Decision(approved=False, by=NOBODY, reason=reason)


def ask(question: Question) -> Decision:
    """Ask the person at the terminal or in the notebook; anything but a typed yes is a no."""
    print(_in_letters_of(sys.stdout, question.summary))  # noqa: T201 - the person reads it here
    if question.source:
        print(f"\n{_in_letters_of(sys.stdout, question.source)}")  # noqa: T201 - as above
    what = "Bind this code as" if question.action == "bind" else "Send these options with requests of"
    prompt = f"{what} {question.name!r} (digest {question.digest[:12]})? [y/N] "
    try:
        said = input(_in_letters_of(sys.stdout, prompt)).strip().lower()
    except (EOFError, RuntimeError, NotImplementedError) as error:
        reason = f"nobody can be asked here ({error or type(error).__name__}); use the panel's button"
        return Decision(approved=False, by=NOBODY, reason=reason)
    return Decision(approved=said in {"y", "yes"}, by=person(), reason=f"answered {said!r}")


def approved_by(person: str) -> Approver:
    """Make an approver that says yes in a person's name, for code that was read elsewhere (a pull request, a page).

    Args:
        person: Who read it; goes into the history of the name.
    """

    def approve(question: Question) -> Decision:
        return Decision(approved=True, by=person, reason=f"approved {question.digest[:12]} in their name")

    return approve


def _in_letters_of(terminal: object, text: str) -> str:
    """Write out what a terminal would obey, and the signs that it has no letters for, as Python's source does."""
    encoding = getattr(terminal, "encoding", None) or "utf-8"
    return printable(text).encode(encoding, "backslashreplace").decode(encoding)


def decide(approver: Approver, question: Question) -> Decision:
    """Ask an approver, and read its answer: a yes to exactly what the question is about."""
    said = approver(question)
    if not isinstance(said, Decision):
        said = Decision(approved=said, by=getattr(approver, "__name__", type(approver).__name__))
    return replace(said, digest=question.digest)


def refusal(what: str, said: Decision) -> str:
    """Say who did not approve, and why."""
    who = "nobody approved" if said.by == NOBODY else f"{said.by} did not approve"
    return f"{what}: {who}{f': {said.reason}' if said.reason else ''}"


def person() -> str:
    """Return who works here, as the system knows them."""
    import getpass  # noqa: PLC0415 - only where a person is asked

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user; before Python 3.13 on Windows, no module that knows them
        return "someone at " + ("a terminal" if sys.stdin and sys.stdin.isatty() else "this machine")
