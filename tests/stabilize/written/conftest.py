"""Specs that code is written for, and an author who writes what he is told to."""

import asyncio
import typing

import pytest

from pointmass.models.base import Completion, Model, Usage
from pointmass.sandbox import Limits, Sandbox
from pointmass.signature import Parameter
from pointmass.spec import Spec
from pointmass.stabilize.written import Teaching


class Book(typing.TypedDict):
    title: str
    authors: list[str]
    topic: str


class Scripted(Model):
    """An author of given answers: the n-th text of a draft's script is its n-th answer; an exception is raised.

    Attributes:
        asked: Every request, with the number of the draft.
    """

    def __init__(self, *scripts, usage=Usage(100, 20), dollars=0.5):
        self.scripts = [list(script) for script in scripts]
        self.usage, self.dollars = usage, dollars
        self.asked = []

    @property
    def identity(self):
        return "scripted"

    async def complete(self, request, index):
        number = sum(other == index for _, other in self.asked)
        self.asked.append((request, index))
        await asyncio.sleep(0)
        said = self.scripts[index][number]
        if isinstance(said, BaseException):
            raise said
        if isinstance(said, Completion):
            return said
        return Completion(
            said,
            model=f"author-{number}",
            usage=self.usage,
            dollars=self.dollars,
            response_id=f"{index}.{number}",
        )


@pytest.fixture
def scripted():
    return Scripted


@pytest.fixture
def shout():
    return Spec("shout", "Write it in capitals.", (Parameter("text", str),))


@pytest.fixture
def read_book():
    return Spec("read_book", "Read one entry of a reading list.", (Parameter("entry", str),), Book)


@pytest.fixture
def teaching():
    """Ten settled inputs of ``shout`` and a contested one."""
    words = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    settled = [Teaching({"text": f"{word} apples"}, ((f"{word} apples".upper(), 8),)) for word in words]
    return [*settled, Teaching({"text": "straße"}, (("STRASSE", 4), ("STRAßE", 4)), contested=True)]


@pytest.fixture(scope="session")
def quick():
    """An open sandbox that waits for nobody for long."""
    with Sandbox(limits=Limits(seconds=2, total_seconds=6)) as opened:
        yield opened
