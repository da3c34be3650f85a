"""The bare types ``str``, ``int``, ``float`` and ``bool``: they are JSON types, and are checked without pydantic."""

from __future__ import annotations

import contextlib
import numbers
import types
import typing
from typing import Any

from pointmass.signature.annotations import Annotation

BARE: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}
"""The bare types, with their JSON names. Most specs, and all deployed code, use only these and never load pydantic."""


def is_bare(annotation: Annotation) -> bool:
    """Whether a type is one of the bare ones."""
    return annotation is str or annotation is int or annotation is float or annotation is bool


def bare(annotation: Annotation, value: Any) -> Any:
    """Return a value as an object of a bare type; raise ValueError if it is of another JSON type."""
    if type(value).__module__ == "numpy" and getattr(value, "shape", None) == ():
        value = value.item()  # a scalar of numpy, such as a cell of a Series
    if annotation is bool or isinstance(value, bool):
        fits = annotation is bool and isinstance(value, bool)
    elif annotation is str:
        fits = isinstance(value, str)
    elif annotation is int:
        # A column of integers becomes one of floats if a value is missing.
        fits = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    else:
        fits = isinstance(value, int | float | numbers.Real) or type(value).__module__ == "decimal"
    if not fits:
        raise ValueError(f"Input should be a valid {BARE[annotation]}")
    try:
        return str.__str__(value) if annotation is str else annotation(value)
    except OverflowError:
        raise ValueError("Input should be a number that fits into 64 bits") from None


def bare_members(annotation: Annotation) -> list[Annotation]:
    """Return the bare types of a union that has only these and ``None``; an empty list for other types."""
    origin: Any = typing.get_origin(annotation)
    members = typing.get_args(annotation) if origin in (typing.Union, types.UnionType) else ()
    bare = [member for member in members if is_bare(member)]
    return bare if len(bare) == len([member for member in members if member is not type(None)]) else []


def first_bare(members: list[Annotation], value: object) -> Any:
    """Return a value as an object of the first bare type that takes it; raise ValueError if none does."""
    for member in members:
        with contextlib.suppress(ValueError):
            return bare(member, value)
    raise ValueError(f"Input should be a valid {' or '.join(BARE[member] for member in members)}")
