"""What is said to a model: a spec and one input, written as a request. Nothing is added that cannot be read here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pointmass.answers import result_schema, wrapped
from pointmass.digest import canonical
from pointmass.models.base import Request, Tool
from pointmass.signature import record_fields
from pointmass.spec import Spec

REPLY_WITH_TEXT = "Reply with the result itself and nothing else."
"""Said to the model where plain text is asked for; with a schema, the schema says it."""


def render(spec: Spec, inputs: Mapping[str, Any], *, tools: Sequence[Tool] = ()) -> Request:
    """Write the request of a spec for one input.

    A prompt without placeholders is the system prompt, and the inputs are the user's message: the bare text where there
    is one ``str`` parameter, a JSON object otherwise. A prompt with placeholders is filled in and is the user's message;
    inputs that it does not name follow as a JSON object. Examples and history are earlier turns.

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
        inputs=dict(inputs),
        messages=tuple(turns),
        system=system or None,
        schema=result_schema(spec.returns),
        tools=tuple(tools),
        model=spec.model,
        options=dict(spec.options),
    )


def render_rest(spec: Spec, rest: Spec, row: Mapping[str, Any], *, tools: Sequence[Tool] = ()) -> Request:
    """Write the request for those fields of a record that are not known yet.

    It is the spec's own request but for two things: each question ends with a line that says what is known and what to
    answer, and the schema has the asked fields only. Examples are said in the same way, each with what is known of it.

    Args:
        spec: What is asked, as a whole.
        rest: The same spec with only the asked fields as its result, and with what is known as one more parameter, the
            last; so in its examples.
        row: JSON data by parameter of *rest*.
        tools: What the model may call.
    """
    *_, last = rest.parameters
    asked = [each.key for each in record_fields(rest.returns)]

    def ask(given: Mapping[str, Any]) -> dict[str, Any]:
        inputs = {name: value for name, value in given.items() if name != last.name}
        return {"role": "user", "content": f"{_ask(spec, inputs)}\n\n{_known(given[last.name], asked)}"}

    turns: list[Mapping[str, Any]] = [dict(turn) for turn in spec.history]
    for example in rest.examples:
        turns += [ask(example.inputs), {"role": "assistant", "content": _say(rest, example.result)}]
    inputs = {name: value for name, value in row.items() if name != last.name}
    whole = render(spec, inputs, tools=tools)
    return replace(whole, messages=(*turns, ask(row)), schema=result_schema(rest.returns))


def _known(known: Mapping[str, Any], asked: Sequence[str]) -> str:
    return f"Already known: {canonical(dict(known))}. Answer only: {', '.join(asked)}."


def _ask(spec: Spec, inputs: Mapping[str, Any]) -> str:
    if not spec.placeholders:
        only = spec.parameters[0].name if len(spec.parameters) == 1 else None
        return _text(inputs[only]) if only else canonical(dict(inputs))
    filled = spec.fill(lambda name: _text(inputs.get(name)))
    rest = {name: value for name, value in inputs.items() if name not in spec.placeholders}
    return f"{filled}\n\n{canonical(rest)}" if rest else filled


def _say(spec: Spec, result: Any) -> str:
    schema = result_schema(spec.returns)
    return _text(result) if schema is None else canonical(wrapped(result, schema))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else canonical(value)
