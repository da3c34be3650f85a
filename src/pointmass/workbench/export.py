"""Export names as bundles: how approved code leaves a notebook."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from pointmass.bundle import Bundle, Version, write_bundle
from pointmass.errors import BundleError
from pointmass.registry import Registry, artifact_of
from pointmass.spec import Spec


def export(registry: Registry, folder: str | os.PathLike[str]) -> list[str]:
    """Write every name with a spec as a bundle, in a folder of its name.

    A bundle holds the spec behind the active binding, and every version of code that the name had and that was made from
    this spec. Names that are functions of your own are left out, with a warning that lists them: their code is a module
    already.

    Args:
        registry: The names.
        folder: Where the bundles go; made when it is not there.

    Returns:
        The names that were written, in alphabetical order.

    Raises:
        BundleError: No name has a spec, or a folder holds what must not be written over. Nothing is written when the
            names are wrong.
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
    """Gather what a name has of one spec, from what was written down: nothing is executed.

    Who approved a version is who did so first, on its evidence. Code that waits for a yes here was bound where the
    file comes from, so it stays the active version: whoever loads the bundle is asked.
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
    """Return the digest of what a name means: here, or where its code comes from; without a session, in the file."""
    if name in registry.waiting:
        return registry.waiting[name].artifact.digest
    if name in registry.active:
        return registry.active[name].digest
    return registry.history(name)[-1].digest
