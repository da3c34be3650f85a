"""What the types of a spec do to its inputs, its examples and its digest, and which places of a prompt are filled in."""

from __future__ import annotations

import copy
import dataclasses
from typing import Literal

import pydantic
import pytest

from pointmass.errors import InputError, SpecError
from pointmass.signature import Parameter, describe
from pointmass.spec import Spec


def test_a_label_is_no_input_of_another_set_of_labels():
    spec = Spec("f", "Do it.", (Parameter("x", Literal["a", "b"]),))

    assert spec.inputs({"x": "a"}) == {"x": "a"}
    with pytest.raises(InputError, match=r"is not of type Literal\['a', 'b'\]"):
        spec.inputs({"x": "c"})


def _tagged(stop: frozenset[str] = frozenset({"the", "a", "of", "and"})) -> Spec:
    parameters = (Parameter("text", str), Parameter("stop", frozenset[str], stop))
    return Spec(
        "tag", "Tag it.", parameters, list[str], examples=[({"text": "a b"}, ["b", "a"])], options={"stop": ["x"]}
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda spec: spec.options["stop"].append("c"),
        lambda spec: spec.options.update(stop=[]),
        lambda spec: spec.history[0].update(content="new"),
        lambda spec: spec.examples[0].inputs.update(text="new"),
        lambda spec: spec.examples[0].result.append("new"),
    ],
)
def test_nothing_of_a_spec_can_be_changed_in_place(change):
    spec = dataclasses.replace(_tagged(), history=[{"role": "user", "content": "hi"}])

    with pytest.raises(TypeError):
        change(spec)
    assert spec.digest == dataclasses.replace(spec).digest


def test_what_the_caller_changes_afterwards_is_no_part_of_the_spec():
    turn, options, result = {"role": "user", "content": "hi"}, {"a": [1]}, ["b"]
    spec = dataclasses.replace(_tagged(), history=[turn], options=options, examples=[({"text": "a"}, result)])
    turn["content"], options["a"][0], result[0] = "new", 2, "new"

    assert (spec.history[0]["content"], spec.options["a"], spec.examples[0].result) == ("hi", [1], ["b"])


class _Share(pydantic.BaseModel):
    share: float

    @pydantic.field_validator("share")
    @classmethod
    def _of_one(cls, value):
        return value / 100


def test_an_example_is_what_the_model_says_however_often_the_spec_is_copied():
    spec = Spec("f", "How much?", (Parameter("text", str),), _Share, examples=[("half", {"share": 50})])

    for again in (dataclasses.replace(spec, prompt="How much is it?"), copy.deepcopy(spec)):
        assert again.examples[0].result == {"share": 50.0}


def test_an_example_that_a_validator_made_of_something_else_is_refused():
    with pytest.raises(SpecError, match="give the JSON data that a model should say"):
        Spec("f", "How much?", (Parameter("text", str),), _Share, examples=[("half", _Share(share=50))])


def test_a_type_that_hides_its_value_is_refused():
    class Key(pydantic.BaseModel):
        token: pydantic.SecretStr

    for kind in (Key, pydantic.SecretBytes, list[pydantic.SecretStr], pydantic.Secret[int]):
        with pytest.raises(SpecError, match="hides its value"):
            Spec("f", "Say it.", (Parameter("x", str),), kind)


@pytest.mark.parametrize(
    ("kind", "given", "why"),
    [
        (list[int], ["a"], "0: Input should be a valid integer"),
        (dict[str, int], {"a": "b"}, "a: Input should be a valid integer"),
        (tuple[int, str], (1,), "1: Field required"),
        (set[int], {"a"}, "0: Input should be a valid integer"),
    ],
)
def test_a_misfit_of_a_collection_says_what_does_not_fit(kind, given, why):
    spec = Spec("f", "Say it.", (Parameter("x", kind),))

    with pytest.raises(InputError, match=why) as caught:
        spec.inputs({"x": given})
    assert "another class" not in str(caught.value)


def test_an_alias_that_names_itself_is_described_once():
    class Alias:  # as `type tree = list[tree] | int` makes one from Python 3.12
        __name__ = "tree"
        __value__ = property(lambda self: list[self] | int)

    assert describe(Alias()) == {"union": [{"list": [{"same as": "tree"}]}, "int"]}


@pytest.mark.parametrize(
    "form",
    [
        "{{text}}",
        "{{ text }}",
        "{ text }",
        "{text!r}",
        "{text:>10}",
        "{0}",
        "%(text)s",
        "$text",
        '{"a": {text}}',
    ],
)
def test_a_place_in_another_form_is_seen_where_none_is_filled_in(form):
    spec = Spec("f", f"Say {form} again.", (Parameter("text", str),))

    assert len(spec.unfilled) == 1
    assert spec.unfilled[0] in form


@pytest.mark.parametrize(
    "prompt", ["Say {text}.", "Say {{text}} and {text}.", "Clean the text.", 'Answer {"a": 1}.', "Costs $5."]
)
def test_a_place_that_is_filled_in_and_other_braces_are_no_forgotten_ones(prompt):
    assert Spec("f", prompt, (Parameter("text", str),)).unfilled == ()
