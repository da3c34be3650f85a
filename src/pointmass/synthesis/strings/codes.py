"""Codes of letters and digits in groups, or with all but their last signs masked, however long they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.synthesis.program import Apply, Literal, Node, Operator, attempt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.program import Env
    from pointmass.synthesis.strings.pool import Pool

_GROUPS = (4, 3, 2)
_KEPT = (4, 2, 3)
_COST = 6.0


def _grouped(text: str, size: int, glue: str) -> str:
    return glue.join([text[start : start + size] for start in range(0, len(text), size)])


def _masked(text: str, kept: int, sign: str) -> str:
    return sign * (len(text) - kept) + text[-kept:]


GROUPED = Operator(
    _grouped,
    "{2}.join([{0}[start : start + {1}] for start in range(0, len({0}), {1})])",
    "{0} in groups of {1}",
    noun="groups",
)
MASKED = Operator(
    _masked, "{2} * (len({0}) - {1}) + {0}[-{1}:]", "{0} masked but for {1}", noun="masked", primary=False
)


def codes(pool: Pool, envs: Sequence[Env], texts: Sequence[Node]) -> None:
    """Offer *texts* (programs for a text each) in groups, and masked but for their last signs."""
    for node in texts:
        for glue in [g for g in (" ", "-", ".", ":") if all(g in o for o in pool.outputs)]:
            for place, size in enumerate(_GROUPS):
                _offer(pool, envs, Apply(GROUPED, (node, Literal(size), Literal(glue))), _COST + 0.3 * place)
        for sign in [s for s in ("*", "X", "x", "#") if all(s in o for o in pool.outputs)]:
            for place, kept in enumerate(_KEPT):
                _offer(pool, envs, Apply(MASKED, (node, Literal(kept), Literal(sign))), _COST + 0.3 * place)


def _offer(pool: Pool, envs: Sequence[Env], node: Node, cost: float) -> None:
    pool.offer(tuple(attempt(node, env) for env in envs), cost, node)
