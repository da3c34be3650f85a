"""The file format of recorded draws: JSON lines, first the spec line of a variant, then one line for each answer."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pointmass.digest import digest
from pointmass.errors import StoreError, clip
from pointmass.models.base import Completion, Request, ToolCall

_KEY = 16  # hexadecimal digits of a request's digest: 64 bits
_ALLOWED = """{"kind": "spec", "spec", "variant", …} or {"kind": "draw", "variant", "input", "draw", "output"}"""

_TEXTS = ("spec", "variant", "stop_reason", "model", "response_id", "request")


@dataclass(frozen=True, slots=True)
class RecordedDraw:
    """One line of a recording with a draw.

    Attributes:
        variant: The variant that it belongs to.
        spec: The name of the spec; ``None`` if the line does not have it.
        input: The bare value of a single parameter, or a mapping of several.
        index: The number of the draw.
        request: The key of the request; ``None`` if the line does not have it.
        completion: The answer as it is replayed, without tokens, price and time.
    """

    variant: str
    spec: str | None
    input: Any
    index: int
    request: str | None
    completion: Completion


@dataclass(frozen=True, slots=True)
class Recording:
    """The content of a file of recorded draws.

    Attributes:
        name: The name of the file, for messages.
        headers: The spec lines.
        draws: The recorded draws, in order.
    """

    name: str
    headers: tuple[Mapping[str, Any], ...]
    draws: tuple[RecordedDraw, ...]

    @property
    def variants(self) -> tuple[str, ...]:
        """The variants, in the order in which they occur."""
        named = [str(header.get("variant", "plain")) for header in self.headers]
        return tuple(dict.fromkeys([*named, *(draw.variant for draw in self.draws)]))


def request_key(request: Request) -> str:
    """Return a key, a digest of 16 hexadecimal digits, of everything in a request but the schema.

    The text of a schema changes with the version of pydantic, and recordings should stay valid. The name of the spec is
    used instead.
    """
    said = {
        "spec": request.spec,
        "system": request.system,
        "messages": list(request.messages),
        "tools": [tool.name for tool in request.tools],
        "model": request.model,
        "options": dict(request.options),
    }
    return digest(said)[:_KEY]


def opens(request: Request) -> bool:
    """Whether a request is the first of a draw; later turns of a tool loop have blocks and not only texts."""
    return all(isinstance(turn["content"], str) for turn in request.messages)


def bare(inputs: Mapping[str, Any]) -> Any:
    """Return inputs in the form of a recording: the value of a single parameter, or a mapping of several."""
    return next(iter(inputs.values())) if len(inputs) == 1 else dict(inputs)


def read_recording(source: str | Path | Traversable | Iterable[str | Mapping[str, Any]]) -> Recording:
    """Read a recording from a file, or from its lines (texts or objects).

    In a file, a half-written last line, as a crash leaves it, is ignored.

    Raises:
        StoreError: There is no such file, or a line of it cannot be read; the message says which.
    """
    lines: Iterable[str | bytes | Mapping[str, Any]]
    if isinstance(source, str | Path | Traversable):
        path = Path(source) if isinstance(source, str) else source
        name, lines = path.name, _lines_of(path)
    else:
        name, lines = "lines", source
    headers: list[Mapping[str, Any]] = []
    draws: list[RecordedDraw] = []
    for number, line in enumerate(lines, start=1):
        if not isinstance(line, Mapping) and not line.strip():
            continue
        try:
            entry = dict(line) if isinstance(line, Mapping) else json.loads(line)
            if entry["kind"] == "spec":
                headers.append(_checked(entry))
            else:
                draws.append(_draw_of(entry))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            shown = line.decode(errors="replace") if isinstance(line, bytes) else str(line)
            what = f"line {number} is {clip(shown)!r} ({type(error).__name__}: {clip(str(error))})"
            raise StoreError(f"recording {name!r}: {what}; allowed is {_ALLOWED}") from None
    return Recording(name, tuple(headers), tuple(draws))


def draw_line(request: Request, index: int, completion: Completion, *, variant: str) -> dict[str, Any]:
    """Return one answer as a line of a recording, with everything that was measured."""
    measured = {
        "stop_reason": completion.stop_reason,
        "model": completion.model,
        "usage": dataclasses.asdict(completion.usage) if completion.usage else None,
        "dollars": completion.dollars,
        "latency": completion.latency,
        "response_id": completion.response_id,
        "tool_calls": [dataclasses.asdict(call) for call in completion.tool_calls] or None,
        # Blocks that are all texts add nothing to the output.
        "blocks": [dict(block) for block in completion.blocks]
        if any(block.get("type") != "text" for block in completion.blocks)
        else None,
    }
    return {
        "kind": "draw",
        "spec": request.spec,
        "variant": variant,
        "input": bare(request.inputs),
        "draw": index,
        "output": completion.text,
        "request": request_key(request),
        **{name: value for name, value in measured.items() if value is not None},
    }


def spec_line(request: Request, *, variant: str) -> dict[str, Any]:
    """Return the spec line of a variant, as far as a request shows the spec."""
    names = list(request.inputs)
    return {
        "kind": "spec",
        "spec": request.spec,
        "variant": variant,
        "instruction": request.system,
        **({"parameter": names[0]} if len(names) == 1 else {"parameters": names}),
        "returns": "str" if request.schema is None else request.schema,
    }


def _lines_of(path: Path | Traversable) -> list[bytes]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"recording {str(path)!r}: {error.strerror or error}; give the path of a recording") from error
    # Lines end with a line feed only, as an answer may contain any other line separator.
    *whole, last = data.split(b"\n")
    try:
        json.loads(last)
    except (ValueError, RecursionError):
        last = b""
    return [*whole, last]


def _draw_of(entry: Mapping[str, Any]) -> RecordedDraw:
    if _checked(entry)["kind"] != "draw":
        raise ValueError(f"kind is {entry['kind']!r}")
    digest(entry["input"])  # an input without a digest could not be found, so it is an error here
    index = entry["draw"]
    if isinstance(index, bool) or not isinstance(index, int) or index < 0:
        raise ValueError(f"draw is {index!r}, not a number from 0")
    output = entry["output"]
    text = output if isinstance(output, str) else json.dumps(output, ensure_ascii=False)
    calls = tuple(ToolCall(call["id"], call["name"], dict(call["arguments"])) for call in entry.get("tool_calls", ()))
    completion = Completion(
        text=text,
        stop_reason=entry.get("stop_reason") or "end_turn",
        model=entry.get("model"),
        response_id=entry.get("response_id"),
        tool_calls=calls,
        blocks=tuple(entry.get("blocks", ())) or (({"type": "text", "text": text},) if text else ()),
        origin="replayed",
    )
    return RecordedDraw(
        entry.get("variant", "plain"), entry.get("spec"), entry["input"], index, entry.get("request"), completion
    )


def _checked(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a line after checking that its names are texts."""
    wrong = {name: entry[name] for name in _TEXTS if not isinstance(entry.get(name), str | None)}
    if wrong:
        raise TypeError(f"{clip(repr(wrong))} must be texts")
    return entry
