"""Convert errors of the official SDK to errors of pointmass, by the names of their classes; the SDK is not imported."""

from __future__ import annotations

import contextlib
import email.utils
import errno
import os
import re
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from pointmass.errors import (
    ModelAuthenticationError,
    ModelConnectionError,
    ModelError,
    ModelNotFoundError,
    ModelOptionError,
    ModelOverloadedError,
    ModelPaymentError,
    ModelPermissionError,
    ModelRateLimitError,
    ModelRequestError,
    ModelResponseError,
    ModelTimeoutError,
    clip,
)

TABLE: MappingProxyType[str, type[ModelError]] = MappingProxyType(
    {
        # Errors that the service answered, by status.
        "BadRequestError": ModelRequestError,
        "AuthenticationError": ModelAuthenticationError,
        "PaymentRequiredError": ModelPaymentError,
        "PermissionDeniedError": ModelPermissionError,
        "NotFoundError": ModelNotFoundError,
        "RequestTimeoutError": ModelTimeoutError,
        "ConflictError": ModelRequestError,
        "PreconditionFailedError": ModelRequestError,
        "ContentTooLargeError": ModelRequestError,
        "UnprocessableEntityError": ModelRequestError,
        "RateLimitError": ModelRateLimitError,
        "RequestHeaderFieldsTooLargeError": ModelRequestError,
        "ClientClosedRequestError": ModelRequestError,
        "InternalServerError": ModelOverloadedError,
        "HTTPNotImplementedError": ModelOverloadedError,
        "ServiceUnavailableError": ModelOverloadedError,
        "GatewayTimeoutError": ModelOverloadedError,
        "OverloadedError": ModelOverloadedError,
        "APIStatusError": ModelRequestError,
        # Spend limits come with status 429 or 400, but waiting does not help.
        "ContractSpendLimitReachedError": ModelPaymentError,
        "EnforcedSpendLimitReachedError": ModelPaymentError,
        "OrganizationOnHoldError": ModelPaymentError,
        # No answer, or one that cannot be read.
        "APITimeoutError": ModelTimeoutError,
        "APIConnectionError": ModelConnectionError,
        "APIResponseValidationError": ModelResponseError,
        "APIWebhookValidationError": ModelResponseError,
        "StreamAlreadyConsumed": ModelResponseError,
        "APIError": ModelResponseError,
        # Errors before anything was sent.
        "RetryableError": ModelConnectionError,
        "CredentialsError": ModelAuthenticationError,
        "IdentityTokenFileError": ModelAuthenticationError,
        "WorkloadIdentityError": ModelAuthenticationError,
        "MutuallyExclusiveAuthError": ModelAuthenticationError,
        "MissingDependencyError": ModelRequestError,
        "ToolsetUsageError": ModelRequestError,
        "AnthropicError": ModelRequestError,
    }
)
"""The class of pointmass for each class of the SDK, by name. A class that is missing here is mapped like its base."""

