"""The arguments of a call: named, put in order, and, for a function that a person bound, of the types that it declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pointmass.errors import InputError
from pointmass.registry import Binding
from pointmass.signature import Parameter, checkable, misfit, typed


def binding_inputs(binding: Binding, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Name the arguments of a call.

    Raises:
        InputError: One is missing, given twice, or unknown.
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
    """Put the arguments of a call into the order of the parameters.

    Raises:
        InputError: One is missing, given twice, or unknown.
    """
    names = binding.names
    if not args and len(kwargs) == len(names):
        try:
            return [kwargs[name] for name in names]
        except KeyError:
            pass  # below it is said which is unknown
    inputs = binding_inputs(binding, args, kwargs)
    return [inputs.get(p.name, p.default) for p in binding.parameters]


def fitted(binding: Binding, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a bound function as objects of the types that it declares.

    So a model, which sends JSON, and a colleague, who has the objects, may call the same function. What has the declared
    class already, a default, and an argument without an annotation or with one that has no JSON schema (a DataFrame) go
    through as they are.

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
