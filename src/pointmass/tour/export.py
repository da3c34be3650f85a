"""Exports the names of a file as bundles from the command line: how approved code leaves it without a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pointmass.errors import EvidenceError, UnknownNameError
from pointmass.registry import Registry
from pointmass.tour.show import say
from pointmass.workbench import Workbench
from pointmass.workbench.baseline import read_spec

if TYPE_CHECKING:
    from rich.console import Console


def export(console: Console, file: Path, folder: Path, *, names: list[str]) -> int:
    """Write the names of a file as bundles, say which and which not, and return the exit code: 1 where one was left out.

    Args:
        console: Where to say it.
        file: A file of draws and bindings.
        folder: Where the bundles go, one folder a name.
        names: Which names; empty for all.

    Raises:
        UnknownNameError: The file knows no such name.
        BundleError: No name has a spec, or a folder holds what must not be written over.
    """
    left_out: list[str] = []
    with Workbench(file) as wb:
        known = wb.registry.known
        if unknown := [name for name in names if name not in known]:
            raise UnknownNameError(f"{file}: nothing was ever bound to {unknown}; it knows {known}")
        for name in names or known:
            try:
                wb.define(read_spec(wb.store, _spec_digest(wb.registry, name)))
            except EvidenceError as error:
                left_out.append(f"{name}: left out: {error}")
        written = wb.export(folder) if wb.names or not left_out else []
    for name in written:
        say(console, f"{name}: {folder / name}")
    for line in left_out:
        say(console, line)
    return 1 if left_out else 0


def _spec_digest(registry: Registry, name: str) -> str:
    last = registry.last_content(name)
    digest = last[1].get("spec_digest") if last else None
    if not isinstance(digest, str):
        raise EvidenceError("it is a function of your own; deploy it as the module it is in")
    return digest
