"""Installed libraries of pure Python that a person lets confined code import: found outside, loaded before the walls."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, SourceFileLoader
from pathlib import Path


def located(names: Iterable[str]) -> dict[str, str]:
    """Find the folder that each library lies in, without loading any.

    Args:
        names: Names of installed packages or modules, at the top: ``dateutil``, not ``dateutil.parser``.

    Raises:
        ValueError: One is of the standard library, or not installed as files.
    """
    found: dict[str, str] = {}
    for name in names:
        place = place_of(name)
        if place is None:
            raise ValueError(
                f"sandbox: the library {name!r} is not installed here as files of Python; install it, or leave it out"
            )
        found[name] = place
    return found


def place_of(name: str) -> str | None:
    """Return the folder that a library lies in; ``None`` where it is of the standard library, or not installed as files."""
    if not name.isidentifier() or name in sys.stdlib_module_names or name == "__main__":
        return None
    try:
        spec = importlib.util.find_spec(name)
    except ValueError:  # a module that somebody made by hand
        return None
    if spec is None or spec.origin is None or not spec.origin.endswith(tuple(SOURCE_SUFFIXES)):
        return None
    file = Path(spec.origin)
    return str(file.parent.parent if spec.submodule_search_locations else file.parent)


def load(libraries: Mapping[str, str]) -> list[str]:
    """Load libraries, all modules of each, and say which there are; what is not Python source is not found.

    Called in the process that confined processes are forked from: what confined code imports is there already.

    Args:
        libraries: The folder of each library by name, as ``located`` returns it.

    Raises:
        ImportError: One of them cannot be loaded.
    """
    with _only_source(set(libraries.values())):
        for name in libraries:
            module = importlib.import_module(name)
            for inner in _modules_in(module.__dict__.get("__path__", ()), name):
                # A module for another system, or for a library that is not there.
                with contextlib.suppress(Exception):
                    importlib.import_module(inner)
    tops = tuple(libraries)
    return [name for name in sys.modules if name.partition(".")[0] in tops]


def _modules_in(path: Iterable[str], name: str) -> Iterator[str]:
    for found in pkgutil.iter_modules(path, f"{name}."):
        if found.name.rpartition(".")[2] == "__main__":
            continue
        yield found.name
        if found.ispkg:
            yield from _modules_in(getattr(sys.modules.get(found.name), "__path__", ()), found.name)


@contextlib.contextmanager
def _only_source(folders: set[str]) -> Iterator[None]:
    """Let imports find Python source in these folders for a while, and nothing that was compiled of another language."""
    source = FileFinder.path_hook((SourceFileLoader, SOURCE_SUFFIXES))

    def hook(path: str) -> FileFinder:
        if not any(Path(path).is_relative_to(folder) for folder in folders):
            raise ImportError(path)
        found = source(path)
        assert isinstance(found, FileFinder)  # noqa: S101 - narrows the type
        return found

    sys.path_hooks.insert(0, hook)
    sys.path.extend(sorted(folders))
    sys.path_importer_cache.clear()
    try:
        yield
    finally:
        sys.path_hooks.remove(hook)
        sys.path[:] = [path for path in sys.path if path not in folders]
        sys.path_importer_cache.clear()