_TO_DO: dict[type[ModelError], str] = {
    ModelAuthenticationError: "set ANTHROPIC_API_KEY or pass api_key=, with a key that is valid there",
    ModelPermissionError: "use a key that may use this model",
    ModelPaymentError: "check the account's credit and spend limits, then ask again: what was drawn is kept",
    ModelNotFoundError: "check the name of the model, and base_url (without /v1) where it is set",
    ModelRateLimitError: "ask again later, or with fewer in flight: what was drawn is kept",
    ModelOverloadedError: "ask again later: what was drawn is kept",
    ModelTimeoutError: "ask again, or pass a longer timeout=",
    ModelConnectionError: "check the network, and base_url where it is set",
    ModelResponseError: "check that base_url speaks the Messages API",
    ModelOptionError: "take the option away, or give it a value that the model takes",
    ModelRequestError: "fix what the service names",
}
_FILES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""The environment variables that name certificates for checking connections."""
_NO_MORE_FILES = (errno.EMFILE, errno.ENFILE)
_BAD_REQUEST = 400
_CONFLICT = 409
# Words of a 400 error that mean an option is not accepted, so that every further draw would be refused as well.
_NOT_TAKEN = re.compile(
    r"\b(?:unknown|unexpected|unsupported|unrecognized|not (?:permitted|supported|allowed))\b", re.IGNORECASE
)
_NO_CREDIT = re.compile(r"credit balance", re.IGNORECASE)


def error_class(kind: type[BaseException]) -> type[ModelError]:
    """Return the class of pointmass for an error class of the SDK, by its name or that of its nearest base."""
    return next((TABLE[base.__name__] for base in kind.__mro__ if base.__name__ in TABLE), ModelRequestError)


def translated(error: Exception, *, who: str, options: Iterable[str], secrets: Iterable[str]) -> ModelError:
    """Return the error of pointmass for an error of the SDK.

    Args:
        error: The error that the SDK raised.
        who: The model and its address, for the message.
        options: The names of the options in the request.
        secrets: Texts that are hidden in the message, as the service may repeat them.
    """
    if full := _full(error):
        crowded = machine_error(full, who=who)
        crowded.again = True  # with fewer in flight
        return crowded
    kind = error_class(type(error))
    status = getattr(error, "status_code", None)
    said = str(getattr(error, "api_message", None) or _reason(error))
    option = None
    if status == _BAD_REQUEST and kind is ModelRequestError:
        option = next((name for name in options if _is_about(name, said)), None)
        kind = ModelOptionError if option else ModelPaymentError if _NO_CREDIT.search(said) else kind
    for secret in secrets:
        said = said.replace(secret, "(hidden)")
    attempts = _attempts(error)
    said = "".join(char if char.isprintable() else " " for char in said)  # no control characters on a terminal
    what = f"{status} ({getattr(error, 'type', None) or 'no type'})" if status else type(error).__name__
    retried = f" after {attempts} requests" if attempts > 1 else ""
    about = f"option {option!r}: " if option else ""
    made = kind(f"{who}: {about}{what}{retried}: {clip(said, 300)}; {_TO_DO[kind]}")
    made.attempts, made.status = attempts, status
    headers = getattr(getattr(error, "response", None), "headers", {})
    made.retry_after = retry_after(headers)
    made.again = {"true": True, "false": False}.get(headers.get("x-should-retry", ""), status == _CONFLICT or None)
    return made


def retry_after(headers: Mapping[str, str], *, now: Callable[[], float] = time.time) -> float | None:
    """Return how many seconds a service asks to wait, 0 or less for a time in the past; ``None`` if it does not ask.

    A date is compared with the clock of the service if the headers have it, as that of this machine may be wrong.
    """
    for name, unit in (("retry-after-ms", 1e-3), ("retry-after", 1.0)):
        with contextlib.suppress(ValueError, KeyError):
            return float(headers[name]) * unit
    at, there = (email.utils.parsedate_tz(headers.get(name) or "") for name in ("retry-after", "date"))
    if at is None:
        return None
    return email.utils.mktime_tz(at) - (email.utils.mktime_tz(there) if there else now())


def machine_error(error: OSError, *, who: str) -> ModelConnectionError:
    """Return the error of pointmass for one of the operating system.

    It is about the connection, the limit of open files, or a certificate file that does not exist.
    """
    said = error.strerror or str(error) or type(error).__name__
    if error.errno in _NO_MORE_FILES:
        to_do = "sample with a smaller concurrency=, or let the process open more files (`ulimit -n`)"
    elif lost := [name for name in _FILES if not Path(os.environ.get(name, "/")).exists()]:
        said = f"{said} ({', '.join(f'{name}={os.environ[name]}' for name in lost)})"
        to_do = f"let {' and '.join(lost)} name what is there, or unset it"
    else:
        to_do = _TO_DO[ModelConnectionError]
    made = ModelConnectionError(f"{who}: {type(error).__name__}: {clip(said, 300)}; {to_do}")
    made.again = False
    return made


def _full(error: BaseException | None) -> OSError | None:
    """Return the cause of an error if it is that this machine can open no more files or connections, else ``None``."""
    while error is not None and not (isinstance(error, OSError) and error.errno in _NO_MORE_FILES):
        error = error.__cause__ or error.__context__
    return error


def _is_about(option: str, said: str) -> bool:
    """Whether a refusal is about an option, and not about one input that is too long for it.

    Then the message begins with the option (``thinking.budget_tokens: must be …``), or says that it is not accepted.
    """
    name = re.escape(option)
    return re.match(rf"['\"`]?{name}\b", said) is not None or (
        _NOT_TAKEN.search(said) is not None and re.search(rf"\b{name}\b", said) is not None
    )


def _reason(error: Exception) -> str:
    """Return the reason of an error: the body of the answer, or the cause, as the SDK's own text may say little."""
    body = getattr(error, "body", None)
    if isinstance(body, str) and body:
        return body
    cause = error.__cause__
    return f"{type(cause).__name__}: {cause}" if cause is not None and str(cause) else str(error)


def _attempts(error: Exception) -> int:
    request = getattr(error, "request", None) or getattr(getattr(error, "response", None), "request", None)
    count = getattr(request, "headers", {}).get("x-stainless-retry-count", "0")
    return int(count) + 1 if str(count).isdecimal() else 1
