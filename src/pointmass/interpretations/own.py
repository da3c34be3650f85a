"""A person's own judgement of what is one reading: a key of each outcome, or a comparison of two outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pointmass.errors import InputError
from pointmass.interpretations.canonical import plain
from pointmass.interpretations.words import unwrapped


@dataclass(frozen=True, slots=True)
class Own:
    """A key, or a comparison.

    Attributes:
        key: Maps an outcome to what it means; equal keys are one reading.
        same: Says whether two outcomes mean the same.
        asked: What ``same`` has said, by the forms that it was asked about: no two are compared twice.
    """

    key: Callable[[Any], Any] | None = None
    same: Callable[[Any, Any], Any] | None = None
    asked: dict[tuple[str, str], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Check that it is one of both.

        Raises:
            InputError: Both are given.
        """
        if self.key is not None and self.same is not None:
            raise InputError("cluster: got key and same; give one of both: a key is compared exactly")

    @property
    def why(self) -> str:
        """What is compared, in words."""
        return "compared by your own key" if self.key else "compared by your own judgement of sameness"

    def form(self, value: Any) -> str:
        """Return the text of an outcome's key; for a person's own judgement the text that equal outcomes share."""
        found = unwrapped(value) if self.key is None else self.key(unwrapped(value))
        return found if isinstance(found, str) else repr(plain(found))

    def groups(self, counts: Counter[str], examples: Mapping[str, Any]) -> dict[str, str]:
        """Group forms by ``same``: each joins the heaviest group whose first form means the same, or begins one.

        The forms are taken by weight and then by text, so that the order of draws changes nothing; k groups of n forms
        take at most n·k comparisons.

        Args:
            counts: How often each form was drawn.
            examples: An outcome of each form.

        Returns:
            For each form the first form of its group.
        """
        leaders: list[str] = []
        found: dict[str, str] = {}
        for form in sorted(counts, key=lambda text: (-counts[text], text)):
            leader = next((each for each in leaders if self._say(each, form, examples)), None)
            found[form] = form if leader is None else leader
            leaders += [form] if leader is None else []
        return found

    def _say(self, one: str, other: str, examples: Mapping[str, Any]) -> bool:
        pair = (min(one, other), max(one, other))
        if pair not in self.asked and self.same is not None:
            # Asked in one order only, so that the answer does not depend on how often each was drawn.
            self.asked[pair] = bool(self.same(*(unwrapped(examples[each]) for each in pair)))
        return self.asked.get(pair, False)
