"""Run a module in the sandbox on the inputs that its author was shown, and find what it gets wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pointmass.digest import canonical
from pointmass.errors import clip
from pointmass.sandbox import Sandbox
from pointmass.signature import plain, show
from pointmass.spec import Spec
from pointmass.stabilize.trial import TrialResult, said_of
from pointmass.stabilize.written.contract import CheckedModule
from pointmass.stabilize.written.result_fields import record_fields
from pointmass.stabilize.written.teaching import Teaching, TeachingScore, Wrong


def said_by(sandbox: Sandbox, module: CheckedModule, inputs: Sequence[Sequence[Any]]) -> list[TrialResult]:
    """Run a module in the sandbox; one without a guard answers everything.

    Args:
        sandbox: An open sandbox with the modules that this one imports.
        module: The module.
        inputs: The arguments of each call by position, JSON data, ``(n_inputs, n_parameters)``.
    """
    return said_of(sandbox, module.executable, module.name, inputs)


def positional(spec: Spec, row: Mapping[str, Any]) -> list[Any]:
    """Return the arguments of one call by position."""
    return [row[p.name] for p in spec.parameters]


def tried_on(sandbox: Sandbox, spec: Spec, teaching: Sequence[Teaching]) -> Callable[[CheckedModule], TeachingScore]:
    """Return a function that runs a module on the shown inputs.

    Inputs that the module hands back, and fields that it leaves out, are not wrong. For contested inputs, only fields
    on which all draws agree can be wrong.
    """
    fields = record_fields(spec.returns)
    rows = [positional(spec, each.row) for each in teaching]

    def tried(module: CheckedModule) -> TeachingScore:
        said = said_by(sandbox, module, rows)
        pairs = list(zip(teaching, said, strict=True))
        if fields is None:
            found = [_whole(each, one, spec) for each, one in pairs]
            return TeachingScore(tuple(w for w in found if w is not None), sum(one.answered for one in said), len(rows))
        found = [_in_fields(each, one, module) for each, one in pairs]
        answered = sum(_share(one.value, fields or _keys(each)) for each, one in pairs if one.answered)
        return TeachingScore(tuple(w for w in found if w is not None), answered, len(rows))

    return tried


def same(one: Any, other: Any) -> bool:
    """Whether two results are equal as JSON data; ``1`` equals ``1.0``, but not ``True``."""
    return canonical(_numbered(one)) == canonical(_numbered(other))


def _numbered(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list | tuple):
        return [_numbered(inner) for inner in value]
    return {name: _numbered(inner) for name, inner in value.items()} if isinstance(value, Mapping) else value


def _failed(teaching: Teaching, said: TrialResult) -> Wrong | None:
    """Return the failure of code on an input, which counts as wrong on every input; ``None`` if it was handed back."""
    return None if said.handed_back else Wrong(teaching, None, said.why)


def _whole(teaching: Teaching, said: TrialResult, spec: Spec) -> Wrong | None:
    if not said.answered:
        return _failed(teaching, said)
    try:
        plain(spec.returns, said.value)
    except (ValueError, TypeError) as error:
        return Wrong(teaching, said.value, f"it is not of type {show(spec.returns)}: {clip(str(error))}")
    if teaching.contested or not teaching.outcomes or same(said.value, teaching.mode):
        return None
    return Wrong(teaching, said.value, "the model answers otherwise")


def _in_fields(teaching: Teaching, said: TrialResult, module: CheckedModule) -> Wrong | None:
    if not said.answered:
        return _failed(teaching, said)
    if not isinstance(said.value, Mapping):
        if same(said.value, teaching.mode) and not teaching.contested:
            return None  # the type may allow values that are not records
        return Wrong(teaching, said.value, f"it returned {clip(repr(said.value))}, which is not a record")
    beyond = tuple(name for name in said.value if module.fields is not None and name not in module.fields)
    if beyond:
        return Wrong(teaching, said.value, f"it returned {list(beyond)}, which FIELDS does not name", beyond)
    settled = _settled(teaching)
    wrong = tuple(name for name in said.value if name in settled and not same(said.value[name], settled[name]))
    added = tuple(name for name in said.value if settled and name not in _keys(teaching))
    if added:
        return Wrong(teaching, said.value, f"it returned {list(added)}, which the model leaves out", (*wrong, *added))
    return Wrong(teaching, said.value, "the model answers otherwise", wrong) if wrong else None


def _keys(teaching: Teaching) -> tuple[str, ...]:
    records = [value for value, _ in teaching.outcomes if isinstance(value, Mapping)]
    return tuple(dict.fromkeys(name for record in records for name in record))


def _settled(teaching: Teaching) -> dict[str, Any]:
    """Return the settled fields with values: all fields of a settled input, else those on which all draws agree."""
    if not teaching.contested:
        return dict(teaching.mode) if isinstance(teaching.mode, Mapping) else {}
    records = [value for value, _ in teaching.outcomes]
    if not records or not all(isinstance(record, Mapping) for record in records):
        return {}
    first = records[0]
    return {
        name: first[name]
        for name in first
        if all(name in record and same(record[name], first[name]) for record in records)
    }


def _share(value: Any, fields: Sequence[str]) -> float:
    if not isinstance(value, Mapping) or not fields:
        return 1.0
    return sum(name in value for name in fields) / len(fields)
