"""Code of any author, as the gate judges it: a module with one function, and where its author lets it answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["program", "rules", "model", "constant", "table", "written"]
"""What code is: steps that compute, rules or a fitted model that choose a label, one constant, a list of known inputs; or
what a person or a model wrote."""


@dataclass(frozen=True, slots=True)
class Code:
    """A candidate.

    Attributes:
        author: Who wrote it: ``the synthesizer``, a model as it answered, a person.
        kind: What it is.
        words: What it does in one line, where its author can say.
        name: The name of its function.
        versions: The module with each guard that its author can give it, from loose to strict; at least one.
        guarded: Whether the module has an ``accepts`` of its own.
        seen: The rows of the sample that its author saw the answers of: they certify nothing.
        prompt: What the author was asked, where a model wrote it.
        exceptions: The rows of the sample that it would answer otherwise than the model does, as its author knows: its own
            guard hands them back one by one.
        learned: Whether its own guard was learned from the sample, and asks by itself for what is new.
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
        """The module with the loosest of its guards, and with one that lets everything through where it has none."""
        if self.guarded:
            return self.versions[0]
        return self.versions[0].rstrip("\n") + "\n\n\ndef accepts(*_inputs):\n    return True\n"

    @property
    def plainness(self) -> tuple[int, int]:
        """The sort key for the plainer of two that answer alike: lines, then characters."""
        return self.versions[-1].count("\n"), len(self.versions[-1])
