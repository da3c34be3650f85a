from __future__ import annotations

from typing import Literal, TypedDict

import pytest

import pointmass as pm


class Scripted(pm.Model):
    """A model that answers with what a function of (request, index) returns, and keeps what it was asked."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    @property
    def identity(self):
        return "scripted"

    async def complete(self, request, index):
        self.asked.append((request, index))
        said = self.answer(request, index)
        return said if isinstance(said, pm.Completion) else pm.Completion(said)


@pytest.fixture
def scripted():
    return Scripted


@pytest.fixture
def make_workbench():
    """Make workbenches that answer with a function of (request, index), closed at the end."""
    made = []

    def make(answer=lambda request, index: "said", *, path=None, approver=pm.approved_by("a reader"), around=()):
        wb = pm.Workbench(path, model=Scripted(answer), approver=approver, around=around)
        made.append(wb)
        return wb

    yield make
    for wb in made:
        wb.close()


SOURCE = """
def accepts(title: str) -> bool:
    return title.islower()


def clean(title: str) -> str:
    if title == "boom":
        raise ZeroDivisionError("boom")
    if title == "exit":
        raise SystemExit(2)
    return title.replace(" ", "-")
"""


@pytest.fixture
def stabilized(make_workbench):
    """A workbench whose name ``clean`` is hybrid: lower-case titles are answered by code."""
    from pointmass.approval import Decision
    from pointmass.artifact import Artifact
    from pointmass.harness import bind_artifact

    def make(**how):
        wb = make_workbench(**how)

        @wb.spec
        def clean(title: str) -> str:
            """Clean the title."""

        artifact = Artifact("clean", SOURCE, clean.spec.digest)
        said = Decision(approved=True, by="a reader", digest=artifact.digest)
        wb.registry.bind(bind_artifact(artifact, clean.spec, said), action="stabilize", by="a reader", time=0.0)
        return wb, clean

    return make


class Book(TypedDict):
    """A line of a reading list."""

    title: str
    authors: list[str]
    format: Literal["pdf", "html"]
    topic: str


PARSE = '''
"""parse_book: title, authors and format of a line; the topic is a matter of opinion."""

FIELDS = ("title", "authors", "format")


def accepts(entry: str) -> bool:
    return " - " in entry


def parse_book(entry: str) -> dict:
    title, names = entry.split(" - ")
    if entry == "short - x":
        return {"title": title}
    return {"title": title, "authors": names.split("; "), "format": "pdf"}
'''


@pytest.fixture
def field_wise(make_workbench):
    """A workbench whose name ``parse_book`` is answered field by field; ``source`` is the code, ``parts`` of the spec."""
    from pointmass.approval import Decision
    from pointmass.artifact import Artifact
    from pointmass.harness import bind_artifact

    def make(answer=lambda request, index: '{"topic": "maths"}', *, source=PARSE, returns=Book, path=None, **parts):
        wb = make_workbench(answer, path=path)
        prompt = parts.pop("prompt", "Parse the line.")
        parts.setdefault("parameters", (pm.Parameter("entry", str),))
        handle = wb.define(pm.Spec("parse_book", prompt, returns=returns, **parts))
        artifact = Artifact("parse_book", source, handle.spec.digest)
        said = Decision(approved=True, by="a reader", digest=artifact.digest)
        wb.registry.bind(bind_artifact(artifact, handle.spec, said), action="stabilize", by="a reader", time=0.0)
        return wb, handle

    return make
