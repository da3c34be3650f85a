import asyncio
import contextlib
import socket
import subprocess
import sys
import time

import pytest

from pointmass import errors
from pointmass.answers import read, result_schema
from pointmass.errors import InputError, ModelError, NoModelError
from pointmass.models.anthropic import AnthropicModel
from pointmass.models.base import Price, Tool
from pointmass.models.local_server import CUT, DROP, HANG, MALFORMED, Fault, LocalServer

SECRET = "sk-ant-very-secret-0123456789"  # noqa: S105 - a made-up key that must never be shown
SOON = {"retry-after-ms": "5"}


def model_of(server, **parts):
    return AnthropicModel("claude-test", base_url=server.url, **{"api_key": SECRET} | parts)


def failure(ask, server, **parts):
    with pytest.raises(ModelError) as caught:
        ask(model_of(server, **parts))
    return caught.value


def test_a_request_is_answered_over_http(ask):
    with LocalServer("meeting-notes.docx") as server:
        completion = ask(
            model_of(server, price=Price(input=3.0, output=15.0)),
            messages=({"role": "user", "content": "Meeting Notes.docx"},),
            system="Clean it.",
        )

    assert server.requests[0].body == {
        "model": "claude-test",
        "max_tokens": 4096,
        "system": "Clean it.",
        "messages": [{"role": "user", "content": "Meeting Notes.docx"}],
    }
    assert completion.text == "meeting-notes.docx"
    assert completion.origin == "fresh"
    assert completion.model == "claude-test"
    assert completion.usage.input_tokens > 0
    assert completion.dollars > 0
    assert completion.latency > 0
    assert completion.response_id == "msg_local_00000000"


def test_the_key_is_sent_and_nothing_else_asks_for_it(ask):
    with LocalServer() as server:
        ask(model_of(server))

    assert server.requests[0].headers["authorization"] == "(hidden)"


def test_a_typed_result_is_asked_for_by_schema_and_reads_back(ask):
    def answer(body, _):
        assert body["output_config"]["format"]["type"] == "json_schema"
        assert body["output_config"]["format"]["schema"]["additionalProperties"] is False
        return '{"result": 3}'

    with LocalServer(answer) as server:
        completion = ask(model_of(server), schema=result_schema(int))

    assert read(completion.text, int).value == 3


def test_tools_are_offered_and_calls_come_back(ask):
    call = {"content": [{"type": "tool_use", "id": "t1", "name": "look", "input": {"x": 1}}]}
    with LocalServer(call) as server:
        completion = ask(model_of(server), tools=(Tool("look", "Look.", {"type": "object", "properties": {}}),))

    assert server.requests[0].body["tools"][0]["name"] == "look"
    assert completion.stop_reason == "tool_use"
    assert completion.tool_calls[0].arguments == {"x": 1}


def test_a_refusal_is_an_answer(ask):
    details = {"type": "refusal", "category": "cyber", "explanation": "not this"}
    with LocalServer({"text": "", "stop_reason": "refusal", "stop_details": details}) as server:
        completion = ask(model_of(server))

    assert completion.stop_reason == "refusal"
    assert completion.blocks[-1]["explanation"] == "not this"


def test_more_tokens_than_ten_minutes_of_writing_are_asked_for_without_complaint(ask):
    with LocalServer() as server:
        ask(model_of(server, max_tokens=120_000))

    assert server.requests[0].body["max_tokens"] == 120_000


def test_the_extra_body_is_passed_through(ask):
    with LocalServer() as server:
        ask(model_of(server, extra_body={"temperature": 0.7}), options={"extra_body": {"top_k": 5}})

    assert server.requests[0].body["temperature"] == 0.7
    assert server.requests[0].body["top_k"] == 5


def test_headers_are_sent_with_each_request(ask):
    with LocalServer() as server:
        ask(model_of(server, default_headers={"X-Team": "files"}))

    assert server.requests[0].headers["x-team"] == "files"


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 529])
def test_what_may_pass_is_retried(ask, status):
    with LocalServer("there", faults={0: Fault(status, headers=SOON), 1: Fault(status, headers=SOON)}) as server:
        completion = ask(model_of(server))

    assert completion.text == "there"
    assert server.received == 3


