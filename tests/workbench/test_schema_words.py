"""What a type says in the schema that a model reads is part of what a name means."""

from __future__ import annotations

import pydantic

import pointmass as pm
from pointmass.approval import approved_by

WORDS = [f"Title {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


def replying(**words):
    class Reply(pydantic.BaseModel):
        tone: str = pydantic.Field(**words)

    def tone(title):
        """Say the tone."""

    tone.__annotations__ = {"title": str, "return": Reply}
    return tone


def test_code_does_not_outlive_the_words_of_the_schema_that_it_stands_in_for():
    model = pm.SimulatedModel({lambda title: {"tone": title.lower()}: 1.0})
    with pm.Workbench(model=model, approver=approved_by("a test")) as wb:
        handle = wb.spec(replying(json_schema_extra={"level": 1}))
        handle.stabilize(handle.sample(WORDS, draws=4, progress=False)).accept()
        assert handle.kind == "hybrid"

        same, other = (wb.spec(replying(json_schema_extra={"level": level})).kind for level in (1, 2))

        assert (same, other) == ("hybrid", "neural")
        assert [event.action for event in handle.history()][-1] == "define"
