"""What records and lists of values the examples were: the kinds at every path, and the keys that none lacked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pointmass.synthesis.guard import Check
from pointmass.synthesis.numeric.source import is_number
from pointmass.synthesis.operators.familiar import UNFAMILIAR, kind_of
from pointmass.synthesis.program import Apply, Constant, Var

if TYPE_CHECKING:
    from pointmass.synthesis.problem import Problem

_MOST_PATHS = 200
# Keys of which the typical one is in fewer objects than this share are data themselves, no fields.
_FIELD = 0.2
_FEW = 6
_SOME = 3


def familiar(task: Problem) -> tuple[Check, ...]:
    """Return the checks that a record, a list, or a value that may be missing, is like those of the examples."""
    checks = []
    inputs = (*task.envs, *task.unlabelled)
    for index, name in enumerate(task.signature.names):
        column = [env[index] for env in inputs]
        if _is_plain(column):
            continue
        seen = _Seen()
        seen.see(column, "")
        if len(seen.kinds) > _MOST_PATHS:
            continue
        label = "" if len(task.signature.names) == 1 else f"_OF_{name.upper()}"
        kinds = Constant(
            f"KINDS{label}",
            {path: tuple(sorted(_widened(found))) for path, found in seen.kinds.items()},
            "What kinds of values the examples had, by path.",
            (),
            "dict[str, tuple[str, ...]]",
        )
        required = Constant(
            f"REQUIRED{label}",
            seen.required,
            "The keys that no example lacked, by path.",
            (),
            "dict[str, tuple[str, ...]]",
        )
        why = "A kind of value or a key that no example had there, or a key that is missing."
        checks.append(Check(Apply(UNFAMILIAR, (Var(index), kinds, required)), why))
    return tuple(checks)


def _is_plain(column: list[Any]) -> bool:
    """Whether a parameter is one that other checks look at: all texts, all numbers, all truth values."""
    return (
        all(isinstance(v, str) for v in column)
        or all(isinstance(v, bool) for v in column)
        or all(map(is_number, column))
    )


@dataclass(slots=True)
class _Seen:
    """The kinds of values by path, and the keys that every object at a path had."""

    kinds: dict[str, set[str]] = field(default_factory=dict)
    required: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def see(self, values: list[Any], path: str) -> None:
        """Take in all values that the examples have at one path."""
        if not values or len(self.kinds) > _MOST_PATHS:
            return
        self.kinds[path] = set(map(kind_of, values))
        self.see([item for v in values if isinstance(v, list) for item in v], f"{path}[]")
        objects = [v for v in values if isinstance(v, dict)]
        counts = Counter(key for one in objects for key in one)
        if not counts:
            return
        if _are_fields(counts, len(objects)):
            self.required[path] = tuple(key for key, count in counts.items() if count == len(objects))
            for key in counts:
                self.see([one[key] for one in objects if key in one], f"{path}.{key}")
        else:
            self.see([inner for one in objects for inner in one.values()], f"{path}.*")


def _are_fields(counts: Counter[str], objects: int) -> bool:
    """Whether the keys are the same few again and again, and not data."""
    typical = sorted(counts.values())[len(counts) // 2]
    if objects >= _SOME and typical == 1:
        return False
    return len(counts) <= _FEW or typical >= _FIELD * objects


def _widened(kinds: set[str]) -> set[str]:
    """Return the kinds, and whole numbers where there were decimal ones: 2 may be written for 2.0."""
    return kinds | {kind.replace("decimal", "whole") for kind in kinds if kind.startswith("decimal")}
