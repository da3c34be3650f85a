from __future__ import annotations

import threading
import time

import pytest

import pointmass as pm
from pointmass.errors import InputError, LimitError
from pointmass.run import Used


def lower(title: str) -> str:
    """Lower-case it."""
    return title.lower()


@pytest.fixture
def workbench():
    model = pm.SimulatedModel({lower: 1.0}, tokens=(100, 10), price=pm.Price(input=10, output=100))
    with pm.Workbench(model=model) as made:
        yield made


@pytest.fixture
def handle(workbench):
    return workbench.define(pm.Spec("lower", "Lower-case it.", (pm.Parameter("title", str),)))


def test_never_more_calls_are_begun_than_allowed(handle):
    with pm.Budget(calls=10) as budget, pytest.raises(LimitError, match="10 of 10 calls; 'lower' was not asked"):
        handle.sample([f"T{n}" for n in range(8)], draws=4, concurrency=5, progress=False)

    assert budget.used.calls == 10
    assert handle.sample([f"T{n}" for n in range(8)], draws=4, progress=False).n_draws == 32


def test_what_answers_used_is_counted(handle):
    with pm.Budget(tokens=10_000, dollars=1.0) as budget:
        handle.sample(["A", "B"], draws=3, progress=False)
        handle("C")

    used = budget.used
    assert (used.calls, used.tokens) == (7, 7 * 110)
    assert used.dollars == pytest.approx(7 * (100 * 10 + 10 * 100) / 1e6)
    assert "770 of 10,000 tokens" in repr(budget)


def test_dollars_end_what_is_asked(handle):
    with pm.Budget(dollars=0.005), pytest.raises(LimitError, match=r"\$0.0060 of \$0.0050"):
        handle.sample([f"T{n}" for n in range(20)], draws=1, concurrency=1, progress=False)


def test_a_call_within_a_function_counts_in_the_budget_around_it(workbench, handle):
    @workbench.bind
    async def twice(ctx: pm.Context, title: str) -> str:
        return await ctx.call("lower", title) + await ctx.call("lower", title)

    with pm.Budget(calls=1), pytest.raises(LimitError):
        twice("A")
    with pm.Budget(calls=2) as budget:
        assert twice("A") == "aa"
    assert budget.used.calls == 2


def test_budgets_in_budgets_all_count(handle):
    with pm.Budget(calls=3) as outer:
        with pm.Budget(calls=2) as inner:
            handle("A")
        handle("B")

    assert (outer.used.calls, inner.used.calls) == (2, 1)


def test_outside_the_block_nothing_counts(handle):
    budget = pm.Budget(calls=0)
    with budget, pytest.raises(LimitError):
        handle("A")
    assert handle("A") == "a"
    assert budget.used.calls == 0


def test_a_question_that_takes_longer_than_is_left_is_given_up():
    model = pm.SimulatedModel({lower: 1.0}, latency=30)
    with pm.Workbench(model=model) as workbench:
        handle = workbench.define(pm.Spec("lower", "Lower-case it.", (pm.Parameter("title", str),)))
        begun = time.monotonic()
        with (
            pm.Budget(seconds=0.2) as budget,
            pytest.raises(LimitError, match=r"its 0.2 seconds are over; 'lower' was asked and given up"),
        ):
            handle("A")

    assert time.monotonic() - begun < 15
    assert budget.used.seconds >= 0.2


def test_an_answer_without_a_price_ends_a_budget_of_dollars():
    with pm.Workbench(model=pm.SimulatedModel({lower: 1.0})) as workbench:
        handle = workbench.define(pm.Spec("lower", "Lower-case it.", (pm.Parameter("title", str),)))
        with pm.Budget(dollars=1.0), pytest.raises(LimitError, match="came without their dollars"):
            handle.sample(["A", "B", "C"], draws=2, concurrency=1, progress=False)


def test_code_that_answers_uses_nothing(workbench):
    @workbench.bind
    def plain(title: str) -> str:
        return title

    with pm.Budget(calls=0):
        assert plain("A") == "A"


@pytest.mark.parametrize("limits", [{}, {"calls": -1}, {"dollars": float("nan")}, {"tokens": "5"}, {"calls": True}])
def test_a_budget_that_limits_nothing_is_refused(limits):
    with pytest.raises(InputError, match="Budget: got"):
        pm.Budget(**limits)


def test_what_was_used_adds_up():
    assert Used(1, 2, 0.5, 1.0, 1, 0) + Used(1, 1, 0.25, 2.0, 0, 1) == Used(2, 3, 0.75, 3.0, 1, 1)


def test_a_budget_with_a_name_goes_on_after_a_restart(tmp_path):
    path, asked = tmp_path / "names.pointmass", []

    def session():
        model = pm.SimulatedModel({lower: 1.0}, tokens=(100, 10), price=pm.Price(input=10, output=100))
        with pm.Workbench(path, model=model) as workbench:
            handle = workbench.define(pm.Spec("lower", "Lower-case it.", (pm.Parameter("title", str),)))
            with workbench.budget("march", dollars=0.05) as budget:
                try:
                    handle.sample([f"T{n}" for n in range(20)], draws=1, fresh=True, concurrency=1, progress=False)
                except LimitError:
                    asked.append("refused")
                return budget.used

    first, second, third = session(), session(), session()

    assert (first.calls, second.calls, third.calls) == (20, 25, 25)
    assert asked == ["refused", "refused"]
    assert third.dollars == pytest.approx(25 * 0.002)
    with pm.Workbench(path) as workbench:
        assert "$0.0500 of $9.0000" in repr(workbench.budget("march", dollars=9))
        assert workbench.budget("april", dollars=9).used.dollars == 0


def test_one_budget_is_in_force_in_two_threads_at_once(handle):
    budget, inside = pm.Budget(calls=100), threading.Barrier(2, timeout=30)
    faults = []

    def work(title):
        try:
            with budget:
                inside.wait()
                handle(title)
                inside.wait()
            handle(title + " outside")
        except Exception as error:  # noqa: BLE001 - told below
            faults.append(error)

    threads = [threading.Thread(target=work, args=(title,)) for title in "AB"]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert faults == []
    assert budget.used.calls == 2