@pytest.mark.parametrize("fault", [DROP, CUT])
def test_a_lost_connection_is_retried(ask, fault):
    with LocalServer("there", faults={0: fault}) as server:
        completion = ask(model_of(server))

    assert completion.text == "there"
    assert server.received == 2


def test_a_timeout_is_retried(ask):
    with LocalServer("there", faults={0: HANG}) as server:
        completion = ask(model_of(server, timeout=0.3))

    assert completion.text == "there"
    assert server.received == 2


def test_the_latency_holds_the_retries_too(ask):
    with LocalServer(latency=0.05, faults={0: Fault(429, headers=SOON)}) as server:
        completion = ask(model_of(server))

    assert completion.latency >= 0.1


@pytest.mark.parametrize("wait", [{"retry-after": "0.3"}, {"retry-after-ms": "300"}])
def test_the_service_says_how_long_to_wait(ask, wait):
    with LocalServer(faults={0: Fault(429, headers=wait)}) as server:
        started = time.perf_counter()
        ask(model_of(server))
        taken = time.perf_counter() - started

    # Without the header the SDK waits 0.375 s at least; with it, as long as it says.
    assert taken >= 0.3


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (429, errors.ModelRateLimitError),
        (500, errors.ModelOverloadedError),
        (529, errors.ModelOverloadedError),
        (408, errors.ModelTimeoutError),
    ],
)
def test_what_fails_after_all_retries_is_an_error_that_counts_them(ask, status, expected):
    with LocalServer(faults=lambda _: Fault(status, "not now", SOON)) as server:
        error = failure(ask, server, max_retries=3)

    assert type(error) is expected
    assert error.attempts == server.received == 4
    assert "after 4 requests" in str(error)
    assert "not now" in str(error)
    assert not error.ends_the_work


def test_a_timeout_after_all_retries_is_ours(ask):
    with LocalServer(faults=lambda _: HANG) as server:
        error = failure(ask, server, max_retries=0, timeout=0.2)

    assert type(error) is errors.ModelTimeoutError


def test_an_answer_that_comes_byte_by_byte_and_never_ends_is_a_timeout(make_request):
    async def drip(reader, writer):
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            while not left.is_set():
                writer.write(b" ")
                await writer.drain()
                await asyncio.sleep(0.02)
        writer.close()
        ended.set()

    left, ended = asyncio.Event(), asyncio.Event()

    async def ask_once():
        async with await asyncio.start_server(drip, "127.0.0.1", 0) as server:
            place = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            model = AnthropicModel("m", base_url=place, timeout=0.3, max_retries=0)
            with pytest.raises(errors.ModelTimeoutError, match=r"no whole answer in 0\.6 s"):
                await model.complete(make_request(), 0)
            await model.aclose()
            left.set()
            await ended.wait()

    asyncio.run(ask_once())


def test_a_server_that_is_not_there_is_a_connection_error_that_names_it(ask):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    model = AnthropicModel("claude-test", base_url=f"http://127.0.0.1:{port}", max_retries=0)

    with pytest.raises(errors.ModelConnectionError, match=f"at 127.0.0.1:{port}: .*ConnectError") as caught:
        ask(model)

    assert isinstance(caught.value, ConnectionError)


@pytest.mark.parametrize(
    ("status", "expected", "ends"),
    [
        (400, errors.ModelRequestError, False),
        (401, errors.ModelAuthenticationError, True),
        (402, errors.ModelPaymentError, True),
        (403, errors.ModelPermissionError, True),
        (404, errors.ModelNotFoundError, True),
        (413, errors.ModelRequestError, False),
        (422, errors.ModelRequestError, False),
    ],
)
def test_what_cannot_pass_is_not_retried(ask, status, expected, ends):
    with LocalServer(faults={0: Fault(status, "the words of the service")}) as server:
        error = failure(ask, server)

    assert type(error) is expected
    assert error.ends_the_work is ends
    assert server.received == 1
    assert str(error).startswith(f"model 'claude-test' at {server.url.removeprefix('http://')}: {status} ")
    assert "the words of the service" in str(error)


