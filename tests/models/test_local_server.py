import asyncio
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import anthropic
import pytest

from pointmass.models.local_http import HttpError, take_request
from pointmass.models.local_server import CUT, DROP, HANG, MALFORMED, Fault, LocalServer

BODY = {"model": "claude-test", "max_tokens": 16, "messages": [{"role": "user", "content": "Meeting Notes.docx"}]}


def post(server, body=BODY, *, path="/v1/messages", headers=None, timeout=10):
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=timeout)
    try:
        connection.request("POST", path, json.dumps(body), headers or {})
        reply = connection.getresponse()
        return reply.status, reply.headers, json.loads(reply.read())
    finally:
        connection.close()


def test_a_text_is_answered_as_a_whole_message():
    with LocalServer("meeting-notes.docx") as server:
        status, _, message = post(server)

    assert status == 200
    assert message["content"] == [{"type": "text", "text": "meeting-notes.docx"}]
    assert message["stop_reason"] == "end_turn"
    assert message["model"] == "claude-test"
    assert message["usage"]["output_tokens"] > 0


def test_an_answer_may_depend_on_the_body_and_the_number():
    with LocalServer(lambda body, number: f"{number}: {body['messages'][-1]['content']}") as server:
        texts = [post(server)[2]["content"][0]["text"] for _ in range(2)]

    assert texts == ["0: Meeting Notes.docx", "1: Meeting Notes.docx"]


def test_a_reply_may_replace_parts_of_the_message():
    refusal = {"text": "", "stop_reason": "refusal", "stop_details": {"type": "refusal", "explanation": "no"}}
    call = {"content": [{"type": "tool_use", "id": "t1", "name": "look", "input": {"x": 1}}], "model": "claude-other"}
    with LocalServer([refusal, call]) as server:
        first, second = post(server)[2], post(server)[2]

    assert first["stop_reason"] == "refusal"
    assert first["stop_details"]["explanation"] == "no"
    assert second["stop_reason"] == "tool_use"
    assert second["model"] == "claude-other"


def test_a_script_at_its_end_says_so():
    with LocalServer(["one"]) as server:
        post(server)
        status, _, error = post(server)

    assert status == 400
    assert "1 replies" in error["error"]["message"]


def test_an_answer_that_raises_is_told_to_the_client():
    with LocalServer(lambda body, _: body["nothing"]) as server:
        status, _, error = post(server)

    assert status == 400
    assert "KeyError" in error["error"]["message"]


def test_a_fault_comes_at_its_number_and_uses_up_no_reply():
    with LocalServer(["one", "two"], faults={0: Fault(429, "slow down", {"retry-after": "0.05"}), 2: 529}) as server:
        replies = [post(server) for _ in range(4)]

    assert [status for status, _, _ in replies] == [429, 200, 529, 200]
    assert replies[0][1]["retry-after"] == "0.05"
    assert replies[0][2]["error"] == {"type": "rate_limit_error", "message": "slow down"}
    assert replies[3][2]["content"][0]["text"] == "two"
    assert server.counts[429] == server.counts[529] == 1
    assert server.counts[200] == 2


@pytest.mark.parametrize(("fault", "error"), [(DROP, ConnectionError), (CUT, http.client.IncompleteRead)])
def test_a_connection_can_be_dropped_before_or_within_the_answer(fault, error):
    with LocalServer(faults={0: fault}) as server, pytest.raises(error):
        post(server)


def test_a_hanging_request_holds_until_the_client_goes_away():
    with LocalServer(faults={0: HANG}) as server:
        with pytest.raises(TimeoutError):
            post(server, timeout=0.1)
        deadline = time.monotonic() + 5
        while server.in_flight and time.monotonic() < deadline:
            time.sleep(0.01)

    assert server.in_flight == 0
    assert server.counts["hang"] == 1


def test_an_answer_can_be_no_json():
    with LocalServer(faults={0: MALFORMED}) as server, pytest.raises(json.JSONDecodeError):
        post(server)


def test_requests_are_kept_without_their_secrets():
    with LocalServer() as server:
        post(server, headers={"X-Api-Key": "sk-secret", "Authorization": "Bearer secret", "X-Other": "seen"})

    received = server.requests[0]
    assert received.body == BODY
    assert received.headers["x-api-key"] == received.headers["authorization"] == "(hidden)"
    assert received.headers["x-other"] == "seen"
    assert "secret" not in repr(received)


@pytest.mark.parametrize("missing", ["model", "max_tokens", "messages"])
def test_a_body_without_what_the_service_needs_is_refused(missing):
    with LocalServer() as server:
        status, _, error = post(server, {name: value for name, value in BODY.items() if name != missing})

    assert status == 400
    assert error["error"]["message"] == f"{missing}: Field required"


def test_another_address_is_not_found():
    with LocalServer() as server:
        status, _, error = post(server, path="/v1/complete")

    assert status == 404
    assert error["error"]["type"] == "not_found_error"
    assert server.received == 0


