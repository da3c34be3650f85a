from __future__ import annotations

import contextlib
import dataclasses
import gc
import sqlite3
import threading

import pytest

from pointmass.draw import Draw
from pointmass.errors import StoreError
from pointmass.store import Series, Store


def test_a_draw_is_read_back_as_it_was_appended(store, series, full):
    store.append_draw(series, "k0", full).result()

    assert store.draws(series) == {"k0": (full,)}


def test_what_is_handed_in_is_seen_by_the_next_read(store, series, full):
    store.append_draw(series, "k0", full)

    assert store.draws(series) == {"k0": (full,)}


def test_another_object_on_the_same_file_sees_what_was_acknowledged(store, path, series, full):
    store.append_draw(series, "k0", full).result()

    with Store(path) as other:
        assert other.draws(series) == {"k0": (full,)}


def test_draws_come_in_the_order_of_their_numbers(store, series):
    for index in (2, 0, 1):
        store.append_draw(series, "k0", Draw(index, "ok", index))

    assert [draw.index for draw in store.draws(series)["k0"]] == [0, 1, 2]


@pytest.mark.parametrize("extra", [0, 600])  # looked up one by one, and in one pass
def test_only_the_inputs_that_are_asked_for_are_read(store, series, full, extra):
    store.append_draw(series, "k0", full)
    store.append_draw(series, "k1", full)

    assert store.draws(series, input_keys=["k1", *map(str, range(extra))]) == {"k1": (full,)}


def test_draws_of_another_spec_model_purpose_or_number_are_apart(store, series, full):
    for change in ({"spec": "other"}, {"model": "other"}, {"purpose": "call"}, {"number": 1}):
        store.append_draw(dataclasses.replace(series, **change), "k0", full)

    assert store.draws(series) == {}


def test_a_later_attempt_makes_up_for_a_failed_one(store, series):
    store.append_draw(series, "k0", Draw(0, "failed", detail="timeout"))
    store.append_draw(series, "k0", Draw(0, "ok", "a"))

    assert store.draws(series)["k0"] == (Draw(0, "ok", "a"),)


def test_an_answer_stands_whatever_is_appended_after_it(store, series):
    store.append_draw(series, "k0", Draw(0, "ok", "a"))
    store.append_draw(series, "k0", Draw(0, "ok", "b"))
    store.append_draw(series, "k0", Draw(0, "failed"))

    assert store.draws(series)["k0"] == (Draw(0, "ok", "a"),)


def test_every_attempt_stays_in_the_file(store, path, series):
    for outcome in "abc":
        store.append_draw(series, "k0", Draw(0, "ok", outcome))
    store.flush()

    with sqlite3.connect(path) as raw:
        rows = raw.execute("SELECT attempt, outcome FROM draws ORDER BY attempt").fetchall()
    raw.close()
    assert rows == [(0, '"a"'), (1, '"b"'), (2, '"c"')]


def test_a_draw_of_an_input_that_was_never_put_is_refused(store, series, full):
    with pytest.raises(StoreError, match=r"'k9', which is not stored; call put_inputs first"):
        store.append_draw(series, "k9", full).result()


def test_the_first_series_is_number_nought(store):
    assert store.series("s", "m") == Series("s", "m", "sample", 0)


def test_a_fresh_series_has_a_new_number_each_time(store):
    numbers = [store.series("s", "m", fresh=True).number for _ in range(3)]

    assert numbers == [1, 2, 3]


def test_the_newest_series_that_holds_a_draw_is_gone_on_with(store, full):
    store.append_draw(store.series("s", "m"), "k0", full)
    fresh = store.series("s", "m", fresh=True)
    store.append_draw(fresh, "k0", full)

    assert store.series("s", "m") == fresh


def test_a_fresh_series_without_a_draw_hides_nothing(store, full):
    first = store.series("s", "m")
    store.append_draw(first, "k0", full)
    store.series("s", "m", fresh=True)

    assert store.series("s", "m") == first


def test_specs_and_inputs_are_kept_by_their_digests(store):
    store.put_spec("d", "name", {"prompt": "x", "broken": "\ud800"})
    store.put_spec("d", "name", {"prompt": "x", "broken": "\ud800"})

    assert store.spec("d") == {"prompt": "x", "broken": "\ud800"}
    assert store.spec("e") is None
    assert store.input("k1") == {"title": "B"}
    assert store.input("k2") is None


