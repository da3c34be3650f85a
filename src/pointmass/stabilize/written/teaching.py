"""What an author of code is shown of a model, and what his code made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Teaching:
    """An input that an author is shown. It teaches, and never certifies.

    Attributes:
        row: The input, a mapping of parameters to JSON data.
        outcomes: Each value that was drawn, JSON data, with how many draws gave it; empty where none gave a value.
        contested: Whether the model is divided on it.
    """

    row: Mapping[str, Any]
    outcomes: tuple[tuple[Any, int], ...]
    contested: bool = False

    @property
    def mode(self) -> Any:
        """The value that most draws gave, the first of several; ``None`` where none gave a value."""
        return max(self.outcomes, key=lambda each: each[1])[0] if self.outcomes else None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A shown input that code gets wrong.

    Attributes:
        teaching: The input, and what the model answers.
        value: What the code returned, JSON data; ``None`` where it returned nothing.
        why: What is wrong, in words.
        fields: The fields of a record that are wrong; empty where the whole is.
    """

    teaching: Teaching
    value: Any
    why: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TeachingScore:
    """What code made of the inputs that its author was shown.

    Attributes:
        wrong: What it gets wrong of what the model settles.
        answered: How many inputs it answered, rightly or not, the contested ones among them. Of a record that it answered
            in part, that part: a fraction.
        of: How many inputs it was tried on.
    """

    wrong: tuple[Wrong, ...]
    answered: float
    of: int
