"""The last resort: a table of the known inputs and their outputs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.candidate import Candidate
from pointmass.synthesis.guard import Check, Guard
from pointmass.synthesis.program import Apply, Array, Constant, Node, Operator, Var, inline

if TYPE_CHECKING:
    from pointmass.synthesis.problem import Problem

# The cost of each character of the inputs and outputs in a table, in bits.
_BITS_A_CHARACTER = 7.0


def key_of(value: Any) -> str:
    """Return the JSON text of *value*, by which equal inputs are found again."""
    return json.dumps(value, sort_keys=True)


GET = inline("{0}[{1}]", "look up {1}", noun="known")
MISSING = inline("{0} not in {1}", "{0} is unknown")
IN_TABLE = inline("{0} in {1}", "{0} is known")
IS_IN = inline("{0} in {1}", "{0} is one of {1}")
KEY_OF = Operator(key_of, "", "the JSON text of {0}", ("import json", "from typing import Any"), noun="key")


def table(problem: Problem) -> Candidate:
    """Return the program that looks the examples up and hands back every other input."""
    count = len(problem.envs)
    key: Node = Var(0)
    plain = len(problem.signature.parameters) == 1 and all(isinstance(e[0], str) for e in problem.envs)
    if not plain:
        positions = tuple(Var(i) for i in range(len(problem.envs[0])))
        key = Apply(KEY_OF, (Array(positions),))
    known = {(e[0] if plain else key_of(list(e))): o for e, o in zip(problem.envs, problem.outputs, strict=True)}
    constant = Constant(
        "KNOWN",
        known,
        f"No rule was found: these {count} inputs are known, and nothing else.",
        (),
        f"dict[str, {problem.signature.returns}]",
    )
    checks = [Check(Apply(MISSING, (key, constant)), "Nothing was learned about any other input.")]
    size = sum(len(k) + len(str(v)) for k, v in known.items())
    return Candidate(
        name=problem.name,
        signature=problem.signature,
        program=Apply(GET, (constant, key)),
        guard=Guard(tuple(checks)),
        kind="table",
        cost=_BITS_A_CHARACTER * size + 32,
        support=count,
        words=f"look the answer up in a table of {count} known input{'' if count == 1 else 's'}",
        rows=problem.rows,
    )
