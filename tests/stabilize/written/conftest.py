"""Specs that code is written for."""

import typing

import pytest

from pointmass.signature import Parameter
from pointmass.spec import Spec


class Book(typing.TypedDict):
    title: str
    authors: list[str]
    topic: str


@pytest.fixture
def shout():
    return Spec("shout", "Write it in capitals.", (Parameter("text", str),))


@pytest.fixture
def read_book():
    return Spec("read_book", "Read one entry of a reading list.", (Parameter("entry", str),), Book)
