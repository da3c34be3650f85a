from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import time

import pytest

from pointmass.draw import Draw
from pointmass.errors import StoreError
from pointmass.store import Series, Store

SERIES = Series("s", "m")


def test_coroutines_in_flight_share_a_few_commits(store):
    async def append() -> None:
        await asyncio.gather(*(_acknowledged(store, index) for index in range(1000)))

    async def _acknowledged(source: Store, index: int) -> None:
        await source.append_draw(SERIES, "k0", Draw(index, "ok", index))

    asyncio.run(append())

    assert len(store.draws(SERIES)["k0"]) == 1000


def test_a_draw_is_on_the_disk_when_it_is_acknowledged(store, path):
    async def append() -> int:
        await store.append_draw(SERIES, "k0", Draw(0, "ok", "a"))
        with sqlite3.connect(path) as other:
            (count,) = other.execute("SELECT count(*) FROM draws").fetchone()
        other.close()
        return count

    assert asyncio.run(append()) == 1


def test_a_cancelled_wait_ends_when_the_draw_is_written(store):
    async def append() -> bool:
        pending = store.append_draw(SERIES, "k0", Draw(0, "ok", "a"))

        async def wait() -> None:
            await pending

        task = asyncio.create_task(wait())
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return pending.written

    assert asyncio.run(append())


def test_one_cancelled_wait_does_not_cancel_the_others(store):
    async def append() -> list[object]:
        async def wait(index: int) -> int:
            await store.append_draw(SERIES, "k0", Draw(index, "ok", index))
            return index

        tasks = [asyncio.create_task(wait(index)) for index in range(3)]
        await asyncio.sleep(0)
        tasks[0].cancel()
        return await asyncio.gather(*tasks, return_exceptions=True)

    first, *others = asyncio.run(append())
    assert isinstance(first, asyncio.CancelledError)
    assert others == [1, 2]


def test_a_loop_that_was_closed_meanwhile_harms_nothing(store):
    async def abandon() -> object:
        pending = store.append_draw(SERIES, "k0", Draw(0, "ok", "a"))
        coroutine = pending.__await__()
        next(coroutine)
        return coroutine

    coroutine = asyncio.run(abandon())
    store.flush()

    assert len(store.draws(SERIES)["k0"]) == 1
    del coroutine


def test_many_threads_append_at_once(store):
    def append(start: int) -> None:
        for index in range(start, start + 50):
            store.append_draw(SERIES, "k0", Draw(index, "ok", index)).result()

    threads = [threading.Thread(target=append, args=(start,)) for start in range(0, 400, 50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [draw.index for draw in store.draws(SERIES)["k0"]] == list(range(400))


def test_a_draw_that_cannot_be_stored_fails_alone(store):
    good = store.append_draw(SERIES, "k0", Draw(0, "ok", "a"))
    bad = store.append_draw(SERIES, "k0", Draw(1, "ok", "b", input_tokens=2**64))
    also_good = store.append_draw(SERIES, "k1", Draw(0, "ok", "c"))

    with pytest.raises(StoreError, match="64 bits"):
        bad.result()
    good.result()
    also_good.result()
    assert {key: len(draws) for key, draws in store.draws(SERIES).items()} == {"k0": 1, "k1": 1}


def test_a_full_disk_is_an_error_that_says_what_to_do_and_loses_nothing_acknowledged(path):
    child = f"""
import resource, sys
from pointmass.draw import Draw
from pointmass.errors import StoreError
from pointmass.store import Series, Store

store = Store({str(path)!r})
store.put_inputs({{"k0": {{}}}}).result()
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))  # no file may grow beyond this
index = 0
try:
    while True:
        store.append_draw(Series("s", "m"), "k0", Draw(index, "ok", "x" * 5000)).result()
        index += 1
except StoreError as error:
    print(index)
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, check=True)  # noqa: S603 - our own text

    acknowledged, message = done.stdout.splitlines()
    assert "make the same call again" in message
    with Store(path) as store:
        assert len(store.draws(SERIES)["k0"]) == int(acknowledged) > 10


def test_a_store_that_is_dropped_without_a_word_at_exit_writes_what_was_handed_in(path):
    child = f"""
from pointmass.draw import Draw
from pointmass.store import Series, Store

store = Store({str(path)!r})
store.put_inputs({{"k0": {{}}}})
store.append_draw(Series("s", "m"), "k0", Draw(0, "ok", "a"))
"""
    subprocess.run([sys.executable, "-W", "error", "-c", child], check=True)  # noqa: S603 - our own text

    with Store(path) as store:
        assert len(store.draws(SERIES)["k0"]) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_child_is_told_to_open_the_file_again_and_leaves_the_parent_alone(path):
    child = f"""
import os, sys
from pointmass.draw import Draw
from pointmass.errors import StoreError
from pointmass.store import Series, Store

store = Store({str(path)!r})
store.put_inputs({{"k0": {{}}}})
if (pid := os.fork()) == 0:
    try:
        store.flush()
        store.append_draw(Series("s", "m"), "k0", Draw(0, "ok", "a"))
    except StoreError as error:
        print(error, flush=True)
    sys.exit(0)
os.waitpid(pid, 0)
store.append_draw(Series("s", "m"), "k0", Draw(0, "ok", "a")).result()
"""
    done = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 - our own text

    assert "open it again in the child process" in done.stdout
    with Store(path) as store:
        assert len(store.draws(SERIES)["k0"]) == 1


# --- one file means it ---


def copied(path, to):
    shutil.copy(path, to)
    with Store(to) as store:
        return {key: len(draws) for key, draws in store.draws(SERIES).items()}


def test_a_copy_of_the_one_file_holds_what_was_written_before_a_checkpoint(store, path, tmp_path):
    for index in range(300):
        store.append_draw(SERIES, "k0", Draw(index, "ok", "a" * 100))
    store.checkpoint()

    assert copied(path, tmp_path / "copy.pointmass") == {"k0": 300}


def test_when_it_is_quiet_a_copy_of_the_one_file_holds_everything_unasked(store, path, tmp_path):
    store.append_draw(SERIES, "k0", Draw(0, "ok", "a")).result()
    until = time.monotonic() + 60
    held = {}
    while not held and time.monotonic() < until:
        time.sleep(0.1)
        held = copied(path, tmp_path / f"copy{time.monotonic_ns()}.pointmass")

    assert held == {"k0": 1}


def test_a_reader_that_holds_up_a_checkpoint_is_no_error(store, path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM draws").fetchone()
    store.append_draw(SERIES, "k0", Draw(0, "ok", "a")).result()
    store.checkpoint()
    other.close()

    assert len(store.draws(SERIES)["k0"]) == 1


@pytest.mark.skipif(os.name != "posix", reason="an open file cannot be removed elsewhere")
@pytest.mark.parametrize("instead", [None, "another file"])
def test_a_draw_is_never_acknowledged_into_a_file_that_is_gone(store, path, instead):
    store.append_draw(SERIES, "k0", Draw(0, "ok", "a")).result()
    path.unlink()
    if instead:
        path.write_text(instead)

    with pytest.raises(StoreError, match="the file is gone, or another stands in its place"):
        store.append_draw(SERIES, "k0", Draw(1, "ok", "b")).result()
