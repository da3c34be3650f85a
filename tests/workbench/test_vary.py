from __future__ import annotations

from typing import Literal

import pytest

import pointmass as pm
from pointmass.errors import InputError
from pointmass.models.base import Completion, Model
from pointmass.models.local_server import LocalServer


class Shapeable(Model):
    """Answers by prompt and effort: surer when it is told more, and surer when it tries harder."""

    def __init__(self):
        self.requests = []

    @property
    def identity(self):
        return "shapeable"

    async def complete(self, request, index):
        self.requests.append(request)
        told = "kebab" in request.system + str(request.messages)
        hard = dict(request.options).get("output_config", {}).get("effort") == "high"
        sure = told or hard or index % 2 == 0
        return Completion("a-b" if sure else "A_b", model="shapeable-1", latency=2.0 if hard else 1.0)


@pytest.fixture
def shaped():
    with pm.Workbench(model=Shapeable()) as wb:

        @wb.spec(options={"max_tokens": 100})
        def clean(title: str) -> str:
            """Clean the title."""

        yield wb, clean


TITLES = [f"title {i}" for i in range(20)]


def test_each_surface_is_tied_to_what_it_did(shaped):
    _, clean = shaped

    table = clean.vary(TITLES, 8, prompt=["Clean it, as kebab."], effort=["low", "high"], progress=False).table()

    assert list(table["variant"]) == ["as it is", "prompt Clean it, as kebab.", "effort low", "effort high"]
    assert list(table["surface"]) == ["", "prompt", "effort", "effort"]
    assert list(table["agreement"]) == pytest.approx([3 / 7, 1, 3 / 7, 1])
    assert table["effect"][2] == "nothing shown"
    assert "more consistent" in table["effect"][1]
    assert "slower (+1 s a draw)" in table["effect"][3]


def test_effort_is_laid_over_the_options_of_the_spec(shaped):
    wb, clean = shaped

    clean.vary(["x"], 1, effort=["high"], progress=False)

    assert dict(wb.model.requests[-1].options) == {"max_tokens": 100, "output_config": {"effort": "high"}}


def test_two_surfaces_that_are_crossed_show_their_interaction(shaped):
    _, clean = shaped

    found = clean.vary(TITLES, 8, prompt={"told": "As kebab."}, effort=["high"], cross=True, progress=False)
    row = found.interactions().set_index("question").loc["agreement"]

    assert list(found.samples) == ["as it is", "told", "effort high", "told × effort high"]
    assert row["extra"] == pytest.approx(-4 / 7)  # each alone settles it, so together they add nothing
    assert row["p"] < 0.001


def test_other_models_can_be_surfaces(recorded):
    @recorded.spec
    def clean_filename(title: str) -> str:
        """Turn each title into a clean file name."""

    found = clean_filename.vary(
        pm.shipped_inputs("clean_filename"),
        8,
        model={"reworded": pm.shipped("clean_filename", "reworded")},
        progress=False,
    )

    assert found.table().loc[1, "agreement"] == 1.0
    assert found["reworded"].model.startswith("recorded:clean_filename:reworded")


def test_a_generator_of_inputs_serves_every_variant(shaped):
    _, clean = shaped

    found = clean.vary((title for title in TITLES[:3]), 1, effort=["high"], progress=False)

    assert [len(sample) for sample in found.samples.values()] == [3, 3]


@pytest.mark.parametrize(
    ("surfaces", "said"),
    [
        ({}, "nothing to vary"),
        ({"prompt": "one"}, "prompt is a list of values"),
        ({"prompt": ["one"], "cross": True}, "two surfaces are crossed"),
        ({"prompt": {"a": "one"}, "effort": {"a": "low"}}, r"\['a'\] name more than one variant"),
    ],
)
def test_what_cannot_be_varied_is_said_before_anything_is_asked(shaped, surfaces, said):
    wb, clean = shaped

    with pytest.raises(InputError, match=said):
        clean.vary(TITLES, 2, progress=False, **surfaces)
    assert wb.model.requests == []


@pytest.mark.parametrize("target", [["a-b"], "a-b", 3])
def test_a_target_that_does_not_fit_is_told_before_anything_is_asked(shaped, target):
    wb, clean = shaped

    with pytest.raises(InputError, match=r"^clean\.vary: the target is one right answer for each of the 20 different"):
        clean.vary(TITLES, 2, prompt=["Clean it, as kebab."], target=target, progress=False)

    assert wb.model.requests == []


def test_a_variation_shows_the_comparison(shaped):
    _, clean = shaped
    found = clean.vary(["x", "y"], 4, effort=["high"], progress=False)

    assert repr(found).startswith("<Variation of clean: as it is, effort high>\nOn these inputs")
    assert "effort high" in found._repr_html_()


def test_values_that_would_have_one_name_are_numbered(shaped):
    _, clean = shaped

    found = clean.vary(["x"], 1, returns=[str, str], progress=False)

    assert list(found.samples) == ["as it is", "returns 1", "returns 2"]


