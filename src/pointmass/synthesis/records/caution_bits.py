"""How many bits the examples support: a choice that takes more bits to describe is made up."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.problem import json_key
from pointmass.synthesis.program import Cases, Node, children

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.term import Term

# A number or text of its own counts for at least so many bits.
_OWN = 8.0
_NAME = 6.0


def evidence(sources: Sequence[Term], outputs: Sequence[Any]) -> float:
    """Return about how many bits it takes to say the outputs of the examples, once their inputs are known.

    An output that recurs is a label: it counts for the more, the rarer it is. One that is a value of its input counts
    as a choice among these. Any other counts for much.
    """
    keys = [json_key(o) for o in outputs]
    counts = Counter(keys)
    # What the labels are called must be said as well.
    named = not all(isinstance(o, bool) for o in outputs)
    total = _NAME * sum(count > 1 for count in counts.values()) if named else 0.0
    for place, key in enumerate(keys):
        values = {json_key(s.values[place]) for s in sources if type(s.values[place]) is type(outputs[place])}
        ways = [-math.log2(counts[key] / len(keys))] if counts[key] > 1 else []
        ways += [math.log2(len(values) + 1)] if key in values else []
        total += min(ways, default=_OWN)
    return total


def is_choice(node: Node) -> bool:
    """Whether a program has branches anywhere."""
    return isinstance(node, Cases) or any(map(is_choice, children(node)))
