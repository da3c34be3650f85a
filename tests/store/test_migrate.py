"""Files that an older pointmass wrote, kept as it wrote them: they open, keep everything, and leave a copy."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import pointmass as pm
from pointmass.draw import Draw
from pointmass.errors import StoreError
from pointmass.store import Series, Store, StoredLabel
from pointmass.store.schema import VERSION

DATA = Path(__file__).parent / "data"
FULL = Draw(
    *(3, "ok", {"b": [1, 2.5, None, True], "a": "ä"}, '{"a": "ä"}', "", "end_turn", "model-as-answered", 12, 34, 5, 6),
    *("standard", 0.00125, 0.75, 1_790_000_000.5, "replayed", "msg_01"),
)


@pytest.fixture
def cells(tmp_path):
    return shutil.copy(DATA / "cells.v1.pointmass", tmp_path / "cells.pointmass")


def contents(store):
    a, b = Series("d1", "m"), Series("d1", "m", "call")
    return (
        store.draws(a),
        store.draws(b),
        store.spec("d1"),
        store.input("k1"),
        [each.event for each in store.bindings()],
    )


EXPECTED = (
    {
        "k0": (Draw(0, "ok", "x", "x", time=2.0), FULL),
        "k1": (Draw(0, "format violation", None, "no\ud800\0json", "is no JSON", time=3.0),),
    },
    {"k0": (Draw(0, "ok", [1, 2], "[1, 2]", time=4.0),)},
    {"prompt": "ä\ud800\0", "options": {}},
    {"title": "B\ud800"},
    [{"name": "name", "anything": 1}],
)


def test_a_file_of_the_first_version_is_brought_up_to_date_with_everything_in_it(cells):
    with Store(cells) as store:
        assert contents(store) == EXPECTED
        assert "was brought up to date; cells.pointmass.v1.backup is a copy as it was" in store.notices[0]
        assert (store.notices[0].code, store.notices[0].data["copy"]) == (
            "brought up to date",
            "cells.pointmass.v1.backup",
        )
    with Store(cells) as store:
        assert (contents(store), store.notices) == (EXPECTED, [])
        assert store.next_index(Series("d1", "m", "call"), "k0").result() == 2

    with contextlib.closing(sqlite3.connect(cells)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert raw.execute("SELECT count(*) FROM draws WHERE crc IS NULL").fetchone() == (0,)


def test_a_file_of_the_second_version_is_brought_up_to_date_and_its_checksums_stay(tmp_path):
    cells = shutil.copy(DATA / "cells.v2.pointmass", tmp_path / "cells.pointmass")
    with contextlib.closing(sqlite3.connect(cells)) as raw:
        raw.execute(
            "UPDATE draws SET dollars = 1 WHERE dollars = 0.00125"
        )  # a row that was damaged before stays damaged
        raw.commit()
    added = Draw(1, "ok", "x", "x", time=5.0, request="r1")

    with Store(cells) as store:
        draws, *rest = contents(store)
        assert draws == {"k0": EXPECTED[0]["k0"][:1], "k1": (*EXPECTED[0]["k1"], added)}
        assert tuple(rest) == EXPECTED[1:]
        assert "cells.pointmass.v2.backup is a copy as it was" in store.notices[0]
        assert any("it is not what was written" in notice for notice in store.notices)
        assert (store.calls(), store.used("march")) == ([], (0, 0, 0.0, 0.0, 0, 0))


def test_a_file_of_the_fourth_version_keeps_everything_and_takes_labels(tmp_path):
    cells = shutil.copy(DATA / "cells.v4.pointmass", tmp_path / "cells.pointmass")
    with Store(cells, readonly=True) as store:
        assert store.labels() == []

    label = StoredLabel(5.0, "name", "d1", {"title": "A"}, "right", "x", "me")
    with Store(cells) as store:
        assert {key: [d.text for d in draws] for key, draws in store.draws(Series("d1", "m")).items()} == {
            "k0": ["x"],
            "k1": ["no"],
        }
        assert (len(store.calls()), store.used("march")[0], len(store.bindings())) == (1, 1, 1)
        assert "cells.pointmass.v4.backup is a copy as it was" in store.notices[0]
        store.append_label(label).result()
    with Store(cells) as store:
        assert (store.labels("name"), store.labels("other"), store.notices) == ([label], [], [])


def test_its_tables_are_those_of_a_new_file(cells, path):
    Store(cells).close()
    Store(path).close()
    schemas = []
    for file in (cells, path):
        with contextlib.closing(sqlite3.connect(file)) as raw:
            schemas.append(raw.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall())

    assert schemas[0] == schemas[1]


def test_the_copy_is_what_the_file_was_and_its_users_alone(cells):
    before = Path(cells).read_bytes()
    Store(cells).close()
    copy = Path(f"{cells}.v1.backup")

    with Store(copy, readonly=True) as store:
        assert contents(store) == EXPECTED
    with contextlib.closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert abs(copy.stat().st_size - len(before)) < 8192


def test_a_file_that_is_only_looked_at_is_read_as_it_is(cells):
    before = Path(cells).read_bytes()
    with Store(cells, readonly=True) as store:
        assert contents(store) == EXPECTED

    assert Path(cells).read_bytes() == before
    assert [each.name for each in Path(cells).parent.iterdir()] == ["cells.pointmass"]


def test_an_older_copy_is_not_written_over(cells):
    beside = Path(f"{cells}.v1.backup")
    beside.write_text("kept")
    Store(cells).close()

    assert beside.read_text() == "kept"
    assert Path(f"{cells}.v1-2.backup").exists()


def test_a_file_that_cannot_be_copied_first_is_left_as_it_is(cells):
    before = Path(cells).read_bytes()
    for number in range(1, 1000):
        Path(f"{cells}.v1{'' if number == 1 else f'-{number}'}.backup").touch()

    with pytest.raises(StoreError, match="no name is left for a copy of it"):
        Store(cells)
    assert Path(cells).read_bytes()[100:4096] == before[100:4096]


def test_several_processes_may_bring_one_file_up_to_date_at_once(cells):
    program = "import sys; from pointmass.store import Store\nwith Store(sys.argv[1]) as s: print(len(s.bindings()))"
    children = [
        subprocess.Popen([sys.executable, "-c", program, str(cells)], stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours
        for _ in range(3)
    ]

    assert [child.communicate(timeout=60)[0].strip() for child in children] == ["1"] * 3
    with Store(cells) as store:
        assert contents(store) == EXPECTED


def test_a_stabilized_name_of_an_older_file_waits_for_a_yes_and_then_works_as_it_did(tmp_path, monkeypatch):
    monkeypatch.setenv("POINTMASS_HOME", str(tmp_path / "home"))
    path = shutil.copy(DATA / "stabilized.v1.pointmass", tmp_path / "old.pointmass")

    def clean_filename(title: str) -> str:
        """Turn each title into a clean file name."""

    with pm.Workbench(path, model=pm.shipped("clean_filename")) as wb:
        name = wb.spec(clean_filename)
        asked = wb.model
        sample = name.sample(pm.shipped_inputs("clean_filename"), draws=6, progress=False)

        assert (name.kind, sample.n_draws, asked.identity) == ("neural", 192, wb.model.identity)
        assert wb.approve("clean_filename", approver=pm.approved_by("me")).kind == "hybrid"
        assert name("Quarterly Report (3).pdf") == "quarterly-report-3.pdf"
    with pm.Workbench(path) as wb:
        assert wb.spec(clean_filename)("Quarterly Report (3).pdf") == "quarterly-report-3.pdf"
        assert [event.action for event in wb["clean_filename"].history()] == ["define", "stabilize"]
