"""Export names as bundles, so that approved code can be deployed without the notebook."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from pointmass.bundle import Bundle, Version, write_bundle
from pointmass.errors import BundleError
from pointmass.registry import Registry, artifact_of
from pointmass.spec import Spec


def export(registry: Registry, folder: str | os.PathLike[str]) -> list[str]:
    """Write every name that has a spec as a bundle, into a folder with that name.

    A bundle holds the spec of the active binding, and every version of code that the name had and that was made from
    this spec. Names bound to functions of your own are left out, with a warning that lists them: their code is in a
    module already.

    Args:
        registry: The names and their bindings.
        folder: Where the bundles are written; it is created if it does not exist.

    Returns:
        The names that were written, in alphabetical order.

    Raises:
        BundleError: No name has a spec, in which case nothing is written; or a folder holds files that must not be
            overwritten.
    """
    active = dict(sorted(registry.active.items()))
    bundles = {name: bundle_of(registry, binding.spec) for name, binding in active.items() if binding.spec}
    left_out = [name for name in active if name not in bundles]
    if not bundles:
        raise BundleError(f"export: no name has a spec, bound are {left_out}; define one: @wb.spec")
    for name, bundle in bundles.items():
        write_bundle(Path(folder) / name, bundle)
    if left_out:
        warnings.warn(
            f"export: {left_out} are functions of your own and were left out; deploy them as the modules they are in",
            stacklevel=3,
        )
    return list(bundles)


def bundle_of(registry: Registry, spec: Spec) -> Bundle:
    """Return the bundle of a spec, with every version of code that was made from it. No code is executed.

    The versions are read from the name's events. A version's approver is the person who approved it first. Code that
    waits for approval here was active where the file comes from, so it is the bundle's active version; whoever loads
    the bundle is asked to approve it.
    """
    name, waits = spec.name, registry.waiting.get(spec.name)
    versions: dict[int, Version] = {}
    for event, content in registry.events(name):
        if event.kind == "hybrid" and event.version not in versions:
            artifact = artifact_of(event, content)
            if artifact.spec_digest == spec.digest:
                versions[event.version] = Version(event.version, artifact, event.by, event.time, event.note)
    if waits is not None:
        versions.setdefault(waits.version, Version(waits.version, waits.artifact, waits.by, waits.time, waits.note))
    means = _meant(registry, name)
    return Bundle(
        spec, tuple(versions.values()), next((v.number for v in versions.values() if v.artifact.digest == means), None)
    )


def _meant(registry: Registry, name: str) -> str:
    """Return the digest of the code that waits for approval, else of the active binding, else of the last event."""
    if name in registry.waiting:
        return registry.waiting[name].artifact.digest
    if name in registry.active:
        return registry.active[name].digest
    return registry.history(name)[-1].digest
