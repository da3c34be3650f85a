"""Codes of letters and digits in groups, or with all but their last signs masked, however long they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.synthesis.program import attempt, inline
from pointmass.synthesis.rows import Row, Value
from pointmass.synthesis.strings.values import Style, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pointmass.synthesis.program import Env, Node
    from pointmass.synthesis.strings.pool import Pool

GROUPED = inline(
    "{2}.join([{0}[start : start + {1}] for start in range(0, len({0}), {1})])", "{0} in groups of {1}", noun="groups"
)
MASKED = inline("{2} * (len({0}) - {1}) + {0}[-{1}:]", "{0} masked but for {1}", noun="masked")


def _marked(sizes: Sequence[int], signs: str) -> Callable[[Value, Style], Iterator[tuple[float, int, str]]]:
    """Return what yields a size and one of *signs*, where every output holds that."""
    return lambda _, style: (
        (0.3 * place, size, sign) for sign in signs if style.holds(sign) for place, size in enumerate(sizes)
    )


_ROWS = (
    Row(GROUPED, 6.0, _marked((4, 3, 2), " -.:"), copies=False),
    Row(MASKED, 6.0, _marked((4, 2, 3), "*Xx#"), copies=False),
)


def codes(pool: Pool, envs: Sequence[Env], texts: Sequence[Node]) -> None:
    """Offer *texts* (programs for a text each) in groups, and masked but for their last signs."""
    style = Style(pool)
    for node in texts:
        write(pool, Value(node, 0.0, tuple(attempt(node, env) for env in envs), "text"), _ROWS, style)
