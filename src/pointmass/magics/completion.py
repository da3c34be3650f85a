"""What may stand after a magic, for whoever presses Tab: names, variables that fit, options."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from pointmass.errors import PointmassError
from pointmass.magics.spec_cell import find_workbench

_LINE = r".*%(sample|stabilize|soften)\s"
_AFTER = re.compile(r".*%(?P<magic>sample|stabilize|soften)\s+(?P<words>.*)$", re.DOTALL)
_INPUTS = ("list", "tuple", "DataFrame", "Series")


def complete_names(ipython: Any) -> None:
    """Complete what stands after the magics."""

    def complete(_shell: Any, event: Any) -> list[str]:
        return list(completions(event.text_until_cursor, ipython.user_ns))

    forget_names(ipython)  # loaded once more, it completes once
    ipython.set_hook("complete_command", complete, re_key=_LINE)


def forget_names(ipython: Any) -> None:
    """Complete it no more."""
    known = ipython.strdispatchers.get("complete_command")
    if known is not None:
        known.regexs.pop(re.compile(_LINE), None)


def completions(text: str, names: Mapping[str, Any]) -> Iterable[str]:
    """Return what may stand where the cursor is.

    Args:
        text: The line up to the cursor.
        names: The notebook's variables.
    """
    found = _AFTER.match(text)
    if found is None:
        return []
    *before, begun = found["words"].split(" ")
    plain = [word for word in before if word and "=" not in word]
    return [each for each in _possible(found["magic"], len(plain), names) if each.startswith(begun)]


def _possible(magic: str, place: int, names: Mapping[str, Any]) -> Iterable[str]:
    if place == 0:
        try:
            return find_workbench(None, names, whose=f"%{magic}").names
        except PointmassError:  # none, or several: nothing can be offered
            return []
    if magic == "soften":
        return []
    kinds = _INPUTS if magic == "sample" else ("Sample",)
    variables = [name for name, value in names.items() if type(value).__name__ in kinds and not name.startswith("_")]
    return [*(sorted(variables) if place == 1 else []), *_options(magic)]


def _options(magic: str) -> list[str]:
    if "pointmass.workbench" not in sys.modules:
        return []
    from pointmass.workbench.options import SampleOptions, StabilizeOptions  # noqa: PLC0415 - loaded by now

    kind = SampleOptions if magic == "sample" else StabilizeOptions
    return [*(["draws="] if magic == "sample" else []), *(f"{each.name}=" for each in fields(kind))]
