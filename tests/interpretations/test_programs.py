from __future__ import annotations

import numpy as np
import pytest

from pointmass.interpretations.programs import find_programs


def table(*, unlike: int, rows: int, columns: int = 100):
    """A pool in which programs far apart vary every column, and two more are alike but for ``unlike`` columns."""
    rng = np.random.default_rng(3)
    one, other, near = rng.integers(0, 2, columns), rng.integers(0, 2, columns), rng.integers(0, 2, columns)
    nearly = near.copy()
    nearly[:unlike] = 1 - nearly[:unlike]
    return np.array([one] * 8 + [other] * 8 + [near] * 8 + [nearly] * rows)


def test_programs_that_differ_on_few_of_many_inputs_are_told_apart():
    assert find_programs(table(unlike=6, rows=5)).count == 4


def test_a_single_conversation_is_no_evidence_of_a_program_that_is_nearly_another():
    assert find_programs(table(unlike=3, rows=1)).count == 3


@pytest.mark.parametrize("rows", [1, 2, 9])
def test_equal_conversations_are_one_program(rows):
    assert find_programs(np.ones((rows, 4), dtype=np.int64)).count == 1
