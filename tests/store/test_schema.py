from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import pytest

from pointmass.draw import Draw
from pointmass.errors import StoreError
from pointmass.store import Series, Store, schema

SERIES = Series("s", "m")


def test_a_new_file_is_marked_and_numbered(path):
    Store(path).close()

    with sqlite3.connect(path) as raw:
        marks = [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    raw.close()
    assert marks == [int.from_bytes(b"pmas", "big"), schema.VERSION]


def test_an_empty_file_is_taken(path):
    path.touch()

    with Store(path) as store:
        assert store.contents() == []


def test_a_file_of_a_newer_version_is_refused(path):
    Store(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()

    with pytest.raises(StoreError, match=r"a newer pointmass wrote it \(tables of version 99\).*upgrade"):
        Store(path)


def test_the_database_of_another_program_is_refused_and_left_as_it_is(path):
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE bookmarks (url)")
    raw.close()
    before = path.read_bytes()

    with pytest.raises(StoreError, match=r"another program's database \(it holds bookmarks\)"):
        Store(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(path):
    path.write_text("dear diary\n" * 200, encoding="utf-8")
    before = path.read_bytes()

    with pytest.raises(StoreError, match="it is not an SQLite file"):
        Store(path)
    assert path.read_bytes() == before


def test_a_damaged_file_says_that_it_is_damaged(path):
    with Store(path) as store:
        store.put_inputs({"k0": {}})
        for index in range(200):
            store.append_draw(SERIES, "k0", Draw(index, "ok", "x" * 500))
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))

    with (
        pytest.raises(
            StoreError, match="it is damaged; restore it from a copy, or save what can be read: pointmass recover"
        ),
        Store(path) as store,
    ):
        store.draws(SERIES)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StoreError, match=r"there is no folder '.*nowhere'; make it first"):
        Store(tmp_path / "nowhere" / "x.pointmass")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(StoreError, match="this is a folder; give the path of a file"):
        Store(tmp_path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_an_error_that_says_so(tmp_path):
    tmp_path.chmod(0o500)

    with pytest.raises(StoreError, match="you must be allowed to write there"):
        Store(tmp_path / "x.pointmass")


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs a folder that even root cannot write into")  # noqa: PTH112 - evaluated at import
def test_a_folder_that_nobody_may_write_is_an_error_that_says_so():
    with pytest.raises(StoreError, match="you must be allowed to write there"):
        Store("/proc/x.pointmass")


def test_an_error_of_the_store_is_an_error_of_the_system_too(tmp_path):
    with pytest.raises(OSError, match="this is a folder"):
        Store(tmp_path)


def test_several_processes_may_make_and_fill_one_file_at_once(path):
    child = f"""
import sys
from pointmass.draw import Draw
from pointmass.store import Series, Store

with Store({str(path)!r}) as store:
    store.put_inputs({{"k0": {{"title": "A"}}, sys.argv[1]: {{}}}})
    for index in range(50):
        store.append_draw(Series("s", "m"), "k0", Draw(index, "ok", sys.argv[1])).result()
"""
    children = [subprocess.Popen([sys.executable, "-c", child, str(number)]) for number in range(4)]  # noqa: S603 - our own text

    assert [process.wait(60) for process in children] == [0] * 4
    with sqlite3.connect(path) as raw:
        attempts = raw.execute("SELECT count(*), max(attempt) FROM draws").fetchone()
        check = raw.execute("PRAGMA integrity_check").fetchone()
    raw.close()
    assert attempts == (200, 3)
    assert check == ("ok",)


def test_a_file_that_another_process_keeps_locked_is_waited_for(store, path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    pending = store.append_draw(SERIES, "k0", Draw(0, "ok", "a"))
    with pytest.raises(TimeoutError, match=r"not written within 0\.05 s"):
        pending.result(timeout=0.05)
    other.execute("COMMIT")
    other.close()

    pending.result()
    assert len(store.draws(SERIES)["k0"]) == 1
