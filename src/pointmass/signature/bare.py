"""The bare types: their objects are JSON data as they are, so that they are checked without pydantic."""

from __future__ import annotations

import contextlib
import numbers
import types
import typing
from typing import Any

from pointmass.signature.annotations import Annotation

BARE: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}
"""Types whose objects are JSON data as they are, so that most specs, and all of deployed code, never load pydantic."""


def is_bare(annotation: Annotation) -> bool:
    """Whether a type is one of the bare ones."""
    return annotation is str or annotation is int or annotation is float or annotation is bool


def bare(annotation: Annotation, value: Any) -> Any:
    """Return a value as an object of a bare type, or refuse what JSON would call otherwise; pydantic is not loaded."""
    if type(value).__module__ == "numpy" and getattr(value, "shape", None) == ():
        value = value.item()  # a cell of a Series
    if annotation is bool or isinstance(value, bool):
        fits = annotation is bool and isinstance(value, bool)
    elif annotation is str:
        fits = isinstance(value, str)
    elif annotation is int:
        # A column of integers in which one is missing holds floats.
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
    """Return the bare types of a union of nothing but these and ``None``; nothing for another type."""
    origin: Any = typing.get_origin(annotation)
    members = typing.get_args(annotation) if origin in (typing.Union, types.UnionType) else ()
    bare = [member for member in members if is_bare(member)]
    return bare if len(bare) == len([member for member in members if member is not type(None)]) else []


def first_bare(members: list[Annotation], value: object) -> Any:
    """Return a value as an object of the first bare type that takes it; a `ValueError` names them all."""
    for member in members:
        with contextlib.suppress(ValueError):
            return bare(member, value)
    raise ValueError(f"Input should be a valid {' or '.join(BARE[member] for member in members)}")
