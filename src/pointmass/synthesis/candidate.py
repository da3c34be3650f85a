"""A candidate: a program that explains the examples, with its guard and its source."""

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
        name: The name of the function.
        signature: The parameters and the result of the function.
        program: The program as a tree of operators.
        kind: What the program is: ``program`` computes the output, ``rules`` or ``model`` (a fitted one) choose a
            label, ``constant`` always gives the same output, ``table`` looks known inputs up.
        guard: The guard in force: which inputs the program answers.
        cost: Description length, in about bits. Lower is better.
        support: How many of the distinct examples it explains.
        words: The steps in one line.
        rows: Whether an input is a list with one value per parameter.
        conflicts: One line for each input that came with several outputs; the guard hands these inputs back.
        guards: The guards from loose to strict, each accepting a part of what the one before it accepts; empty if there
            is only one. The same position means the same strictness in all programs of one kind.
        strictness: The position of the guard in force, 0 being the loosest.
        missed: The positions of the examples whose output it does not give; the guard hands them back. During the
            search they are positions among the distinct examples, in what `synthesize` returns among the given ones.
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
        """Return the program's answer without asking its guard; raises a builtin error if a step is undefined."""
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
        """Return the same program with another of its guards; *strictness* is limited to those that there are."""
        strictness = max(0, min(strictness, len(self.by_strictness) - 1))
        return replace(self, guard=self.by_strictness[strictness], strictness=strictness)

    @property
    def source(self) -> str:
        """The source of a module with the function and ``accepts``; it needs nothing but the standard library."""
        return module_source(self.name, self.signature, self.program, self.guard, self.words)

    def _env(self, value: Any) -> Env:
        return tuple(value) if self.rows else (value,)
