"""The stub of a spec, pasted and executed, defines the same spec; nothing that others wrote is executed in it."""

from __future__ import annotations

from typing import Any, Literal

import pytest

import pointmass as pm
from pointmass.sample.stub import stub

PROMPTS = [
    "Turn each title into a file name.",
    'Say "yes" or \'no\'.\n\n  indented\nlast"',
    "back\\slash, \u202e and \x07\ttab",
    '"""\nimport os\n"""',
    " leading and trailing ",
    "ends with a backslash\\",
    "{title}: {{braces}} stay",
]


def executed(source: str) -> pm.Spec:
    wb = pm.Workbench()
    names: dict[str, Any] = {"wb": wb, "Literal": Literal}
    exec(source, names)  # noqa: S102 - our own, and what is tested
    (name,) = wb.names
    return wb[name].spec


@pytest.mark.parametrize("prompt", PROMPTS)
def test_a_pasted_stub_is_the_same_spec(prompt: str) -> None:
    spec = pm.Spec("name", prompt, (pm.Parameter("title", str), pm.Parameter("n", int, 3)), Literal["a", "b"])

    assert executed(stub(spec)).digest == spec.digest


def test_examples_history_tools_model_and_options_stand_beside_it() -> None:
    spec = pm.Spec(
        "name",
        "Say it.",
        (pm.Parameter("title", str),),
        examples=(('a"\n', "b'"),),
        history=({"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}),
        model="some-model",
        options={"max_tokens": 5, "deep": {"list": [1, 2]}},
    )
    source = stub(spec, workbench="bench")

    assert source.startswith("@bench.spec(\n    examples=[")
    assert executed(source.replace("bench", "wb")).digest == spec.digest


def test_the_answers_to_questions_can_be_pasted() -> None:
    model = pm.SimulatedModel({lambda name: name.lower(): 0.5, lambda name: name.upper(): 0.5}, linked=False)
    wb = pm.Workbench(model=model)
    handle = wb.define(pm.Spec("slug", "Make it even.", (pm.Parameter("name", str),)))
    asked = handle.sample(["Ab {x} \"quoted\" '''"], draws=8, progress=False).clarify()
    new = asked.answer({1: "A"})

    assert executed(asked.stub(new)).digest == new.digest
