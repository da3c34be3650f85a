"""Learn from inputs that are numbers and truth values: formulas, conditions, choices."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.choices import choices, truths
from pointmass.synthesis.numeric.formulas import formulas
from pointmass.synthesis.numeric.source import Source, is_number, same
from pointmass.synthesis.operators import records
from pointmass.synthesis.problem import canonical
from pointmass.synthesis.program import Apply, Env, Var, attempt
from pointmass.synthesis.spelled import Spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# So few examples tell no condition from another.
_FEWEST = 3
# On so many inputs programs are held against each other.
_PROBES = 500
_PARTS = (0.01, 0.5, 0.99)


def numeric_programs(envs: Sequence[Env], outputs: Sequence[Any], late: Callable[[], bool]) -> list[Spelled]:
    """Return programs over the parameters that are numbers or truth values, cheapest first; each explains every example."""
    sources = [
        Source(column, Var(index), 1.0)
        for index, column in enumerate(zip(*envs, strict=True))
        if all(isinstance(v, bool) for v in column) or all(map(is_number, column))
    ]
    if not sources:
        return []
    found = _programs(sources, outputs, late)
    kept = [s for s in found if all(same(attempt(s.node, e), o) for e, o in zip(envs, outputs, strict=True))]
    return _different(sorted(kept, key=lambda s: s.cost), envs)


def _different(found: list[Spelled], envs: Sequence[Env]) -> list[Spelled]:
    """Return the programs without those that do the same as a cheaper one, on the examples and halfway between them."""
    probes = list(itertools.islice(itertools.product(*map(_between, zip(*envs, strict=True))), _PROBES))
    answers: dict[str, Spelled] = {}
    for spelled in found:
        answers.setdefault(repr([attempt(spelled.node, probe) for probe in probes]), spelled)
    return list(answers.values())


def _between(column: Sequence[Any]) -> list[Any]:
    """Return the values seen, and numbers between them: next to each, and halfway to the next."""
    if not all(map(is_number, column)):
        return list({canonical(v): v for v in column}.values())
    whole = all(isinstance(v, int) for v in column)
    ordered = sorted(set(column))
    probes = set(ordered)
    for low, high in itertools.pairwise(ordered):
        probes |= {low + 1, (low + high) // 2, high - 1} if whole else {low + (high - low) * part for part in _PARTS}
    return sorted(probes)


def _programs(sources: Sequence[Source], outputs: Sequence[Any], late: Callable[[], bool]) -> list[Spelled]:
    if all(isinstance(o, bool) for o in outputs):
        found = truths(sources, outputs) if len(outputs) >= _FEWEST else []
        return found or _choices(sources, outputs, late)
    found = formulas(sources, outputs)
    found += [
        Spelled(Apply(records.TEXT, (s.node,)), s.cost + 1.0)
        for s in sources
        if all(same(str(v), o) for v, o in zip(s.values, outputs, strict=True))
    ]
    return found or _choices(sources, outputs, late)


def _choices(sources: Sequence[Source], outputs: Sequence[Any], late: Callable[[], bool]) -> list[Spelled]:
    scalar = all(isinstance(o, str | int | float) for o in outputs)
    return choices(sources, outputs, late) if scalar and len(outputs) > _FEWEST else []
