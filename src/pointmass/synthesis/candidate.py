"""A program that the examples allow: callable, guarded, and written as source."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pointmass.synthesis.emit import module_source
from pointmass.synthesis.guard import Guard
from pointmass.synthesis.signature import Signature

if TYPE_CHECKING:
    from pointmass.synthesis.program import Env, Node

Kind = Literal["program", "rules", "constant", "table"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One program with its guard.

    Attributes:
        kind: What the program is: steps that compute, rules that choose a label, one constant, or a list of known inputs.
        cost: Description length, in about bits: what the program must say that is not in its inputs. Lower is better.
        support: How many of the examples it explains.
        words: The steps in one line.
        conflicts: Inputs that came with several outputs, a line each; the guard hands them back.
    """

    name: str
    signature: Signature
    program: Node
    guard: Guard
    kind: Kind
    cost: float
    support: int
    words: str
    rows: bool = field(default=False, repr=False)
    conflicts: tuple[str, ...] = ()

    def __call__(self, value: Any) -> Any:
        """Return the program's answer, guard apart; raises a builtin error where a step finds nothing to work on."""
        return self.program.value(self._env(value))

    def accepts(self, value: Any) -> bool:
        """Whether the guard lets the program answer *value*; never raises."""
        if self.rows and not isinstance(value, list | tuple):
            return False
        return self.guard.accepts(self._env(value), self.signature, self.program)

    @property
    def source(self) -> str:
        """The text of a module that defines ``accepts`` and the function, importable anywhere."""
        return module_source(self.name, self.signature, self.program, self.guard, self.words)

    def explain(self) -> str:
        """Say in one line what the program does."""
        return self.words

    def _env(self, value: Any) -> Env:
        return tuple(value) if self.rows else (value,)
