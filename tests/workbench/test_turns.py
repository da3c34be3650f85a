from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.errors import InputError
from pointmass.models.base import Completion, Model


class Noting(Model):
    """Notes which prompt was asked, one after the other."""

    identity = "noting"

    def __init__(self):
        self.asked = []

    async def complete(self, request, index):  # noqa: ARG002 - it answers every draw alike
        self.asked.append(request.system)
        return Completion("yes")


@pytest.fixture
def noted():
    model = Noting()
    with pm.Workbench(model=model) as wb:
        yield model, wb.define(pm.Spec("f", "base", (pm.Parameter("x", str),)))


def blocks(asked):
    """Return who was asked, each stretch of the same once."""
    said = ["base" if "base" in each else "one" if "one" in each else "two" for each in asked]
    return [each for at, each in enumerate(said) if not at or said[at - 1] != each]


def test_variants_are_drawn_by_turns_in_an_order_that_turns_round(noted):
    model, handle = noted
    handle.vary(["a", "b"], 4, prompt={"1": "one", "2": "two"}, progress=False)

    assert blocks(model.asked) == ["base", "one", "two", "one", "base", "one", "two", "one", "base"]
    assert len(model.asked) == 3 * 2 * 4


def test_every_variant_has_all_of_its_draws(noted):
    _, handle = noted
    found = handle.vary(["a", "b"], 19, prompt=["one"], progress=False)

    assert {name: (each.n_draws, each.requested) for name, each in found.samples.items()} == {
        "as it is": (38, 19),
        "prompt one": (38, 19),
    }


def test_a_variation_goes_on_where_it_stopped(noted):
    model, handle = noted
    handle.vary(["a", "b"], 3, prompt=["one"], progress=False)
    handle.vary(["a", "b"], 5, prompt=["one"], progress=False)

    assert len(model.asked) == 2 * 2 * 5


def test_drawn_anew_all_is_drawn_anew_and_once(noted):
    model, handle = noted
    handle.vary(["a", "b"], 4, prompt=["one"], progress=False)
    found = handle.vary(["a", "b"], 4, prompt=["one"], fresh=True, progress=False)

    assert len(model.asked) == 2 * (2 * 2 * 4)
    assert {each.n_draws for each in found.samples.values()} == {8}


def test_a_variant_that_asks_the_same_is_a_series_of_its_own_where_all_is_drawn_anew(noted):
    model, handle = noted
    found = handle.vary(["a", "b"], 4, prompt={"again": "base"}, fresh=True, progress=False)

    assert len(model.asked) == 2 * 2 * 4
    assert "same draws" not in found.comparison.contrasts[0].diag


def test_the_rounds_are_shown_as_one_progress(noted):
    _, handle = noted
    seen = []
    handle.vary(["a", "b"], 4, prompt=["one"], progress=seen.append)

    assert {each.total for each in seen} == {16}
    assert [each.done for each in seen] == sorted(each.done for each in seen)
    assert [each.status for each in seen].count("done") == 1
    assert (seen[-1].done, seen[-1].status, seen[-1].already) == (16, "done", 0)


def test_what_was_there_is_told_as_there(noted):
    _, handle = noted
    handle.vary(["a", "b"], 4, prompt=["one"], progress=False)
    seen = []
    handle.vary(["a", "b"], 8, prompt=["one"], progress=seen.append)

    assert (seen[-1].done, seen[-1].total, seen[-1].already) == (32, 32, 16)


def test_a_number_of_draws_that_cannot_be_is_refused(noted):
    _, handle = noted
    with pytest.raises(InputError, match="draws"):
        handle.vary(["a"], 0, prompt=["one"], progress=False)
