"""Labels in a file: appended, never written over, and told where a row is not what was written."""

from __future__ import annotations

import contextlib
import sqlite3

import pytest

from pointmass.errors import StoreError
from pointmass.store import Store, StoredLabel


def label(said="right", value="x", inputs=None, name="name"):
    return StoredLabel(2.0, name, "d1", inputs or {"title": "A"}, said, value, "me")


def test_what_was_said_is_read_back_in_its_order_with_who_and_when(path):
    said = [label(), label("wrong", ["a", "b\ud800\0"]), label("taken back", None), label(value=None, name="other")]
    with Store(path) as store:
        for each in said:
            store.append_label(each).result()
        assert store.labels() == said
    with Store(path) as store:
        assert (store.labels("name"), store.labels("other")) == (said[:3], said[3:])


def test_a_store_in_memory_keeps_labels():
    with Store() as store:
        store.append_label(label())
        assert store.labels("name") == [label()]


@pytest.mark.parametrize(
    "change",
    ["value = '[1'", "value = '\"y\"'", "said = 'maybe'", "inputs = '[]'", "time = -1", "spec = x'00'", "who = 'you'"],
)
def test_a_row_that_is_not_what_was_written_is_left_out_and_told(path, change):
    with Store(path) as store:
        store.append_label(label()).result()
        store.append_label(label(value="kept")).result()
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute(f"UPDATE labels SET {change} WHERE id = 1")  # noqa: S608 - ours
        raw.commit()

    with Store(path) as store:
        assert [each.value for each in store.labels()] == ["kept"]
        assert "labels" in store.notices[-1]


@pytest.mark.parametrize("change", ["said = 'maybe'", "value = '3', said = 'wrong'", "time = 1e300", "value = '[1'"])
def test_a_row_without_a_checksum_has_to_be_a_label(path, change):
    with Store(path) as store:
        store.append_label(label()).result()
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute(f"UPDATE labels SET crc = NULL, {change}")  # noqa: S608 - ours
        raw.commit()

    with Store(path) as store:
        assert store.labels() == []
        assert len(store.notices) == 1


def test_a_file_that_may_only_be_looked_at_takes_none(path):
    Store(path).close()
    with Store(path, readonly=True) as store, pytest.raises(StoreError):
        store.append_label(label()).result()