def test_cost_and_latency_of_each_variant_are_counted_through_the_real_sdk(tmp_path):
    def answer(body, number):
        return "a-long-answer" if body["output_config"]["effort"] == "high" else "a"

    price = pm.Price(input=3, output=15)
    with LocalServer(answer=answer) as server:
        model = pm.AnthropicModel("claude-sonnet-5-5", base_url=server.url, price=price)
        with pm.Workbench(tmp_path / "vary.pointmass", model=model) as wb:

            @wb.spec(options={"output_config": {"effort": "low"}})
            def clean(title: str) -> str:
                """Clean the title."""

            table = clean.vary(TITLES[:5], 4, effort=["high"], progress=False).table()

    assert len(server.requests) == 5 * 4 * 2
    assert (table["dollars"] > 0).all()
    assert (table["seconds"] > 0).all()
    assert list(table["modes_moved"]) == [0, 5]


def test_variants_can_be_drawn_until_they_are_known_to_be_better_or_worse_than_the_spec_as_it_is(shaped):
    _, clean = shaped
    rule = pm.until(better="as it is", target=lambda out: out == "a-b", most=32)

    found = clean.vary(TITLES, rule, prompt={"told": "As kebab."}, progress=False)

    assert [sample.requested for sample in found.samples.values()] == [32, 1]
    assert "right more often, known after 1 draw" in found["told"].notices[-1]
    assert found.table()[["entropy", "agreement"]].loc[1].isna().all()  # one draw says nothing of either
    assert "every p and interval holds for all 6 looks" in found.comparison.contrasts[0].diag


class Impressionable(Model):
    """Answers by every surface of a spec, each in the way that its mechanism is said to work."""

    def __init__(self, identity="impressionable"):
        self._identity = identity

    @property
    def identity(self):
        return self._identity

    async def complete(self, request, index):
        i = int(request.inputs["title"].split()[-1])
        answer = ["kebab", "snake", "camel", "I would say: kebab"][(index + i) % 4]
        said = [turn["content"] for turn in request.messages]
        if self._identity == "sharp" or dict(request.options).get("output_config", {}).get("effort") == "high":
            answer = "kebab"
        if "As kebab." in str(request.system):
            answer = "kebab"
        if "snake" in said[:-1]:
            answer = "snake" if index % 4 else answer
        if "we agreed on camel" in said:
            answer = "camel"
        if request.tools and not answer.startswith("I"):
            answer = "kebab"
        if request.schema is not None:
            return Completion(f'{{"result": "{"kebab" if answer.startswith("I") else answer}"}}')
        return Completion(answer)


@pytest.fixture
def impressed():
    with pm.Workbench(model=Impressionable()) as wb:

        @wb.bind
        def shout(title: str) -> str:
            """Say it loudly."""
            return title.upper()

        @wb.spec
        def style(title: str) -> Literal["kebab", "snake", "camel"]:
            """Name the style."""

        @wb.spec
        def free(title: str) -> str:
            """Name the style."""

        yield style, free


def test_six_surfaces_are_tied_to_the_six_mechanisms_by_what_was_observed(impressed):
    _, free = impressed

    found = free.vary(
        TITLES,
        8,
        prompt={"told": "As kebab."},
        examples={"shown": [pm.Example({"title": "any 1"}, "snake")]},
        history={
            "said before": [{"role": "user", "content": "we agreed on camel"}, {"role": "assistant", "content": "yes"}]
        },
        tools={"may shout": ["shout"]},
        returns={"three styles": Literal["kebab", "snake", "camel"]},
        model={"another": Impressionable("sharp")},
        effort=["high"],
        progress=False,
    )
    table = found.mechanisms().set_index(["surface", "measure"])
    shown = table["observed"].to_dict()

    assert len(set(table["mechanism"])) == 6
    assert shown["prompt", "narrowing"] == "sharpens"
    assert shown["examples", "demonstrated"] == "gives demonstrated answers more often"
    assert shown["examples", "mass moved"] == "moves mass"
    assert shown["history", "mass moved"] == "moves mass"
    assert shown["tools", "support"] == "gives fewer different answers"
    assert shown["returns", "support"] == "gives fewer different answers"
    assert shown["model", "narrowing"] == shown["effort", "narrowing"] == "sharpens"
    assert table.loc[("prompt", "support"), ["before", "after"]].to_list() == [pytest.approx(4), 1]
    assert (table["p_corrected"] <= 0.05).all() == (table["observed"] != "not shown").all()


def test_a_type_is_seen_to_constrain_by_the_draws_that_fit_it(impressed):
    style, _ = impressed

    found = style.vary(TITLES, 8, returns={"two styles": Literal["kebab", "snake"]}, progress=False)
    row = found.mechanisms().set_index("measure").loc["values"]

    assert (row["before"], row["after"]) == (1.0, pytest.approx(0.75))
    assert row["observed"] == "fits the type less often"


def test_nothing_is_said_of_a_surface_that_did_nothing(impressed):
    _, free = impressed

    found = free.vary(TITLES, 8, prompt=["Name the style!"], progress=False)

    assert set(found.mechanisms()["observed"]) == {"not shown"}


def test_interactions_are_shown_for_every_question_that_all_inputs_answer(shaped):
    _, clean = shaped
    how = {"prompt": {"told": "As kebab."}, "effort": ["high"], "cross": True, "target": lambda out: out == "a-b"}

    found = clean.vary(TITLES, 8, progress=False, **how).interactions().set_index("question")

    assert list(found.index) == ["right", "agreement", "seconds"]
    assert found.loc["right", "extra"] == pytest.approx(-0.5)
    assert found.loc["seconds", "extra"] == pytest.approx(0)
