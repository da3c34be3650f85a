from __future__ import annotations

import contextlib
import sqlite3

import pytest

from pointmass.errors import StoreError
from pointmass.store import Store, StoredCall

CALL = StoredCall(
    *("ab-1", "ab-0", "route", "call", "model", "d1", "k1", "the guard handed it back", "", 1, 1_790_000_000.5, 0.25),
    *("model-as-answered", 10, 5, 2, 1, "standard", 0.002),
)
BARE = StoredCall("ab-2", "", "né\ud800\0", "call", "function", "", "", "", "it raised", 0, 2.0, 1.0)


@pytest.fixture
def store(path):
    with Store(path) as made:
        yield made


def test_calls_are_kept_in_order_and_found_by_name(path, store):
    store.append_call(CALL)
    store.append_call(BARE).result()

    assert store.calls() == [CALL, BARE]
    assert store.calls(BARE.name) == [BARE]
    with Store(path) as again:
        assert again.calls() == [CALL, BARE]


def test_a_call_that_is_not_what_was_written_costs_itself(path, store):
    store.append_call(CALL)
    store.append_call(BARE).result()
    store.close()
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE calls SET dollars = 20 WHERE id = 1")
        raw.commit()

    with Store(path) as again:
        assert again.calls() == [BARE]
        assert "calls, row 1: it is not what was written" in again.notices[0]


def test_what_is_used_of_a_budget_adds_up_over_writers(path, store):
    with Store(path) as other:
        assert store.used("march") == (0, 0, 0.0, 0.0, 0, 0)
        store.use("march", (1, 110, 0.25, 0.5, 0, 1)).result()
        other.use("march", (2, 220, 0.5, 1.0, 1, 0)).result()
        store.use("april", (1, 0, 0.0, 0.0, 0, 0)).result()

        assert store.used("march") == other.used("march") == (3, 330, 0.75, 1.5, 1, 1)


def test_a_damaged_budget_is_no_budget(path, store):
    store.use("march", (1, 110, 0.25, 0.5, 0, 0)).result()
    with contextlib.closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE budgets SET dollars = 0")
        raw.commit()

    with pytest.raises(StoreError, match="the budget 'march' cannot be read"):
        store.used("march")
    with pytest.raises(StoreError):
        store.use("march", (1, 0, 0.0, 0.0, 0, 0)).result()
