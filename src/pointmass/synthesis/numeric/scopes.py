"""Places in a program: each node with the branches and loops around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.operators import familiar
from pointmass.synthesis.program import UNDEFINED, Apply, Array, Case, Cases, Each, Literal, Node, children

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pointmass.synthesis.program import Env


@dataclass(frozen=True, slots=True)
class _Branch:
    """A branch: the test or the program of one case.

    Attributes:
        choice: The program with branches.
        place: The number of the case; the default has the number after the last.
        is_test: Whether it is the test of the case, and not its program.
    """

    choice: Cases
    place: int
    is_test: bool = False

    def around(self, node: Node, otherwise: Node) -> Node:
        """Return a program that runs *node* if the original program reaches this branch, else *otherwise*."""
        before = tuple(Case(case.test, otherwise) for case in self.choice.cases[: self.place])
        if self.is_test or self.place == len(self.choice.cases):
            return Cases(before, node) if before else node
        return Cases((*before, Case(self.choice.cases[self.place].test, node)), otherwise)


@dataclass(frozen=True, slots=True)
class Place:
    """A node of a program, and the loops and branches around it, the outermost first."""

    node: Node
    around: tuple[Each | _Branch, ...] = ()

    @property
    def loops(self) -> int:
        """The number of loops around the node."""
        return sum(isinstance(one, Each) for one in self.around)

    def holds(self, condition: Node) -> Node:
        """Return a condition on the input: that *condition* holds at this place, for any item of the loops."""
        for one in reversed(self.around):
            if isinstance(one, Each):
                condition = Apply(familiar.ANY, (Each(one.items, condition, None, one.depth, one.name),))
            else:
                condition = one.around(condition, Literal(content=False))
        return condition

    def values(self, node: Node, envs: Sequence[Env]) -> list[Any]:
        """Return the values of *node* at this place, for all examples that reach it and all items of loops."""
        node = Array((node,))
        for one in reversed(self.around):
            around = Each(one.items, node, None, one.depth, one.name) if isinstance(one, Each) else None
            node = around or one.around(node, Array(()))  # type: ignore[union-attr]  # no loop is a branch
        found = []
        for env in envs:
            try:
                held: Any = node.value(env)
            except UNDEFINED:
                continue
            found += list(_flat(held, self.loops))
        return found


def _flat(values: list[Any], loops: int) -> Iterator[Any]:
    for value in values:
        if loops:
            yield from _flat(value, loops - 1)
        else:
            yield value


def places(node: Node, around: tuple[Each | _Branch, ...] = ()) -> Iterator[Place]:
    """Yield every node of a program with the loops and branches around it."""
    yield Place(node, around)
    match node:
        case Each():
            yield from places(node.items, around)
            for inner in (node.body, *([node.test] if node.test is not None else [])):
                yield from places(inner, (*around, node))
        case Cases():
            for place, case in enumerate(node.cases):
                yield from places(case.test, (*around, _Branch(node, place, is_test=True)))
                yield from places(case.node, (*around, _Branch(node, place)))
            if node.default is not None:
                yield from places(node.default, (*around, _Branch(node, len(node.cases))))
        case _:
            for child in children(node):
                yield from places(child, around)
