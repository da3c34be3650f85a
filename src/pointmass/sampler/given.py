"""Split what people give as inputs (lists, tables, arrays, generators) into one entry per input."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any

from pointmass.errors import InputError, clip
from pointmass.signature import Parameter, fields_of, plain
from pointmass.spec import Spec

_MISSING_TYPES = ("NAType", "NaTType")  # types of pandas, compared by name, so that pandas need not be imported


def entries(spec: Spec, given: Any) -> list[Any]:
    """Split what was given into one entry for each input: a value, or a mapping of parameters.

    Raises:
        InputError: It is a single input and not a list, a mapping of columns, an array of several dimensions, a table
            whose columns are not the parameters, or no collection.
    """
    if isinstance(given, str | bytes | bytearray):
        raise InputError(
            f"{spec.name}: got one input, {clip(repr(given), 60)}; inputs are a list, so one input is a list of one: "
            f"[{clip(repr(given), 40)}]"
        )
    if isinstance(given, Mapping):
        raise InputError(_mapping_advice(spec, given))
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(given, pandas.DataFrame):
        return _records(spec, given)
    if getattr(given, "ndim", 1) != 1:
        raise InputError(f"{spec.name}: got an array of {given.ndim} dimensions; inputs are a list, or an array of one")
    if not isinstance(given, Iterable):
        kind = type(given).__name__
        more = "; collect an asynchronous generator first" if hasattr(given, "__aiter__") else ""
        raise InputError(
            f"{spec.name}: got {kind}; inputs are a list of values, a Series, a list of mappings or a DataFrame{more}"
        )
    return [_scalar(entry) for entry in given]


def named(spec: Spec, entry: Any) -> Mapping[str, Any]:
    """Return an entry as a mapping of parameters; a bare value is that of the only parameter.

    Raises:
        InputError: It is a bare value, and there are several parameters.
    """
    names = [p.name for p in spec.parameters]
    if len(names) > 1:
        if not isinstance(entry, Mapping):
            example = "{" + ", ".join(f"{name!r}: …" for name in names) + "}"
            raise InputError(f"{clip(repr(entry))} names no parameter; with several parameters an input is {example}")
        return entry
    only = spec.parameters[0]
    # With one parameter that takes a record, a mapping may be the value itself; else it names the parameter.
    if isinstance(entry, Mapping) and (set(entry) == {only.name} or not _takes(only.annotation, entry)):
        return entry
    return {only.name: entry}


def cell(parameter: Parameter, value: Any) -> Any:
    """Return a value for a parameter; missing values of tables become ``None`` if the type allows it.

    Raises:
        InputError: The value is missing (``None``, NaN, ``pd.NA``, ``NaT``), and the type does not allow ``None``; or
            it is a time with nanoseconds, which would be lost.
    """
    if value is None or _is_missing(value):
        if _takes(parameter.annotation, None):
            return None
        raise InputError(f"a missing value (None, NaN or NA) as {parameter.name}: drop the row, or fill it in")
    if getattr(value, "nanosecond", 0):
        what = f"{parameter.name}={value!s}: a time has microseconds here, and nothing finer"
        raise InputError(f"{what}; round it: .dt.floor('us')")
    return value


def _is_missing(value: Any) -> bool:
    if type(value).__name__ in _MISSING_TYPES:
        return True
    return isinstance(value, float) and value != value  # noqa: PLR0124 - only NaN differs from itself


def _takes(annotation: Any, value: Any) -> bool:
    if isinstance(value, Mapping) and annotation in (str, int, float, bool):
        return False
    if isinstance(value, Mapping) and fields_of(annotation) and not set(value) & set(fields_of(annotation)):
        return False
    try:
        plain(annotation, value)
    except (ValueError, TypeError):
        return False
    return True


def _records(spec: Spec, frame: Any) -> list[dict[str, Any]]:
    names = [p.name for p in spec.parameters]
    columns = list(frame.columns)
    extra = [column for column in columns if column not in names]
    lost = [p.name for p in spec.parameters if p.required and p.name not in columns]
    twice = sorted({str(column) for column in columns if columns.count(column) > 1})
    faults = [
        f"the columns {extra} are not parameters" if extra else "",
        f"there is no column {lost}" if lost else "",
        f"the columns {twice} occur twice" if twice else "",
    ]
    if any(faults):
        raise InputError(
            f"{spec.name}: {', and '.join(fault for fault in faults if fault)}; the columns of a DataFrame are the "
            f"parameters {names}: give frame[{[name for name in names if name in columns] or names}]"
        )
    return [{name: _scalar(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _mapping_advice(spec: Spec, given: Mapping[Any, Any]) -> str:
    listed = [name for name, value in given.items() if isinstance(value, list | tuple) or hasattr(value, "tolist")]
    if listed and len(listed) == len(given):
        return (
            f"{spec.name}: got a mapping of columns {list(given)}; give a DataFrame, pd.DataFrame(columns), or a list "
            "of mappings, one for each input"
        )
    return (
        f"{spec.name}: got one input, a mapping of {list(given)}; inputs are a list, so one input is a list of one: "
        "[{…}]"
    )


def _scalar(value: Any) -> Any:
    """Return a scalar of numpy as a Python value; anything else unchanged."""
    return value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") and not value.shape else value
