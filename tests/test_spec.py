from __future__ import annotations

import builtins
import copy
import dataclasses
import inspect
import json
import os
import pickle
import subprocess
import sys
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.errors import ExamplesError, InputError, SpecError
from pointmass.models.request import render
from pointmass.signature import Parameter
from pointmass.spec import Example, Spec, escaped
from pointmass.synthesis import synthesize


class Team(Enum):
    BILLING = "billing"
    TECH = "tech"


@dataclasses.dataclass
class Ticket:
    text: str
    urgent: bool = False


def clean(title: str) -> str:
    """Turn each title into a clean file name."""
    raise NotImplementedError


def route(ticket: Ticket, team: Team = Team.TECH, tries: int = 3) -> Team:
    """Route the {ticket}."""
    raise NotImplementedError


def spec_of(prompt="Do it.", *, returns=str, **parts):
    return Spec("f", prompt, (Parameter("x", str),), returns, **parts)


def faults_of(*args, **parts):
    with pytest.raises(SpecError) as caught:
        spec_of(*args, **parts)
    return caught.value.faults


# --- reading a stub ---


def test_a_stub_says_everything_that_a_spec_needs():
    spec = Spec.from_function(route, model="claude-sonnet-5-5", options={"max_tokens": 99})

    assert (spec.name, spec.prompt, spec.returns) == ("route", "Route the {ticket}.", Team)
    assert [(p.name, p.annotation, p.required) for p in spec.parameters] == [
        ("ticket", Ticket, True),
        ("team", Team, False),
        ("tries", int, False),
    ]
    assert spec.placeholders == ("ticket",)
    assert (spec.model, dict(spec.options)) == ("claude-sonnet-5-5", {"max_tokens": 99})


def test_the_signature_is_written_as_it_stands_in_source():
    assert Spec.from_function(clean).signature == "clean(title: str) -> str"


def test_the_body_of_a_stub_is_never_used():
    assert Spec.from_function(clean).prompt == inspect.getdoc(clean)


def test_a_lambda_is_no_stub():
    with pytest.raises(SpecError, match="a lambda has no name, no types and no prompt"):
        Spec.from_function(lambda x: x)


@pytest.mark.parametrize("thing", [len, int, 5, "def f(): ..."])
def test_what_is_no_function_is_no_stub(thing):
    with pytest.raises(SpecError, match="a spec is made of a function, got"):
        Spec.from_function(thing)


def test_inputs_without_names_of_their_own_are_refused():
    def f(*xs: str, **more: str) -> str:
        """Join."""

    with pytest.raises(SpecError, match=r"'xs' is variadic positional.*\n.*'more' is variadic keyword"):
        Spec.from_function(f)


def test_one_annotation_that_names_nothing_does_not_spoil_the_others():
    def f(title: str, kind: Tickt) -> str:  # noqa: F821 - a slip of the pen is what is tested
        """Sort."""

    with pytest.raises(SpecError) as caught:
        Spec.from_function(f)
    assert caught.value.faults == (
        "parameter 'kind' has the annotation 'Tickt', which names nothing that can be found",
    )


# --- faults, all at once, at definition ---


def test_all_faults_of_a_spec_are_found_at_once():
    def f(title, kind: Any = 3):
        """Use the {titel}."""

    with pytest.raises(SpecError) as caught:
        Spec.from_function(f, examples=[("a", 5, 6)], tools="clean", history=[{"role": "system", "content": "x"}])

    said = str(caught.value)
    assert len(caught.value.faults) == 7
    for part in [
        "{titel}"[1:-1],
        "'title' has no annotation",
        "Any, which says nothing",
        "the result has no annotation",
    ]:
        assert part in said
    for part in ["example 1 is ('a', 5, 6)", "tools are a list of names, got 'clean'", "history turn 1"]:
        assert part in said


@pytest.mark.parametrize("name", ["", "a b", "class", "1x", "a-b", "ﬁle", "accepts", None])
def test_a_name_that_code_cannot_define_is_refused(name):
    with pytest.raises(SpecError, match=r"is not a Python identifier|is taken"):
        Spec(name, "Do it.", (Parameter("x", str),))


def test_a_parameter_that_code_cannot_define_is_refused():
    with pytest.raises(SpecError, match="the parameter 'lambda' is not a Python identifier"):
        Spec("f", "Do it.", (Parameter("lambda", str),))


@pytest.mark.parametrize("name", sorted({*dir(builtins), "accepts", "json", "re", "os", "clean"}))
def test_a_name_that_no_code_could_be_made_for_is_refused_before_anything_is_drawn(name):
    try:
        synthesize([("a", "b")], name=name, budget=0.0)
    except ExamplesError:
        with pytest.raises(SpecError, match=f"^spec '{name}': the name '{name}' is"):
            Spec(name, "Do it.", (Parameter("x", str),))
    else:
        assert Spec(name, "Do it.", (Parameter("x", str),)).name == name


