"""The main job against a live server: the real SDK, real HTTP, a real file."""

from __future__ import annotations

import enum
import json
import math
import threading
import time

import pandas as pd
import pytest

import pointmass as pm
from pointmass.errors import (
    InputError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelRequestError,
    ModelResponseError,
)
from pointmass.models.local_server import Fault, LocalServer

TITLES = [
    f"{a} {b}" for a in ("Meeting", "Budget", "Travel", "Tax") for b in ("Notes", "Plan 2024", "List (2)", "draft")
]


def kebab(body, number):
    said = body["messages"][-1]["content"]
    return "-".join("".join(c if c.isalnum() else " " for c in said.lower()).split())


@pytest.fixture
def live(tmp_path):
    """Workbenches on a real file that ask a local server through the SDK."""
    made = []

    def make(answer=kebab, *, faults=(), path="files.pointmass", retries=4, **how):
        server = LocalServer(answer=answer, faults=faults, **how)
        server.__enter__()
        model = pm.AnthropicModel(
            "claude-sonnet-5-5", base_url=server.url, max_retries=retries, price=pm.Price(input=3, output=15)
        )
        wb = pm.Workbench(tmp_path / path, model=model, approver=pm.approved_by("a reader"))
        made.extend([wb.close, lambda: server.__exit__(None, None, None)])

        @wb.spec
        def clean_filename(title: str) -> str:
            """Turn each title into a clean file name."""

        return server, wb, clean_filename

    yield make
    for close in made:
        close()


def test_sampling_stabilizing_and_calling_work_against_a_live_server(live):
    server, _wb, clean_filename = live()
    sample = clean_filename.sample(TITLES, draws=4, progress=False)
    clean_filename.stabilize(sample, writer=None).accept()
    asked = len(server.requests)

    assert asked == 4 * len(TITLES)
    assert clean_filename("Budget Plan 2031") == "budget-plan-2031"
    assert (clean_filename.kind, len(server.requests)) == ("hybrid", asked)


def test_every_draw_carries_what_was_measured(live):
    _, _, clean_filename = live()
    frame = clean_filename.sample(["A b"], draws=3, progress=False).frame

    assert frame["draw"].tolist() == [0, 1, 2]
    assert (frame["latency"] > 0).all()
    assert (frame["input_tokens"] > 0).all()
    assert (frame["dollars"] > 0).all()
    assert set(frame["stop_reason"]) == {"end_turn"}
    assert set(frame["origin"]) == {"fresh"}


def test_tokens_and_dollars_saved_are_from_recorded_usage(live):
    _, _, clean_filename = live()
    sample = clean_filename.sample(TITLES, draws=2, progress=False)
    ledger = clean_filename.stabilize(sample, writer=None).evidence.ledger
    frame = sample.frame
    tokens_a_call = (frame["input_tokens"] + frame["output_tokens"]).mean()

    assert ledger.tokens == pytest.approx(ledger.calls * tokens_a_call)
    assert ledger.dollars == pytest.approx(ledger.calls * frame["dollars"].mean())


def test_the_same_call_again_asks_nothing_and_more_draws_ask_only_for_the_missing(live):
    server, _, clean_filename = live()
    first = clean_filename.sample(TITLES, draws=2, progress=False)
    again = clean_filename.sample(TITLES, draws=2, progress=False)

    assert len(server.requests) == 2 * len(TITLES)
    assert again.digest == first.digest
    clean_filename.sample(TITLES, draws=3, progress=False)
    assert len(server.requests) == 3 * len(TITLES)
    clean_filename.sample(TITLES, draws=3, fresh=True, progress=False)
    assert len(server.requests) == 6 * len(TITLES)


def test_an_interrupted_sample_goes_on_from_where_it_stopped_in_another_session(live):
    server, wb, _clean_filename = live(latency=0.02)
    sampling = wb.sample("clean_filename", TITLES, 8, wait=False, concurrency=4, progress=False)
    while len(server.requests) < 20:
        time.sleep(0.005)
    sampling.cancel()
    partial = sampling.result()
    kept = partial.n_draws
    wb.close()
    _, _, again = live()
    sample = again.sample(TITLES, draws=8, progress=False, model=wb.model)

    assert 16 <= kept < 8 * len(TITLES)
    assert sample.n_draws == 8 * len(TITLES)
    # What was in flight when it was cancelled may have been asked twice: at most the concurrency.
    assert len(server.requests) <= 8 * len(TITLES) + 4


def test_busy_answers_are_retried_and_what_still_fails_is_a_failed_draw(live):
    busy = Fault(529, headers={"retry-after-ms": "1"})
    _server, _, clean_filename = live(faults=lambda number: busy if number % 3 else None, retries=0)
    sample = clean_filename.sample(TITLES, draws=2, progress=False)

    assert sample.statuses()["failed"] > 0
    assert sample.statuses()["ok"] > 0
    assert any("failed" in notice for notice in sample.notices)


def test_a_wrong_key_ends_the_work_at_once_and_is_never_in_the_message(live):
    server, _, clean_filename = live(faults=lambda number: Fault(401))

    with pytest.raises(ModelAuthenticationError) as caught:
        clean_filename.sample(TITLES, draws=16, progress=False)
    assert len(server.requests) <= 16
    assert "no-key" not in str(caught.value)


