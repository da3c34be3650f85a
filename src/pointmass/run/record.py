"""What became of a call: who answered, with what, and what that used."""

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
        call: What was asked.
        value: What the caller gets: a value of the name's type; for a draw of a sample the model's completion.
        completion: What the model said last; ``None`` where none was asked.
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
        """The tokens of all turns; ``None`` where no model answered, or nobody counted."""
        return self.completion.usage if self.completion else None

    @property
    def dollars(self) -> float | None:
        """What all turns cost in US dollars; ``None`` where no model answered, or no price is set."""
        return self.completion.dollars if self.completion else None

    @property
    def model(self) -> str | None:
        """The model that answered, as the service names it; ``None`` where none did, or it did not say."""
        return self.completion.model if self.completion else None

    @property
    def turns(self) -> tuple[Mapping[str, Any], ...]:
        """The messages between question and answer, where the model called tools: what it asked for and what it got."""
        return self.completion.turns if self.completion else ()


Next: TypeAlias = Callable[[Call], Awaitable[Record]]
"""What an interceptor hands a call on to: the next one, or at the end whoever answers."""


class HandedBack(Exception):  # noqa: N818 - no error: whoever stands behind the code answers
    """Code does not answer this call; interceptors see it before the model is asked in its place.

    Attributes:
        why: Why, and what the code gave of the result.
    """

    def __init__(self, why: Any) -> None:
        super().__init__(str(getattr(why, "note", None) or why))
        self.why = why
