"""What is said to a model: a spec and one input, written as a request. Nothing is added that cannot be read here."""

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
"""Said to the model where plain text is asked for; with a schema, the schema says it."""

_DIGITS = 16


def render(spec: Spec, inputs: Mapping[str, Any], *, tools: Sequence[Tool] = ()) -> Request:
    """Write the request of a spec for one input.

    A prompt without placeholders is the system prompt, and the inputs are the user's message: the bare text where there
    is one ``str`` parameter, a JSON object otherwise. A prompt with placeholders is filled in and is the user's message;
    inputs that it does not name follow as a JSON object. Examples and history are earlier turns.

    Where some fields of the result are known already (``Spec.known``), they are no input like the others: a last line
    says what is known and what to answer, so that all else is the request for the whole.

    Args:
        spec: What is asked.
        inputs: JSON data by parameter, as ``Spec.inputs`` returns it.
        tools: What the model may call.
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
    """Return the digest of what all requests of a spec share: everything that is sent but the last message.

    The schema is in it as it is sent, so that nothing that a type says of itself can be forgotten.

    Args:
        request: One of them.
        adds: What the model adds to each (``Model.adds``).
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
