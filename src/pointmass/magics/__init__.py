"""What ``%load_ext pointmass`` adds to a notebook: ``%%spec`` cells, ``%sample``, ``%stabilize``, ``%soften``; all of it goes again."""

from __future__ import annotations

from typing import Any

from pointmass.magics import verbs
from pointmass.magics.completion import complete_names, forget_names
from pointmass.magics.spec_cell import USAGE, define

__all__ = ["load_ipython_extension", "unload_ipython_extension"]


def load_ipython_extension(ipython: Any) -> None:
    """Turn the magics on, with the completion of what follows them."""

    def spec(line: str, cell: str) -> Any:
        return define(line, cell, ipython.user_ns)

    spec.__doc__ = f"Define a spec whose prompt is this cell:\n\n    {USAGE}"
    ipython.register_magic_function(spec, magic_kind="cell", magic_name="spec")
    for name, made in verbs.magics(ipython.user_ns).items():
        ipython.register_magic_function(made, magic_kind="line", magic_name=name)
    complete_names(ipython)


def unload_ipython_extension(ipython: Any) -> None:
    """Turn them off."""
    ipython.magics_manager.magics["cell"].pop("spec", None)
    for name in verbs.NAMES:
        ipython.magics_manager.magics["line"].pop(name, None)
    forget_names(ipython)