def test_a_refusal_and_a_cut_answer_are_outcomes_in_the_table(live):
    def answer(body, number):
        return {"stop_reason": ("refusal", "max_tokens", "end_turn")[number % 3]}

    _, _, clean_filename = live(answer)
    sample = clean_filename.sample(["A b"], draws=6, progress=False)

    assert sample.statuses() == {"refusal": 2, "truncated": 2, "ok": 2}
    assert set(sample.table()["outcome"]) >= {"(refusal)", "(truncated)"}


class Team(enum.Enum):
    CARDS = "cards"
    FEES = "fees"


def test_a_result_that_is_no_text_is_asked_for_by_json_schema(live):
    server, wb, _ = live(lambda body, number: json.dumps({"result": "fees"}))

    @wb.spec
    def route(message: str) -> Team:
        """Which team answers?"""

    assert route("What is the fee?") is Team.FEES
    shape = server.requests[-1].body["output_config"]["format"]
    assert shape["type"] == "json_schema"
    assert "cards" in json.dumps(shape["schema"])


def test_duplicate_inputs_are_asked_once_and_keep_their_weight(live):
    server, _, clean_filename = live()
    sample = clean_filename.sample(["A b", "A b", "C"], draws=2, progress=False)

    assert len(server.requests) == 4
    assert sample.weights == (2, 1)
    assert "duplicate" in " ".join(sample.notices)


@pytest.mark.parametrize(
    ("inputs", "draws", "said"),
    [
        ([], 16, "no inputs|empty"),
        (["a", math.nan, "b", None], 16, "1"),
        (pd.Series(["a", None]), 16, "1"),
        ([1, 2], 16, "title"),
        ("one text", 16, "list"),
        (["a"], 0, "draws=0"),
        (pd.DataFrame({"titel": ["a"]}), 16, "titel"),
        (["a", "b \ud800"], 16, r"input 1 holds half of a surrogate pair \('.ud800'\), which no service takes"),
    ],
)
def test_inputs_that_cannot_be_sampled_are_refused_before_any_request(live, inputs, draws, said):
    server, _, clean_filename = live()

    with pytest.raises(InputError, match=said):
        clean_filename.sample(inputs, draws=draws, progress=False)
    assert server.requests == []


def test_half_of_a_surrogate_pair_in_a_call_is_an_error_that_says_what_to_do(live):
    server, _, clean_filename = live()

    with pytest.raises(ModelRequestError, match=r"half of a surrogate pair .*fix the text"):
        clean_filename("a \ud800")
    assert server.requests == []


def test_a_login_page_is_not_asked_for_the_whole_grid(live):
    page = Fault(200, body="<html>Please log in</html>")
    server, _wb, clean_filename = live(faults=lambda number: page)

    with pytest.raises(ModelResponseError, match=r"cannot be read: .*Please log in.*check base_url") as caught:
        clean_filename.sample(TITLES, draws=32, progress=False)

    assert len(server.requests) <= 8 + 2 * 16
    assert "none was answered" in caught.value.__notes__[0]


def test_a_dead_address_is_not_asked_for_the_whole_grid():
    model = pm.AnthropicModel("m", base_url="http://127.0.0.1:9", max_retries=0)
    with pm.Workbench(model=model) as wb:
        name = wb.define(pm.Spec("f", "Answer.", (pm.Parameter("x", str),)))
        with pytest.raises(ModelConnectionError, match="check the network, and base_url where it is set"):
            name.sample([str(n) for n in range(64)], draws=32, progress=False)

        assert sum(held.failed for held in wb.store.contents()) <= 8 + 16


def test_a_sample_can_be_drawn_by_a_thousand_at_once(live):
    _server, _, clean_filename = live(latency=0.05)
    sample = clean_filename.sample([f"t {i}" for i in range(400)], draws=2, concurrency=1000, progress=False)

    assert sample.statuses() == {"ok": 800}


def test_limits_stop_before_the_next_request_and_the_same_call_goes_on(live):
    server, wb, clean_filename = live()
    limited = pm.Limited(wb.model, calls=10)

    with pytest.raises(pm.errors.LimitError, match="10"):
        clean_filename.sample(TITLES, draws=2, model=limited, progress=False)
    assert len(server.requests) == 10
    clean_filename.sample(TITLES, draws=2, progress=False)
    assert len(server.requests) == 2 * len(TITLES)


def test_no_key_reaches_the_file(tmp_path):
    secret = "sk-ant-very-secret-0123456789"  # noqa: S105 - the secret that must not be found
    with LocalServer(answer=kebab) as server:
        model = pm.AnthropicModel("claude-sonnet-5-5", base_url=server.url, api_key=secret)
        with pm.Workbench(tmp_path / "files.pointmass", model=model) as wb:

            @wb.spec
            def clean(title: str) -> str:
                """Clean the title."""

            clean.sample(["A b", "C"], draws=2, progress=False)
            clean("A b")
            shown = repr(model) + repr(wb)
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    assert secret.encode() not in files
    assert secret not in shown


def test_a_live_model_can_be_called_from_many_threads_and_loops(live):
    import asyncio

    _, wb, _clean_filename = live()
    said = []

    async def ask(i):
        return await wb.acall("clean_filename", {"title": f"A {i}"})

    threads = [threading.Thread(target=lambda i=i: said.append(asyncio.run(ask(i)))) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(said) == ["a-0", "a-1", "a-2", "a-3"]
