"""What a program does on every known input, and what holds of all its answers: what its tests are made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pointmass.bundle.properties import NOT_ASKED, Said, held
from pointmass.bundle.variations import variations
from pointmass.digest import canonical
from pointmass.spec import Spec
from pointmass.stabilize.signature import as_input
from pointmass.synthesis import Candidate


def cases(spec: Spec, candidate: Candidate | None, rows: Iterable[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Say what a program does on every known input.

    Args:
        spec: The spec that it was made from.
        candidate: The program; ``None`` where there is none.
        rows: The inputs, each a mapping of parameters to JSON data.

    Returns:
        JSON data for the evidence: ``cases`` with the results that it gives, the inputs that it ``hands_back``, and the
        ``properties`` that hold of all its answers, on these inputs and on small variations of them.
    """
    known: dict[str, list[Any]] = {"cases": [], "hands_back": [], "properties": []}
    if candidate is None:
        return known
    every = list(rows)
    for row in every:
        given = as_input(spec, row)
        if candidate.accepts(given):
            known["cases"].append({"inputs": dict(row), "result": candidate(given)})
        else:
            known["hands_back"].append(dict(row))
    seen = [call for case in known["cases"] if (call := _call(spec, candidate, case["inputs"])) is not None]
    known["properties"] = held(seen, list(_tried(spec, candidate, every)))
    return known


def _tried(spec: Spec, candidate: Candidate, rows: Iterable[Mapping[str, Any]]) -> Iterator[Said]:
    """Yield the calls that the generated tests make, with inputs that nobody has seen."""
    varied, done = [p.name for p in spec.parameters if p.annotation is str], set()
    for row in rows:
        for each in variations(row, varied):
            key = canonical(dict(each))
            call = None if key in done else _call(spec, candidate, each)
            done.add(key)
            if call is not None:
                yield call


def _call(spec: Spec, candidate: Candidate, row: Mapping[str, Any]) -> Said | None:
    given = as_input(spec, row)
    said = _answer(candidate, given)
    if said is NOT_ASKED:
        return None
    again = _answer(candidate, said) if len(spec.parameters) == 1 and isinstance(said, str) else NOT_ASKED
    return [row[p.name] for p in spec.parameters], said, again


def _answer(candidate: Candidate, given: Any) -> Any:
    """Return what the program answers, and `NOT_ASKED` where its guard hands the input back or a step finds nothing."""
    if not candidate.accepts(given):
        return NOT_ASKED
    try:
        return candidate(given)
    except Exception:  # noqa: BLE001 - what raises falls through to the model
        return NOT_ASKED
