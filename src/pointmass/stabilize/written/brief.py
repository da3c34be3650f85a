"""The requests to an author of code; they depend only on the spec and on what its model answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pointmass.answers import result_schema, wrapped
from pointmass.models.base import Request
from pointmass.sandbox import MODULES
from pointmass.spec import Spec
from pointmass.stabilize.signature import signature_of
from pointmass.stabilize.written import wording
from pointmass.stabilize.written.answer import fenced
from pointmass.stabilize.written.contract import LONGEST
from pointmass.stabilize.written.examples import json_line, quoted_lines, teaching_lines, wrong_lines
from pointmass.stabilize.written.result_fields import record_fields
from pointmass.stabilize.written.teaching import Teaching, TeachingScore

MAX_TOKENS = 16_000
"""The most tokens of an answer: enough for the longest module that is allowed, and some thinking."""

_BARE = (str, int, float, bool)
_UNWANTED = ("__future__", "io", "pathlib", "random", "time")
"""Modules that code may import but hardly needs, so that the request does not name them."""


def draft_request(
    spec: Spec, teaching: Sequence[Teaching], *, fields: Sequence[str] = (), allow_imports: Sequence[str] = ()
) -> Request:
    """Return the request for a draft; it is the same for all drafts, which differ in their number.

    Args:
        spec: The spec that the code is to replace.
        teaching: The inputs to learn from, with the model's answers.
        fields: The fields of a record that are wanted; by default all of its type, or of the answers.
        allow_imports: What the code may import besides the standard library.
    """
    lines = teaching_lines(teaching)
    count = f"{len(lines)} of the {len(teaching)}" if len(lines) < len(teaching) else f"the {len(teaching)}"
    rules = _rules(spec, _wanted(spec, teaching, fields), allow_imports)
    parts = [
        wording.TODAY,
        fenced(_stub(spec), "python"),
        wording.INSTRUCTION,
        fenced(spec.prompt, "text"),
        *_result(spec),
        wording.SHOWN.format(count=count),
        fenced("\n".join(lines), "json"),
        wording.TASK,
        "\n".join(f"- {rule}" for rule in rules),
        wording.ANSWER,
    ]
    turn = {"role": "user", "content": "\n\n".join(parts)}
    return _request(spec, (turn,), {"asked": "draft", "spec": spec.name})


def correction_request(
    spec: Spec,
    draft: Request,
    *,
    answer: str,
    number: int,
    faults: Sequence[str] = (),
    repeated: Sequence[str] = (),
    tried: TeachingScore | None = None,
) -> Request:
    """Return the request for a correction: the conversation up to the last module, and what is wrong with it.

    Args:
        spec: The spec that the code is to replace.
        draft: The request for the draft.
        answer: The last code.
        number: The number of the correction, from 1; it makes the requests differ.
        faults: Why the code cannot be used.
        repeated: The inputs that it quotes.
        tried: Its results on the shown inputs, if it was executed.
    """
    parts = [wording.CORRECTION.format(number=number)]
    if faults:
        parts += [wording.FAULTS, fenced("\n".join(faults), "text")]
    if tried is not None and tried.wrong:
        parts += _wrong(tried)
    if repeated:
        lines = quoted_lines(repeated)
        parts += [wording.REPEATED.format(count=len(repeated)), fenced("\n".join(lines), "json")]
    parts.append(f"{wording.MEND} {wording.ANSWER}")
    turns = (
        *draft.messages,
        {"role": "assistant", "content": fenced(_clipped(answer), "python")},
        {"role": "user", "content": "\n\n".join(parts)},
    )
    return _request(spec, turns, {"asked": "correction", "spec": spec.name, "number": number})


def prompt_text(request: Request) -> str:
    """Return a request as text to be kept: the system prompt, and the turns with their roles."""
    turns = [f"[{turn['role']}]\n{turn['content']}" for turn in request.messages]
    return "\n\n".join([f"[system]\n{request.system}", *turns]) + "\n"


def _request(spec: Spec, turns: tuple[Mapping[str, Any], ...], inputs: Mapping[str, Any]) -> Request:
    """Return a request with its own name and options, as a draft is no draw of the spec."""
    return Request(
        spec=f"{spec.name} (code)",
        inputs=inputs,
        messages=turns,
        system=wording.SYSTEM,
        options={"max_tokens": MAX_TOKENS},
    )


def _stub(spec: Spec) -> str:
    shape = signature_of(spec)
    parameters = ", ".join(f"{name}: {kind}" for name, kind in shape.parameters)
    head = "".join(f"{line}\n" for line in shape.imports)
    return f"{head}def {spec.name}({parameters}) -> {shape.returns}: ..."


def _result(spec: Spec) -> list[str]:
    """Return the description of the result, if the signature does not say everything."""
    schema = None if spec.returns in _BARE else result_schema(spec.returns)
    if schema is None:
        return []
    travels = wrapped("", schema)
    inner = schema["properties"][next(iter(travels))] if isinstance(travels, dict) else schema
    return [wording.RESULT, fenced(json_line(inner), "json")]


def _wanted(spec: Spec, teaching: Sequence[Teaching], fields: Sequence[str]) -> tuple[str, ...] | None:
    known = record_fields(spec.returns)
    if known is None:
        return None
    answers = [value for each in teaching for value, _ in each.outcomes if isinstance(value, dict)]
    return tuple(fields) or known or tuple(dict.fromkeys(name for answer in answers for name in answer))


def _rules(spec: Spec, fields: tuple[str, ...] | None, allow_imports: Sequence[str]) -> list[str]:
    head = ", ".join(signature_of(spec).names)
    modules = ", ".join(name for name in MODULES if name not in _UNWANTED)
    also = f", and {', '.join(allow_imports)}" if allow_imports else ""
    rules = [
        wording.COMPUTING.format(modules=modules, also=also),
        wording.FUNCTION.format(name=spec.name, head=head),
        wording.GUARD.format(name=spec.name, head=head),
        wording.FRESH,
    ]
    if fields is not None:
        rules.append(wording.FIELDS.format(name=spec.name, fields=json_line(list(fields))))
    return [*rules, wording.READABLE.format(longest=LONGEST)]


def _wrong(tried: TeachingScore) -> list[str]:
    lines = wrong_lines(tried.wrong)
    count = f" ({len(lines)} of those are shown here)" if len(lines) < len(tried.wrong) else ""
    said = wording.WRONG.format(of=tried.of, wrong=len(tried.wrong), count=count)
    return [said, fenced("\n".join(lines), "json")]


def _clipped(answer: str) -> str:
    missing = len(answer) - LONGEST
    return f"{answer[:LONGEST]}\n# … ({missing:,} more characters)" if missing > 0 else answer or "# nothing"
