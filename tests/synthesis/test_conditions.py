"""Conditions that tell texts apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pointmass.synthesis.conditions import negated, of_texts
from pointmass.synthesis.program import Var


@given(st.lists(st.text("aB1- ,", max_size=6), min_size=2, max_size=5))
def test_every_condition_says_of_each_text_what_its_program_says(texts):
    found = of_texts(texts, Var(0))

    assert all(bool(p.node.value((t,))) is h for p in found for t, h in zip(texts, p.values, strict=True))
    assert all(bool(negated(p.node).value((t,))) is not h for p in found for t, h in zip(texts, p.values, strict=True))


@given(st.lists(st.text("aB1- ,", max_size=6), min_size=2, max_size=5))
def test_conditions_come_once_each_and_the_plainest_first(texts):
    found = of_texts(texts, Var(0))

    assert len({p.values for p in found}) == len(found)
    assert [p.cost for p in found] == sorted(p.cost for p in found)
    assert all(any(p.values) and not all(p.values) for p in found)
