"""One budget for everybody who has a file open: never more than it says, whoever asks."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

import pointmass as pm
from pointmass.errors import LimitError
from pointmass.run import Used
from pointmass.store import Store

PROGRAM = """
import sys, pointmass as pm
from pointmass.errors import LimitError
def lower(title):
    return title.lower()
model = pm.SimulatedModel({lower: 1.0}, latency=.002)
with pm.Workbench(sys.argv[1], model=model) as wb:
    handle = wb.define(pm.Spec("lower", "Lower-case it.", (pm.Parameter("title", str),)))
    came = 0
    with wb.budget("march", calls=60):
        try:
            for n in range(60):
                handle(f"{sys.argv[2]} {n}")
                came += 1
        except LimitError:
            pass
    print(came)
"""


def lower(title: str) -> str:
    """Lower-case it."""
    return title.lower()


def opened(path, **how):
    workbench = pm.Workbench(path, model=pm.SimulatedModel({lower: 1.0}, tokens=(100, 10), **how))
    return workbench, workbench.define(pm.Spec("lower", "Lower-case it.", (pm.Parameter("title", str),)))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "names.pointmass"


def test_what_another_open_workbench_uses_counts_at_once(path):
    (one, ask), (other, ask_other) = opened(path), opened(path)
    with one, other:
        mine, theirs = one.budget("march", tokens=330), other.budget("march", tokens=330)
        with mine:
            ask("A")
            ask("B")
        with theirs:
            ask_other("C")
            with pytest.raises(
                LimitError, match=r"budget 'march' is used up: 330 of 330 tokens; 'lower' was not asked"
            ):
                ask_other("D")
        with mine, pytest.raises(LimitError):
            ask("E")

        assert mine.used == theirs.used == Used(3, 330, 0.0, mine.used.seconds, 0, 3)
        assert repr(mine) == "<Budget march: 330 of 330 tokens>"


def test_threads_of_two_workbenches_never_ask_more_than_there_is(path):
    benches = [opened(path, latency=0.001) for _ in range(2)]

    def work(workbench, handle, name):
        with workbench.budget("march", calls=20):
            try:
                for n in range(20):
                    handle(f"{name} {n}")
                    came.append(name)
            except LimitError:
                refused.append(name)

    came, refused = [], []
    threads = [
        threading.Thread(target=work, args=(*bench, f"{at}{n}")) for at, bench in enumerate(benches) for n in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    used = benches[0][0].budget("march", calls=20).used
    for workbench, _ in benches:
        workbench.close()

    assert (len(came), len(refused), used.calls) == (20, 4, 20)


def test_two_processes_never_ask_more_than_there_is(path):
    Store(path).close()
    children = [
        subprocess.Popen([sys.executable, "-c", PROGRAM, str(path), name], stdout=subprocess.PIPE, text=True)  # noqa: S603 - ours
        for name in ("one", "other")
    ]

    assert sum(int(child.communicate(timeout=120)[0]) for child in children) == 60


def test_a_budget_says_what_was_used_after_its_workbench_is_closed(path):
    workbench, handle = opened(path)
    with workbench, workbench.budget("march", calls=9) as budget:
        handle("A")
        assert budget.used.calls == 1

    assert budget.used.calls == 1


def test_a_question_that_one_budget_refuses_counts_in_no_other(path):
    workbench, handle = opened(path)
    with workbench, workbench.budget("march", calls=9) as outer, pm.Budget(calls=0), pytest.raises(LimitError):
        handle("A")

    assert outer.used.calls == 0
