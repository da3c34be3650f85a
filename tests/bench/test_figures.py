from __future__ import annotations

import pytest

from pointmass.bench import Figure, call_cost, import_cost


def test_a_figure_is_met_up_to_its_bar_and_missed_above():
    assert Figure("x", 0.75, "×", 0.75, "").met
    assert not Figure("x", 0.76, "×", 0.75, "").met


def test_a_figure_is_one_line_with_its_bar():
    figure = Figure("CPU of a draw", 0.5, "×", 0.75, "1 ms against 2 ms")

    assert str(figure) == "CPU of a draw: 0.50 ×, bar 0.75 ×: met (1 ms against 2 ms)"


def test_a_call_by_name_costs_what_it_adds():
    def function(text):
        return text

    def called(text):
        for _ in range(200):
            pass
        return function(text)

    figure = call_cost(called, function, argument="a", calls=2000, rounds=5)

    assert 0.3 < figure.value < 60  # two hundred turns of an empty loop, in microseconds, on any machine of today


def test_the_guard_is_called_on_both_sides():
    def slow_guard(text):
        return sum(range(500)) >= 0

    def function(text):
        return text

    def called(text):
        return function(text) if slow_guard(text) else None

    with_guard = call_cost(called, function, argument="a", guard=slow_guard, calls=2000, rounds=5)
    without = call_cost(called, function, argument="a", calls=2000, rounds=5)

    assert with_guard.value < without.value / 2


def test_a_name_that_answers_otherwise_than_its_function_is_not_measured():
    with pytest.raises(RuntimeError, match="disagree on 'a'"):
        call_cost(str.upper, str.lower, argument="a", calls=1, rounds=1)


def test_an_import_is_measured_against_an_empty_start():
    figure = import_cost(rounds=1)

    assert figure.value > 0
    assert "1 starts by turns" in figure.detail