def test_numbers_are_given_out_once_each_across_threads_and_objects(store, path, series):
    given: list[int] = []

    def take(source: Store) -> None:
        given.extend(source.next_index(series, "k0").result() for _ in range(25))

    store.flush()  # the other object sees the input only when it is on the disk
    with Store(path) as other:
        threads = [threading.Thread(target=take, args=(source,)) for source in (store, other) * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(given) == list(range(100))


def test_numbers_go_on_after_the_draws_that_are_there(store, series):
    store.append_draw(series, "k0", Draw(4, "ok", "a"))

    assert store.next_index(series, "k0").result() == 5
    assert store.next_index(series, "k1").result() == 0


def test_bindings_come_back_in_order_with_their_numbers(store):
    numbers = [store.append_binding({"name": name, "version": 1, "source": "\0\ud800"}) for name in ("f", "g", "f")]

    events = store.bindings()
    assert [event.number for event in events] == numbers == [1, 2, 3]
    assert [event.name for event in events] == ["f", "g", "f"]
    assert events[0].event == {"name": "f", "version": 1, "source": "\0\ud800"}
    assert [event.number for event in store.bindings("f")] == [1, 3]


def test_a_binding_event_is_appended_only_after_the_one_that_its_writer_knows(store):
    first = store.append_binding({"name": "f"}, after=0)
    late = store.append_binding({"name": "f"}, after=0)
    next_one = store.append_binding({"name": "f"}, after=first)

    assert (first, late, next_one) == (1, 0, 2)
    assert store.append_binding({"name": "g"}, after=0) == 3


def test_a_binding_event_without_a_name_is_refused(store):
    with pytest.raises(StoreError, match="has the name None"):
        store.append_binding({"version": 1})


def test_contents_count_what_answered_and_what_failed(store, series):
    store.put_spec(series.spec, "clean", {})
    store.append_draw(series, "k0", Draw(0, "failed", time=1.0))
    store.append_draw(series, "k0", Draw(0, "ok", "a", time=2.0))
    store.append_draw(series, "k0", Draw(1, "refusal", time=3.0))
    store.append_draw(series, "k1", Draw(0, "failed", time=4.0))

    (holding,) = store.contents()
    assert holding.series == series
    assert (holding.name, holding.inputs, holding.draws, holding.failed, holding.newest) == ("clean", 2, 2, 1, 4.0)


def test_a_store_in_memory_is_private(series, full):
    with Store() as one, Store() as other:
        one.put_inputs({"k0": {}})
        one.append_draw(series, "k0", full)

        assert one.path is None
        assert one.draws(series) == {"k0": (full,)}
        assert other.draws(series) == {}


def test_closing_writes_what_was_handed_in(path, series, full):
    store = Store(path)
    store.put_inputs({"k0": {}})
    pending = store.append_draw(series, "k0", full)
    store.close()
    store.close()

    assert pending.written
    with Store(path) as again:
        assert again.draws(series) == {"k0": (full,)}


def test_a_store_that_nobody_holds_any_more_is_closed(path, series, full):
    store = Store(path)
    store.put_inputs({"k0": {}})
    pending = store.append_draw(series, "k0", full)
    del store
    gc.collect()

    assert pending.written
    assert not path.with_name(path.name + "-wal").exists()  # SQLite removes it when the last connection is closed


def test_a_closed_store_says_so(path, series, full):
    store = Store(path)
    store.close()

    with pytest.raises(StoreError, match=r"it is closed; open it again"):
        store.append_draw(series, "k0", full)
    with pytest.raises(StoreError, match=r"it is closed; open it again"):
        store.draws(series)


def damage(path):
    """Change a cell of the first draw behind the back of whoever has the file open."""
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE draws SET stop_reason = 'end_turm' WHERE id = 1")


def test_a_row_that_is_not_what_was_written_is_told_by_whoever_opens_the_file(store, path, series):
    store.append_draw(series, "k0", Draw(0, "ok", "a", "a", stop_reason="end_turn")).result()
    damage(path)

    with Store(path) as again:
        assert again.draws(series) == {}
        assert any("draws, row 1: it is not what was written" in notice for notice in again.notices)


def test_what_others_wrote_into_an_open_file_is_held_against_its_checksum(store, path, series):
    assert store.input("k0") == {"title": "A"}
    with Store(path) as other:
        other.append_draw(series, "k0", Draw(0, "ok", "a", "a", stop_reason="end_turn")).result()
    for number in (1, 2):
        store.append_draw(series, "k0", Draw(number, "ok", "b", "b")).result()
    damage(path)

    assert [draw.index for draw in store.draws(series)["k0"]] == [1, 2]
    assert any("draws, row 1: it is not what was written" in notice for notice in store.notices)


def test_bytes_that_are_no_text_cost_their_row_alone(store, path, series):
    for number in range(2):
        store.append_draw(series, "k0", Draw(number, "ok", "a", "a", stop_reason="end_turn")).result()
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE draws SET stop_reason = CAST(x'ff' AS TEXT) WHERE id = 1")

    with Store(path) as again:
        assert [draw.index for draw in again.draws(series)["k0"]] == [1]


def test_further_attempts_and_first_ones_may_come_together(store, path, series):
    first = store.append_draw(series, "k0", Draw(0, "failed"))
    more = [store.append_draw(series, key, Draw(0, "ok", "a", "a")) for key in ("k0", "k1")]
    for pending in (first, *more):
        pending.result()

    with Store(path) as again:
        assert [draw.status for draw in again.draws(series, every=True)["k0"]] == ["failed", "ok"]
        assert [draw.status for draw in again.draws(series)["k1"]] == ["ok"]
        assert again.notices == []


def test_in_memory_numbers_come_after_draws_that_still_wait():
    with Store() as store:
        series = Series("spec", "model", "call")
        store.put_inputs({"k0": {"title": "a"}, "k1": {"title": "b"}})
        assert store.next_index(series, "k1").result() == 0
        store.append_draw(series, "k0", Draw(4, "ok", "x", "x"))

        assert [store.next_index(series, "k0").result() for _ in range(2)] == [5, 6]
        assert store.next_index(series, "k1").result() == 1
        assert [draw.index for draw in store.draws(series)["k0"]] == [4]


def test_in_memory_a_draw_of_an_input_that_was_never_put_costs_itself():
    with Store() as store:
        series = Series("spec", "model")
        store.put_inputs({"k0": {"title": "a"}})
        store.append_draw(series, "k0", Draw(0, "ok", "x", "x"))
        store.append_draw(series, "k9", Draw(0, "ok", "x", "x"))
        with pytest.raises(StoreError, match="which is not stored; call put_inputs first"):
            store.flush()
        with pytest.raises(StoreError, match="which is not stored"):
            store.next_index(series, "k9").result()

        assert store.next_index(series, "k0").result() == 1
        assert list(store.draws(series)) == ["k0"]
