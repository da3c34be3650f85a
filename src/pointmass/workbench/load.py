"""Load bundles into a workbench: how approved code runs without a notebook."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

from pointmass.approval import Approver, deny, person
from pointmass.bundle import Bundle, is_bundle, read_bundle
from pointmass.errors import BundleError
from pointmass.harness import bind_artifact, bind_spec
from pointmass.models.base import Model
from pointmass.registry import Binding
from pointmass.workbench.workbench import Workbench


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
