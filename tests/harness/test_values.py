"""What a call gives: an object of the type, made once of what the model said."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Annotated

import pydantic
import pytest

import pointmass as pm
from pointmass.approval import Decision
from pointmass.artifact import Artifact
from pointmass.errors import OutcomeError
from pointmass.harness import bind_artifact


class Percent(pydantic.BaseModel):
    share: float

    @pydantic.field_validator("share")
    @classmethod
    def _of_one(cls, value):
        return value / 100


class Strict(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(strict=True)
    day: dt.date


class Box(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid")
    w: int

    @pydantic.computed_field
    @property
    def double(self) -> int:
        return 2 * self.w


@dataclasses.dataclass
class Scaled:
    a: int
    scale: dataclasses.InitVar[int] = 1
    total: int = dataclasses.field(init=False, default=0)

    def __post_init__(self, scale):
        self.total = self.a * scale


def spec_of(returns):
    return pm.Spec("f", "Answer.", (pm.Parameter("x", str),), returns)


CASES = [
    (Percent, '{"share": 50}', Percent(share=50), {"share": 50.0}),
    (Annotated[int, pydantic.AfterValidator(lambda v: v + 1)], "1", 2, 1),
    (Strict, '{"day": "2024-01-31"}', Strict(day=dt.date(2024, 1, 31)), {"day": "2024-01-31"}),
    (Box, '{"w": 2}', Box(w=2), {"w": 2}),
    (Decimal, "1234567890123456.780", Decimal("1234567890123456.78"), "1234567890123456.78"),
    (set[str], '["b", "a"]', {"a", "b"}, ["a", "b"]),
]


@pytest.mark.parametrize(("returns", "said", "value", "outcome"), CASES, ids=[str(n) for n in range(len(CASES))])
def test_a_call_gives_the_object_and_a_sample_keeps_what_was_said(make_workbench, returns, said, value, outcome):
    f = make_workbench(lambda request, index: said).define(spec_of(returns))

    assert f("q") == value
    assert f.sample(["q"], draws=1, progress=False).draws[0][0].outcome == outcome


def test_a_value_that_only_the_constructor_takes_reaches_it(make_workbench):
    f = make_workbench(lambda request, index: '{"a": 2, "scale": 10}').define(spec_of(Scaled))

    assert f("q").total == 20


def test_a_validator_that_changes_its_mind_ends_in_words(make_workbench):
    seen = []

    def once(value):
        seen.append(value)
        if len(seen) > 1:
            raise ValueError("seen before")
        return value

    f = make_workbench(lambda request, index: "1").define(spec_of(Annotated[int, pydantic.AfterValidator(once)]))

    with pytest.raises(OutcomeError, match="they must judge equal answers alike"):
        f("q")


@pytest.mark.parametrize(
    ("returns", "body", "value"),
    [
        (Percent, '{"share": 50}', Percent(share=50)),
        (Strict, '{"day": "2024-01-31"}', Strict(day=dt.date(2024, 1, 31))),
        (set[str], '["b", "a"]', {"a", "b"}),
    ],
)
def test_code_gives_json_data_of_which_the_object_is_made_once(returns, body, value):
    spec = spec_of(returns)
    source = f"def accepts(x: str) -> bool:\n    return True\n\ndef f(x: str):\n    return {body}\n"
    artifact = Artifact("f", source, spec.digest)
    binding = bind_artifact(artifact, spec, Decision(approved=True, by="ada", digest=artifact.digest))

    assert binding.typed(binding.function("q")) == value


def test_what_was_sampled_of_a_parameter_with_a_validator_is_found_again(make_workbench):
    takes = Annotated[int, pydantic.AfterValidator(lambda v: v + 1)]
    wb = make_workbench(lambda request, index: str(request.inputs))
    f = wb.define(pm.Spec("f", "Answer.", (pm.Parameter("x", takes),)))
    s = f.sample([1, 2, 3], draws=2, progress=False)

    assert s.inputs == [1, 2, 3]
    assert f.sample(s.inputs, draws=2, progress=False).digest == s.digest


@pytest.mark.parametrize(
    ("returns", "body"), [(str, "5"), (int, '"5"'), (int, "True"), (bool, "1"), (str, "None"), (list[int], '["a"]')]
)
def test_code_never_gives_what_is_none_of_the_type_and_the_model_answers(make_workbench, returns, body):
    answer = {str: "said", int: "7", bool: "true"}.get(returns, "[1]")
    wb = make_workbench(lambda request, index: answer)
    spec = spec_of(returns)
    wb.define(spec)
    source = f"def accepts(x: str) -> bool:\n    return True\n\ndef f(x: str):\n    return {body}\n"
    artifact = Artifact("f", source, spec.digest)
    said = Decision(approved=True, by="me", digest=artifact.digest)
    wb.registry.bind(bind_artifact(artifact, spec, said), action="stabilize", by="me", time=0.0)

    assert wb.call("f", {"x": "q"}) == {str: "said", int: 7, bool: True}.get(returns, [1])
    assert wb.trace()[-1].by == "model"
