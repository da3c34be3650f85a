"""Names as tools of a model: how a tool is described to the model, and the loop in which the model calls tools."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from pointmass.digest import canonical
from pointmass.errors import CallError, InputError, LimitError, OutcomeError, PointmassError, clip
from pointmass.models.base import Completion, Model, Request, Tool, ToolCall
from pointmass.registry import Binding
from pointmass.run import turn
from pointmass.signature import checkable, schema, written

MAX_TURNS = 32
"""How many requests are sent at most for one answer: each round of tool calls needs a further one."""

CallTool = Callable[[str, Mapping[str, Any]], Awaitable[Any]]
"""Calls a tool by its name with arguments by parameter name, and returns the value."""


def as_tool(binding: Binding) -> Tool:
    """Return the description of a name for a model. It is the same whether a model or code answers the name."""
    properties = {p.name: schema(p.annotation) if checkable(p.annotation) else {} for p in binding.parameters}
    required = [p.name for p in binding.parameters if p.required]
    definitions = {name: text for each in properties.values() for name, text in each.pop("$defs", {}).items()}
    shape: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }
    return Tool(binding.name, binding.description, shape | ({"$defs": definitions} if definitions else {}))


async def complete_with_tools(model: Model, request: Request, index: int, *, call: CallTool) -> Completion:
    """Let a model answer, and call the tools that it asks for until it gives its answer.

    Args:
        model: The model.
        request: What is sent first.
        index: The number of the draw.
        call: Calls a tool.

    Returns:
        The last completion, with the tokens, dollars and seconds of all turns added up, and the messages between the
        request and the answer.

    Raises:
        CallError: The model still calls tools after ``MAX_TURNS`` turns.
        LimitError: A budget was used up between two turns.
        PointmassError: A turn failed. The error's ``spent`` says what the turns before it used.
    """
    spent: list[Completion] = []
    said: list[Mapping[str, Any]] = []
    try:
        return await _turns(model, request, index, call=call, spent=spent, said=said)
    except PointmassError as error:
        error.spent = _together(spent, said) if spent else error.spent
        raise


async def _turns(
    model: Model,
    request: Request,
    index: int,
    *,
    call: CallTool,
    spent: list[Completion],
    said: list[Mapping[str, Any]],
) -> Completion:
    for _ in range(MAX_TURNS):
        asked = dataclasses.replace(request, messages=(*request.messages, *said)) if said else request
        completion = await turn(model, asked, index, further=bool(said))
        spent.append(completion)
        if completion.stop_reason != "tool_use" or not completion.tool_calls:
            return _together(spent, said)
        results = [await _result(each, request, call) for each in completion.tool_calls]
        content = list(completion.blocks) or [
            {"type": "tool_use", "id": each.id, "name": each.name, "input": _named(each.arguments)}
            for each in completion.tool_calls
        ]
        said += ({"role": "assistant", "content": content}, {"role": "user", "content": results})
    raise CallError(
        f"{request.spec}: the model still calls tools after {MAX_TURNS} turns; give it fewer tools or a clearer end"
    )


async def _result(asked: ToolCall, request: Request, call: CallTool) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "tool_result", "tool_use_id": asked.id}
    offered = [tool.name for tool in request.tools]
    try:
        if asked.name not in offered:
            raise InputError(f"no tool {asked.name!r}; the tools are {offered}")  # noqa: TRY301 - told to the model
        given: Any = asked.arguments  # checked, as a model class of a person may give anything
        if not isinstance(given, Mapping):
            got = f"{clip(repr(given))} ({type(given).__name__})"
            raise InputError(f"{asked.name}: got {got}; the arguments must be a JSON object, by parameter name")  # noqa: TRY301 - as above
        content = _said(asked.name, await call(asked.name, asked.arguments))
    except (LimitError, CallError):
        raise
    except (InputError, OutcomeError) as error:
        # The model reads the message, and can call again with other arguments.
        return block | {"content": clip(str(error), 2000), "is_error": True}
    except PointmassError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a function may raise anything; the model reads it and goes on
        return block | {"content": clip(f"{type(error).__name__}: {error}", 2000), "is_error": True}
    return block | {"content": content}


def _named(given: Any) -> dict[str, Any]:
    """Return the arguments of a tool call; none if they are not a JSON object."""
    return dict(given) if isinstance(given, Mapping) else {}


def _said(name: str, value: Any) -> str:
    """Return the value of a tool as text for the model: a text as it is, anything else as JSON.

    Raises:
        OutcomeError: The value cannot be written as JSON.
    """
    if isinstance(value, str):
        return value
    try:
        return canonical(written(type(value), value))
    except Exception as error:  # noqa: BLE001 - a type's own serializer may raise anything; here each is not JSON
        got = f"{clip(repr(value))} ({type(value).__name__})"
        why = str(error).split("\n", 1)[0]
        raise OutcomeError(
            f"{name}: it returned {got}, which cannot be written as JSON ({why}); let it return JSON data"
        ) from None


def _together(spent: Sequence[Completion], said: Sequence[Mapping[str, Any]]) -> Completion:
    """Return the last of several completions with what all of them used, and the messages between them."""
    last = spent[-1]
    if len(spent) == 1 and not said:
        return last
    usages = [each.usage for each in spent if each.usage is not None]
    usage = usages[0] if usages else None
    for more in usages[1:]:
        usage = usage + more if usage else more
    priced = [each.dollars for each in spent if each.dollars is not None]
    timed = [each.latency for each in spent if each.latency is not None]
    return dataclasses.replace(
        last,
        usage=usage,
        dollars=sum(priced) if priced else None,
        latency=sum(timed) if timed else None,
        turns=tuple(said),
    )
