"""The sandbox for written code: with the modules that every sandbox has, and those that a person allows."""

from __future__ import annotations

from collections.abc import Sequence

from pointmass.sandbox import MODULES, Limits, Sandbox, place_of
from pointmass.stabilize.written.reach import foreign


def sandbox_for(
    imports: Sequence[str], *, limits: Limits | None = None, hash_seed: int = 0, zone: str = "UTC"
) -> Sandbox:
    """Return a sandbox, not open yet, in which code can import these modules.

    Libraries are loaded before the process is confined. A library that reads files later (such as a table of time
    zones) does not find them there, so its code may answer differently from outside.

    Args:
        imports: What a module imports (``CheckedModule.imports``), or what a person allows. A library that is not
            installed is left out, as `read_module` refuses code that imports it.
        limits: The limits on what the code may use.
        hash_seed: The seed of ``hash``.
        zone: The time zone.
    """
    libraries = dict.fromkeys(name.partition(".")[0] for name in foreign(imports))
    own = [name for name in imports if name not in MODULES and name not in foreign(imports)]
    return Sandbox(
        limits=limits,
        modules=dict.fromkeys((*MODULES, *own)),
        libraries=[name for name in libraries if place_of(name) is not None],
        hash_seed=hash_seed,
        zone=zone,
    )