@pytest.mark.parametrize("parameters", [{"x": str}, [("x", str)], None, "x", [Parameter("x", str), str]], ids=repr)
def test_what_is_no_list_of_parameters_is_refused_with_what_is(parameters):
    with pytest.raises(
        SpecError, match=r"^spec 'f': the parameters are .*; they must be a list of pm.Parameter\(name, type\)"
    ):
        Spec("f", "Do it.", parameters)


def test_an_unknown_part_is_refused_and_points_to_the_options():
    with pytest.raises(
        SpecError, match=r"^spec 'clean': \['temperature'\] are not parts .* options=\{'temperature': 1\}$"
    ):
        Spec.from_function(clean, temperature=1)


def test_an_async_stub_is_refused_and_told_how_to_wait():
    async def fetch(title: str) -> str:
        """Fetch."""

    with pytest.raises(
        SpecError, match=r"^spec 'fetch': the stub is `async def`, .*`await wb.acall\('fetch', \{...\}\)`$"
    ):
        Spec.from_function(fetch)


def test_a_spec_without_inputs_is_refused():
    with pytest.raises(SpecError, match="a spec needs at least one input"):
        Spec("f", "Do it.", ())


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ({"prompt": " \n"}, "the prompt is empty; write what the function should do as its docstring"),
        ({"prompt": None}, "the prompt is NoneType; it must be text"),
        ({"prompt": "{y}"}, "the prompt uses ['y'], but the parameters are ['x'] (write {{name}} for braces as text)"),
        ({"history": None}, "the history is None; it must be a list of turns"),
        ({"history": "hi"}, "the history is 'hi'; it must be a list of turns"),
        ({"tools": None}, "tools are a list of names, got None"),
        ({"tools": ["a b"]}, "tools are a list of names, got ['a b']"),
        ({"examples": 5}, "the examples are 5; they must be a list of pairs, or a mapping"),
        ({"examples": [(1, "y")]}, "example 1: x=1 is not of type str: Input should be a valid string"),
        (
            {"examples": [({"z": "a"}, "y")]},
            "example 1: x={'z': 'a'} is not of type str: Input should be a valid string",
        ),
        ({"examples": [Example({"z": "a"}, "y")]}, "example 1 gives no ['x']"),
        ({"examples": [("a", 2)]}, "example 1: the result 2 is not of type str: Input should be a valid string"),
        ({"options": {"stop": {1, 2}}}, "the options are not JSON data"),
        ({"options": {"top_k": float("nan")}}, "the options are not JSON data"),
        (
            {"model": spec_of},
            "the model is function; name it as its service does, or give the object to pm.Workbench(model=)",
        ),
        ({"returns": None}, "the result has the annotation None, which says nothing about the value; name a type"),
    ],
    ids=lambda part: str(part).partition(" at 0x")[0],
)
def test_a_part_that_cannot_be_is_a_fault_that_says_what_is_allowed(parts, fault):
    assert faults_of(**parts)[0].startswith(fault)


def test_a_default_that_does_not_fit_its_type_is_a_fault():
    with pytest.raises(SpecError, match="parameter 'n' has the default 'three': Input should be a valid integer"):
        Spec("f", "Do it.", (Parameter("n", int, "three"),))


def test_an_example_of_several_parameters_needs_a_mapping_and_says_the_same_each_time():
    def f(a: str, b: str) -> str:
        """Join."""

    with pytest.raises(SpecError, match=r"^spec 'f': example 1 gives no \['b'\]$"):
        Spec.from_function(f, examples=[("x", "y")])


# --- examples ---


def test_an_example_keeps_its_number_when_one_before_it_cannot_be_read():
    with pytest.raises(SpecError) as caught:
        spec_of(examples=["odd", ("a", "b"), (3, "b"), ("a", "b", "c"), ("a", 5)])

    assert [fault.split(" ")[:2] for fault in caught.value.faults] == [
        ["example", "1"],
        ["example", "4"],
        ["example", "3:"],
        ["example", "5:"],
    ]


@pytest.mark.parametrize(
    "examples",
    [
        [("A b", "a-b")],
        {"A b": "a-b"},
        [({"title": "A b"}, "a-b")],
        [Example({"title": "A b"}, "a-b")],
        [["A b", "a-b"]],
        [[{"title": "A b"}, "a-b"]],
    ],
    ids=str,
)
def test_examples_may_be_written_in_several_ways_that_mean_the_same(examples):
    spec = Spec.from_function(clean, examples=examples)

    assert spec.examples == (Example({"title": "A b"}, "a-b"),)
    assert spec.digest == Spec.from_function(clean, examples=[("A b", "a-b")]).digest


