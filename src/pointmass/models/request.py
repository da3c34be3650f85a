"""Write a spec and one input as a request to a model. All text that pointmass adds to a prompt is in this module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pointmass.answers import result_schema, wrapped
from pointmass.digest import canonical, digest, text_digest
from pointmass.frozen import thawed
from pointmass.models.base import Request, Tool
from pointmass.signature import record_fields
from pointmass.spec import Spec

REPLY_WITH_TEXT = "Reply with the result itself and nothing else."
"""Added to the system prompt if plain text is wanted; for other results the schema says what to answer."""

_DIGITS = 16


def render(spec: Spec, inputs: Mapping[str, Any], *, tools: Sequence[Tool] = ()) -> Request:
    """Return the request of a spec for one input.

    A prompt without placeholders is the system prompt, and the inputs are the user's message: the value itself if there
    is one parameter (a text as it is, other values as JSON), else a JSON object. A prompt with placeholders is filled
    in and is the user's message; inputs that it does not name follow as a JSON object. Examples and history are earlier
    turns.

    If some fields of the result are known already (``Spec.known``), a last line says which, and which to answer; the
    rest is the same as in the request for the whole result.

    Args:
        spec: The spec.
        inputs: JSON data by parameter, as ``Spec.inputs`` returns it.
        tools: The tools that the model may call.
    """
    note = REPLY_WITH_TEXT if spec.returns is str else ""
    system = "\n\n".join(part for part in ("" if spec.placeholders else spec.fill(str), note) if part)
    turns: list[Mapping[str, Any]] = [dict(turn) for turn in spec.history]
    for example in spec.examples:
        turns.append({"role": "user", "content": _ask(spec, example.inputs)})
        turns.append({"role": "assistant", "content": _say(spec, example.result)})
    turns.append({"role": "user", "content": _ask(spec, inputs)})
    return Request(
        spec=spec.name,
        inputs={name: value for name, value in inputs.items() if name != spec.known},
        messages=tuple(turns),
        system=system or None,
        schema=result_schema(spec.returns),
        tools=tuple(tools),
        model=spec.model,
        options=thawed(spec.options),
    )


def shared_digest(request: Request, adds: str = "") -> str:
    """Return the digest of what all requests of a spec share: everything that is sent except the last message.

    It includes the schema exactly as it is sent.

    Args:
        request: One of the requests.
        adds: What the model adds to each request (``Model.adds``).
    """
    tools = [[tool.name, tool.description, tool.schema] for tool in request.tools]
    *before, _ = request.messages
    said = [request.system, before, request.schema, tools, request.model, request.options]
    return digest([*said, adds] if adds else said)


def request_digest(request: Request, shared: str) -> str:
    """Return the digest of a request, 16 hexadecimal digits (64 bits); *shared* is its ``shared_digest``."""
    return text_digest(shared + canonical(request.messages[-1]))[:_DIGITS]


def _ask(spec: Spec, inputs: Mapping[str, Any]) -> str:
    known = spec.known
    if known is None:
        return _given(spec, inputs)
    asked = ", ".join(each.key for each in record_fields(spec.returns))
    own = {name: value for name, value in inputs.items() if name != known}
    return f"{_given(spec, own)}\n\nAlready known: {canonical(inputs[known])}. Answer only: {asked}."


def _given(spec: Spec, inputs: Mapping[str, Any]) -> str:
    if not spec.placeholders:
        names = [p.name for p in spec.parameters if p.name != spec.known]
        return _text(inputs[names[0]]) if len(names) == 1 else canonical(dict(inputs))
    filled = spec.fill(lambda name: _text(inputs.get(name)))
    rest = {name: value for name, value in inputs.items() if name not in spec.placeholders}
    return f"{filled}\n\n{canonical(rest)}" if rest else filled


def _say(spec: Spec, result: Any) -> str:
    schema = result_schema(spec.returns)
    return _text(result) if schema is None else canonical(wrapped(result, schema))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else canonical(value)
