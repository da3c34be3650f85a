from __future__ import annotations

import copy
import json
import pickle

import pytest

import pointmass as pm
from pointmass.errors import InputError
from pointmass.models.local_server import LocalServer


class Scripted(pm.Model):
    """Asks for a tool where there is one, and says how often it was asked; keeps what it was asked."""

    identity = "scripted"

    def __init__(self):
        self.asked = []

    async def complete(self, request, index):  # noqa: ARG002 - the seam
        self.asked.append(request)
        if request.tools and isinstance(request.messages[-1]["content"], str):
            call = pm.ToolCall("t1", "shout", {"title": request.inputs["title"]})
            return pm.Completion("", stop_reason="tool_use", tool_calls=(call,))
        return pm.Completion(f"{request.inputs['title']} {len(self.asked)}")


@pytest.fixture
def model():
    return Scripted()


@pytest.fixture
def workbench(model):
    with pm.Workbench(model=model) as made:

        @made.bind
        def shout(title: str) -> str:
            return title.upper() + "!"

        yield made


def spec(**parts):
    return pm.Spec("title", "Make it loud.", (pm.Parameter("title", str),), **parts)


def test_what_was_sent_for_a_draw_is_shown(workbench, model):
    sample = workbench.define(spec(options={"temperature": 0.5})).sample(["a", "b"], draws=2, progress=False)
    before = len(model.asked)

    sent = sample.request("b", 1)

    assert sent == {
        "system": "Make it loud.\n\nReply with the result itself and nothing else.",
        "messages": [{"role": "user", "content": "b"}],
        "temperature": 0.5,
    }
    assert len(model.asked) == before


def test_the_turns_of_tools_stand_among_what_was_sent(workbench, model):
    sample = workbench.define(spec(tools=("shout",))).sample(["a"], draws=1, progress=False)

    assert sample.request("a")["messages"] == [dict(turn) for turn in model.asked[-1].messages]
    assert sample.request("a")["messages"][-1]["content"][0]["content"] == "A!"
    assert sample.request("a")["tools"][0]["name"] == "shout"


def test_it_is_sent_once_more_and_nothing_is_kept(workbench, model):
    handle = workbench.define(spec(tools=("shout",)))
    sample = handle.sample(["a", "b"], draws=1, concurrency=1, progress=False)

    again = sample.replay("b")

    assert (again.text, again.status, again.index) == ("b 6", "ok", 0)
    assert len(again.turns) == 2
    assert handle.sample(["a", "b"], draws=1, progress=False).draws == sample.draws
    assert len(model.asked) == 6
    assert list(workbench.calls("title")["purpose"]) == ["shadow"]


def test_a_linked_draw_is_sent_with_what_its_conversation_said_before(workbench, model):
    sample = workbench.define(spec()).sample(["a", "b", "c"], draws=1, linked=True, progress=False)

    assert sample.request("c")["messages"] == [dict(turn) for turn in model.asked[-1].messages]
    assert [turn["content"] for turn in sample.request("c")["messages"]] == ["a", "a 1", "b", "b 2", "c"]


def test_a_seeded_model_answers_a_linked_draw_as_it_did():
    def first(title):
        return title + "1"

    def second(title):
        return title + "2"

    with pm.Workbench(model=pm.SimulatedModel({first: 0.5, second: 0.5}, seed=3)) as workbench:
        sample = workbench.define(spec()).sample(["a", "b", "c"], draws=8, linked=True, progress=False)
        replayed = [[sample.replay(value, draw).text for draw in range(8)] for value in "abc"]

    assert replayed == [[draw.text for draw in row] for row in sample.draws]


def test_a_request_that_would_be_another_now_is_refused(workbench):
    sample = workbench.define(spec(tools=("shout",))).sample(["a"], draws=1, progress=False)

    @workbench.bind
    def shout(title: str, times: int = 2) -> str:
        """Another tool of the same name."""
        return title

    with pytest.raises(InputError, match="draw 0 of input 0 answered another request than would be sent now"):
        sample.request("a")


@pytest.mark.parametrize(
    ("value", "draw", "why"), [("z", 0, "not one of the 1 inputs"), ("a", 7, "no draw 7 of this input")]
)
def test_what_was_not_drawn_is_refused(workbench, value, draw, why):
    sample = workbench.define(spec()).sample(["a"], draws=2, progress=False)

    with pytest.raises(InputError, match=why):
        sample.replay(value, draw)


def test_a_sample_is_pickled_and_copied_as_data(workbench):
    sample = workbench.define(spec()).sample(["a"], draws=1, progress=False)

    assert copy.deepcopy(sample).request("a") == sample.request("a")
    again = pickle.loads(pickle.dumps(sample))  # noqa: S301 - our own
    assert again == sample
    with pytest.raises(InputError, match="belongs to no workbench"):
        again.request("a")


def test_what_the_service_got_is_what_is_shown(monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-secret")
    with LocalServer() as server:
        model = pm.AnthropicModel("claude-x", base_url=server.url)
        with pm.Workbench(model=model) as workbench:
            sample = workbench.define(spec()).sample(["a"], draws=1, progress=False)
            sent = json.loads(json.dumps(sample.request("a")))

    assert sent["model"] == "claude-x"
    assert sent["messages"] == [{"role": "user", "content": "a"}]
    assert sent["system"].startswith("Make it loud.")
    assert "sk-secret" not in json.dumps(sent)