def test_examples_are_json_data_with_the_defaults_filled_in():
    spec = Spec.from_function(route, examples=[({"ticket": Ticket("hi")}, Team.BILLING)])

    assert spec.examples[0].inputs == {"ticket": {"text": "hi", "urgent": False}, "team": "tech", "tries": 3}
    assert spec.examples[0].result == "billing"


def test_a_mapping_as_the_one_input_is_a_value_unless_it_names_the_parameter():
    spec = Spec("f", "Do it.", (Parameter("x", dict),), examples=[({"a": 1}, "one"), ({"x": {"a": 2}}, "two")])

    assert [example.inputs for example in spec.examples] == [{"x": {"a": 1}}, {"x": {"a": 2}}]


# --- placeholders ---


@given(st.text())
def test_braces_in_an_input_never_expand(text):
    spec = Spec("f", "Say {x} after {y}, {x}.", (Parameter("x", str), Parameter("y", str)))

    asked = render(spec, {"x": f"{{y}}{text}", "y": "{x}"}).messages[-1]["content"]

    assert asked == f"Say {{y}}{text} after {{x}}, {{y}}{text}."


@pytest.mark.parametrize(
    ("prompt", "found"),
    [
        ("{x}", ("x",)),
        ("{x} {x}", ("x",)),
        ('Answer {"x": 1} for {x}', ("x",)),
        ("{{x}}", ()),
        ("{{{x}}}", ("x",)),
        ("{{{{x}}}}", ()),
        ("{{x}", ()),
        ("{{{x}", ()),
        ("{x", ()),
        ("{}", ()),
        ("{0}", ()),
        ("{x.y} {x[0]} {x!r} {x:>3}", ()),
        ("{ x }", ()),
    ],
)
def test_only_a_name_in_single_braces_is_a_placeholder(prompt, found):
    assert spec_of(prompt).placeholders == found


@pytest.mark.parametrize("pairs", range(1, 7))
def test_braces_around_a_name_say_what_they_say_in_a_format_string(pairs):
    prompt = "{" * pairs + "x" + "}" * pairs

    assert spec_of(prompt).fill(lambda name: "v") == prompt.format(x="v")


@given(st.text("{}x :", max_size=12), st.text("{}x :", max_size=3))
def test_an_escaped_text_says_itself_in_a_prompt(text, around):
    spec = spec_of(f"Say: {escaped(text)} . {around}")

    assert spec.fill(lambda name: "v").startswith(f"Say: {text} .")


# --- the digest ---


def test_equal_content_has_an_equal_digest_whatever_the_order_of_the_options():
    one = spec_of(options={"a": 1, "b": {"c": 1, "d": 2}})
    other = spec_of(options={"b": {"d": 2, "c": 1}, "a": 1})

    assert one == other
    assert one.digest == other.digest


@pytest.mark.parametrize(
    "parts",
    [
        {"prompt": "Do it!"},
        {"returns": int},
        {"examples": [("a", "b")]},
        {"history": [{"role": "user", "content": "hi"}]},
        {"tools": ["clean"]},
        {"model": "another"},
        {"options": {"max_tokens": 1}},
    ],
    ids=str,
)
def test_every_part_of_a_spec_is_in_its_digest(parts):
    assert spec_of(**parts).digest != spec_of().digest


def test_a_default_of_a_record_is_in_the_digest():
    one = dataclasses.make_dataclass("Ticket", [("text", str), ("urgent", bool, False)])
    other = dataclasses.make_dataclass("Ticket", [("text", str), ("urgent", bool, True)])

    assert spec_of(returns=one).digest != spec_of(returns=other).digest


def test_the_digest_is_the_same_in_every_process():
    program = """
import dataclasses, enum, typing, pydantic
from pointmass.spec import Spec
def twice(value): return value
class Team(enum.Enum):
    A = "a"; B = "b"
class Place(typing.TypedDict):
    city: str
    zip: typing.NotRequired[str]
@dataclasses.dataclass
class Ticket:
    tags: list[str]
    kind: typing.Annotated[str, pydantic.AfterValidator(twice)] = "x"
class Model(pydantic.BaseModel):
    tags: list[str] = pydantic.Field(default_factory=list, max_length=3)
def f(ticket: Ticket, model: Model, places: list[Place], sizes: dict[str, int] | None = None) -> Team:
    '''Do {ticket} with {model}.'''
print(Spec.from_function(f, tools=["b", "a"], options={"b": 1, "a": {"z": 1, "y": 2}}).digest)
"""
    told = set()
    for seed in ("0", "1", "4711"):
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True)  # noqa: S603 - ours
        told.add(done.stdout)

    assert len(told) == 1


