"""What an author is asked: a pure function of a spec and of what its model answered, so that it can be read and kept."""

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
"""The most tokens of an answer: a module of the longest that is allowed, and some thinking."""

_BARE = (str, int, float, bool)
_UNWANTED = ("__future__", "io", "pathlib", "random", "time")
"""Modules that may be imported, and that a rule has little use for."""


def draft_request(
    spec: Spec, teaching: Sequence[Teaching], *, fields: Sequence[str] = (), allow_imports: Sequence[str] = ()
) -> Request:
    """Write the request for a draft; the same for all drafts, each of which has its number.

    Args:
        spec: What the code is to stand in for.
        teaching: The inputs to learn from, with what the model answered.
        fields: The fields of a record that are to be had; by default all of its type, or of what was answered.
        allow_imports: What the code may import beside the standard library.
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
    """Write the request for a correction: the conversation up to the last module, and what is wrong with that.

    Args:
        spec: What the code is to stand in for.
        draft: The request for the draft.
        answer: The code that was answered last.
        number: The number of the correction, from 1; it makes each request another one.
        faults: Why the code cannot be used.
        repeated: Inputs that it repeats.
        tried: What it made of the shown inputs, where it was executed.
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
    """Return all that a request says, as text to be kept: the system prompt, and the turns with who says them."""
    turns = [f"[{turn['role']}]\n{turn['content']}" for turn in request.messages]
    return "\n\n".join([f"[system]\n{request.system}", *turns]) + "\n"


def _request(spec: Spec, turns: tuple[Mapping[str, Any], ...], inputs: Mapping[str, Any]) -> Request:
    """Write a request under a name of its own: a draft is no draw of the spec, and takes none of its options."""
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
    """Describe the result where the signature does not say it all."""
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
