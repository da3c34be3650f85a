"""The user's own rule for what is one reading: a key of each outcome, or a comparison of two outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pointmass.errors import InputError
from pointmass.interpretations.canonical import json_data
from pointmass.interpretations.short_lines import unwrapped
from pointmass.jobs import steps


@dataclass(frozen=True, slots=True)
class Forms:
    """The distinct forms of one input.

    Attributes:
        counts: How often each was drawn.
        examples: An outcome of each.
    """

    counts: Mapping[str, int]
    examples: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Own:
    """A key, or a comparison.

    Attributes:
        key: Maps an outcome to what it means; equal keys are one reading.
        same: Says whether two outcomes mean the same; where it has ``many(pairs)``, that is asked about all pairs of a round.
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

    @property
    def note(self) -> str:
        """How many pairs were judged, and at what cost where the judge tells it (``cost``); empty for a key."""
        if self.same is None:
            return ""
        cost = getattr(self.same, "cost", None)
        number = len(self.asked)
        return f"{number:,} pair{' was' if number == 1 else 's were'} judged{'' if cost is None else f' ({cost})'}."

    def form(self, value: Any) -> str:
        """Return the text of an outcome's key; for a person's own judgement the text that equal outcomes share."""
        found = unwrapped(value) if self.key is None else self.key(unwrapped(value))
        return found if isinstance(found, str) else repr(json_data(found))

    def groups(self, inputs: Sequence[Forms]) -> list[dict[str, str]]:
        """Group the forms of each input by ``same``: each joins the heaviest group whose first form means the same, or begins one.

        It goes in rounds: the heaviest form of an input that has no group begins one, and is compared with all others that
        have none. The pairs of all inputs in a round are asked about together, so that k groups take k rounds, and at most
        k comparisons for each form. The forms are taken by weight and then by text: the order of draws changes nothing.

        Args:
            inputs: The forms of each input.

        Returns:
            For each input, and each of its forms, the first form of its group.
        """
        waiting = [_by_weight(each.counts) for each in inputs]
        found: list[dict[str, str]] = [{} for _ in inputs]
        while any(waiting):
            self._ask(
                {
                    _pair(forms[0], form): each.examples
                    for forms, each in zip(waiting, inputs, strict=True)
                    for form in forms[1:]
                }
            )
            for i, forms in enumerate(waiting):
                joined = [form for form in forms if form == forms[0] or self.asked[_pair(forms[0], form)]]
                found[i].update(dict.fromkeys(joined, forms[0]) if forms else {})
                waiting[i] = [form for form in forms if form not in found[i]]
        return found

    def _ask(self, pairs: Mapping[tuple[str, str], Mapping[str, Any]]) -> None:
        """Ask about pairs that were not asked about, in one order only: the answer must not depend on how often each was drawn."""
        new = [pair for pair in pairs if pair not in self.asked]
        outcomes = [tuple(unwrapped(pairs[pair][form]) for form in pair) for pair in new]
        if new and self.same is not None:
            self.asked.update(zip(new, self._said(outcomes), strict=True))

    def _said(self, outcomes: Sequence[tuple[Any, ...]]) -> list[bool]:
        many = getattr(self.same, "many", None)
        if callable(many):
            said = many(outcomes)
        else:
            assert self.same is not None  # noqa: S101 - asked for above
            said = [self.same(one, other) for one, other in steps("comparing answers", outcomes)]
        answers = [bool(each) for each in said]
        if len(answers) != len(outcomes):
            raise InputError(
                f"same.many: got {len(answers)} answers for {len(outcomes)} pairs; it returns one for each"
            )
        return answers


def _by_weight(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda text: (-counts[text], text))


def _pair(one: str, other: str) -> tuple[str, str]:
    return min(one, other), max(one, other)
