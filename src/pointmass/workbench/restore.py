"""Names across sessions: give a name back its stored meaning, once this user has said yes to its code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pointmass.approval import Approver, Decision, Question, decide, person, refusal
from pointmass.errors import BundleError, EvidenceError, NotApprovedError, clip
from pointmass.harness import bind_artifact, bind_spec
from pointmass.registry import Binding, Event, Registry, Waiting, artifact_of
from pointmass.spec import Spec


def restored(registry: Registry, spec: Spec, *, place: str = "") -> Waiting | None:
    """Return the code that a name with this spec had last, as the file says; ``None`` when it meant something else.

    Nothing of it is executed.
    """
    last = registry.last_content(spec.name)
    if last is None or last[0].kind != "hybrid" or last[1].get("spec_digest") != spec.digest:
        return None
    return _waiting(last[0], last[1], spec, place)


def given(registry: Registry, found: Waiting, *, approver: Approver) -> Binding | None:
    """Return the binding of code out of a file, where this user approved it before or says yes now; else ``None``.

    Raises:
        BundleError: The code was approved, and cannot be executed here.
    """
    name, digest = found.artifact.name, found.artifact.digest
    active = registry.active.get(name)
    if active is not None and active.digest == digest:
        return active
    said = registry.approvals.find(digest)
    if said is None:
        if digest in registry.asked:
            return None  # asked for in this session already: a cell that is run again asks nothing
        registry.asked.add(digest)
        said = decide(approver, question(found))
    return executed(found, said) if said.approved else None


def executed(found: Waiting, said: Decision) -> Binding:
    """Execute code out of a file, on the yes to it."""
    try:
        return bind_artifact(found.artifact, found.spec, said)
    except (BundleError, NotApprovedError):
        raise
    except (Exception, SystemExit) as error:
        raise BundleError(
            f"{found.place or found.artifact.name}: it cannot be executed here ({type(error).__name__}: {error}); "
            "see that its Python and its modules are those that it was made with"
        ) from error


def question(found: Waiting) -> Question:
    """Ask for a yes to code out of a file; what the file says of itself is shown as such."""
    name, by, note = found.artifact.name, *(" ".join(said.split()) for said in (found.by, found.note))
    # On one line: untrusted text must not look like a line of ours.
    stated = f"the file says: approved by {clip(by, 80)}{note and f', {clip(note, 200)}'}; nothing confirms it here"
    summary = f"{name}: code of version {found.version} out of {found.place or 'a file'}\n  {stated}"
    return Question("bind", name, found.artifact.digest, summary, found.artifact.source)


def rolled_back(registry: Registry, name: str, version: int, *, approver: Approver) -> tuple[Binding, str]:
    """Return what a version of a name meant, and who says that it may come back. Code is asked for, then executed.

    Raises:
        UnknownNameError: The name has no such version.
        EvidenceError: The version belongs to an earlier session, and its spec or function is not defined in this one.
        NotApprovedError: The version is code, and the approver said no.
    """
    found = registry.content(name, version)
    if isinstance(found, Binding) and found.artifact is None:
        return found, person()
    held = _of_session(found) if isinstance(found, Binding) else _stored(registry, name, version, found)
    if isinstance(held, Binding):
        return held, person()
    summary = f"{name}: roll back to version {version}"
    said = decide(approver, Question("bind", name, held.artifact.digest, summary, held.artifact.source))
    if not said.approved:
        raise NotApprovedError(refusal(f"{name} version {version}", said))
    return (found if isinstance(found, Binding) else executed(held, said)), said.by


def _of_session(found: Binding) -> Waiting:
    assert found.artifact is not None  # noqa: S101 - the caller looked
    assert found.spec is not None  # noqa: S101 - an artifact has its spec behind it
    return Waiting(found.artifact, found.spec, 0, "", 0.0)


def _stored(registry: Registry, name: str, version: int, content: Mapping[str, Any]) -> Waiting | Binding:
    spec = registry.resolve(name).spec
    if spec is None or content.get("spec_digest") != spec.digest:
        raise EvidenceError(
            f"{name}: version {version} is of another session, and its {'spec' if 'spec' in content else 'function'} is not "
            "what the name has now; define that one first, then roll back again"
        )
    if "source" not in content:
        return bind_spec(spec)
    event = next(event for event in registry.history(name) if event.version == version)
    return _waiting(event, content, spec, "")


def _waiting(event: Event, content: Mapping[str, Any], spec: Spec, place: str) -> Waiting:
    return Waiting(artifact_of(event, content), spec, event.version, event.by, event.time, event.note, place)
