"""A decision between readings, written into the spec: a sentence at the end of the prompt, and an example."""

from __future__ import annotations

import dataclasses
import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pointmass.digest import SHORT, canonical
from pointmass.errors import clip
from pointmass.html.escape import visible
from pointmass.spec import Example, Spec, escaped

_SHOWN = 200  # characters of an input or an outcome in a sentence; the example holds all of it
_REJECTED = 3  # rejected outcomes that a sentence names


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a person decided for one input.

    Attributes:
        row: The input, a mapping of parameters to JSON data.
        result: The outcome that it shall have, JSON data.
        rejected: The outcomes that it shall not have.
        clause: What was open: ``whether capital letters are kept``.
        way: In words how the result comes about, where the outcomes are too long to be named (code); else empty.
    """

    row: Mapping[str, Any]
    result: Any
    rejected: tuple[Any, ...]
    clause: str
    way: str = ""


def decided(spec: Spec, decisions: Sequence[Resolved]) -> Spec:
    """Return the spec with the decisions in it. Nothing is bound.

    Raises:
        SpecError: A result does not fit the type of the spec.
    """
    said = "\n".join(sentence(each) for each in decisions)
    new = {canonical(dict(each.row)): Example(each.row, each.result) for each in decisions}
    kept = [example for example in spec.examples if canonical(dict(example.inputs)) not in new]
    prompt = f"{spec.prompt.rstrip()}\n{said}"
    return dataclasses.replace(spec, prompt=prompt, examples=(*kept, *new.values()))


def sentence(decision: Resolved) -> str:
    """Write a decision as a sentence of a prompt; braces in untrusted text stay text."""
    if decision.way:
        said = f"When it is open how to do it, do it this way: {decision.way}."
    else:
        values = list(decision.row.values())
        given = _quoted(values[0] if len(values) == 1 else dict(decision.row))
        rejected = [_quoted(each) for each in decision.rejected[:_REJECTED]]
        instead = f", not {' or '.join(rejected)}" if rejected else ""
        said = (
            f"When it is open {decision.clause}, decide as in this case: "
            f"for {given} the result is {_quoted(decision.result)}{instead}."
        )
    return escaped(said)


def spec_diff(old: Spec, new: Spec) -> str:
    """Return what changed from one spec to another as a unified diff of their text, empty when nothing did."""
    before, after = (f"{spec.name} (spec {spec.digest[:SHORT]})" for spec in (old, new))
    changed = difflib.unified_diff(list(_text(old)), list(_text(new)), before, after, n=2, lineterm="")
    return "\n".join(changed)


def _text(spec: Spec) -> Iterable[str]:
    """Write a spec as lines to compare, with invisible characters shown."""
    yield spec.signature
    yield "prompt:"
    yield from (f"  {visible(line)}" for line in spec.prompt.splitlines())
    yield "examples:"
    for example in spec.examples:
        yield f"  {visible(canonical(dict(example.inputs)))} -> {visible(canonical(example.result))}"
    rest = {"history": spec.history, "tools": spec.tools, "model": spec.model, "options": dict(spec.options)}
    yield from (f"{name}: {visible(canonical(value))}" for name, value in rest.items())


def _quoted(value: Any) -> str:
    return clip(json.dumps(value, ensure_ascii=False), _SHOWN)
