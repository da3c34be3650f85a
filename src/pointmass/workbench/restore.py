"""Names across sessions: give a name back the meaning that was written down, when its spec is the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pointmass.approval import Approver, Question, decide, person, refusal
from pointmass.artifact import Artifact
from pointmass.errors import BundleError, EvidenceError, NotApprovedError
from pointmass.harness import bind_artifact, bind_spec
from pointmass.registry import Binding, Registry
from pointmass.spec import Spec


def restored(registry: Registry, spec: Spec) -> Binding | None:
    """Return the binding that a name with this spec had last, or ``None`` when it meant something else.

    Only code that an approver said yes to was ever written down, and its digest is checked before it is executed.
    """
    last = registry.last_content(spec.name)
    if last is None or last[0].kind != "hybrid" or last[1].get("spec_digest") != spec.digest:
        return None
    return bind_artifact(_artifact(spec.name, last[1], last[0].digest), spec)


def rolled_back(registry: Registry, name: str, version: int, *, approver: Approver) -> tuple[Binding, str]:
    """Return what a version of a name meant, and who says that it may come back.

    Raises:
        UnknownNameError: The name has no such version.
        EvidenceError: The version belongs to an earlier session, and its spec or function is not defined in this one.
        NotApprovedError: The version is code, and the approver said no.
    """
    found = registry.content(name, version)
    binding = found if isinstance(found, Binding) else _rebuilt(registry, name, version, found)
    if binding.artifact is None:
        return binding, person()
    summary = f"{name}: roll back to version {version}, which was approved before"
    said = decide(approver, Question("bind", name, binding.digest, summary, binding.artifact.source))
    if not said.approved:
        raise NotApprovedError(refusal(f"{name} version {version}", said))
    return binding, said.by


def _rebuilt(registry: Registry, name: str, version: int, content: Mapping[str, Any]) -> Binding:
    spec = registry.resolve(name).spec
    if spec is None or content.get("spec_digest") != spec.digest:
        raise EvidenceError(
            f"{name}: version {version} is of another session, and its {'spec' if 'spec' in content else 'function'} is not "
            "what the name has now; define that one first, and it is itself again"
        )
    if "source" not in content:
        return bind_spec(spec)
    digest = next(event.digest for event in registry.history(name) if event.version == version)
    return bind_artifact(_artifact(name, content, digest), spec)


def _artifact(name: str, content: Mapping[str, Any], digest: str) -> Artifact:
    artifact = Artifact(
        name, content["source"], content["spec_digest"], content.get("sample_digest", ""), content.get("evidence", {})
    )
    if artifact.digest != digest:
        raise BundleError(
            f"{name}: the code in the file ({artifact.digest[:12]}) is not the code that was approved ({digest[:12]}); "
            "it was changed; soften the name, and stabilize again"
        )
    return artifact
