"""The artifact: frozen Python source for a name, with the evidence that justified it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from pointmass.digest import digest


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
        """Freeze the evidence and take the digest; the evidence is no part of it, the source and the spec are."""
        object.__setattr__(self, "evidence", MappingProxyType(dict(self.evidence)))
        content = {"name": self.name, "source": self.source, "spec": self.spec_digest}
        object.__setattr__(self, "digest", digest(content))

    def __hash__(self) -> int:
        """Hash by content; what compares equal has an equal digest."""
        return hash(self.digest)

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep the artifact picklable and copyable, which a read-only mapping is not; the digest is taken anew."""
        return type(self), (self.name, self.source, self.spec_digest, self.sample_digest, dict(self.evidence))
