"""Export names as bundles, and load bundles into a workbench: how code leaves a notebook, and runs without one."""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pointmass.approval import Approver, deny, person
from pointmass.artifact import Artifact
from pointmass.bundle import Bundle, Version, is_bundle, read_bundle, write_bundle
from pointmass.errors import BundleError
from pointmass.harness import bind_artifact, bind_spec
from pointmass.models.base import Model
from pointmass.registry import Binding, Event, Registry
from pointmass.spec import Spec
from pointmass.workbench.workbench import Workbench


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


def load(
    folder: str | os.PathLike[str],
    *,
    model: Model | None = None,
    approver: Approver = deny,
    path: str | os.PathLike[str] | None = None,
    types: Iterable[type] = (),
) -> Workbench:
    """Load bundles: every name means what its ``active`` says, code with its spec behind it.

    The source of an active version is executed. It was approved when it was bound, and is refused when it is not exactly
    that source; who may change the folder can change both, so review a bundle as you review code.

    Args:
        folder: One bundle, or a folder of bundles.
        model: What answers what the code hands back. Without one, nothing is needed until a guard does, and then the
            error says what to do.
        approver: Who is asked before other code is bound; the default says no.
        path: The file that keeps draws and bindings; ``None`` keeps them in memory.
        types: Classes that the specs name; needed for pydantic models, and to get your own classes back.

    Raises:
        BundleError: There is no bundle, or files of one do not belong together; no name is bound then.
        StoreError: The file cannot be used.
    """
    given = tuple(types)
    bundles = [(where, read_bundle(where, types=given)) for where in _folders(Path(folder))]
    names = [bundle.spec.name for _, bundle in bundles]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BundleError(f"{folder}: {twice} have more than one bundle; a name means one thing: remove the others")
    meanings = [(bundle, _meaning(where, bundle)) for where, bundle in bundles]
    wb = Workbench(path, model=model, approver=approver)
    try:
        for bundle, meaning in meanings:
            _bind(wb, bundle, meaning)
    except BaseException:
        wb.close()
        raise
    return wb


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


def _folders(root: Path) -> list[Path]:
    if is_bundle(root):
        return [root]
    found = sorted(path for path in root.iterdir() if path.is_dir() and is_bundle(path)) if root.is_dir() else []
    if not found:
        what = "has no bundle in it" if root.is_dir() else "is no folder"
        raise BundleError(f"{root}: it {what}; give what wb.export(folder) wrote, or one of the folders in it")
    return found


def _meaning(where: Path, bundle: Bundle) -> Binding:
    """Return what a name means; executes the active source, which is exactly what was approved."""
    if bundle.active is None:
        return bind_spec(bundle.spec)
    version = bundle.version(bundle.active)
    try:
        return bind_artifact(version.artifact, bundle.spec)
    except BundleError:
        raise
    except Exception as error:
        raise BundleError(
            f"{where / f'v{version.number}.py'}: it cannot be executed here ({type(error).__name__}: {error}); "
            "see that its Python and its modules are those that it was made with"
        ) from error


def _bind(wb: Workbench, bundle: Bundle, meaning: Binding) -> None:
    spec = bundle.spec
    wb.store.put_spec(spec.digest, spec.name, spec.content())
    last = wb.registry.last_content(spec.name)
    if bundle.active is None or last is None or last[0].digest != meaning.digest:  # a restart on a file is no new event
        wb.registry.bind(bind_spec(spec), action="load", by=person(), time=time.time())
    if bundle.active is not None:
        # Under the name and the time of the approval: exported again, the bundle is the same.
        v = bundle.version(bundle.active)
        wb.registry.bind(meaning, action="load", by=v.approver, time=v.time, note=v.note, version=v.number)
