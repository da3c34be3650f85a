"""What the tests of the store share: a draw with every field set, and a place to put it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pointmass.draw import Draw
from pointmass.store import Series, Store

FULL = Draw(
    index=3,
    status="ok",
    outcome={"b": [1, 2.5, None, True], "a": "ä"},
    text='{"a": "ä"}',
    detail="",
    stop_reason="end_turn",
    model="model-as-answered",
    input_tokens=12,
    output_tokens=34,
    cache_read_tokens=5,
    cache_write_tokens=6,
    service_tier="standard",
    dollars=0.00125,
    latency=0.75,
    time=1_790_000_000.5,
    origin="replayed",
    response_id="msg_01",
    request="0123456789abcdef",
    turns=({"role": "assistant", "content": [{"type": "tool_use", "name": "look", "input": {"a": 1.5}}]},),
)


@pytest.fixture
def full() -> Draw:
    return FULL


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.pointmass"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        opened.put_inputs({"k0": {"title": "A"}, "k1": {"title": "B"}})
        yield opened


@pytest.fixture
def series() -> Series:
    return Series("spec-digest", "model-identity")
