"""The test cases of a module: its results on all known inputs, and properties that hold for all its answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pointmass.bundle.properties import NOT_ASKED, Said, held
from pointmass.bundle.variations import variations
from pointmass.digest import canonical
from pointmass.sandbox import Sandbox
from pointmass.spec import Spec
from pointmass.stabilize.trial import said_of


def cases(spec: Spec, module: str, rows: Iterable[Mapping[str, Any]], sandbox: Sandbox) -> dict[str, list[Any]]:
    """Execute a module on every known input in the sandbox, and return what it does.

    Args:
        spec: The spec that it was made from.
        module: Its source; empty if there is none.
        rows: The inputs, each a mapping of parameters to JSON data.
        sandbox: An open sandbox.

    Returns:
        JSON data for the evidence: the ``cases`` with inputs and results, the inputs that it ``hands_back``, and the
        ``properties`` that hold for all its answers, on these inputs and on small variations of them.
    """
    known: dict[str, list[Any]] = {"cases": [], "hands_back": [], "properties": []}
    if not module:
        return known
    every = list(rows)
    calls = _calls(spec, module, every, sandbox)
    for row, call in zip(every, calls, strict=True):
        if call is None:
            known["hands_back"].append(dict(row))
        else:
            known["cases"].append({"inputs": dict(row), "result": call[1]})
    tried = _calls(spec, module, _varied(spec, every), sandbox)
    known["properties"] = held([each for each in calls if each], [each for each in tried if each])
    return known


def _varied(spec: Spec, rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return small variations of the inputs, which the generated tests use as further inputs."""
    names = [p.name for p in spec.parameters if p.annotation is str]
    return list({canonical(dict(each)): each for row in rows for each in variations(row, names)}.values())


def _calls(spec: Spec, module: str, rows: Sequence[Mapping[str, Any]], sandbox: Sandbox) -> list[Said | None]:
    """Call the module on inputs, and again on its answers that are texts; ``None`` for inputs it does not answer."""
    names = [p.name for p in spec.parameters]
    inputs = [[row[name] for name in names] for row in rows]
    first = said_of(sandbox, module, spec.name, inputs)
    once_more = [each.value for each in first if each.answered and isinstance(each.value, str) and len(names) == 1]
    second = iter(said_of(sandbox, module, spec.name, [[value] for value in once_more]))
    calls: list[Said | None] = []
    for given, said in zip(inputs, first, strict=True):
        if not said.answered:
            calls.append(None)
            continue
        again = next(second) if isinstance(said.value, str) and len(names) == 1 else None
        calls.append((given, said.value, again.value if again and again.answered else NOT_ASKED))
    return calls
