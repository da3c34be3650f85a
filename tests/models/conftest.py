import asyncio
import os
from collections.abc import Mapping

import pytest

from pointmass.models.base import Request


@pytest.fixture
def ask():
    """Complete one request with a model, on a loop of its own; one value stands for the spec's only parameter."""

    def ask(answerer, inputs="Meeting Notes.docx", index=0, **parts):
        return asyncio.run(answerer.complete(make_request(inputs, **parts), index))

    return ask


@pytest.fixture
def environment():
    """Set variables of the environment for one test (``None`` takes one away)."""
    before = dict(os.environ)

    def put(**variables):
        for name, value in variables.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value

    yield put
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(name="make_request")
def make_request_fixture():
    return make_request


def make_request(inputs="Meeting Notes.docx", *, spec="clean_filename", **parts):
    inputs = inputs if isinstance(inputs, Mapping) else {"title": inputs}
    parts = {"messages": ({"role": "user", "content": str(inputs)},)} | parts
    return Request(spec=spec, inputs=inputs, **parts)
