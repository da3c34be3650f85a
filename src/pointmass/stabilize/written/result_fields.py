"""The fields of a result, by its type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pointmass.signature import Annotation, schema


def record_fields(returns: Annotation) -> tuple[str, ...] | None:
    """Return the names of the fields of a result, as in JSON.

    Returns:
        The names, in the order of the type; empty if any names are allowed; ``None`` if it is not a record.
    """
    root = schema(returns)
    return _fields(root, root.get("$defs", {}))


def _fields(node: Mapping[str, Any], defined: Mapping[str, Any]) -> tuple[str, ...] | None:
    if "$ref" in node:
        name = str(node["$ref"]).rpartition("/")[2]
        # The definition is removed while it is followed, as a type may refer to itself.
        return _fields(defined.get(name, {}), {other: held for other, held in defined.items() if other != name})
    if node.get("type") == "object":
        return tuple(node.get("properties", ()))
    several = [_fields(part, defined) for part in (*node.get("anyOf", ()), *node.get("oneOf", ()))]
    records = [names for names in several if names is not None]
    if not records:
        return None
    return () if () in records else tuple(dict.fromkeys(name for names in records for name in names))
