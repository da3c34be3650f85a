"""Whom a command asks where it names nobody: who answered before, if a name is enough to ask the very same."""

from __future__ import annotations

import pytest

from pointmass.cli.asked import asked
from pointmass.errors import InputError
from pointmass.models.anthropic import AnthropicModel

ADDRESS = "http://localhost:11434"


def again(identity, **said):
    return asked(identity, **({"model": None, "recording": None, "variant": "plain"} | said))


def test_who_answered_before_is_asked_by_its_name():
    assert again("anthropic:org/claude-test").identity == "anthropic:org/claude-test"


@pytest.mark.parametrize(
    "identity", ["anthropic:qwen@localhost:11434", "anthropic:m+0f", "anthropic:m/64", "scripted", ""]
)
def test_who_cannot_be_asked_by_name_alone_is_not_asked(identity):
    with pytest.raises(InputError, match="give --model or --recording"):
        again(identity)


def test_another_server_than_before_is_not_asked_and_the_same_one_is(monkeypatch):
    before = AnthropicModel("qwen", base_url=ADDRESS).identity
    monkeypatch.setenv("ANTHROPIC_BASE_URL", ADDRESS)

    assert again(str(before)).identity == before
    with pytest.raises(InputError, match="'anthropic:qwen' answered before, and cannot be asked by name"):
        again("anthropic:qwen")


def test_a_model_that_is_named_is_asked_whoever_answered_before():
    assert again("scripted", model="claude-test").identity == "anthropic:claude-test"