def test_a_path_before_the_api_is_served():
    with LocalServer() as server:
        status, _, _ = post(server, path="/proxy/v1/messages?beta=true")

    assert status == 200


def test_latency_may_depend_on_the_number():
    with LocalServer(latency=lambda number: 0.0 if number else 0.1) as server:
        started = time.perf_counter()
        post(server)
        slow = time.perf_counter() - started

    assert slow >= 0.1


def test_one_connection_serves_many_requests_and_pipelined_ones_in_order():
    head = f"POST /v1/messages HTTP/1.1\r\nhost: x\r\ncontent-length: {len(json.dumps(BODY))}\r\n\r\n"
    with LocalServer(lambda _, number: f"<{number}>") as server:
        with socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2])), timeout=10) as client:
            client.sendall((head + json.dumps(BODY)).encode() * 50)
            got = b""
            while b"<49>" not in got:
                got += client.recv(65536)
        counts = dict(server.counts)

    assert [got.find(f"<{number}>".encode()) for number in range(50)] == sorted(
        got.find(f"<{number}>".encode()) for number in range(50)
    )
    assert counts["connections"] == 1


def test_a_chunked_body_is_joined():
    text = json.dumps(BODY).encode()
    chunks = b"%x\r\n%s\r\n%x;note=1\r\n%s\r\n0\r\n\r\n" % (9, text[:9], len(text) - 9, text[9:])
    data = b"POST /v1/messages HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n" + chunks

    assert all(take_request(data[:length]) is None for length in range(len(data)))
    request, used = take_request(data)
    assert request.body == text
    assert used == len(data)


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        b"POST / HTTP/1.1\r\ncontent-length: many\r\n\r\n",
        b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"x" * 70_000,
    ],
)
def test_bytes_that_are_no_request_are_refused(data):
    with pytest.raises(HttpError):
        take_request(data)


def test_a_taken_port_is_an_error():
    with LocalServer() as server, pytest.raises(OSError, match="address already in use"):
        LocalServer(port=int(server.url.rpartition(":")[2])).__enter__()


def test_a_server_can_be_started_again_on_its_port():
    server = LocalServer()
    with server:
        first = server.url
    with server:
        status, _, _ = post(server)

    assert server.url == first
    assert status == 200


def test_closing_leaves_no_thread_and_no_connection():
    before = threading.active_count()
    with (
        LocalServer(faults={0: HANG}) as server,
        socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2]))),
    ):
        pass

    assert threading.active_count() == before
    assert server.in_flight == 0


def test_two_thousand_requests_of_the_real_client_at_64():
    async def ask(url):
        throttle = asyncio.Semaphore(64)
        async with anthropic.AsyncAnthropic(
            api_key="sk-test", base_url=url, http_client=anthropic.DefaultAioHttpClient()
        ) as client:

            async def one():
                async with throttle:
                    return (await client.messages.create(**BODY)).content[0].text

            return await asyncio.gather(*(one() for _ in range(2000)))

    with LocalServer(keep=False, latency=0.005) as server:
        texts = asyncio.run(ask(server.url))

    assert texts == ["ok"] * 2000
    assert 32 < server.most_in_flight <= 64
    assert server.counts["connections"] <= 64


@contextmanager
def served(*options):
    command = [sys.executable, "-m", "pointmass.models.local_server", "--port", "0", *options]
    with subprocess.Popen(  # noqa: S603 - our own module
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONWARNINGS": "error"}
    ) as process:
        host = process.stdout.readline().strip().removeprefix("http://")
        connection = http.client.HTTPConnection(host, timeout=10)

        def ask(method="POST", path="/v1/messages"):
            connection.request(method, path, json.dumps(BODY))
            reply = connection.getresponse()
            return reply.status, json.loads(reply.read())

        try:
            yield process, ask
        finally:
            connection.close()
            process.terminate()


def test_as_a_process_it_gives_texts_in_turn_counts_and_stops_when_told(tmp_path):
    texts = tmp_path / "texts"
    texts.write_text("a\nb\n", encoding="utf-8")
    with served("--texts", str(texts)) as (process, ask):
        said = [ask()[1]["content"][0]["text"] for _ in range(3)]
        stats = ask("GET", "/__stats")[1]
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=10)

    assert said == ["a", "b", "a"]
    assert stats["requests"] == 3
    assert code == 0


def test_counts_can_be_reset():
    with served() as (_, ask):
        ask()
        ask("GET", "/__reset")
        stats = ask("GET", "/__stats")[1]

    assert stats["requests"] == 0
    assert stats["ok"] == 0


def test_shares_of_faults_are_seeded():
    seen = []
    for _ in range(2):
        with served("--p429", "0.5", "--seed", "7") as (_, ask):
            seen.append([ask()[0] for _ in range(20)])

    assert seen[0] == seen[1]
    assert set(seen[0]) == {200, 429}
