"""How many bits of information the outputs hold: a program with branches that costs more is not supported by them."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.problem import json_key
from pointmass.synthesis.program import Cases, Node, children

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.term import Term

# The bits of an output that neither recurs nor is a value of its input; and of the name of a label.
_OWN = 8.0
_NAME = 6.0


def evidence(sources: Sequence[Term], outputs: Sequence[Any]) -> float:
    """Return about how many bits it takes to describe the outputs of the examples if their inputs are known.

    An output that recurs is a label, and counts more the rarer it is. An output that is a value of its input counts as
    a choice among these values. Any other output counts 8 bits.

    Args:
        sources: The values of the inputs.
        outputs: The outputs, one an example.
    """
    keys = [json_key(o) for o in outputs]
    counts = Counter(keys)
    # The names of labels must be described as well.
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
