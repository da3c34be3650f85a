"""JSON data that nobody can change in place: what has a digest must stay what the digest names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn


def _refuse(self: object, *_: object, **__: object) -> NoReturn:
    kind = "mapping" if isinstance(self, dict) else "list"
    raise TypeError(f"this {kind} is part of a spec, which its digest names; copy it, or make another spec of it")


class FrozenDict(dict[str, Any]):
    """A ``dict`` that stays as it was made."""

    __slots__ = ()
    __setitem__ = __delitem__ = __ior__ = clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy it by its content."""
        return type(self), (dict(self),)


class FrozenList(list[Any]):
    """A ``list`` that stays as it was made."""

    __slots__ = ()
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy it by its content."""
        return type(self), (list(self),)


def frozen(data: Any) -> Any:
    """Return a copy of JSON data that cannot be changed, at any depth; it equals and serializes as what it was made of."""
    if isinstance(data, Mapping):
        return FrozenDict({key: frozen(each) for key, each in data.items()})
    return FrozenList(frozen(each) for each in data) if isinstance(data, list | tuple) else data


def thawed(data: Any) -> Any:
    """Return a copy of JSON data in plain dicts and lists, for whoever may change it."""
    if isinstance(data, Mapping):
        return {key: thawed(each) for key, each in data.items()}
    return [thawed(each) for each in data] if isinstance(data, list | tuple) else data
