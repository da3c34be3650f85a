"""The referee of the numbers, at the size of a suite: no claim is wrong more often than it may be."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

PATH = Path(__file__).parent / "benchmarks" / "referee.py"


def _referee():
    sys.path.insert(0, str(PATH.parent))
    made = importlib.util.spec_from_file_location("referee", PATH)
    assert made is not None
    assert made.loader is not None
    module = importlib.util.module_from_spec(made)
    sys.modules["referee"] = module
    made.loader.exec_module(module)
    return module


REFEREE = _referee()


@pytest.mark.parametrize("number", range(len(REFEREE.WORLDS)), ids=[world.what for world in REFEREE.WORLDS])
def test_a_claim_holds_in_its_world(number):
    world = REFEREE.WORLDS[number]
    measured = REFEREE.play(number, size=REFEREE.SUITE, seed=20261130)

    assert measured.holds, f"{world.what}: {measured}"


def test_a_claim_that_does_not_hold_is_found_out():
    naive = REFEREE.World("five inputs of one draw say it", 0.05, lambda rng: bool(rng.random() < 0.3), 200)

    assert not REFEREE.Measured(naive, 0.3, 200, 0.0).holds
    assert REFEREE.Measured(naive, 0.07, 200, 0.0).holds