@pytest.mark.parametrize("fault", [MALFORMED, Fault(200, body="<html>"), Fault(200, body="{}"), Fault(200, body="")])
def test_an_answer_that_is_no_message_is_asked_for_once_more_and_then_a_response_error(ask, fault):
    with LocalServer("there", faults={0: fault, 1: fault, 2: fault}) as server:
        error = failure(ask, server)
        later = ask(model_of(server))

    assert type(error) is errors.ModelResponseError
    assert later.text == "there"
    assert server.received == 4


def test_an_option_that_the_sdk_does_not_take_is_refused_before_any_request(ask):
    with LocalServer() as server, pytest.raises(errors.ModelOptionError) as caught:
        ask(model_of(server), options={"temperature": 0.5})

    assert "option 'temperature', which anthropic 2." in str(caught.value)
    assert "extra_body={'temperature': …}" in str(caught.value)
    assert server.received == 0


@pytest.mark.parametrize("option", ["messages", "system", "stream", "model"])
def test_an_option_that_would_change_the_question_is_refused(ask, option):
    with LocalServer() as server, pytest.raises(errors.ModelOptionError):
        ask(model_of(server), options={option: "x"})

    assert server.received == 0


def test_an_option_that_the_model_refuses_is_named_with_the_model(ask):
    refusal = Fault(400, "thinking.budget_tokens: not supported by this model")
    with LocalServer(faults={0: refusal}) as server, pytest.raises(errors.ModelOptionError) as caught:
        ask(model_of(server), options={"thinking": {"type": "enabled", "budget_tokens": 1024}}, model="claude-other")

    assert "model 'claude-other'" in str(caught.value)
    assert "option 'thinking'" in str(caught.value)


def test_a_property_of_the_extra_body_that_is_refused_is_named(ask):
    with LocalServer(faults={0: Fault(400, "temperature: Extra inputs are not permitted")}) as server:
        error = failure(ask, server, extra_body={"temperature": 0.7})

    assert type(error) is errors.ModelOptionError
    assert "option 'temperature'" in str(error)


def test_an_option_of_the_wrong_kind_is_a_refused_request(ask):
    with LocalServer() as server, pytest.raises(errors.ModelRequestError, match="fix the options"):
        ask(model_of(server), options={"extra_headers": {"x-note": 3}})


@pytest.mark.parametrize("returns", [dict[str, int], list[dict[str, str]]])
def test_a_result_that_no_schema_can_say_ends_the_work_before_any_request(ask, returns):
    with LocalServer() as server, pytest.raises(errors.ModelRequestError, match="type of the result") as caught:
        ask(model_of(server), schema=result_schema(returns))

    assert caught.value.ends_the_work
    assert server.received == 0


def test_no_key_is_an_error_of_three_lines_that_says_what_to_do(ask, environment, tmp_path):
    environment(ANTHROPIC_API_KEY=None, ANTHROPIC_AUTH_TOKEN=None, ANTHROPIC_BASE_URL=None, HOME=str(tmp_path))

    with pytest.raises(NoModelError) as caught:
        ask(AnthropicModel("claude-test"))
    lines = str(caught.value).splitlines()

    assert len(lines) == 3
    assert "ANTHROPIC_API_KEY is not set" in lines[0]
    assert "api_key=" in lines[1]
    assert "base_url=" in lines[2]


def test_an_empty_key_is_no_key(ask, environment, tmp_path):
    environment(ANTHROPIC_API_KEY=" ", ANTHROPIC_AUTH_TOKEN=None, ANTHROPIC_BASE_URL=None, HOME=str(tmp_path))

    with pytest.raises(NoModelError):
        ask(AnthropicModel("claude-test", api_key=""))


def test_a_model_can_be_made_without_a_key():
    assert AnthropicModel("claude-test").identity == "anthropic:claude-test"


def test_a_local_server_needs_no_key(ask, environment):
    environment(ANTHROPIC_API_KEY=None, ANTHROPIC_AUTH_TOKEN=None)

    with LocalServer("there") as server:
        assert ask(AnthropicModel("claude-test", base_url=server.url)).text == "there"


