"""Bind a name again to code from an earlier session or a file, after this user approved that code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pointmass.approval import Approver, Decision, Question, decide, person, refusal
from pointmass.errors import BundleError, EvidenceError, NotApprovedError, clip
from pointmass.harness import bind_artifact, bind_spec
from pointmass.registry import Binding, Event, Registry, Waiting, artifact_of
from pointmass.spec import Spec


def restored(registry: Registry, spec: Spec, *, place: str = "") -> Waiting | None:
    """Return the code that a name with this spec was bound to last, from the file; ``None`` if it was something else.

    The code is not executed.
    """
    last = registry.last_content(spec.name)
    if last is None or last[0].kind != "hybrid" or last[1].get("spec_digest") != spec.digest:
        return None
    return _waiting(last[0], last[1], spec, place)


def given(registry: Registry, found: Waiting, *, approver: Approver) -> Binding | None:
    """Return the binding of code from a file if this user approved it before, or the approver says yes; else ``None``.

    Code that the approver refused is not asked about again in this session.

    Raises:
        BundleError: The code was approved, but cannot be executed on this machine.
    """
    name, digest = found.artifact.name, found.artifact.digest
    active = registry.active.get(name)
    if active is not None and active.digest == digest:
        return active
    said = registry.approvals.find(digest)
    if said is None:
        if digest in registry.asked:
            return None  # the approver was asked in this session already: a cell that is run again does not ask again
        registry.asked.add(digest)
        said = decide(approver, question(found))
    return executed(found, said) if said.approved else None


def executed(found: Waiting, said: Decision) -> Binding:
    """Execute code from a file, with the decision that approves it, and return its binding.

    Raises:
        BundleError: The code cannot be executed on this machine.
    """
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
    """Return the question whether code from a file may be executed; claims of the file are marked as unconfirmed."""
    name, by, note = found.artifact.name, *(" ".join(said.split()) for said in (found.by, found.note))
    # The file's text is shown on one line, so that untrusted text cannot look like a line written by pointmass.
    stated = f"the file says: approved by {clip(by, 80)}{note and f', {clip(note, 200)}'}; nothing confirms it here"
    summary = f"{name}: code of version {found.version} out of {found.place or 'a file'}\n  {stated}"
    return Question("bind", name, found.artifact.digest, summary, found.artifact.source)


def rolled_back(registry: Registry, name: str, version: int, *, approver: Approver) -> tuple[Binding, str]:
    """Return the binding of an earlier version of a name, and who approved it. For code, the approver is asked first.

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
