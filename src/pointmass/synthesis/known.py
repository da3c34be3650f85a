"""Recognize inputs by a short digest, so that the source of a program need not quote them."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.program import Apply, Array, Node, Operator, Var

if TYPE_CHECKING:
    from pointmass.synthesis.program import Env


def digest(value: Any) -> str:
    """Return a few digits by which an input is recognized, and from which it cannot be read."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:6]


DIGEST = Operator(
    digest, "", "a digest of {0}", ("import hashlib", "import json", "from typing import Any"), noun="digits"
)


def digests(found: frozenset[str]) -> frozenset[str]:
    """Return the digests of words."""
    return frozenset(map(digest, found))


DIGESTS = Operator(digests, "", "digests of {0}", DIGEST.imports, (digest,), noun="digits")


def digest_of(env: Env) -> str:
    """Return the digest of an input, the same that the program of `digest_node` computes."""
    return digest(env[0] if len(env) == 1 else list(env))


def digest_node(width: int) -> Node:
    """Return the program that computes the digest of an input with *width* parameters."""
    given: Node = Var(0) if width == 1 else Array(tuple(Var(i) for i in range(width)))
    return Apply(DIGEST, (given,))
