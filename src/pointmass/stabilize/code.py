"""Code of any author, as the gate judges it: a module with one function, and perhaps a guard of its author."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["program", "rules", "model", "constant", "table", "written"]
"""The kind of code: a program that computes, rules or a fitted model that choose a label, a constant, a table of known
inputs, or code that a person or a model wrote."""


@dataclass(frozen=True, slots=True)
class Code:
    """A candidate.

    Attributes:
        author: Who wrote it: ``the synthesizer``, a model as it answered, a person.
        kind: Its kind.
        words: What it does, in one line.
        name: The name of its function.
        versions: The module with each guard of its author, from loose to strict; at least one.
        guarded: Whether the module has its own ``accepts``.
        seen: The rows of the sample whose answers its author saw; the code is not tested on them.
        prompt: The request to the author, if a model wrote it.
        exceptions: The rows of the sample that the author knows it answers differently from the model; its own guard
            hands them back one by one.
        learned: Whether its own guard was learned from the sample, so that it hands back new kinds of inputs itself.
    """

    author: str
    kind: Kind
    words: str
    name: str
    versions: tuple[str, ...]
    guarded: bool = True
    seen: frozenset[int] = frozenset()
    prompt: str = ""
    exceptions: frozenset[int] = frozenset()
    learned: bool = False

    @property
    def module(self) -> str:
        """The module with the loosest of its guards; one that accepts everything is added if it has none."""
        if self.guarded:
            return self.versions[0]
        return self.versions[0].rstrip("\n") + "\n\n\ndef accepts(*_inputs):\n    return True\n"

    @property
    def plainness(self) -> tuple[int, int]:
        """A sort key by which the simpler of two candidates comes first: lines, then characters."""
        return self.versions[-1].count("\n"), len(self.versions[-1])
