import importlib
import pkgutil
import types

import anthropic
import httpx2
import pytest
from anthropic._exceptions import AnthropicError

from pointmass import errors
from pointmass.errors import ModelError
from pointmass.models.service_errors import TABLE, error_class, retry_after, translated

SKIPPED = "anthropic.lib.tools.mcp"  # needs a package that the SDK does not bring
CATCH_ALL = {"AnthropicError", "APIError", "APIStatusError"}


def descendants(kind):
    return {kind}.union(*(descendants(child) for child in kind.__subclasses__()))


@pytest.fixture(scope="module")
def tree():
    """Every error class that the installed SDK defines anywhere."""
    for module in pkgutil.walk_packages(anthropic.__path__, "anthropic."):
        if not module.name.startswith(SKIPPED):
            importlib.import_module(module.name)
    return descendants(AnthropicError)


def status_error(status, message="said", *, code=None, **headers):
    """Make an error as the SDK itself makes it of an answer."""
    request = httpx2.Request("POST", "http://127.0.0.1/v1/messages", headers=headers)
    body = {"type": "error", "error": {"type": "some_error", "message": message, "details": {"error_code": code}}}
    response = httpx2.Response(status, json=body, headers=headers, request=request)
    return anthropic.AsyncAnthropic(api_key="sk-test")._make_status_error_from_response(response)  # noqa: SLF001


def say(error, *, options=(), secrets=()):
    return translated(error, who="model 'claude-test'", options=options, secrets=secrets)


def test_the_walk_finds_the_whole_tree(tree):
    assert len(tree) > 100
    assert {anthropic.RateLimitError, anthropic.APITimeoutError} <= tree


def test_each_class_of_the_sdk_is_exactly_one_of_ours(tree):
    for kind in tree:
        assert issubclass(error_class(kind), ModelError), kind


def test_no_class_of_the_sdk_is_forgotten(tree):
    """A class may stand for one code of a status that is in the table; it may not fall through to a catch-all."""
    nearest = {kind: next(base.__name__ for base in kind.__mro__ if base.__name__ in TABLE) for kind in tree}

    forgotten = {kind for kind, base in nearest.items() if base in CATCH_ALL and base != kind.__name__}

    assert forgotten == set()


def test_the_table_names_no_class_that_the_sdk_lacks(tree):
    assert TABLE.keys() <= {kind.__name__ for kind in tree}


def test_every_leaf_of_our_tree_is_reached_from_the_sdk_but_those_that_are_not_its():
    ours = {kind for kind in descendants(ModelError) if kind.__module__ == "pointmass.errors"} - {ModelError}

    assert ours - set(TABLE.values()) == {errors.ModelOptionError, errors.DrawsExhaustedError}


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (400, errors.ModelRequestError),
        (401, errors.ModelAuthenticationError),
        (402, errors.ModelPaymentError),
        (403, errors.ModelPermissionError),
        (404, errors.ModelNotFoundError),
        (405, errors.ModelRequestError),
        (408, errors.ModelTimeoutError),
        (409, errors.ModelRequestError),
        (412, errors.ModelRequestError),
        (413, errors.ModelRequestError),
        (422, errors.ModelRequestError),
        (429, errors.ModelRateLimitError),
        (431, errors.ModelRequestError),
        (499, errors.ModelRequestError),
        (500, errors.ModelOverloadedError),
        (501, errors.ModelOverloadedError),
        (502, errors.ModelOverloadedError),
        (503, errors.ModelOverloadedError),
        (504, errors.ModelOverloadedError),
        (529, errors.ModelOverloadedError),
    ],
)
def test_a_status_is_one_of_ours_and_its_message_says_whose_what_and_what_to_do(status, expected):
    made = say(status_error(status, "the words of the service"))

    assert type(made) is expected
    assert str(made).startswith(f"model 'claude-test': {status} (some_error): the words of the service; ")
    assert made.attempts == 1


