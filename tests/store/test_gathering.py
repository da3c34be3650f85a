"""When writes are gathered into one commit, and which commits wait for the disk."""

from __future__ import annotations

import asyncio
import sqlite3
import time

import pytest

from pointmass.store.writer import Writer

FULL, NORMAL = 2, 1  # what SQLite answers: a commit waits for the disk, or not


@pytest.fixture
def groups():
    return []


@pytest.fixture
def make_writer(path, groups):
    made = []

    def make(gather):
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        insert = lambda _connection, rows: groups.append(len(rows))  # noqa: E731 - all that it does
        made.append(Writer(connection, path, insert=insert, forget=lambda: None, gather=gather))
        return made[-1]

    yield make
    for writer in made:
        writer.close()


def test_who_waits_for_one_write_after_the_other_waits_for_no_others(make_writer, groups):
    writer = make_writer(30.0)

    async def one_by_one():
        for row in range(5):
            writer.add(lambda connection: None, synced=False)
            await writer.add_row(row)

    started = time.monotonic()
    asyncio.run(one_by_one())

    assert groups == [1] * 5
    assert time.monotonic() - started < 20


def test_writes_of_several_that_wait_are_gathered(make_writer, groups):
    writer = make_writer(0.2)

    async def many():
        async def few(number):
            for row in range(5):
                await asyncio.sleep(number / 1000)
                await writer.add_row(row)

        await asyncio.gather(*(few(number) for number in range(20)))

    asyncio.run(many())

    assert sum(groups) == 100
    assert len(groups) < 30


def test_only_what_must_survive_a_power_cut_waits_for_the_disk(make_writer):
    writer = make_writer(0.0)

    def how(connection):
        return connection.execute("PRAGMA synchronous").fetchone()[0]

    assert [writer.add(how, synced=synced).result() for synced in (True, False, True)] == [FULL, NORMAL, FULL]


def test_a_number_is_given_out_without_waiting_for_the_disk_and_seen_by_every_process(store, path):
    series = store.series("s", "m")
    before = store.next_index(series, "k0").result()
    with sqlite3.connect(path) as other:
        (after,) = other.execute("SELECT next FROM numbers").fetchone()
    other.close()

    assert (before, after) == (0, 1)
