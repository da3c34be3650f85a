"""Learn programs from inputs that are numbers and truth values: formulas, conditions, branches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pointmass.synthesis.choices import branched, missed, truths
from pointmass.synthesis.conditions import conditions
from pointmass.synthesis.numeric.formulas import formulas
from pointmass.synthesis.numeric.number_values import is_number
from pointmass.synthesis.program import Env, Var
from pointmass.synthesis.term import Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.synthesis.goal import Goal

# Conditions and formulas need at least this many examples.
_FEWEST = 3
_REPEATED = 3
_BRANCHES = 6
_WIDEST = 4


def numeric_programs(goal: Goal) -> list[Term]:
    """Return programs on parameters that are numbers, truth values or labels, the cheapest first; each explains all."""
    sources = _sources(goal.envs)
    if all(isinstance(s.values[0], str) for s in sources) or not all(map(_is_scalar, goal.outputs)):
        return []
    kept = [s for s in _programs(goal, sources) if not missed(s.node, goal.envs, goal.outputs)]
    return sorted(kept, key=lambda s: s.cost)


def _is_scalar(value: Any) -> bool:
    return isinstance(value, str | int | float)


def _sources(envs: Sequence[Env]) -> list[Term]:
    return [
        Term(Var(index), 1.0, column)
        for index, column in enumerate(zip(*envs, strict=True))
        if all(isinstance(v, bool) for v in column) or all(map(is_number, column)) or _names(column)
    ]


def _names(column: Sequence[Any]) -> bool:
    """Whether the values are labels: texts of which each occurs three times on average, or more often."""
    return all(isinstance(v, str) for v in column) and _REPEATED * len(set(column)) <= len(column)


def _programs(goal: Goal, sources: Sequence[Term]) -> list[Term]:
    asked = conditions(sources)
    if all(isinstance(o, bool) for o in goal.outputs) and len(goal.outputs) >= _FEWEST:
        found = truths(asked, goal.outputs)
    else:
        found = formulas(sources, goal.outputs)
    return found or branched(goal, _formulas, asked, sources, deepest=_BRANCHES)


def _formulas(goal: Goal) -> list[Term]:
    """Return the formulas for at least three examples; none for fewer."""
    return formulas(_sources(goal.envs)[:_WIDEST], goal.outputs) if len(goal.envs) >= _FEWEST else []
