"""The record of a call: who answered it, with what, and what that used."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from pointmass.models.base import Completion, Usage
from pointmass.run.call import By, Call


@dataclass(frozen=True, slots=True)
class Record:
    """One call that was answered.

    Attributes:
        call: The call.
        value: What the caller gets: a value of the result type; for a draw of a sample the model's completion.
        completion: The last completion of the model; ``None`` if no model was asked.
    """

    call: Call
    value: Any = None
    completion: Completion | None = None

    @property
    def by(self) -> By:
        """Who answered."""
        return self.call.to

    @property
    def usage(self) -> Usage | None:
        """The tokens of all turns; ``None`` if no model answered, or tokens were not counted."""
        return self.completion.usage if self.completion else None

    @property
    def dollars(self) -> float | None:
        """The cost of all turns in US dollars; ``None`` if no model answered, or no price is set."""
        return self.completion.dollars if self.completion else None

    @property
    def model(self) -> str | None:
        """The model that answered, as the service names it; ``None`` if none did, or the service did not say."""
        return self.completion.model if self.completion else None

    @property
    def turns(self) -> tuple[Mapping[str, Any], ...]:
        """The messages between question and answer if the model called tools: its calls, and their results."""
        return self.completion.turns if self.completion else ()


Next: TypeAlias = Callable[[Call], Awaitable[Record]]
"""What an interceptor passes a call on to: the next interceptor, or, at the end of the chain, whoever answers."""


class HandedBack(Exception):  # noqa: N818 - no error: whoever stands behind the code answers
    """Raised if code does not answer a call; interceptors see it before the model is asked instead.

    Attributes:
        why: The reason, and the part of the result that the code gave.
    """

    def __init__(self, why: Any) -> None:
        super().__init__(str(getattr(why, "note", None) or why))
        self.why = why
