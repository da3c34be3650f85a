"""What a model did with its tools, asked over the wire: kept, shown, and grouped."""

from __future__ import annotations

import pytest

import pointmass as pm
from pointmass.interpretations import cluster
from pointmass.models.local_server import LocalServer

TITLES = ["plain", "odd"]


class Clerk:
    """Looks a title up, the odd one also in the archive, and answers what is known; from some draw on in the other order."""

    reversed = False

    def __call__(self, body, number):
        question, *turns = body["messages"]
        title = question["content"]
        done = [block["name"] for turn in turns if turn["role"] == "assistant" for block in turn["content"]]
        names = ["look_up", "archive"] if title == "odd" else ["look_up"]
        left = [name for name in (reversed(names) if self.reversed else names) if name not in done]
        if left:
            call = {"type": "tool_use", "id": f"t{number}", "name": left[0], "input": {"title": title}}
            return {"content": [call], "stop_reason": "tool_use"}
        return f"{title}: known"


@pytest.fixture
def clerk():
    return Clerk()


@pytest.fixture
def drawn(tmp_path, clerk):
    with LocalServer(answer=clerk) as server:
        model = pm.AnthropicModel("claude-test", base_url=server.url)
        with pm.Workbench(tmp_path / "tools.pointmass", model=model) as workbench:

            @workbench.bind
            def look_up(title: str) -> str:
                """Look a title up."""
                return f"known: {title}"

            @workbench.bind
            def archive(title: str) -> str:
                """Look into the archive."""
                raise KeyError(title)

            @workbench.spec(tools=["look_up", "archive"])
            def sort(title: str) -> str:
                """Sort the title."""

            def sample():
                sort.sample(TITLES, 2, concurrency=1, progress=False)
                clerk.reversed = True
                return sort.sample(TITLES, 3, concurrency=1, progress=False)

            yield workbench, sort, sample


def test_draws_are_grouped_by_what_they_did_with_their_tools(drawn):
    _, _, sample = drawn
    sampled = sample()

    answers, found = sampled.interpretations(), sampled.interpretations(kind="trace")

    assert [len(each.clusters) for each in answers.inputs] == [1, 1]
    assert found.kind == "calls"
    plain, odd = found.inputs
    assert [(each.reading, each.count) for each in plain.clusters] == [("look_up(title=plain)", 3)]
    assert [(each.reading, each.count) for each in odd.clusters] == [
        ("look_up(title=odd); archive(title=odd)", 2),
        ("archive(title=odd); look_up(title=odd)", 1),
    ]


def test_the_frame_the_draw_and_the_notes_show_each_call(drawn):
    _, _, sample = drawn
    sampled = sample()
    (draw, *_) = sampled.draws[1]
    lines = [str(each) for each in draw.tool_uses]

    assert sorted(lines) == ["archive(title='odd') → an error: KeyError: 'odd'", "look_up(title='odd') → 'known: odd'"]
    assert "\n".join(lines) == sampled.frame.query("input == 'odd'")["tools"].iloc[0]
    told = next(each for each in sampled.notices if each.code == "tools were called")
    assert dict(told.data["calls"]) == {"look_up": 6, "archive": 3}
    assert told in repr(sampled)
    assert "look_up 6×" in sampled._repr_html_()


def test_the_trace_of_a_call_shows_its_tools(drawn):
    workbench, sort, _ = drawn

    assert sort("plain") == "plain: known"
    record = next(each for each in workbench.trace() if each.name == "sort")
    assert [str(each) for each in record.tools] == ["look_up(title='plain') → 'known: plain'"]
    assert [each.tools for each in workbench.trace() if each.name == "look_up"] == [()]


def test_where_no_tool_was_called_a_trace_is_one_of_the_answers(make_plain):
    assert make_plain.interpretations(kind="trace").kind == "trace"


@pytest.fixture
def make_plain():
    def said(title):
        return '[["send", {"to": "a"}]]'

    with pm.Workbench(model=pm.SimulatedModel({said: 1.0})) as workbench:
        handle = workbench.define(pm.Spec("send", "Send it.", (pm.Parameter("title", str),)))
        yield handle.sample(["a"], 3, progress=False)


def test_calls_as_they_were_made_count_looks_and_order():
    traces = [[["get_a", {}], ["get_b", {}]], [["get_b", {}], ["get_a", {}]], [], []]

    assert [each.count for each in cluster(traces, kind="trace").clusters] == [4]
    found = cluster(traces, kind="calls").clusters
    assert [(each.count, each.reading) for each in found] == [
        (2, "no tool was called"),
        (1, "get_a(); get_b()"),
        (1, "get_b(); get_a()"),
    ]
