"""The signature of code for a spec, and inputs in the form that the synthesizer takes."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from enum import Enum
from typing import Any, Literal

from pointmass.errors import ExamplesError
from pointmass.signature import Annotation, show
from pointmass.spec import Spec
from pointmass.synthesis import Signature
from pointmass.synthesis.problem import problem

_BARE = (str, int, float, bool)

_LONG = 64
"""If a ``Literal`` is longer than this, in characters, the signature has ``str`` instead."""


def as_input(spec: Spec, row: Mapping[str, Any]) -> Any:
    """Return an input in the form of the synthesizer: the bare value, or a list of values for several parameters."""
    values = [row[p.name] for p in spec.parameters]
    return values[0] if len(values) == 1 else values


def signature_of(spec: Spec) -> Signature:
    """Return the signature of code for a spec, with types of plain Python.

    A parameter whose name would hide something that the code needs (``json``, ``list``, the function itself) gets
    another name, such as ``json_``; this is possible because code is called by position.
    """
    taken = {p.name for p in spec.parameters}
    kinds = [(_safe(p.name, taken, but=spec.name), *_plain_type(p.annotation)) for p in spec.parameters]
    returns, imports = _plain_type(spec.returns)
    needed = {line for _, _, lines in kinds for line in lines} | set(imports)
    parameters = tuple((name, text) for name, text, _ in kinds)
    return Signature(parameters=parameters, returns=returns, doc=spec.prompt, imports=tuple(sorted(needed)))


def _refused(name: str) -> bool:
    """Whether the synthesizer refuses a name; it is called for that, so that there is only one list of such names."""
    try:
        problem([("", "")], name=name, budget=0.0, signature=None, contested=(), unlabelled=())
    except ExamplesError:
        return True
    return False


def _safe(name: str, taken: set[str], *, but: str) -> str:
    """Return a name that the synthesizer accepts: the parameter's own, or that with underscores appended."""
    safe = name
    while safe == but or _refused(safe) or (safe != name and safe in taken):
        safe += "_"
    return safe


def _plain_type(annotation: Annotation) -> tuple[str, tuple[str, ...]]:
    """Return a type as source with its imports, using plain Python only, as code works on JSON data."""
    origin: Any = typing.get_origin(annotation)
    if annotation in _BARE or annotation is type(None):
        return show(annotation), ()
    if origin is Literal and all(isinstance(value, str | int | bool) for value in typing.get_args(annotation)):
        return _labels(annotation)
    if origin is list:
        inner, imports = _plain_type(typing.get_args(annotation)[0])
        return f"list[{inner}]", imports
    if origin in (typing.Union, types.UnionType):
        parts = [_plain_type(argument) for argument in typing.get_args(annotation)]
        return " | ".join(text for text, _ in parts), tuple(line for _, lines in parts for line in lines)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return " | ".join(sorted({type(member.value).__name__ for member in annotation})), ()
    return "Any", ("from typing import Any",)


def _labels(annotation: Annotation) -> tuple[str, tuple[str, ...]]:
    """Return a ``Literal`` as source with its imports; ``str`` if it would be too long to read."""
    shown = show(annotation)
    if len(shown) > _LONG and all(isinstance(value, str) for value in typing.get_args(annotation)):
        return "str", ()
    return shown, ("from typing import Literal",)
