"""The programs that explain the examples too: which of them read likely inputs in another way."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.synthesis.nearby import nearby
from pointmass.synthesis.problem import canonical
from pointmass.synthesis.program import UNDEFINED
from pointmass.synthesis.recombined import recombined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.problem import Problem
    from pointmass.synthesis.program import Env, Node
    from pointmass.synthesis.term import Term

_READINGS = 3
# How many programs are asked about how many inputs, and of how many characters in all.
_ASKED = 24
_PROBES = 60
_READ = 20_000
_RECOMBINED = 200


@dataclass(frozen=True, slots=True)
class Rivals:
    """The programs that explain every example, cheapest first, and what each says of inputs like the examples."""

    programs: tuple[Term, ...] = ()
    said: tuple[tuple[str, ...], ...] = ()

    def readings(self, chosen: Term, dearer: float) -> tuple[Node, ...]:
        """Return the programs at most so much dearer than *chosen* that read some such input in a way of their own."""
        own = next((said for one, said in zip(self.programs, self.said, strict=True) if one is chosen), ())
        found: dict[tuple[str, ...], Node] = {}
        for one, said in zip(self.programs, self.said, strict=True):
            if said != own and one.cost <= chosen.cost + dearer:
                found.setdefault(said, one.node)
        return tuple(found.values())[:_READINGS]


def rivals(task: Problem, found: Sequence[Term]) -> Rivals:
    """Ask the programs about the unlabelled inputs and about inputs like those of the examples."""
    programs = tuple(found[:_ASKED])
    probes = _probes(task) if len(programs) > 1 else []
    return Rivals(programs, tuple(tuple(_said(one.node, env) for env in probes) for one in programs))


def _probes(task: Problem) -> list[Env]:
    """Return unlabelled inputs, and inputs that are made by one change of an example each, as many of every example."""
    found = list(task.unlabelled[:_PROBES])
    if not all(isinstance(v, str) for env in task.envs for v in env):
        found += recombined(task.envs, _RECOMBINED)
    each = max(1, _PROBES // len(task.envs))
    for env in task.envs[:_PROBES]:
        near = nearby(list(env) if task.rows else env[0])
        found += [tuple(one) if task.rows else (one,) for one in near[:each] if not task.rows or len(one) == len(env)]
    sizes = itertools.accumulate(sum(len(str(value)) for value in env) for env in found)
    return [env for env, size in zip(found, sizes, strict=True) if size <= _READ]


def _said(node: Node, env: Env) -> str:
    try:
        return canonical(node.value(env))
    except UNDEFINED:
        return ""
