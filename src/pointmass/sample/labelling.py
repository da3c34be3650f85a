"""What a person says of an input: which answer is right, or which are wrong. It stands beside what the model says, never for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pointmass.spec import Spec


@dataclass(frozen=True, slots=True)
class Label:
    """What a person said of one input.

    Attributes:
        inputs: The input, a mapping of parameters to JSON data.
        right: The right answer, as ``Draw.key`` writes it; ``None`` where only wrong ones are known.
        wrong: The answers that are wrong, where the right one is not known.
        by: Who said it.
        time: When, seconds since 1970 (UTC).
        spec: The digest of the spec whose answers were looked at.
    """

    inputs: Mapping[str, Any]
    right: str | None
    wrong: tuple[str, ...]
    by: str
    time: float
    spec: str

    def says(self, key: str) -> bool | None:
        """Whether a value is right, given as ``Draw.key`` writes it; ``None`` where nothing was said of it."""
        if self.right is not None:
            return key == self.right
        return False if key in self.wrong else None


class Labelling(Protocol):
    """Knows what people said of the inputs of names, and keeps more of it."""

    def known(self, spec: Spec) -> Mapping[str, Label]:
        """Return the labels of a spec's name that hold now and fit its types, by the canonical JSON of their input."""

    def say_right(self, spec: Spec, inputs: Mapping[str, Any], value: Any) -> None:
        """Keep which answer is right, JSON data of the spec's type."""

    def say_wrong(self, spec: Spec, inputs: Mapping[str, Any], values: Sequence[Any]) -> None:
        """Keep which answers are wrong, JSON data of the spec's type."""

    def take_back(self, spec: Spec, inputs: Mapping[str, Any]) -> None:
        """Keep that nothing is said of an input any more."""
