"""Convert a request to parameters of the Messages API, and an answer of it to a completion."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pointmass.errors import ModelResponseError, clip
from pointmass.models.base import Completion, Price, Request, ToolCall, Usage

_MOST_TOKENS = 2**53


def parameters(
    request: Request,
    *,
    name: str,
    max_tokens: int,
    extra_body: Mapping[str, Any],
    transform: Callable[[Mapping[str, Any]], Mapping[str, Any]],
) -> dict[str, Any]:
    """Return a request as the keyword arguments of ``messages.create``.

    Options of the spec override the defaults of the model; ``tools``, ``output_config`` and ``extra_body`` are merged
    with what the request itself needs.

    Args:
        request: The request.
        name: The model, unless the request names another.
        max_tokens: The most tokens of an answer, unless the options say otherwise.
        extra_body: Further properties of the body.
        transform: Converts a JSON schema to the form that the service takes.
    """
    options = dict(request.options)
    made: dict[str, Any] = {
        "model": request.model or name,
        "max_tokens": max_tokens,
        "messages": [dict(turn) for turn in request.messages],
    }
    if request.system:
        made["system"] = request.system
    tools = [
        {"name": tool.name, "description": tool.description, "input_schema": dict(tool.schema)}
        for tool in request.tools
    ]
    if tools or "tools" in options:
        made["tools"] = tools + list(options.pop("tools", ()))
    if request.schema is not None:
        asked = {"format": {"type": "json_schema", "schema": transform(request.schema)}}
        made["output_config"] = asked | dict(options.pop("output_config", None) or {})
    extra = {**extra_body, **(options.pop("extra_body", None) or {})}
    if extra:
        made["extra_body"] = extra
    return made | options


def completion(body: bytes, *, who: str, latency: float, price: Price | None) -> Completion:
    """Parse the body of an answer.

    Args:
        body: The body, as bytes of JSON.
        who: The model and its address, for error messages.
        latency: Seconds that the answer took.
        price: The price of tokens, if known.

    Raises:
        ModelResponseError: It is not a message of the Messages API.
    """
    try:
        message = json.loads(body)
        blocks = tuple(message["content"])
        text = "".join(block["text"] for block in blocks if block["type"] == "text")
        calls = tuple(
            ToolCall(block["id"], block["name"], dict(block["input"]))
            for block in blocks
            if block["type"] == "tool_use"
        )
        usage = _usage(message.get("usage"))
        details = message.get("stop_details")
        refusal = ({"type": "refusal", **details},) if details else ()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        got = clip(body.decode("utf-8", "replace").strip() or "nothing", 120)
        raise ModelResponseError(
            f"{who}: the answer cannot be read: {got!r} ({type(error).__name__}: {clip(str(error))});"
            " allowed is a message of the Messages API with a list of content blocks: check base_url, and what stands before the service"
        ) from None
    return Completion(
        text=text,
        stop_reason=message.get("stop_reason") or ("tool_use" if calls else "end_turn"),
        model=message.get("model"),
        usage=usage,
        dollars=price.dollars(usage) if price and usage else None,
        latency=latency,
        response_id=message.get("id"),
        tool_calls=calls,
        blocks=(*blocks, *refusal),
    )


def _usage(counted: Mapping[str, Any] | None) -> Usage | None:
    """Return the tokens; ``None`` if the server does not count them, or not in numbers, which is no error."""
    if not isinstance(counted, Mapping):
        return None
    read, written = _tokens(counted, "input_tokens"), _tokens(counted, "output_tokens")
    if read is None or written is None:
        return None
    tier = counted.get("service_tier")
    return Usage(
        input_tokens=read,
        output_tokens=written,
        cache_read_tokens=_tokens(counted, "cache_read_input_tokens") or 0,
        cache_write_tokens=_tokens(counted, "cache_creation_input_tokens") or 0,
        service_tier=tier if isinstance(tier, str) else None,
    )


def _tokens(counted: Mapping[str, Any], name: str) -> int | None:
    number = counted.get(name)
    whole = isinstance(number, int | float) and not isinstance(number, bool) and 0 <= number < _MOST_TOKENS
    return int(number) if whole else None  # type: ignore[arg-type] # a number: checked above