def test_a_spend_limit_that_comes_as_a_rate_limit_is_a_matter_of_payment():
    assert type(say(status_error(429, code="enforced_spend_limit_reached"))) is errors.ModelPaymentError
    assert type(say(status_error(429, code="ramp_limit_exceeded"))) is errors.ModelRateLimitError
    assert type(say(status_error(400, "Your credit balance is too low"))) is errors.ModelPaymentError


def test_a_bad_request_that_names_an_option_is_about_the_option():
    error = status_error(400, "thinking.budget_tokens: must be less than max_tokens")

    assert type(say(error, options=["effort", "thinking"])) is errors.ModelOptionError
    assert "option 'thinking': 400" in str(say(error, options=["effort", "thinking"]))
    assert type(say(error, options=["think"])) is errors.ModelRequestError
    assert type(say(status_error(404, "thinking"), options=["thinking"])) is errors.ModelNotFoundError


def test_an_input_that_is_too_long_is_not_about_the_option_that_it_exceeds():
    error = status_error(400, "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000")

    assert type(say(error, options=["max_tokens"])) is errors.ModelRequestError


def test_an_option_that_the_model_does_not_take_is_named_wherever_it_stands():
    error = status_error(400, "This model does not accept it: temperature is not supported")

    assert type(say(error, options=["temperature"])) is errors.ModelOptionError


def test_retries_are_counted_and_said():
    made = say(status_error(429, **{"x-stainless-retry-count": "6"}))

    assert made.attempts == 7
    assert "after 7 requests" in str(made)


def test_a_secret_that_the_service_repeats_is_hidden():
    made = say(status_error(401, "invalid key sk-secret-1"), secrets=["sk-secret-1"])

    assert "sk-secret-1" not in str(made)
    assert "invalid key (hidden)" in str(made)


def test_a_page_in_place_of_an_error_is_quoted_in_part():
    request = httpx2.Request("POST", "http://127.0.0.1/v1/messages")
    response = httpx2.Response(502, text="<html>" + "x" * 5000, request=request)
    made = say(anthropic.AsyncAnthropic(api_key="sk-test")._make_status_error_from_response(response))  # noqa: SLF001

    assert "<html>" in str(made)
    assert len(str(made)) < 500


def test_a_lost_connection_tells_the_reason_of_the_transport():
    error = anthropic.APIConnectionError(request=httpx2.Request("POST", "http://127.0.0.1"))
    error.__cause__ = httpx2.ConnectError("name or service not known")

    assert "ConnectError: name or service not known" in str(say(error))


def test_an_error_of_another_family_is_a_refused_request():
    assert error_class(types.new_class("Odd", (Exception,))) is errors.ModelRequestError


def test_errors_that_end_the_work_are_those_that_every_draw_would_meet():
    ending = {kind for kind in TABLE.values() if kind.ends_the_work}

    assert ending == {
        errors.ModelAuthenticationError,
        errors.ModelPermissionError,
        errors.ModelPaymentError,
        errors.ModelNotFoundError,
    }


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "12"}, 12.0),
        ({"retry-after-ms": "300", "retry-after": "12"}, 0.3),
        ({"retry-after": "-5"}, -5.0),
        ({"retry-after": "soon"}, None),
        ({}, None),
        # A date counts from the service's own time, where it tells it: this machine's clock may be an hour off.
        ({"retry-after": "Sun, 29 Nov 2026 12:00:40 GMT", "date": "Sun, 29 Nov 2026 12:00:00 GMT"}, 40.0),
        ({"retry-after": "Sun, 29 Nov 2026 12:00:40 GMT"}, 10.0),
    ],
)
def test_what_a_service_asks_to_wait_is_read_in_all_its_forms(headers, seconds):
    assert retry_after(headers, now=lambda: 1795953630.0) == seconds


def test_what_the_service_says_of_asking_again_is_kept():
    full = say(status_error(529, **{"retry-after": "7"}))

    assert (full.status, full.retry_after, full.again) == (529, 7.0, None)
    assert say(status_error(500, **{"x-should-retry": "false"})).again is False
    assert say(status_error(409)).again is True
