"""The store in memory: an interrupt at any line of its code loses no row and writes none twice."""

from __future__ import annotations

import sys

import pytest

from pointmass.draw import Draw
from pointmass.store import Series, Store, memory, writer

SERIES = Series("s", "m")
FILES = {memory.__file__, writer.__file__}


class Interrupts:
    """Raises KeyboardInterrupt once, at the given line that is executed in the store's writer."""

    def __init__(self, at):
        self.left = at

    def __call__(self, frame, event, argument):  # noqa: ARG002 - what tracing gives
        if frame.f_code.co_filename not in FILES:
            return None
        if event == "line":
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt
        return self


def wrote(store, at):
    """Write and read with an interrupt at one line; return what was acknowledged, and whether there was an interrupt."""
    acknowledged = []
    sys.settrace(Interrupts(at))
    try:
        for number in range(3):
            store.append_draw(SERIES, "k0", Draw(number, "ok", number)).result()
            acknowledged.append(number)
            store.next_index(SERIES, "k0").result()
        store.draws(SERIES)
    except KeyboardInterrupt:
        return acknowledged, True
    finally:
        sys.settrace(None)
    return acknowledged, False


def test_an_interrupt_at_any_line_loses_no_row_and_writes_none_twice():
    interrupted, at = True, 0
    while interrupted:
        at += 1
        with Store(None) as store:
            store.put_inputs({"k0": {"x": 1}})
            acknowledged, interrupted = wrote(store, at)
            store.append_draw(SERIES, "k0", Draw(9, "ok", 9)).result()
            numbers = [draw.index for draw in store.draws(SERIES, every=True)["k0"]]

            assert len(numbers) == len(set(numbers)), at
            assert {*acknowledged, 9} <= set(numbers), at
            assert store.next_index(SERIES, "k0").result() > 0

    assert at > 100


@pytest.mark.parametrize("first", [True, False])
def test_a_row_that_cannot_be_written_is_told_once_and_takes_no_other_with_it(first):
    with Store(None) as store:
        store.put_inputs({"k0": {"x": 1}})
        keys = ["unknown", "k0"] if first else ["k0", "unknown"]
        for key in keys:
            store.append_draw(SERIES, key, Draw(0, "ok", key))
        with pytest.raises(Exception, match="input"):
            store.draws(SERIES)

        assert list(store.draws(SERIES)) == ["k0"]
