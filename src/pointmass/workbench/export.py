"""Export names as bundles: how approved code leaves a notebook."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pointmass.artifact import Artifact
from pointmass.bundle import Bundle, Version, write_bundle
from pointmass.errors import BundleError
from pointmass.registry import Binding, Event, Registry
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
            names themselves are at fault.
    """
    active = dict(sorted(registry.active.items()))
    bundles = {name: _bundle(registry, binding, binding.spec) for name, binding in active.items() if binding.spec}
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


def _bundle(registry: Registry, binding: Binding, spec: Spec) -> Bundle:
    """Gather what a name has of one spec; who approved a version is who did so first, on its evidence."""
    versions: dict[int, Version] = {}
    for event in registry.history(binding.name):
        if event.kind == "hybrid" and event.version not in versions:
            artifact = _artifact(event, registry.content(binding.name, event.version))
            if artifact.spec_digest == spec.digest:
                versions[event.version] = Version(event.version, artifact, event.by, event.time, event.note)
    active = next((v.number for v in versions.values() if v.artifact.digest == binding.digest), None)
    return Bundle(spec, tuple(versions.values()), active)


def _artifact(event: Event, content: Binding | Mapping[str, Any]) -> Artifact:
    """Return the code of an event, of this session or of an earlier one; it must be what was approved."""
    if isinstance(content, Binding):
        artifact = content.artifact
    else:
        source, spec, sample = (str(content.get(key, "")) for key in ("source", "spec_digest", "sample_digest"))
        artifact = Artifact(event.name, source, spec, sample, content.get("evidence", {}))
    if artifact is None or artifact.digest != event.digest:
        raise BundleError(
            f"{event.name}: the code of version {event.version} in the file is not the code that was approved "
            f"({event.digest[:12]}); it was changed: soften the name, and stabilize again"
        )
    return artifact
