"""A program that the examples allow: callable, guarded, and written as source."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from pointmass.synthesis.emit import module_source
from pointmass.synthesis.guard import Guard
from pointmass.synthesis.signature import Signature

if TYPE_CHECKING:
    from pointmass.synthesis.program import Env, Node

Kind = Literal["program", "rules", "model", "constant", "table"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One program with its guard.

    Attributes:
        kind: What the program is: steps that compute, rules or a fitted
            model that choose a label, one constant, or a list of known inputs.
        guard: Where it may answer: the one of its guards that is in force.
        cost: Description length, in about bits: what the program must say that is not in its inputs. Lower is better.
        support: How many of the examples it explains.
        words: The steps in one line.
        conflicts: Inputs that came with several outputs, a line each; the guard hands them back.
        guards: Guards from loose to strict, each accepting a part of what the one before it accepts; empty where there
            is only one. One place means the same in all programs of one kind.
        strictness: Which of the guards is in force, 0 being the loosest.
        missed: The positions, among the distinct examples that do not contradict each other, of those whose output it
            does not give; the guard hands them back.
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
    guards: tuple[Guard, ...] = field(default=(), repr=False)
    strictness: int = 0
    missed: tuple[int, ...] = ()

    def __call__(self, value: Any) -> Any:
        """Return the program's answer, without its guard; raises a builtin error where a step finds nothing to work on."""
        return self.program.value(self._env(value))

    def accepts(self, value: Any) -> bool:
        """Whether the guard lets the program answer *value*; never raises."""
        if self.rows and not isinstance(value, list | tuple):
            return False
        return self.guard.accepts(self._env(value), self.signature, self.program)

    @property
    def by_strictness(self) -> tuple[Guard, ...]:
        """The guards that this program can have, from loose to strict; at least one."""
        return self.guards or (self.guard,)

    def at(self, strictness: int) -> Candidate:
        """Return the same program with another of its guards; a strictness beyond the last is the strictest, below 0 the loosest."""
        strictness = max(0, min(strictness, len(self.by_strictness) - 1))
        return replace(self, guard=self.by_strictness[strictness], strictness=strictness)

    @property
    def source(self) -> str:
        """The text of a module that defines ``accepts`` and the function, importable anywhere."""
        return module_source(self.name, self.signature, self.program, self.guard, self.words)

    def _env(self, value: Any) -> Env:
        return tuple(value) if self.rows else (value,)
