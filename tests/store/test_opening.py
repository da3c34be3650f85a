"""Files of strangers: nothing in them runs, and what cannot be trusted is refused in words or left out."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
import tempfile
import warnings
from pathlib import Path

import pytest

from pointmass.draw import Draw
from pointmass.errors import StoreError
from pointmass.store import Series, Store, recover
from pointmass.store.opening import opened

SERIES = Series("s", "m")


def change(path, *statements):
    """Do what a stranger does with SQLite before the file is sent."""
    with contextlib.closing(sqlite3.connect(path)) as raw:
        for statement in statements:
            raw.execute(statement)
        raw.commit()


@pytest.fixture
def filled(path):
    """A closed file with four draws and a binding."""
    with Store(path) as store:
        store.put_inputs({"k0": {"title": "A"}, "k1": {"title": "B"}})
        for key in ("k0", "k1"):
            for index in range(2):
                store.append_draw(SERIES, key, Draw(index, "ok", f"{key} {index}", f"{key} {index}"))
        store.append_binding({"name": "clean", "what": "a meaning"})
    return path


# --- schema ---

STRANGE = {
    "trigger 't'": ("CREATE TRIGGER t AFTER INSERT ON bindings BEGIN DELETE FROM draws; END",),
    "trigger 'u'": ("CREATE TRIGGER u AFTER INSERT ON draws BEGIN UPDATE bindings SET event = '{}'; END",),
    "view 'v'": ("CREATE VIEW v AS SELECT * FROM draws",),
    "index 'i'": ("CREATE INDEX i ON draws (abs(number))",),
    "table 'other'": ("CREATE TABLE other (x CHECK (x > 0))",),
    "view 'inputs'": (
        "DROP TABLE inputs",
        "CREATE VIEW inputs AS SELECT 1 AS id, 'k0' AS key, '{}' AS content, NULL AS crc",
    ),
    "table 'numbers'": ("DROP TABLE numbers", "CREATE TABLE numbers (series_id, input_id, next DEFAULT (random()))"),
}


@pytest.mark.parametrize("what", STRANGE)
def test_a_file_with_a_schema_of_its_own_is_refused_by_name_and_left_as_it_is(filled, what):
    change(filled, *STRANGE[what])
    before = filled.read_bytes()

    for how in ({}, {"readonly": True}):
        with pytest.raises(StoreError, match=rf"its schema is not pointmass's own: .*{what}.*pointmass recover"):
            Store(filled, **how)
    assert filled.read_bytes() == before


@pytest.mark.parametrize("what", ["trigger 't'", "trigger 'u'", "view 'v'", "index 'i'"])
def test_what_such_a_file_holds_can_be_saved_without_its_schema(filled, tmp_path, what):
    change(filled, *STRANGE[what])
    recover(filled, tmp_path / "saved.pointmass")

    with Store(tmp_path / "saved.pointmass") as store:
        store.append_binding({"name": "more"})
        assert sum(held.draws for held in store.contents()) == 4
        assert [event.event["name"] for event in store.bindings()] == ["clean", "more"]


def test_a_trigger_that_another_process_makes_meanwhile_does_not_run(filled):
    with Store(filled) as store:
        change(filled, "CREATE TRIGGER t AFTER INSERT ON bindings BEGIN DELETE FROM draws; END")
        with contextlib.suppress(StoreError):
            store.append_binding({"name": "more"})

        assert sum(held.draws for held in store.contents()) == 4


def test_statistics_that_sqlite_keeps_of_a_file_are_nothing_strange(filled):
    change(filled, "ANALYZE")

    with Store(filled) as store:
        assert store.notices == []


@pytest.mark.parametrize("version", [0, -1])
def test_a_version_that_no_pointmass_writes_is_refused(filled, version):
    change(filled, f"PRAGMA user_version = {version}")

    with pytest.raises(StoreError, match="its schema is not pointmass's own: a version that no pointmass writes"):
        Store(filled)


def test_the_connection_is_as_sqlite_advises_for_files_of_strangers(path):
    with contextlib.closing(opened(path).connection) as connection:
        said = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("trusted_schema", "cell_size_check")
        }

    assert said == {"trusted_schema": 0, "cell_size_check": 1}


# --- bad rows ---


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE draws SET text = X'ff00fe' WHERE id = 3",
        "UPDATE draws SET text = CAST(X'ff00fe' AS TEXT) WHERE id = 3",
        "UPDATE draws SET outcome = '{not json' WHERE id = 3",
        "UPDATE draws SET crc = NULL, outcome = '{not json' WHERE id = 3",
        "UPDATE draws SET crc = NULL, status = 'splendid' WHERE id = 3",
        "UPDATE draws SET crc = NULL, input_tokens = 'many' WHERE id = 3",
        "UPDATE draws SET crc = NULL, outcome = hex(zeroblob(0)) || replace(hex(zeroblob(50000)), '00', '[') WHERE id = 3",
        "UPDATE draws SET dollars = 1e9 WHERE id = 3",
        "UPDATE draws SET crc = NULL, time = 1e300 WHERE id = 3",
        "UPDATE draws SET attempt = 7 WHERE id = 3",
    ],
)
def test_a_bad_draw_costs_itself_and_is_told(filled, statement):
    change(filled, statement)

    with Store(filled) as store:
        kept = [draw.text for draws in store.draws(SERIES).values() for draw in draws]
        assert kept == ["k0 0", "k0 1", "k1 1"]
        assert len(store.notices) == 1
        assert store.notices[0].startswith("draws, row 3: it is not what was written")
        assert (store.notices[0].code, store.notices[0].data["row"]) == ("row left out", 3)


@pytest.mark.parametrize(
    "event", ["'not json'", "'[1]'", "X'ff'", "CAST(X'ff' AS TEXT)", "json_remove(event, '$.what')"]
)
def test_a_bad_binding_costs_itself_and_is_told(filled, event):
    with Store(filled) as store:
        store.append_binding({"name": "clean", "what": "another"})
    change(filled, f"UPDATE bindings SET event = {event} WHERE id = 1")  # noqa: S608 - our own text

    with Store(filled) as store:
        assert [each.event["what"] for each in store.bindings()] == ["another"]
        assert len(store.notices) == 1
        assert store.newest_binding("clean") == 2


def test_a_bad_input_is_not_there_and_is_what_it_was_when_it_is_kept_again(filled):
    change(filled, """UPDATE inputs SET content = '{"title": "other"}' WHERE key = 'k0'""")

    with Store(filled) as store:
        assert store.input("k0") is None
        assert len(store.draws(SERIES)["k0"]) == 2
        store.put_inputs({"k0": {"title": "A"}})
        assert store.input("k0") == {"title": "A"}


def test_a_series_that_is_none_and_a_time_that_is_none_break_no_count(filled):
    with Store(filled) as store:
        store.append_draw(Series("t", "m"), "k0", Draw(0, "ok", "a"))
    change(
        filled, "UPDATE series SET purpose = '\x1b[2J', crc = NULL WHERE spec = 't'", "UPDATE draws SET time = 1e300"
    )

    with Store(filled) as store:
        assert [(held.series, held.draws, held.newest) for held in store.contents()] == [(SERIES, 4, 0.0)]
        assert any(notice.startswith("series, row 0: it is not what was written") for notice in store.notices)


def test_a_draw_whose_input_is_gone_is_told(filled):
    change(filled, "DELETE FROM inputs WHERE key = 'k1'")

    with Store(filled) as store:
        assert list(store.draws(SERIES)) == ["k0"]
        assert [("its input 2 is not there" in notice) for notice in store.notices] == [True, True]


# --- whose the file is, and where ---


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_a_new_file_and_what_stands_beside_it_are_the_users_alone(path):
    before = os.umask(0)
    try:
        with Store(path) as store:
            store.put_inputs({"k0": {}}).result()
            modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in path.parent.iterdir()}
    finally:
        os.umask(before)

    assert set(modes.values()) == {0o600}
    assert {path.name, f"{path.name}-wal"} <= set(modes)


def test_a_file_that_is_looked_at_is_left_as_it_is_and_refuses_what_is_new(filled):
    before = filled.read_bytes()
    with Store(filled, readonly=True) as store:
        assert sum(held.draws for held in store.contents()) == 4
        store.put_inputs({"k0": {"title": "A"}}).result()
        with pytest.raises(StoreError, match="it may not be written, so it can only be looked at"):
            store.append_draw(SERIES, "k0", Draw(7, "ok", "a"))

    assert filled.read_bytes() == before
    assert [each.name for each in filled.parent.iterdir()] == [filled.name]


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_a_file_that_is_marked_as_not_to_be_written_is_looked_at_whoever_opens_it(filled):
    filled.chmod(0o444)
    with Store(filled) as store:
        assert len(store.draws(SERIES)["k0"]) == 2
        assert "it may not be written, so it can be looked at" in store.notices[0]
        assert store.notices[0].code == "only looked at"


def as_somebody_else(look):
    """Call a function in a child that is nobody in particular, where we are root, and return the text that it gives."""
    read, write = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a fork beside threads: the child touches none of their locks
        child = os.fork()
    if child == 0:
        said = "nothing"
        try:
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
            said = str(look())
        except BaseException as error:  # noqa: BLE001 - told to the parent
            said = repr(error)
        finally:
            os.write(write, said.encode())
            os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read) as told:
        return told.read()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a child that is somebody else")
@pytest.mark.parametrize("log", [False, True])
def test_somebody_who_may_write_neither_the_file_nor_the_folder_can_look(filled, log):
    folder = Path(tempfile.mkdtemp())
    theirs = folder / "theirs.pointmass"

    def look():
        with Store(theirs) as store:
            return len(store.draws(SERIES)["k0"]), store.readonly, len(store.notices)

    try:
        with Store(filled) as store:
            store.append_draw(SERIES, "k0", Draw(2, "ok", "late")).result()
            shutil.copy(filled, theirs)
            if log:
                shutil.copy(f"{filled}-wal", f"{theirs}-wal")
        for each in folder.iterdir():
            each.chmod(0o444)
        folder.chmod(0o555)
        said = as_somebody_else(look)
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)

    assert said == ("(2, True, 2)" if log else "(2, True, 1)")


@pytest.mark.parametrize("name", ["x" * 300, ":memory:", "nul\0.pointmass"])
def test_a_name_that_no_file_should_have_is_refused_in_words(tmp_path, name):
    with pytest.raises(StoreError, match=r"name of a file here|give None to keep everything in memory"):
        Store(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(StoreError, match="this is not a file, but a device or a pipe"):
        Store(tmp_path / "pipe")