def test_the_digest_of_a_known_spec_never_changes():
    # Pinned on purpose: draws are stored under it, and bundles carry it. If this fails, old files no longer match.
    assert Spec.from_function(clean).digest == "f4a2cf4c5f227a97abfcf0091b4917462458f247fb3ba8ee53e0acc2934ecab0"


# --- frozen ---


def test_what_a_caller_changes_in_his_own_afterwards_is_no_part_of_a_spec():
    options, history = {"output_config": {"effort": "low"}}, [{"role": "user", "content": "hi"}]
    spec = spec_of(options=options, history=history)
    options["output_config"]["effort"] = "max"
    history[0]["content"] = "bye"

    assert spec.options["output_config"] == {"effort": "low"}
    assert spec.history == ({"role": "user", "content": "hi"},)


def test_a_spec_cannot_be_changed():
    spec = spec_of(options={"a": 1})

    with pytest.raises(dataclasses.FrozenInstanceError):
        spec.prompt = "x"
    with pytest.raises(TypeError):
        spec.options["a"] = 2


def test_a_spec_can_be_hashed_copied_and_sent_to_another_process():
    spec = Spec.from_function(route, options={"a": [1]}, examples=[({"ticket": Ticket("x")}, Team.TECH)])
    sent = pickle.loads(pickle.dumps(spec))  # noqa: S301 - its own

    assert sent == copy.deepcopy(spec) == spec
    assert sent.digest == spec.digest
    assert len({spec, sent}) == 1


def test_a_variant_has_another_digest_and_its_parts_are_checked_again():
    spec = Spec.from_function(clean)

    assert dataclasses.replace(spec, prompt="Rename.").digest != spec.digest
    assert dataclasses.replace(spec, prompt=spec.prompt).digest == spec.digest
    with pytest.raises(SpecError):
        dataclasses.replace(spec, prompt="{nothing}")


# --- inputs ---


@given(st.text(), st.booleans(), st.sampled_from(Team), st.integers())
def test_inputs_are_json_data_that_goes_in_again_unchanged(text, urgent, team, tries):
    spec = Spec.from_function(route)
    given_ = spec.inputs({"tries": tries, "ticket": Ticket(text, urgent), "team": team})

    assert given_ == {"ticket": {"text": text, "urgent": urgent}, "team": team.value, "tries": tries}
    assert list(given_) == ["ticket", "team", "tries"]
    assert spec.inputs(json.loads(json.dumps(given_))) == given_


def test_defaults_are_filled_in():
    assert Spec.from_function(route).inputs({"ticket": {"text": "x"}}) == {
        "ticket": {"text": "x", "urgent": False},
        "team": "tech",
        "tries": 3,
    }


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ({}, r"clean: got no \['title'\]; the parameters are \['title'\]: clean\(title: str\) -> str"),
        ({"title": "a", "x": 1}, r"clean: got \['x'\]; the parameters are \['title'\]"),
        ({"title": 5}, r"clean: title=5 \(int\) is not of type str: Input should be a valid string"),
        ({"title": None}, r"clean: title=None \(NoneType\) is not of type str"),
        ({"title": float("nan")}, r"clean: title=nan \(float\) is not of type str"),
    ],
    ids=str,
)
def test_inputs_that_do_not_fit_are_refused_before_anything_is_asked(given_, said):
    with pytest.raises(InputError, match=said):
        Spec.from_function(clean).inputs(given_)


@pytest.mark.parametrize("tries", [True, "3", 2.5])
def test_what_json_would_not_call_an_integer_is_none(tries):
    with pytest.raises(
        InputError, match=rf"tries={tries!r} \({type(tries).__name__}\) is not of type int: Input should be a valid"
    ):
        Spec.from_function(route).inputs({"ticket": Ticket("x"), "tries": tries})


def test_a_number_that_json_does_not_have_is_no_input():
    spec = Spec("f", "Do it.", (Parameter("x", float),))

    with pytest.raises(InputError, match=r"f: x=inf \(float\) is not of type float"):
        spec.inputs({"x": float("inf")})


def test_arguments_of_a_call_become_one_mapping():
    spec = Spec.from_function(route)

    assert spec.bind(("t",), {"tries": 1}) == {"ticket": "t", "tries": 1}
    with pytest.raises(InputError, match="got 4 positional arguments, takes 3"):
        spec.bind((1, 2, 3, 4), {})
    with pytest.raises(InputError, match=r"got \['ticket'\] twice"):
        spec.bind(("t",), {"ticket": "u"})
