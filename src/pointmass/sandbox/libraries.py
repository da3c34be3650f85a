"""Installed libraries of pure Python that confined code may import: they are loaded before the process is confined."""

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
    """Return the folder that each library is in, by its name, without loading any.

    Args:
        names: The top-level names of installed packages or modules: ``dateutil``, not ``dateutil.parser``.

    Raises:
        ValueError: One is of the standard library, or not installed as Python files.
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
    """Return the folder that a library is in; ``None`` if it is of the standard library, or not installed as files."""
    if not name.isidentifier() or name in sys.stdlib_module_names or name == "__main__":
        return None
    try:
        spec = importlib.util.find_spec(name)
    except ValueError:  # a module without a spec, made at run time
        return None
    if spec is None or spec.origin is None or not spec.origin.endswith(tuple(SOURCE_SUFFIXES)):
        return None
    file = Path(spec.origin)
    return str(file.parent.parent if spec.submodule_search_locations else file.parent)


def load(libraries: Mapping[str, str]) -> list[str]:
    """Load all modules of libraries, and return the names of those loaded; only Python source is loaded.

    This runs in the process that confined processes are forked from, so what confined code imports is loaded already.

    Args:
        libraries: The folder of each library by name, as ``located`` returns it.

    Raises:
        ImportError: A library itself cannot be loaded; modules within it that cannot are left out.
    """
    with _only_source(set(libraries.values())):
        for name in libraries:
            module = importlib.import_module(name)
            for inner in _modules_in(module.__dict__.get("__path__", ()), name):
                # The module may be for another system, or need a library that is not installed.
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
    """Let imports in the block find Python source in these folders, but no compiled extension modules."""
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
