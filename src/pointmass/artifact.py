"""The artifact: frozen Python source for a name, with the evidence that justified it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from pointmass.digest import digest
from pointmass.errors import BundleError, clip
from pointmass.signature import Annotation, record_fields

FIELDS = "FIELDS"
"""The constant of a module whose function gives only some fields of a record: which it gives at most."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """Source that answers under a name. Content-addressed; nothing in it is ever regenerated.

    Attributes:
        name: The name that the function has and is called by.
        source: The text of a module that defines ``accepts`` (may this input be answered here?) and the function.
        spec_digest: The digest of the spec that it was made from, and that answers what it hands back.
        sample_digest: The digest of the sample that it was made from.
        evidence: What justified it, as JSON data (``Evidence.content()``).
    """

    name: str
    source: str
    spec_digest: str
    sample_digest: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    digest: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Freeze the evidence and take the digest; the evidence is not part of it, the source and the spec are."""
        object.__setattr__(self, "evidence", MappingProxyType(dict(self.evidence)))
        content = {"name": self.name, "source": self.source, "spec": self.spec_digest}
        object.__setattr__(self, "digest", digest(content))

    def __hash__(self) -> int:
        """Hash by content; what compares equal has an equal digest."""
        return hash(self.digest)

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep the artifact picklable and copyable, which a read-only mapping is not; the digest is taken anew."""
        return type(self), (self.name, self.source, self.spec_digest, self.sample_digest, dict(self.evidence))


def fields_given(artifact: Artifact, returns: Annotation) -> tuple[str, ...]:
    """Return the fields of a record that the code gives at most, as its source declares them: ``FIELDS = ("title", …)``.

    The source is read and not executed, so that a reviewer reads the same.

    Args:
        artifact: The code.
        returns: The type of the result.

    Returns:
        Their keys in the order of the type; empty where nothing is declared, for then the code gives whole results.

    Raises:
        BundleError: What is declared is not a list of names, or names what the record does not have.
    """
    if FIELDS not in artifact.source:
        return ()
    declared, known = list(_declared(artifact.source)), [each.key for each in record_fields(returns)]
    if not declared or not known:  # a constant of that name means nothing for a result that is not a record
        return ()
    try:
        named = ast.literal_eval(declared[-1])
    except ValueError:
        named = None
    if not isinstance(named, tuple | list) or not named or not all(name in known for name in named):
        raise BundleError(
            f"{artifact.name}: the source says {FIELDS} = {clip(ast.unparse(declared[-1]))}, and the fields of the result "
            f"are {known}; write {FIELDS} = (…) with one of these or more, as text"
        )
    return tuple(key for key in known if key in named)


def _declared(source: str) -> Iterator[ast.expr]:
    """Yield what the module assigns to the constant."""
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError):  # who executes it is told so
        return
    for node in module.body:
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            targets = [node.target]
        else:
            continue
        if node.value is not None and any(isinstance(to, ast.Name) and to.id == FIELDS for to in targets):
            yield node.value
