"""Keyword arguments of a verb: one frozen class lists them, each is checked before anything is done, all are shown to editors."""

from __future__ import annotations

import inspect
import math
import numbers
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from typing import Any, TypeVar

from pointmass.errors import InputError, PointmassError, clip

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])


class _Unset:
    """The default of an argument that changes nothing while it is left out."""

    def __repr__(self) -> str:
        return "unset"

    def __reduce__(self) -> str:
        return "UNSET"


UNSET: Any = _Unset()
"""Stands for what was not given where ``None`` would be a value."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What an argument may be.

    Attributes:
        fits: Whether a value will do.
        words: What will do, in words: "a number of seconds above 0".
        error: The exception to raise.
    """

    fits: Callable[[Any], bool]
    words: str
    error: type[PointmassError] = InputError


def keyword(default: Any, check: Allowed | None = None) -> Any:
    """Return a field of an options class: its default, and what it may be. The default itself is not checked."""
    return field(default=default, metadata={"check": check})


def read(kind: type[T], given: Mapping[str, Any], *, whose: str, first: str) -> T:
    """Read the keyword arguments that a verb was called with.

    Args:
        kind: The options class, a dataclass made of ``keyword`` fields.
        given: The arguments, by name.
        whose: The verb, as it was called: ``clean_filename.watch``.
        first: What it takes besides them, for the message: ``a baseline``.

    Raises:
        InputError: One of them is unknown, or does not fit (a check may name another error). Nothing was done yet.
    """
    known: dict[str, Field[Any]] = {each.name: each for each in fields(kind)}  # type: ignore[arg-type] # always a dataclass
    unknown = [name for name in given if name not in known]
    if unknown:
        takes = [*(first.split(", ") if first else ()), *known]
        raise InputError(f"{whose}: got {unknown}; it takes {', '.join(takes)}{nearest(unknown, takes)}")
    for name, value in given.items():
        check: Allowed | None = known[name].metadata["check"]
        if check is not None and not check.fits(value):
            raise check.error(f"{whose}: got {name}={clip(repr(value))}; it is {check.words}")
    return kind(**given)


def nearest(unknown: Iterable[str], known: Sequence[str]) -> str:
    """Say which known names those that nobody knows are like: ``; is 'running' meant?``, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is misspelt

    like = [match for name in unknown for match in get_close_matches(name, known, n=1)]
    return f"; {'is' if len(like) == 1 else 'are'} {' and '.join(map(repr, like))} meant?" if like else ""


def takes(kind: type[Any]) -> Callable[[F], F]:
    """Show the arguments of an options class in the signature of a method that takes them as ``**how``.

    So help and the completion of a notebook list them; type checkers read ``Unpack`` of a ``TypedDict``.
    """

    def shown(method: F) -> F:
        plain = inspect.signature(method)
        own = [p for p in plain.parameters.values() if p.kind is not p.VAR_KEYWORD]
        named = [
            inspect.Parameter(
                each.name,
                inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if each.default is MISSING else each.default,
                annotation=each.type,
            )
            for each in fields(kind)
            if each.name not in plain.parameters
        ]
        method.__signature__ = plain.replace(parameters=[*own, *named])  # type: ignore[attr-defined] # any function has room
        return method

    return shown


def is_number(value: Any) -> bool:
    """Whether a value is a finite number; a truth value does not count."""
    return not isinstance(value, bool) and isinstance(value, numbers.Real) and math.isfinite(value)


def is_whole(value: Any) -> bool:
    """Whether a value is a whole number; a truth value does not count."""
    return not isinstance(value, bool) and isinstance(value, numbers.Integral)


YES_OR_NO = Allowed(lambda value: isinstance(value, bool), "True or False")
LEVEL = Allowed(lambda value: is_number(value) and 0 < value < 1, "a fraction between 0 and 1; 95 % is 0.95")
SEED = Allowed(lambda value: is_whole(value) and value >= 0, "a whole number, 0 or more")
