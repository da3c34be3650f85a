"""The sandbox for code that somebody wrote: what every sandbox has, and what a person allows besides."""

from __future__ import annotations

from collections.abc import Sequence

from pointmass.sandbox import MODULES, Limits, Sandbox, place_of
from pointmass.stabilize.written.reach import foreign


def sandbox_for(
    imports: Sequence[str], *, limits: Limits | None = None, hash_seed: int = 0, zone: str = "UTC"
) -> Sandbox:
    """Return a sandbox, not open yet, in which code finds these imports.

    A library is loaded before the process is confined. What it would read from files later (a table of time zones) it does
    not find there, so that code may answer otherwise than it will outside.

    Args:
        imports: What a module imports (``Module.imports``), or what a person allows. A library that is not installed is
            left out: `read_module` refuses code that imports it.
        limits: How much the code may cost.
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
