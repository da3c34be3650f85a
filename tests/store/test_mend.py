"""One flipped bit, wherever it is in a file: nothing reads otherwise than it was written, and what is lost is told."""

from __future__ import annotations

import contextlib
import random
import sqlite3

import pytest

from pointmass.draw import Draw
from pointmass.errors import StoreError
from pointmass.models.base import input_key
from pointmass.store import Series, Store, recover
from pointmass.store.checksums import checksum
from pointmass.store.mend import corrected

SPEC = "5" * 64
SERIES = Series(SPEC, "model")
ROWS = {input_key(row): row for row in ({"title": f"a title of number {number}"} for number in range(20))}
DRAWS = 4


def write(path):
    with Store(path) as store:
        store.put_spec(SPEC, "clean", {"prompt": "Clean it. " * 20})
        store.put_inputs(ROWS)
        for key, row in ROWS.items():
            for index in range(DRAWS):
                said = f"{row['title']}, cleaned {index} " * 6
                store.append_draw(
                    SERIES, key, Draw(index, "ok", said, said, model="as answered", dollars=0.001, time=1.5 + index)
                )
        for number in range(3):
            store.append_binding({"name": f"n{number}", "source": "def f(x): return x\n" * 20})
    return path.read_bytes()


def everything(path):
    """Return every piece that a file holds, by what it is, and what it says of itself."""
    with Store(path) as store:
        found = {("spec", SPEC): store.spec(SPEC)}
        found |= {("input", key): store.input(key) for key in ROWS}
        found |= {("draw", key, draw.index): draw for key, draws in store.draws(SERIES).items() for draw in draws}
        found |= {("binding", event.name): event.event for event in store.bindings()}
        return {what: each for what, each in found.items() if each is not None}, store.notices


def flipped(path, whole, bit):
    for end in ("-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
    data = bytearray(whole)
    data[bit // 8] ^= 1 << bit % 8
    path.write_bytes(data)


def test_a_flipped_bit_changes_nothing_in_silence_and_costs_one_row_at_most(path, tmp_path):
    whole = write(path)
    right, _ = everything(path)
    bits, refused, lost = random.Random(5), 0, 0  # noqa: S311 - places, and no secrets
    for trial in range(150):
        flipped(path, whole, bits.randrange(len(whole) * 8))
        try:
            found, notices = everything(path)
        except StoreError:
            refused += 1
            continue
        missing = right.keys() - found.keys()
        assert {what: right.get(what) for what in found} == found
        assert len(missing) <= 1, (trial, missing, notices)
        assert notices or not missing, (trial, missing)
        lost += len(missing)

    assert lost > 20
    assert refused < 40  # what leads to the rows, and not a row


def test_what_a_flipped_bit_makes_unreadable_can_be_saved_but_for_its_page(path, tmp_path):
    whole = write(path)
    right, _ = everything(path)
    bits, tried = random.Random(6), 0  # noqa: S311 - places, and no secrets
    for trial in range(150):
        flipped(path, whole, bits.randrange(len(whole) * 8))
        with contextlib.suppress(StoreError):
            everything(path)
            continue
        tried += 1
        saved = tmp_path / f"saved{trial}.pointmass"
        recover(path, saved)
        found, _ = everything(saved)
        assert {what: right.get(what) for what in found} == found
        assert len(found) > len(right) - 12  # the rows of a page at most

    assert tried > 5


def test_an_input_whose_key_is_more_than_a_bit_off_is_told(path):
    write(path)
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE inputs SET key = 'xyz' || substr(key, 4) WHERE id = 3")
        raw.commit()
    _, notices = everything(path)

    assert any(notice.startswith("inputs, row 3: it is not what was written") for notice in notices)


@pytest.mark.parametrize("name", ["key", "content", "number", "blob"])
def test_the_one_bit_that_was_flipped_is_found_by_the_checksum(name):
    row = {"key": "key", "content": '{"title": "Ä"}', "number": 7, "blob": b"abe", "real": 1.5}
    row["crc"] = checksum(row)
    cell = row[name]
    if isinstance(cell, int):
        off = cell ^ 1 << 20
    else:
        data = bytearray(cell if isinstance(cell, bytes) else cell.encode())
        data[1] ^= 4
        off = bytes(data) if isinstance(cell, bytes) else data.decode()

    assert off != cell
    assert corrected({**row, name: off}) == row


def test_what_more_than_one_bit_did_is_not_guessed():
    row = {"key": "key", "content": "{}"}
    row["crc"] = checksum(row)

    assert corrected({**row, "key": "xxx"}) is None
