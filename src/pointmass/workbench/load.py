"""Load bundles into a workbench, so that approved code runs without a notebook."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

from pointmass.approval import Approver, deny, person
from pointmass.bundle import Bundle, is_bundle, read_bundle
from pointmass.errors import BundleError
from pointmass.harness import bind_spec
from pointmass.models.base import Model
from pointmass.registry import Binding, Waiting
from pointmass.workbench.pending import ask_options
from pointmass.workbench.restore import given
from pointmass.workbench.workbench import Workbench


def load(
    folder: str | os.PathLike[str],
    *,
    model: Model | None = None,
    approver: Approver = deny,
    path: str | os.PathLike[str] | None = None,
    types: Iterable[type] = (),
) -> Workbench:
    """Load bundles into a new workbench. Each name is bound to its active version: code, or its spec.

    Anyone who writes a bundle can put any code into it, and any approver's name next to it. So the code of an active
    version is executed only if this user approved exactly that code on this machine before, or if the approver says yes
    now. Otherwise a model answers the name, and ``wb.pending()`` lists what waits for approval. The request options of
    a spec need the same approval; until then the spec is not drawn. On a machine where nobody can be asked, name who
    reviewed the
    folder: ``approver=pm.approved_by("the release")``.

    Args:
        folder: One bundle, or a folder of bundles.
        model: The model that answers the inputs that the code hands back. Without one, such an input raises an error
            that says what to do; other inputs are answered by code.
        approver: Asked about code and options that this user has not approved on this machine; the default says no.
        path: The file that keeps draws and bindings; ``None`` keeps them in memory.
        types: The classes that the specs use; needed for pydantic models, and to get values of your own classes.

    Returns:
        The workbench, with every bundle's name bound.

    Raises:
        BundleError: There is no bundle, the files of one do not belong together, or two bundles have the same name.
        StoreError: The file cannot be used.
    """
    classes = tuple(types)
    bundles = [(where, read_bundle(where, types=classes)) for where in _folders(Path(folder))]
    names = [bundle.spec.name for _, bundle in bundles]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise BundleError(f"{folder}: {twice} have more than one bundle; a name means one thing: remove the others")
    wb = Workbench(path, model=model, approver=approver)
    try:
        meanings = [(bundle, _waiting(where, bundle)) for where, bundle in bundles]
        given_here = [None if waits is None else given(wb.registry, waits, approver=approver) for _, waits in meanings]
        for (bundle, waits), meaning in zip(meanings, given_here, strict=True):
            _bind(wb, bundle, waits, meaning)
        for where, bundle in bundles:
            ask_options(wb.registry, bundle.spec, place=str(where), approver=approver)
    except BaseException:
        wb.close()
        raise
    wb.tell()
    return wb


def _folders(root: Path) -> list[Path]:
    if is_bundle(root):
        return [root]
    found = sorted(path for path in root.iterdir() if path.is_dir() and is_bundle(path)) if root.is_dir() else []
    if not found:
        what = "has no bundle in it" if root.is_dir() else "is not a folder"
        raise BundleError(f"{root}: it {what}; give what wb.export(folder) wrote, or one of the folders in it")
    return found


def _waiting(where: Path, bundle: Bundle) -> Waiting | None:
    """Return the active code of a bundle, which is not executed yet; ``None`` if the spec itself is active."""
    if bundle.active is None:
        return None
    v = bundle.version(bundle.active)
    place = str(where / f"v{v.number}.py")
    return Waiting(v.artifact, bundle.spec, v.number, v.approver, v.time, v.note, place)


def _bind(wb: Workbench, bundle: Bundle, waits: Waiting | None, meaning: Binding | None) -> None:
    spec = bundle.spec
    wb.store.put_spec(spec.digest, spec.name, spec.content())
    last = wb.registry.last_content(spec.name)
    if (
        waits is None or last is None or last[0].digest != waits.artifact.digest
    ):  # a restart on a file is not a new event
        wb.registry.bind(bind_spec(spec), action="load", by=person(), time=time.time())
    if waits is not None and meaning is not None:
        # Bind with the approver and the time of the bundle, so that exporting again gives the same bundle.
        wb.registry.bind(meaning, action="load", by=waits.by, time=waits.time, note=waits.note, version=waits.version)
    elif waits is not None:
        wb.registry.take(bind_spec(spec), waiting=waits)
