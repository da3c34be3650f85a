"""Labels in the store: what people said is right, by name and input; a label that is taken back is a row of its own."""

from __future__ import annotations

import functools
import json
import sqlite3
from typing import get_args

from pointmass.digest import canonical
from pointmass.draw import LATEST
from pointmass.store.checksums import checksum
from pointmass.store.damage import Damaged, check
from pointmass.store.draws import insert
from pointmass.store.entries import Said, StoredLabel
from pointmass.store.rows import Cell, cell_of, mapping_of, text_of

_NAMES = ("time", "name", "spec", "inputs", "said", "value", "who")
_SELECT = f"SELECT id, {', '.join(_NAMES)}, crc FROM labels WHERE ? IS NULL OR name = ? ORDER BY id"  # noqa: S608 - our own names


def insert_label(connection: sqlite3.Connection, label: StoredLabel) -> None:
    """Append a label."""
    row: dict[str, Cell] = {
        "time": label.time,
        "name": cell_of(label.name),
        "spec": label.spec,
        "inputs": cell_of(canonical(dict(label.inputs))),
        "said": label.said,
        "value": cell_of(canonical(label.value)),
        "who": cell_of(label.by),
    }
    insert(connection, "labels", row)


def select_labels(connection: sqlite3.Connection, name: str | None, *, damaged: Damaged) -> list[StoredLabel]:
    """Read the labels of a name, or of all names, oldest first; a row that is not what was written is reported and left out."""
    found = []
    for number, *cells, crc in connection.execute(_SELECT, (cell_of(name), cell_of(name))).fetchall():
        try:
            row = dict(zip(_NAMES, cells, strict=True))
            check(crc, functools.partial(checksum, {"id": number, **row}))
            found.append(_read(row))
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            damaged("labels", number, error)
    return found


def _read(row: dict[str, Cell]) -> StoredLabel:
    time, name, spec, inputs, said, value, who = row.values()
    if said not in get_args(Said) or type(spec) is not str:
        raise ValueError("it is not a label")
    if not isinstance(time, int | float) or not 0 <= time <= LATEST:
        raise ValueError("its time is no time of a label")
    read = json.loads(text_of(value))  # type: ignore[arg-type] # what is no text raises, as a damaged row
    if said == "wrong" and type(read) is not list:
        raise ValueError("it is not a label")
    return StoredLabel(float(time), text_of(name), spec, mapping_of(inputs), said, read, text_of(who))  # type: ignore[arg-type] # as above
