"""Who a model is: as parts with names, as the text that draws are kept under, and read again from that text."""

from __future__ import annotations

import pickle

import pytest

import pointmass as pm
from pointmass.identity import Identity
from pointmass.models.none import NoModel
from pointmass.models.shipped_writer import shipped_writer

PARTS = ("provider", "model", "place", "variant", "digest", "max_tokens")


def parts(identity):
    return tuple(getattr(identity, name) for name in PARTS)


MODELS = [
    pm.AnthropicModel("claude-test"),
    pm.AnthropicModel("claude-test", max_tokens=64),
    pm.AnthropicModel("qwen3:4b", base_url="http://localhost:11434"),
    pm.AnthropicModel("org/model", base_url="https://host.example:8443/proxy", extra_body={"top_k": 1}, max_tokens=9),
    pm.SimulatedModel({str.upper: 1.0}, name="a:b"),
    pm.shipped("clean_filename", "reworded"),
    shipped_writer("own_titles"),
    NoModel(),
]


@pytest.mark.parametrize("model", MODELS, ids=repr)
def test_what_stands_in_a_file_is_read_as_what_the_model_said(model):
    said = model.identity

    read = Identity.of(str(said))

    assert type(said) is type(read) is Identity
    assert (read, parts(read)) == (said, parts(said))


@pytest.mark.parametrize(
    ("identity", "text"),
    [
        (Identity("anthropic", "m"), "anthropic:m"),
        (
            Identity("anthropic", "m", place="host:1/p", digest="0f", max_tokens=64),
            "anthropic:m@host:1/p+0f/64",
        ),
        (Identity("recorded", "clean", variant="plain", digest="0f"), "recorded:clean:plain:0f"),
        (Identity("recorded", "clean", variant="", digest="0f"), "recorded:clean::0f"),
        (Identity("simulated", "s", digest="0f"), "simulated:s:0f"),
        (Identity("none", ""), "none"),
        (Identity("", "my own: model"), "my own: model"),
    ],
)
def test_its_text_is_what_draws_were_always_kept_under(identity, text):
    assert (str(identity), type(str(identity))) == (text, str)
    assert parts(Identity.of(text)) == parts(identity)


@pytest.mark.parametrize("text", ["scripted", "anthropic:", "recorded", "simulated:", "none:of it", "mine:a:b", ""])
def test_a_text_of_ones_own_is_a_name_without_a_provider(text):
    read = Identity.of(text)

    assert (read, read.provider, read.model) == (text, "", text)


def test_who_answered_cannot_be_changed_and_is_pickled_with_its_parts():
    said = pm.AnthropicModel("claude-test", max_tokens=64).identity

    with pytest.raises(AttributeError, match="cannot be changed"):
        said.model = "another"
    assert parts(pickle.loads(pickle.dumps(said))) == parts(said)  # noqa: S301 - our own


def test_a_model_of_ones_own_may_give_a_text():
    class Own(pm.Model):
        identity = "my own"

        async def complete(self, request, index):  # noqa: ARG002 - it says always the same
            return pm.Completion("yes")

    with pm.Workbench(model=pm.Limited(Own(), calls=9)) as workbench:
        handle = workbench.define(pm.Spec("ask", "Say yes.", (pm.Parameter("title", str),)))
        sample = handle.sample(["a"], 2, progress=False)

        assert (sample.model, workbench.model.identity) == ("my own", Identity("", "my own"))
        assert [each.series.model for each in workbench.store.contents()] == ["my own"]
