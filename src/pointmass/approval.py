"""Who says yes: before anything is bound, and by default nobody does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pointmass.shown import printable


@dataclass(frozen=True, slots=True)
class Question:
    """What an approver is asked.

    Attributes:
        action: What would be done.
        name: The name that would get a new meaning.
        digest: The content address of exactly what would be bound: a yes is a yes to this, and to nothing else.
        summary: What it is and what speaks for it, in a few lines.
        source: The code, where there is code.
    """

    action: Literal["bind"]
    name: str
    digest: str
    summary: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What an approver said: yes or no, who said it, and why."""

    approved: bool
    by: str
    reason: str = ""


NOBODY = "nobody"
"""Who decided where there was nobody to ask."""

Approver: TypeAlias = Callable[[Question], "Decision | bool"]
"""Anything that answers a question. A bare ``True`` or ``False`` is taken as said by the callable's name."""


def deny(question: Question) -> Decision:
    """Say no: what a workbench without an approver does."""
    reason = f"no approver is set, so nobody said yes to {question.name!r}; pass pm.Workbench(..., approver=pm.ask)"
    return Decision(approved=False, by=NOBODY, reason=reason)


def ask(question: Question) -> Decision:
    """Ask the person at the terminal or in the notebook; anything but a typed yes is a no."""
    print(visible(question.summary))  # noqa: T201 - the person reads it here
    if question.source:
        print(f"\n{visible(question.source)}")  # noqa: T201 - as above
    prompt = f"Bind this code as {question.name!r} (digest {question.digest[:12]})? [y/N] "
    try:
        said = input(prompt).strip().lower()
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


def visible(text: str) -> str:
    """Write out what a terminal would obey or hide, so that what is read is what would be bound.

    Control characters (``ESC`` moves the cursor over what was printed), the ones that turn the direction of text around,
    and those without a glyph become escapes as in Python's source; line breaks, tabs and letters of any script stay.
    """
    return printable(text)


def decide(approver: Approver, question: Question) -> Decision:
    """Ask an approver, and read its answer."""
    said = approver(question)
    if isinstance(said, Decision):
        return said
    return Decision(approved=said is True, by=getattr(approver, "__name__", type(approver).__name__))


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
