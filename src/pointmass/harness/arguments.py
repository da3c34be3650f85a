"""The arguments of a call: by parameter name, in order, and converted to the types that a bound function declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pointmass.errors import InputError
from pointmass.registry import Binding
from pointmass.signature import Parameter, checkable, misfit, typed


def binding_inputs(binding: Binding, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a call by parameter name. Defaults are not filled in.

    Raises:
        InputError: An argument is missing, given twice, or unknown.
    """
    names = list(binding.names)
    given = dict(zip(names, args, strict=False))
    twice = sorted(given.keys() & kwargs.keys())
    unknown = [name for name in kwargs if name not in names]
    missing = [p.name for p in binding.parameters if p.required and p.name not in given and p.name not in kwargs]
    if len(args) > len(names) or twice or unknown or missing:
        got = [f"{len(args)} by position" if args else "", f"{list(kwargs)} by name" if kwargs else ""]
        raise InputError(
            f"{binding.name}: got {' and '.join(part for part in got if part) or 'nothing'}; it takes {names}"
            f"{f', {twice} came twice' if twice else ''}{f', {missing} is missing' if missing else ''}"
        )
    return given | dict(kwargs)


def in_order(binding: Binding, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Sequence[Any]:
    """Return the arguments of a call in the order of the parameters, with defaults for those that are left out.

    Raises:
        InputError: An argument is missing, given twice, or unknown.
    """
    if not args and tuple(kwargs) == binding.names:  # most calls by name have this order
        return tuple(kwargs.values())
    inputs = binding_inputs(binding, args, kwargs)
    return [inputs.get(p.name, p.default) for p in binding.parameters]


def fitted(binding: Binding, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a bound function as objects of the types that it declares.

    So a model, which sends JSON, and Python code, which has the objects, may call the same function. An argument is not
    changed if it has the declared class already, if it is the default, or if the parameter has no annotation or one
    without a JSON schema (such as a DataFrame).

    Raises:
        InputError: An argument is not of its type.
    """
    made = dict(inputs)
    for p in binding.parameters:
        if p.name in made and type(made[p.name]) is not p.annotation:
            made[p.name] = _fitted(binding.name, p, made[p.name])
    return made


def _fitted(name: str, parameter: Parameter, value: Any) -> Any:
    if value is parameter.default or not checkable(parameter.annotation):
        return value
    try:
        return typed(parameter.annotation, value)
    except (ValueError, TypeError) as error:
        raise InputError(f"{name}: {parameter.name}={misfit(parameter.annotation, value, error)}") from None
