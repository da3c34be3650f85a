from __future__ import annotations

import dataclasses

import pytest

from pointmass.sandbox import Limits, Outcome


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Limits)])
def test_a_limit_that_lets_nothing_happen_is_named(name):
    with pytest.raises(ValueError, match=f"limits: {name} is 0; it must be above zero"):
        Limits(**{name: 0})


def test_an_outcome_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Outcome("value").value = 1
