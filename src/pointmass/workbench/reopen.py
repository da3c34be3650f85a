"""Bind the names of a file again in a new session, without their stubs and without the model that answered."""

from __future__ import annotations

from pointmass.approval import deny
from pointmass.errors import BundleError, EvidenceError
from pointmass.facts import Notice, notice
from pointmass.harness import bind_spec
from pointmass.registry import Registry
from pointmass.spec import Spec
from pointmass.store import StorePort
from pointmass.workbench.baseline import read_spec
from pointmass.workbench.pending import ask_options
from pointmass.workbench.restore import executed, restored


def reopen(registry: Registry, store: StorePort) -> frozenset[str]:
    """Bind every name of a file to what it meant last, as far as the file holds it.

    Nobody is asked. Code is executed only if this user approved it on this machine before; other code waits for
    approval, and a model answers meanwhile. Request options that came with the file wait for approval, too. A person's
    function, and a spec with types that only its own program can define, are not bound until that program defines them.

    Returns:
        The names that were bound.
    """
    place = str(store.path or "a file")
    return frozenset(name for name in registry.known if _opened(registry, store, name, place))


def _opened(registry: Registry, store: StorePort, name: str, place: str) -> bool:
    last = registry.last_content(name)
    digest = last[1].get("spec_digest") if last is not None else None
    if not isinstance(digest, str):
        return False
    try:
        spec = read_spec(store, digest)
    except EvidenceError:
        return False
    if spec.name != name:
        return False
    waits = restored(registry, spec, place=place)
    said = registry.approvals.find(waits.artifact.digest) if waits is not None else None
    try:
        binding = bind_spec(spec) if waits is None or said is None else executed(waits, said)
    except BundleError as error:
        store.tell(notice("code cannot be executed", name=name, said=str(error)))
        binding, said = bind_spec(spec), None
    registry.take(binding, waiting=waits if said is None else None)
    ask_options(registry, spec, place=place, approver=deny)
    return True


def replaced(registry: Registry, store: StorePort, spec: Spec) -> Notice | None:
    """Return a notice if the name had another spec until now, so that no spec is replaced silently; else ``None``.

    Args:
        registry: The names, before the new spec is bound.
        store: The store of specs.
        spec: The spec that is being defined.
    """
    last = registry.last_content(spec.name)
    before = last[1].get("spec_digest") if last is not None else None
    if last is None or before == spec.digest or not isinstance(before, str):
        return None
    held, now = store.spec(before) or {}, spec.content()
    parts = [part for part in now if held.get(part) != now[part]]
    return notice("another spec", name=spec.name, version=last[0].version, kind=last[0].kind, parts=parts)
