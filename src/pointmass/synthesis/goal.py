"""What a search is for: inputs, wanted outputs of any JSON type, and when to stop."""

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
        plain: Whether texts with branches are left out.
        variables: The positions of the inputs to look at, where the output is a text; all where it is empty.
        flat: Whether lists are left out: the search for the change of one item of a list.
        near: Where to leave programs for texts that do not explain every example, if anybody wants them.
    """

    envs: tuple[Env, ...]
    outputs: tuple[Any, ...]
    late: Callable[..., bool]
    plain: bool = False
    variables: tuple[int, ...] = ()
    flat: bool = False
    near: list[Term] | None = field(default=None, compare=False)

    def at(self, chosen: Sequence[int]) -> Goal:
        """Return the goal on these examples only."""
        envs, outputs = tuple(self.envs[i] for i in chosen), tuple(self.outputs[i] for i in chosen)
        return replace(self, envs=envs, outputs=outputs, near=None)

    def towards(self, outputs: Sequence[Any]) -> Goal:
        """Return the goal with other outputs."""
        return replace(self, outputs=tuple(outputs), near=None)
