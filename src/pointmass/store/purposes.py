"""Set the purposes of series from older versions, which wrote them as a text before the model, or not at all."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pointmass.digest import canonical, digest
from pointmass.store.checksums import row_checksum
from pointmass.store.mend import is_whole
from pointmass.store.rows import Cell, cell_of, mapping_of, text_of
from pointmass.store.schema import columns

NAMED_SINCE = 4
"""The version since which every series has its purpose."""

_LOOK = re.compile(r"watch ([0-9a-f]{12}): (.+)", re.DOTALL)
"""How older versions wrote the model of a look of a watch: with the watched sample and the model."""

_JUDGES = "Two answers to the same task are given. Say whether they mean the same"
"""The beginning of the prompt of every judge in older versions."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A series with its new values, and the new row of its spec if that changes."""

    series: dict[str, Any]
    spec: dict[str, Cell] | None = None


def name_purposes(connection: sqlite3.Connection, *, beside: bool = False) -> None:
    """Set the purpose of every watch and of every judge, within the caller's transaction.

    The spec of a look of a watch then names the watched sample, and its model is the one that answers. Damaged rows are
    not changed.

    Args:
        connection: A connection to the file, whose rows have their checksums.
        beside: Whether the file is read-only; then the changes are made in temporary tables in memory that hide those
            of the file.
    """
    named = list(_older(connection))
    if beside and named:
        connection.execute("PRAGMA temp_store = MEMORY")
        for table in ("series", "specs"):
            connection.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table}")  # noqa: S608 - our own names
    for each in named:
        _write(connection, "series", each.series, key="id")
        if each.spec is not None:
            _write(connection, "specs", each.spec, key="digest")


def _older(connection: sqlite3.Connection) -> Iterator[_Named]:
    names = ["id", "spec", "model", "purpose", "number", *({"crc"} & columns(connection, "series"))]
    for cells in connection.execute(f"SELECT {', '.join(names)} FROM series").fetchall():  # noqa: S608 - our own names
        row = dict(zip(names, cells, strict=True))
        if row["purpose"] not in ("sample", "linked") or not is_whole(row):
            continue
        found = connection.execute("SELECT name, content FROM specs WHERE digest = ?", (row["spec"],)).fetchone()
        try:
            named = None if found is None else _named(row, found[0], mapping_of(found[1]))
        except (ValueError, TypeError, AttributeError):  # what is kept of its spec cannot be read
            continue
        if named is not None:
            yield named


def _named(row: dict[str, Any], name: Cell, content: dict[str, Any]) -> _Named | None:
    look = _LOOK.fullmatch(text_of(row["model"]))
    if look is not None:
        baseline, by = look.groups()
        asked = content.get("model")  # if the spec of the watch named a model, its name was written first
        by = by.removeprefix(f"{asked} by ") if asked else by
        of = {**content, "watch": baseline}
        spec: dict[str, Cell] = {"digest": digest(of), "name": name, "content": cell_of(canonical(of))}
        return _Named({**row, "spec": spec["digest"], "model": cell_of(by), "purpose": "watch"}, spec)
    if row["purpose"] == "sample" and str(content.get("prompt", "")).startswith(_JUDGES):
        return _Named({**row, "purpose": "judge"})
    return None


def _write(connection: sqlite3.Connection, table: str, row: dict[str, Any], *, key: str) -> None:
    """Replace the row with the same key."""
    if "crc" in columns(connection, table):
        row = {**row, "crc": row_checksum(row)}
    connection.execute(f"DELETE FROM {table} WHERE {key} = ?", (row[key],))  # noqa: S608 - our own names
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608 - as above
