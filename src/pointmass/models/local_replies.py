"""The replies of the local stand-in of the Messages API: messages, and errors in the form of the service."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pointmass.models.local_http import HttpReply

Reply: TypeAlias = "str | Mapping[str, Any]"
"""A text, or parts of a message that replace the usual ones: ``text`` for the content, or ``content``, ``stop_reason``,
``stop_details``, ``usage``, ``model``, ``id``."""

Answer: TypeAlias = "Reply | Sequence[Reply] | Callable[[dict[str, Any], int], Reply]"
"""One reply for all requests; a sequence of replies; or a function ``answer(body, number)``, where *number* counts the
answers from 0."""

_BYTES_PER_TOKEN = 4
_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: what goes wrong with one request.

    Attributes:
        status: The status code of the error.
        message: The error message; by default the name of the error type of the status.
        headers: Further headers (``{"retry-after": "0.05"}``).
        body: A body to send instead of an error object (``Fault(200, body="{")`` is an answer that is not JSON).
        how: ``answer`` sends the error; ``drop`` closes the connection without an answer; ``cut`` closes it in the
            middle of a good answer; ``hang`` never answers.
    """

    status: int = 500
    message: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    how: Literal["answer", "drop", "cut", "hang"] = "answer"


DROP = Fault(how="drop")
CUT = Fault(how="cut")
HANG = Fault(how="hang")
MALFORMED = Fault(200, body='{"id": "msg_local", "content": [')

Faults: TypeAlias = "Mapping[int, Fault | int] | Callable[[int], Fault | int | None]"
"""The faults by the number of the request, from 0, counting retries, too. A bare int is a status code."""


def error_reply(fault: Fault) -> HttpReply:
    """Return a fault as a reply, in the form of the service's errors."""
    kind = _TYPES.get(fault.status, "api_error")
    error = {"type": "error", "error": {"type": kind, "message": fault.message or kind.replace("_", " ")}}
    text = json.dumps(error) if fault.body is None else fault.body
    return HttpReply(fault.status, text.encode(), fault.headers, how=fault.how)


def complaint_of(body: Any) -> str | None:
    """Return what is wrong with the body of a request, as far as the stand-in checks it; ``None`` for nothing."""
    if not isinstance(body, dict):
        return "the body is not an object"
    for name in ("model", "max_tokens", "messages"):
        if name not in body:
            return f"{name}: Field required"
    return "stream: this stand-in does not stream" if body.get("stream") else None


def chosen(answer: Answer, body: dict[str, Any], number: int) -> Reply | Fault:
    """Return the reply to one request; after the last one of a sequence, a fault that says so."""
    if isinstance(answer, str | Mapping):
        return answer
    if callable(answer):
        return answer(body, number)
    if number < len(answer):
        return answer[number]
    return Fault(400, f"the script has {len(answer)} replies, and this asks for one more")


def message_of(body: Mapping[str, Any], number: int, given: Reply) -> dict[str, Any]:
    """Return a reply as a whole message, as the service would send it."""
    parts: dict[str, Any] = {"text": given} if isinstance(given, str) else dict(given)
    text = parts.pop("text", "")
    content: list[dict[str, Any]] = parts.pop("content", [{"type": "text", "text": text}])
    calls = any(block.get("type") == "tool_use" for block in content)
    usage = {
        # There is no tokenizer here; a quarter of the bytes is the usual estimate.
        "input_tokens": max(1, len(json.dumps(body["messages"])) // _BYTES_PER_TOKEN),
        "output_tokens": max(1, len(json.dumps(content)) // _BYTES_PER_TOKEN),
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "service_tier": "standard",
    }
    message = {
        "id": f"msg_local_{number:08d}",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": content,
        "stop_reason": "tool_use" if calls else "end_turn",
        "stop_sequence": None,
        "usage": usage,
    }
    return message | parts
