"""The facets of a sample: what they count, with the others' choice and without their own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.draw import Draw
from pointmass.sample.facets import MOST, facets, round_edges


@pytest.fixture
def sample(make_sample):
    def draws(outcomes, seconds):
        return [
            Draw(
                index, "ok" if said else "refusal", said or None, said or "no", latency=second, output_tokens=4 + index
            )
            for index, (said, second) in enumerate(zip(outcomes, seconds, strict=True))
        ]

    return make_sample(
        {
            "alike": draws(["x"] * 4, [0.1, 0.2, 0.3, 0.4]),
            "divided": draws(["x", "x", "y", "y"], [1.0, 1.1, 1.2, None]),
            "refused": draws(["", "", "", ""], [0.1, 0.1, 0.1, 0.1]),
        }
    )


def bins(found, name):
    return dict(
        zip(
            next(f.bins for f in found.facets if f.name == name), found.counts({}, everything(found))[name], strict=True
        )
    )


def everything(found):
    return np.ones(found.n_inputs, dtype=bool)


def number(found, name, said):
    return frozenset([next(f.bins for f in found.facets if f.name == name).index(said)])


def test_inputs_are_counted_by_agreement_and_draws_by_all_else(sample):
    found = facets(sample)

    assert bins(found, "agreement") == {"all alike": 1, "50–74%": 1, "no value": 1}
    assert bins(found, "status") == {"ok": 8, "refusal": 4}
    assert sum(bins(found, "latency").values()) == 12
    assert bins(found, "latency")["not recorded"] == 1
    assert sum(bins(found, "tokens").values()) == 12
    assert list(bins(found, "length")) == ["1", "2"]


def test_a_choice_filters_all_other_charts_and_the_inputs_and_not_its_own_chart(sample):
    found = facets(sample)
    chosen = {"status": number(found, "status", "ok"), "latency": number(found, "latency", "not recorded")}
    counts = found.counts(chosen, everything(found))

    assert found.rows(chosen, everything(found)) == [1]
    assert counts["agreement"] == [0, 1, 0]
    assert counts["status"] == [1, 0]  # of the one draw whose seconds are not recorded
    assert sum(counts["latency"]) == 8  # of the draws that are ok
    assert found.rows({"status": frozenset()}, everything(found)) == [0, 1, 2]


def test_two_bars_of_one_chart_are_either_of_them(sample):
    found = facets(sample)
    both = number(found, "agreement", "all alike") | number(found, "agreement", "no value")

    assert found.rows({"agreement": both}, everything(found)) == [0, 2]


def test_inputs_that_are_not_looked_for_count_nowhere(sample):
    found = facets(sample)
    counts = found.counts({}, np.array([True, False, False]))

    assert counts["agreement"] == [1, 0, 0]
    assert sum(counts["status"]) == 4


def test_means_are_of_the_draws_that_have_a_figure(sample):
    means = facets(sample).means("latency")

    assert means[0] == pytest.approx(0.25)
    assert means[1] == pytest.approx(1.1)


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.booleans())
def test_round_edges_hold_every_figure_in_few_bins(a, b, whole):
    low, high = sorted((float(int(a)), float(int(b))) if whole else (a, b))
    edges = round_edges(low, high, whole=whole)

    assert edges[0] <= low
    assert edges[-1] > high
    assert edges == sorted(set(edges))
    assert 1 <= len(edges) - 1 <= MOST + 1


def test_figures_far_out_go_into_the_last_bin(make_sample):
    draws = [Draw(index, "ok", "x", "x", latency=1000.0 if index == 7 else 0.5 + index / 1000) for index in range(200)]
    found = facets(make_sample({"a": draws}))
    latency = next(each for each in found.facets if each.name == "latency")

    assert latency.bins[-1].endswith("or more")
    assert bins(found, "latency")[latency.bins[-1]] >= 1


def test_one_draw_and_none_are_counted(make_sample):
    assert bins(facets(make_sample({"a": [Draw(0, "failed", None, "", detail="it broke")]})), "length") == {
        "no answer": 1
    }
