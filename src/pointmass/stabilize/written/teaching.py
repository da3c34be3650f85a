"""The inputs that an author of code is shown, and the results of the code on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Teaching:
    """An input that an author is shown; it is used for learning only.

    Attributes:
        row: The input, a mapping of parameters to JSON data.
        outcomes: Each value that was drawn, JSON data, with its number of draws; empty if no draw gave a value.
        contested: Whether the model is divided on it.
    """

    row: Mapping[str, Any]
    outcomes: tuple[tuple[Any, int], ...]
    contested: bool = False

    @property
    def mode(self) -> Any:
        """The most frequent value, the first of several; ``None`` if no draw gave a value."""
        return max(self.outcomes, key=lambda each: each[1])[0] if self.outcomes else None


@dataclass(frozen=True, slots=True)
class Wrong:
    """A shown input that code gets wrong.

    Attributes:
        teaching: The input, and the model's answers.
        value: The code's result, JSON data; ``None`` if it returned nothing.
        why: What is wrong, in words.
        fields: The fields of a record that are wrong; empty if the whole result is.
    """

    teaching: Teaching
    value: Any
    why: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TeachingScore:
    """The results of code on the inputs that its author was shown.

    Attributes:
        wrong: The inputs that it gets wrong.
        answered: How many inputs it answered, rightly or not, contested ones included. A record with some of its fields
            counts as a fraction.
        of: How many inputs it was run on.
    """

    wrong: tuple[Wrong, ...]
    answered: float
    of: int
