"""Learn from inputs that are numbers and truth values: formulas, conditions, choices."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.numeric.branches import branched
from pointmass.synthesis.numeric.choices import choices, truths
from pointmass.synthesis.numeric.formulas import formulas
from pointmass.synthesis.numeric.source import is_number, same
from pointmass.synthesis.problem import canonical
from pointmass.synthesis.program import Env, Var, attempt
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# So few examples tell no condition from another.
_FEWEST = 3
_REPEATED = 3
# Of more examples than these, no more than such a share of different outputs are labels.
_MANY = 12
_LABELS = 0.9
# On so many inputs programs are held against each other.
_PROBES = 500
_PARTS = (0.01, 0.5, 0.99)


def numeric_programs(envs: Sequence[Env], outputs: Sequence[Any], late: Callable[..., bool]) -> list[Term]:
    """Return programs over the parameters that are numbers or truth values, cheapest first; each explains every example."""
    sources = [
        Term(Var(index), 1.0, column)
        for index, column in enumerate(zip(*envs, strict=True))
        if all(isinstance(v, bool) for v in column) or all(map(is_number, column)) or _names(column)
    ]
    if all(isinstance(s.values[0], str) for s in sources):
        return []
    found = _programs(sources, envs, outputs, late)
    kept = [s for s in found if all(same(attempt(s.node, e), o) for e, o in zip(envs, outputs, strict=True))]
    return _different(sorted(kept, key=lambda s: s.cost), envs)


def _names(column: Sequence[Any]) -> bool:
    """Whether the values are a few texts that come again and again: names of kinds."""
    return all(isinstance(v, str) for v in column) and _REPEATED * len(set(column)) <= len(column)


def _different(found: list[Term], envs: Sequence[Env]) -> list[Term]:
    """Return the programs without those that do the same as a cheaper one, on the examples and halfway between them."""
    probes = list(itertools.islice(itertools.product(*map(_between, zip(*envs, strict=True))), _PROBES))
    answers: dict[str, Term] = {}
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


def _programs(
    sources: Sequence[Term], envs: Sequence[Env], outputs: Sequence[Any], late: Callable[..., bool]
) -> list[Term]:
    if all(isinstance(o, bool) for o in outputs):
        found = truths(sources, outputs) if len(outputs) >= _FEWEST else []
        return found or _choices(sources, outputs, late)
    found = formulas(sources, outputs)
    if not found:
        plain = _choices(sources, outputs, late)
        found = sorted([*plain, *branched(sources, envs, outputs, late)], key=lambda s: s.cost)
    return found


def _choices(sources: Sequence[Term], outputs: Sequence[Any], late: Callable[..., bool]) -> list[Term]:
    scalar = all(isinstance(o, str | int | float) for o in outputs)
    if not scalar or len(outputs) <= _FEWEST or (len(outputs) > _MANY and _varied(outputs)):
        return []
    return choices(sources, outputs, late)


def _varied(outputs: Sequence[Any]) -> bool:
    """Whether the outputs are too many different ones for a choice among them to explain anything."""
    return len({canonical(o) for o in outputs}) > _LABELS * len(outputs)
