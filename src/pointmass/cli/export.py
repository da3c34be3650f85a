"""Exports the names of a file as bundles from the command line: how approved code leaves it without a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pointmass.bundle import Bundle, write_bundle
from pointmass.cli.show import say
from pointmass.errors import BundleError, EvidenceError, UnknownNameError
from pointmass.registry import Registry
from pointmass.store import Store
from pointmass.workbench.baseline import read_spec
from pointmass.workbench.export import bundle_of

if TYPE_CHECKING:
    from rich.console import Console


def export(console: Console, file: Path, folder: Path, *, names: list[str]) -> int:
    """Write the names of a file as bundles, say which and which not, and return the exit code: 1 where one was left out.

    The file is read; nothing of it is executed, and nothing is written into it.

    Args:
        console: Where to say it.
        file: A file of draws and bindings.
        folder: Where the bundles go, one folder per name.
        names: Which names; empty for all.

    Raises:
        UnknownNameError: The file knows no such name.
        BundleError: No name has a spec, or a folder holds what must not be written over.
    """
    left_out: list[str] = []
    bundles: dict[str, Bundle] = {}
    with Store(file, readonly=True) as store:
        registry = Registry(store)
        if unknown := [name for name in names if name not in registry.known]:
            raise UnknownNameError(f"{file}: nothing was ever bound to {unknown}; it knows {registry.known}")
        for name in names or registry.known:
            try:
                bundles[name] = bundle_of(registry, read_spec(store, _spec_digest(registry, name)))
            except EvidenceError as error:
                left_out.append(f"{name}: left out: {error}")
        told = store.notices
    if not bundles and not left_out:
        raise BundleError(f"{file}: no name in it has a spec")
    for name, bundle in bundles.items():
        write_bundle(folder / name, bundle)
        say(console, f"{name}: {folder / name}")
    for line in [*left_out, *told]:
        say(console, line)
    return 1 if left_out else 0


def _spec_digest(registry: Registry, name: str) -> str:
    last = registry.last_content(name)
    digest = last[1].get("spec_digest") if last else None
    if not isinstance(digest, str):
        raise EvidenceError("it is a function of your own; deploy it as the module it is in")
    return digest