def test_the_address_and_the_key_may_come_from_the_environment(ask, environment):
    with LocalServer("there") as server:
        environment(ANTHROPIC_API_KEY=f"{SECRET}\n", ANTHROPIC_BASE_URL=server.url)
        model = AnthropicModel("claude-test")
        completion = ask(model)

    assert completion.text == "there"
    assert model.identity == f"anthropic:claude-test@{server.url.removeprefix('http://')}"


@pytest.mark.parametrize("key", ["sk ant", "sk-ant-é", "sk\nant"])
def test_a_broken_key_is_refused_without_showing_it(key):
    with pytest.raises(InputError, match="the key holds a space") as caught:
        AnthropicModel("claude-test", api_key=key)

    assert key not in str(caught.value)


@pytest.mark.parametrize("base_url", ["localhost:11434", "ftp://h", "http://", "http://h:port"])
def test_an_address_that_is_none_is_refused(base_url):
    with pytest.raises(InputError, match="base_url is not an address"):
        AnthropicModel("claude-test", base_url=base_url)


@pytest.mark.parametrize("parts", [{"max_tokens": 0}, {"max_retries": -1}, {"timeout": 0}, {"max_wait": 0}])
def test_numbers_that_cannot_be_are_refused(parts):
    with pytest.raises(InputError, match="allowed are numbers above 0"):
        AnthropicModel("claude-test", **parts)


def test_identity_says_who_answers_and_where():
    plain = AnthropicModel("claude-test", api_key=SECRET)
    placed = AnthropicModel("claude-test", base_url="https://user:pass@host.example:8443/proxy/?token=abc")
    extra = AnthropicModel("claude-test", extra_body={"temperature": 0.7, "top_k": 1})

    assert plain.identity == "anthropic:claude-test"
    assert placed.identity == "anthropic:claude-test@host.example:8443/proxy"
    assert extra.identity.startswith("anthropic:claude-test+")
    assert extra.identity == AnthropicModel("claude-test", extra_body={"top_k": 1, "temperature": 0.7}).identity
    assert extra.identity != AnthropicModel("claude-test", extra_body={"temperature": 0.8}).identity


def test_draws_that_are_cut_at_another_length_are_not_put_together():
    assert AnthropicModel("claude-test", max_tokens=64).identity == "anthropic:claude-test/64"


def test_no_secret_is_in_identity_or_repr():
    model = AnthropicModel(
        "claude-test",
        api_key=SECRET,
        base_url=f"http://user:{SECRET}@127.0.0.1:1/v?key={SECRET}",
        default_headers={"authorization": SECRET},
        extra_body={"token": SECRET},
    )

    assert SECRET not in model.identity + repr(model)
    assert repr(model).startswith("AnthropicModel('claude-test', base_url='http://127.0.0.1:1/v'")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429])
def test_no_secret_is_in_an_error_even_if_the_service_repeats_it(ask, status):
    said = f"invalid key {SECRET}, header x-gate {SECRET}-gate"
    with LocalServer(faults={0: Fault(status, said)}) as server:
        error = failure(ask, server, max_retries=0, default_headers={"x-gate": f"{SECRET}-gate"})

    assert SECRET not in str(error)
    assert "(hidden)" in str(error)
    assert error.__cause__ is None
    assert error.__suppress_context__


def test_importing_the_models_loads_no_sdk():
    script = (
        "import sys, pointmass.models.anthropic, pointmass.models.local_server, pointmass.models.recorded,"
        " pointmass.models.simulated, pointmass.models.limited, pointmass.models.none\n"
        "from pointmass.models.anthropic import AnthropicModel\n"
        "AnthropicModel('claude-test', base_url='http://127.0.0.1:1')\n"
        "print({'anthropic', 'httpx2', 'aiohttp', 'pydantic'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603

    assert said.stdout.strip() == "set()"


def test_a_file_of_certificates_that_is_not_there_is_named_by_its_setting(ask, environment, tmp_path):
    environment(SSL_CERT_FILE=str(tmp_path / "nowhere.pem"))
    with LocalServer() as server:
        error = failure(ask, server)

    assert isinstance(error, errors.ModelConnectionError)
    assert error.ends_the_work
    assert "nowhere.pem); let SSL_CERT_FILE name what is there, or unset it" in str(error)
