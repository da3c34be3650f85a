"""Learn text → text from the examples: search on a few of distinct shapes, verify on all, widen where that fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.operators import shapes
from pointmass.synthesis.program import Env, Node, Var, attempt
from pointmass.synthesis.strings.concatenate import Spelled, concatenations
from pointmass.synthesis.strings.contexts import contexts
from pointmass.synthesis.strings.explore import Base, explore, marks_of
from pointmass.synthesis.strings.moments import moments
from pointmass.synthesis.strings.quantities import quantities
from pointmass.synthesis.strings.pool import Pool

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SEARCHED = 5
_ROUNDS = 3
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Pairs:
    """Inputs (one value a parameter) and output texts."""

    envs: tuple[Env, ...]
    outputs: tuple[str, ...]


def straight(pairs: Pairs, late: Callable[[], bool], *, limit: int = 8) -> list[Spelled]:
    """Return programs without a branch that explain every pair, cheapest first."""
    chosen = _distinct(pairs)
    for _ in range(_ROUNDS):
        found = search(Pairs(tuple(pairs.envs[i] for i in chosen), tuple(pairs.outputs[i] for i in chosen)), late, limit=limit)
        right = [s for s in found if explains(s.node, pairs)]
        if right or not found or len(chosen) == len(pairs.envs):
            return right
        missed = next(i for i, (e, o) in enumerate(zip(pairs.envs, pairs.outputs, strict=True)) if attempt(found[0].node, e) != o)
        chosen = [*chosen, missed]
    return []


def search(pairs: Pairs, late: Callable[[], bool], *, limit: int) -> list[Spelled]:
    """Return the cheapest programs for exactly these pairs."""
    if any(len(o) > _LONGEST for o in pairs.outputs):
        return []
    pool = Pool(pairs.outputs)
    for index in range(len(pairs.envs[0])):
        column = tuple(_text(env[index]) for env in pairs.envs)
        if all(isinstance(env[index], str) and len(env[index]) <= _LONGEST for env in pairs.envs):
            texts = [c for c in column if c is not None]
            explore(pool, Base(column, Var(index), 0.0), marks_of(texts), late)
            contexts(pool, column, Var(index), 0.0, late)
    nodes = [Var(i) for i in range(len(pairs.envs[0])) if all(isinstance(e[i], str) for e in pairs.envs)]
    moments(pool, pairs.envs, nodes, late)
    quantities(pool, pairs.envs, nodes, late)
    return concatenations(pool, late, limit=limit)


def explains(node: Node, pairs: Pairs) -> bool:
    """Whether the program gives every output."""
    return all(attempt(node, e) == o for e, o in zip(pairs.envs, pairs.outputs, strict=True))


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _distinct(pairs: Pairs) -> list[int]:
    """Return the positions of a few pairs of shapes as different as can be, short ones first."""
    chosen: dict[Sequence[str], int] = {}
    for i, env in enumerate(pairs.envs):
        chosen.setdefault(tuple(shapes.skeleton(v) if isinstance(v, str) else "" for v in env), i)
    order = [*chosen.values(), *(i for i in range(len(pairs.envs)) if i not in chosen.values())]
    return sorted(order[:_SEARCHED])
