"""A handle is a function to whoever looks at it: help, type hints, copies, and parameters of any name."""

from __future__ import annotations

import asyncio
import copy
import inspect
import pickle
import typing

import pytest

import pointmass as pm
from pointmass.errors import BoundHereError, InputError


def low(title: str, times: int = 1) -> str:
    return title.lower() * times


@pytest.fixture
def workbench():
    with pm.Workbench(model=pm.SimulatedModel({low: 1.0}), approver=pm.approved_by("me")) as wb:
        yield wb


@pytest.fixture
def clean(workbench):
    @workbench.spec
    def clean(title: str, times: int = 1) -> str:
        """Write it in lower case."""

    return clean


def test_it_has_the_type_hints_of_its_stub(clean):
    hints = {"title": str, "times": int, "return": str}

    assert typing.get_type_hints(clean) == hints
    assert inspect.get_annotations(clean) == hints
    assert clean.__annotations__ == hints


def test_its_hints_and_signature_are_those_of_what_the_name_means_now(workbench, clean):
    workbench.define(pm.Spec("clean", "Count.", (pm.Parameter("pages", float),), returns=int))

    assert typing.get_type_hints(clean) == {"pages": float, "return": int}
    assert str(inspect.signature(clean)) == "(pages: float) -> int"


def test_the_class_has_a_signature_and_hints_of_its_own():
    assert list(inspect.signature(pm.Handle).parameters)[:2] == ["workbench", "name"]
    assert typing.get_type_hints(pm.Handle) == {}
    assert pm.Handle.__annotations__ == {}
    assert pm.Handle[[str], str].__origin__ is pm.Handle


def test_a_function_without_annotations_has_hints_of_none(workbench):
    @workbench.bind
    def plain(a, b=1):
        return a + b

    assert typing.get_type_hints(plain) == {}
    assert str(inspect.signature(plain)) == "(a, b=1)"


def test_a_copy_of_it_is_itself_as_of_a_function(clean):
    assert copy.copy(clean) is clean
    assert copy.deepcopy({"tool": clean})["tool"] is clean


def test_it_says_why_it_is_not_pickled_and_what_to_do(clean, workbench):
    with pytest.raises(
        BoundHereError, match=r"^clean: a handle is bound to its workbench, .* pm\.load\(folder\)\['clean'\]"
    ):
        pickle.dumps(clean)
    with pytest.raises(BoundHereError, match=r"^Workbench: .*cannot be pickled; .*pm\.Workbench\(path\)"):
        pickle.dumps(workbench)


def test_it_is_awaited_as_it_is_called(clean):
    assert asyncio.run(clean.acall("AB", times=2)) == clean("AB", times=2) == "abab"
    with pytest.raises(InputError, match=r"clean: got .*\['titel'\] by name"):
        asyncio.run(clean.acall(titel="x"))


NAMES = ["self", "name", "inputs", "kwargs", "args", "cls", "call", "spec", "function", "workbench", "handle", "draws"]


@pytest.fixture
def odd(workbench):
    """A spec whose parameters are called as ours are."""

    def join(**given):
        return "-".join(given[name] for name in NAMES)

    join.__signature__ = inspect.Signature(
        [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in NAMES]
    )
    workbench.model = pm.SimulatedModel({join: 1.0})
    return workbench.define(pm.Spec("odd", "Join.", tuple(pm.Parameter(name, str) for name in NAMES)))


def test_parameters_may_be_called_as_ours_are(workbench, odd):
    row = {name: name[0] for name in NAMES}
    joined = "-".join(row.values())

    assert odd(**row) == odd(*row.values()) == joined
    assert asyncio.run(odd.acall(**row)) == joined
    assert workbench.call("odd", row) == asyncio.run(workbench.acall("odd", row)) == joined


def test_inputs_called_as_ours_are_are_sampled_and_shown(odd):
    sample = odd.sample([{name: f"{name[0]}{i}" for name in NAMES} for i in range(3)], 2, progress=False)

    assert [str(input_["self"]) for input_ in sample.inputs] == ["s0", "s1", "s2"]
    assert len(sample.table()) == 3
    assert "s0" in sample._repr_html_()


def test_functions_and_what_they_call_may_have_such_parameters_too(workbench):
    @workbench.bind
    def pair(self: str, name: str) -> str:
        return self + name

    @workbench.bind
    async def outer(ctx: pm.Context, self: str, depth: str, harness: str) -> str:
        return await ctx.call("pair", self=self, name=depth + harness)

    assert pair(self="a", name="b") == "ab"
    assert outer(self="a", depth="b", harness="c") == outer("a", "b", "c") == "abc"
