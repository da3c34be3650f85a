"""What still stands in a file is saved, whatever leads to it, and whatever its schema would do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pointmass.draw import Draw
from pointmass.errors import StoreError
from pointmass.store import Series, Store, StoredLabel, recover

SERIES = Series("s", "m")
DATA = Path(__file__).parent / "data"


@pytest.fixture
def filled(path):
    """A closed file with draws of every length, also longer than a page."""
    with Store(path) as store:
        store.put_spec("s", "clean", {"prompt": "p"})
        store.put_inputs({f"k{n}": {"title": str(n)} for n in range(5)})
        for n in range(5):
            for index in range(20):
                said = f"{n} {index} " * (5000 if index == 3 else 20)
                store.append_draw(SERIES, f"k{n}", Draw(index, "ok", said, said, latency=1.0, time=2.5))
        store.append_draw(SERIES, "k0", Draw(20, "failed", detail="no answer"))
        store.append_draw(SERIES, "k0", Draw(20, "ok", {"a": [1, None]}, '{"a": [1, null]}'))
        store.append_binding({"name": "clean", "big": "x" * 20_000})
        store.append_label(StoredLabel(2.5, "clean", "s", {"title": "0"}, "right", "0", "me"))
    return path


def contents(path):
    with Store(path) as store:
        return (
            store.draws(SERIES),
            store.spec("s"),
            store.input("k3"),
            store.bindings(),
            store.labels(),
            store.contents(),
            store.notices,
        )


def test_of_a_sound_file_everything_is_saved_and_the_file_is_left_as_it_is(filled, tmp_path):
    before = filled.read_bytes()
    done = recover(filled, tmp_path / "saved.pointmass")

    assert (done.lost, dict(done.kept)) == (
        0,
        {"specs": 1, "inputs": 5, "series": 1, "draws": 102, "bindings": 1, "calls": 0, "budgets": 0, "labels": 1},
    )
    assert filled.read_bytes() == before
    assert contents(tmp_path / "saved.pointmass") == contents(filled)


def test_what_stands_in_the_log_of_a_killed_process_is_saved_too(path, tmp_path):
    with Store(path) as store:
        store.put_inputs({"k0": {}})
        store.append_draw(SERIES, "k0", Draw(0, "ok", "a", "a")).result()
        for end in ("", "-wal"):
            shutil.copy(f"{path}{end}", tmp_path / f"killed.pointmass{end}")
    recover(tmp_path / "killed.pointmass", tmp_path / "saved.pointmass")

    with Store(tmp_path / "saved.pointmass") as store:
        assert store.draws(SERIES)["k0"] == (Draw(0, "ok", "a", "a"),)


@pytest.mark.parametrize("start", [0, 100, 4096, 3 * 4096])
def test_a_page_of_rubbish_costs_what_stood_on_it(filled, tmp_path, start):
    data = bytearray(filled.read_bytes())
    data[start : start + 2000] = b"\xff" * 2000
    filled.write_bytes(data)
    with pytest.raises(StoreError):
        contents(filled)
    done = recover(filled, tmp_path / "saved.pointmass")

    assert done.kept["draws"] + done.lost >= 102
    assert start or sum(done.kept.values()) == 111  # the first page holds what leads to the rows, and no row
    assert done.kept["draws"] > 60 or done.kept["inputs"] * done.kept["series"] == 0
    assert contents(tmp_path / "saved.pointmass")[-1] == []


def test_a_file_that_ends_early_gives_what_it_has(filled, tmp_path):
    data = filled.read_bytes()
    filled.write_bytes(data[: len(data) // 2])
    done = recover(filled, tmp_path / "saved.pointmass")

    assert done.kept["inputs"] == 5
    assert 0 < done.kept["draws"] < 102
    assert done.missing > 10


def test_a_file_of_an_older_pointmass_is_saved_as_one_of_today(tmp_path):
    done = recover(DATA / "stabilized.v1.pointmass", tmp_path / "saved.pointmass")

    assert (done.kept["draws"], done.kept["bindings"], done.lost) == (192, 2, 0)
    with Store(tmp_path / "saved.pointmass") as store:
        assert store.notices == []


@pytest.mark.parametrize("content", [b"", b"dear diary\n" * 2000, b"\0" * 8192, bytes(range(256)) * 64])
def test_where_nothing_of_a_pointmass_file_is_found_nothing_is_made(tmp_path, content):
    (tmp_path / "other").write_bytes(content)

    with pytest.raises(StoreError, match="no row of a pointmass file can be found in it"):
        recover(tmp_path / "other", tmp_path / "saved.pointmass")
    assert not (tmp_path / "saved.pointmass").exists()


def test_a_file_that_is_there_is_not_written_over(filled, tmp_path):
    with pytest.raises(StoreError, match="it exists already"):
        recover(filled, filled)
    with pytest.raises(StoreError, match="it cannot be read"):
        recover(tmp_path / "nowhere", tmp_path / "saved.pointmass")
