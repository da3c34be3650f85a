from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.comparison.drift import judged, level_of_look


def test_all_looks_together_spend_the_error_once():
    spent = sum(1 - level_of_look(0.95, look) for look in range(1, 100_000))

    assert spent == pytest.approx(0.05, abs=1e-5)
    assert level_of_look(0.95, None) == 0.95


@pytest.mark.parametrize(("now", "verdict", "code"), [("x", "same", 0), ("y", "moved", 1)])
def test_many_inputs_tell_same_from_moved(made, now, verdict, code):
    a = made({f"t{i}": ["x"] * 8 for i in range(40)})
    b = made({f"t{i}": [now if i < 5 else "x"] * 8 for i in range(40)})

    found = judged(pm.compare({"baseline": a, "now": b}), margin=0.2, look=None)

    assert (found.verdict, found.code) == (verdict, code)
    assert [change.label for change in found.moved] == ([f"t{i}" for i in range(5)] if code else [])


def test_few_inputs_that_show_nothing_do_not_count_as_the_same(made):
    a = made({"t": ["x"] * 8, "u": ["x"] * 8})

    found = judged(pm.compare({"baseline": a, "now": a}), margin=0.2, look=None)

    assert (found.verdict, found.code) == ("could not find out", 2)
    assert "watch more inputs" in found.reason
