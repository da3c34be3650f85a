"""A spec as the stub that defines it: Python to be pasted into a notebook, so that the notebook says what the file says."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable
from typing import Any

from pointmass.digest import canonical
from pointmass.spec import Spec

_WIDE = 120
"""Characters of a line, beyond which the parts stand under one another."""


def stub(spec: Spec, *, workbench: str = "wb") -> str:
    """Write the stub that defines a spec. What others wrote stands in it as literals only.

    Args:
        spec: The spec.
        workbench: The variable that holds the workbench.
    """
    given = [f"{name}={value!r}" for name, value in _parts(spec)]
    shown = f"@{workbench}.spec({', '.join(given)})" if given else f"@{workbench}.spec"
    if len(shown) > _WIDE:
        shown = "\n".join([f"@{workbench}.spec(", *(f"    {each}," for each in given), ")"])
    return f"{shown}\ndef {spec.signature}:\n    {_docstring(spec.prompt)}\n"


def _parts(spec: Spec) -> Iterable[tuple[str, object]]:
    """Return what a stub does not say of itself."""
    if spec.examples:
        yield "examples", [(_given(spec, _plain(each.inputs)), _plain(each.result)) for each in spec.examples]
    if spec.history:
        yield "history", _plain(spec.history)
    if spec.tools:
        yield "tools", list(spec.tools)
    if spec.model is not None:
        yield "model", spec.model
    if spec.options:
        yield "options", _plain(spec.options)
    if not _says_itself(spec.prompt):
        yield "prompt", spec.prompt


def _plain(frozen: Any) -> Any:
    """Return JSON data as the lists and mappings that Python writes."""
    return json.loads(canonical(frozen))


def _given(spec: Spec, inputs: dict[str, object]) -> object:
    return inputs[spec.parameters[0].name] if len(spec.parameters) == 1 else inputs


def _says_itself(prompt: str) -> bool:
    """Whether a docstring in the body of a function gives the prompt back: Python strips what is indented."""
    return inspect.cleandoc("\n    ".join(prompt.split("\n"))) == prompt and bool(prompt)


def _docstring(prompt: str) -> str:
    """Write a prompt as a docstring; what cannot be seen, and what would end it, is escaped."""
    lines = prompt.split("\n") if _says_itself(prompt) else ["The prompt stands above."]
    safe = [repr(f'"{line}')[2:-1].replace("\\'", "'").replace('"', '\\"') for line in lines]
    body = "\n".join(f"    {line}" if line else "" for line in safe)
    return f'"""{body[4:]}"""'
