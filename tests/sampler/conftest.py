"""What the tests of the sampler share: a spec, a model whose every answer is scripted, a store."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pointmass.models.base import Completion, Model, Request, Usage
from pointmass.spec import Spec
from pointmass.store import Store


class ScriptedModel(Model):
    """Answers as it is told, and counts what it was asked.

    Args:
        answer: Gets the title and the index; returns text or a completion, or raises.
        pause: Seconds that each answer takes.
        identity: Who it says it is.
    """

    def __init__(
        self,
        answer: Callable[[str, int], Any] = lambda title, index: f"{title}-{index}",
        *,
        pause: float = 0.0,
        identity: str = "scripted",
    ) -> None:
        self._answer = answer
        self._pause = pause
        self._identity = identity
        self.asked: Counter[tuple[str, int]] = Counter()
        self.order: list[tuple[str, int]] = []
        self.requests: list[Request] = []
        self.in_flight = self.most_in_flight = self.answered = 0

    @property
    def identity(self) -> str:
        return self._identity

    async def complete(self, request: Request, index: int) -> Completion:
        title = request.inputs["title"]
        self.asked[title, index] += 1
        self.order.append((title, index))
        self.requests.append(request)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            await asyncio.sleep(self._pause)
            answer = self._answer(title, index)
        finally:
            self.in_flight -= 1
        self.answered += 1
        return answer if isinstance(answer, Completion) else Completion(answer, usage=Usage(3, 2))


@pytest.fixture
def scripted() -> type[ScriptedModel]:
    return ScriptedModel


def clean(title: str) -> str:
    """Clean the title."""


@pytest.fixture
def spec() -> Spec:
    return Spec.from_function(clean)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.pointmass"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened
