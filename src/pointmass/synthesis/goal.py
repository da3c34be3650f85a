"""The goal of a search: inputs, wanted outputs of any JSON type, and when to stop."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pointmass.synthesis.program import Env
    from pointmass.synthesis.term import Term


@dataclass(frozen=True, slots=True)
class Goal:
    """Inputs, wanted outputs, and when to stop.

    Attributes:
        envs: The inputs, each as a tuple of the values of its variables.
        outputs: The wanted output of each, JSON data.
        late: Called with a number of steps: whether the search has to end.
        plain: Whether programs with branches are left out where outputs are texts.
        variables: The positions of the variables that may be used if the output is a text; empty for all.
        flat: Whether lists are left out, as when the change of one item of a list is searched.
        near: A list that collects programs for texts that do not explain every example; None if they are not needed.
    """

    envs: tuple[Env, ...]
    outputs: tuple[Any, ...]
    late: Callable[..., bool]
    plain: bool = False
    variables: tuple[int, ...] = ()
    flat: bool = False
    near: list[Term] | None = field(default=None, compare=False)

    def at(self, chosen: Sequence[int]) -> Goal:
        """Return the goal with only the examples at these positions."""
        envs, outputs = tuple(self.envs[i] for i in chosen), tuple(self.outputs[i] for i in chosen)
        return replace(self, envs=envs, outputs=outputs, near=None)

    def towards(self, outputs: Sequence[Any]) -> Goal:
        """Return the goal with other outputs."""
        return replace(self, outputs=tuple(outputs), near=None)
