import json

import pytest

from pointmass.errors import ModelResponseError
from pointmass.models.base import Price, Tool, ToolCall, Usage
from pointmass.models.messages import completion, parameters

SCHEMA = {"type": "object", "properties": {"result": {"type": "integer"}}, "required": ["result"]}
TOOL = Tool("look", "Look it up.", {"type": "object", "properties": {"x": {"type": "integer"}}})


def write(request, *, extra_body=()):
    return parameters(
        request,
        name="claude-test",
        max_tokens=4096,
        extra_body=dict(extra_body),
        transform=lambda schema: {"strict": schema},
    )


def read(message, *, price=None):
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return completion(body, who="model 'claude-test'", latency=0.5, price=price)


def message(*blocks, **parts):
    usage = {"input_tokens": 10, "output_tokens": 2}
    return {
        "id": "msg_1",
        "model": "claude-real",
        "content": list(blocks),
        "stop_reason": "end_turn",
        "usage": usage,
    } | (parts)


def text(words):
    return {"type": "text", "text": words}


def test_a_request_is_written_as_parameters(make_request):
    turns = ({"role": "user", "content": "A b"},)

    assert write(make_request("A b", messages=turns, system="Clean it.")) == {
        "model": "claude-test",
        "max_tokens": 4096,
        "system": "Clean it.",
        "messages": [{"role": "user", "content": "A b"}],
    }


def test_the_model_of_the_request_goes_before_the_name(make_request):
    assert write(make_request(model="claude-other"))["model"] == "claude-other"


def test_options_go_before_defaults(make_request):
    assert write(make_request(options={"max_tokens": 7}))["max_tokens"] == 7


def test_a_schema_is_asked_for_beside_what_the_options_configure(make_request):
    made = write(make_request(schema=SCHEMA, options={"output_config": {"effort": "low"}}))

    assert made["output_config"] == {
        "format": {"type": "json_schema", "schema": {"strict": SCHEMA}},
        "effort": "low",
    }


def test_tools_are_named_and_those_of_the_options_follow(make_request):
    search = {"type": "web_search_20250305", "name": "web_search"}

    made = write(make_request(tools=(TOOL,), options={"tools": [search], "tool_choice": {"type": "auto"}}))

    assert made["tools"] == [
        {"name": "look", "description": "Look it up.", "input_schema": dict(TOOL.schema)},
        search,
    ]
    assert made["tool_choice"] == {"type": "auto"}


def test_the_extra_body_of_the_spec_goes_before_that_of_the_model(make_request):
    made = write(make_request(options={"extra_body": {"top_k": 1}}), extra_body={"temperature": 0.5, "top_k": 5})

    assert made["extra_body"] == {"temperature": 0.5, "top_k": 1}
    assert "extra_body" not in write(make_request())


def test_options_of_a_spec_are_not_used_up(make_request):
    request = make_request(schema=SCHEMA, options={"output_config": {"effort": "low"}, "extra_body": {"top_k": 1}})

    assert write(request) == write(request)


def test_text_blocks_are_joined_and_thinking_is_not_said():
    made = read(message({"type": "thinking", "thinking": "hm", "signature": "s"}, text("a-"), text("b")))

    assert made.text == "a-b"
    assert [block["type"] for block in made.blocks] == ["thinking", "text", "text"]
    assert (made.model, made.response_id, made.latency) == ("claude-real", "msg_1", 0.5)


def test_tool_calls_are_read():
    made = read(message({"type": "tool_use", "id": "t1", "name": "look", "input": {"x": 1}}, stop_reason="tool_use"))

    assert made.tool_calls == (ToolCall("t1", "look", {"x": 1}),)
    assert made.text == ""


@pytest.mark.parametrize(
    "stop_reason",
    ["end_turn", "max_tokens", "stop_sequence", "tool_use", "pause_turn", "refusal", "model_context_window_exceeded"],
)
def test_every_stop_reason_is_passed_on(stop_reason):
    assert read(message(text("x"), stop_reason=stop_reason)).stop_reason == stop_reason


def test_a_refusal_keeps_its_explanation_beside_the_text():
    details = {"type": "refusal", "category": "cyber", "explanation": "not this"}

    made = read(message(stop_reason="refusal", stop_details=details))

    assert made.text == ""
    assert made.blocks == (details,)


def test_usage_and_price_are_read():
    usage = {
        "input_tokens": 100,
        "output_tokens": 20,
        "cache_read_input_tokens": 3,
        "cache_creation_input_tokens": 4,
        "service_tier": "standard",
    }

    made = read(message(text("x"), usage=usage), price=Price(input=1.0, output=10.0))

    assert made.usage == Usage(100, 20, 3, 4, "standard")
    assert made.dollars == pytest.approx(307e-6)


@pytest.mark.parametrize("usage", [None, {}, {"input_tokens": 3}])
def test_tokens_that_a_server_does_not_count_are_unknown_not_zero(usage):
    made = read(message(text("x"), usage=usage), price=Price(input=1.0, output=10.0))

    assert made.usage is None
    assert made.dollars is None


def test_an_answer_without_content_is_an_empty_text():
    assert read(message()).text == ""


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"{",
        b"[]",
        b"7",
        b"\xff",
        b"{}",
        b'{"content": null}',
        b'{"content": "text"}',
        b'{"content": [{"type": "text"}]}',
        b'{"content": [{"type": "text", "text": 3}]}',
        b'{"content": [{"type": "tool_use", "id": "t", "name": "f", "input": "x"}]}',
        b'{"content": [], "stop_details": "no"}',
    ],
)
def test_an_answer_that_is_no_message_cannot_be_read(body):
    with pytest.raises(ModelResponseError, match=r"model 'claude-test': the answer cannot be read: "):
        read(body)


@pytest.mark.parametrize(
    "usage",
    [
        "[1]",
        '"many"',
        '{"input_tokens": "many", "output_tokens": 1}',
        '{"input_tokens": NaN, "output_tokens": 1}',
        '{"input_tokens": -1, "output_tokens": 1}',
        '{"input_tokens": true, "output_tokens": 1}',
        '{"input_tokens": 1e400, "output_tokens": 1}',
    ],
)
def test_tokens_that_cannot_be_read_are_not_counted_and_the_answer_is_kept(usage):
    body = f'{{"content": [{{"type": "text", "text": "said"}}], "usage": {usage}}}'.encode()
    found = completion(body, who="m", latency=0.0, price=Price(1, 1))

    assert (found.text, found.usage, found.dollars) == ("said", None, None)
