"""The signature of a synthesized function: the names, annotations and docstring of the spec."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLAIN = {str: "str", bool: "bool", int: "int", float: "float", list: "list[Any]", dict: "dict[str, Any]"}


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters, the result and the docstring of a function.

    Attributes:
        parameters: ``(name, annotation)`` in order, annotations as source text.
        returns: The annotation of the result, as source text.
        doc: The docstring; if it is empty, one is made from the steps of the program.
        imports: Import lines that the annotations need, e.g. ``"from typing import Literal"``.
    """

    parameters: tuple[tuple[str, str], ...] = (("text", "str"),)
    returns: str = "str"
    doc: str = ""
    imports: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters, in order."""
        return tuple(name for name, _ in self.parameters)


def guess(inputs: Sequence[Any], outputs: Sequence[Any], *, but: str = "") -> Signature:
    """Guess the signature from the types of the examples.

    Lists of scalars with the same length in every example count as several parameters, anything else as one.

    Args:
        inputs: The inputs.
        outputs: The outputs.
        but: The name of the function, which no parameter may have.
    """
    kinds = [_annotation(inputs)]
    names = ["text" if kinds == ["str"] else "number" if kinds[0] in {"int", "float"} else "data"]
    if _are_rows(inputs):
        kinds = [_annotation(column) for column in zip(*inputs, strict=True)]
        names = ["text"] if len(kinds) == 1 else [f"text{i}" for i in range(1, len(kinds) + 1)]
    called = [f"{name}_" if name == but else name for name in names]
    return Signature(parameters=tuple(zip(called, kinds, strict=True)), returns=_annotation(outputs))


def _are_rows(inputs: Sequence[Any]) -> bool:
    """Whether every input is a list of the same positive number of scalars: one value per parameter."""
    if not all(isinstance(i, list) for i in inputs):
        return False
    lengths = {len(i) for i in inputs}
    scalars = all(not isinstance(v, dict | list) for i in inputs for v in i)
    return len(lengths) == 1 and lengths != {0} and scalars


def _annotation(values: Sequence[Any]) -> str:
    """Return the narrowest annotation that fits all *values*."""
    names = {_PLAIN.get(type(v), "Any") for v in values if v is not None}
    if names == {"int", "float"}:
        names = {"float"}
    if len(names) != 1:
        return "Any" if names else "None"
    (name,) = names
    if name == "list[Any]" and all(isinstance(x, str) for v in values if v is not None for x in v):
        name = "list[str]"
    return name if all(v is not None for v in values) or name == "Any" else f"{name} | None"
