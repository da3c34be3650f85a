"""A sample as pandas tables."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.sample.data import SampleData, label, value_of
from pointmass.stats import Interval, confidence_sequence, wilson

if TYPE_CHECKING:
    import pandas as pd

_SHARES = ["count", "share", "low", "high"]


def table(sample: SampleData, *, level: float = 0.95) -> pd.DataFrame:
    """Tabulate the outcomes: one row for each input and outcome, most frequent first, failed draws last."""
    rows = []
    for i, counts in enumerate(sample.counts()):
        rows += [(*_given(sample, i), *entry) for entry in _shares(sample, counts, level)]
        failed = sum(not draw.answered for draw in sample.draws[i])
        rows += [(*_given(sample, i), "(failed)", failed, math.nan, math.nan, math.nan)] if failed else []
    return _frame(rows, [*_columns(sample), "outcome", *_SHARES])


def fields(sample: SampleData, *, level: float = 0.95) -> pd.DataFrame:
    """Tabulate each field of the outcomes by itself; a field that a record leaves out counts as ``(absent)``."""
    rows = []
    for i, counts in enumerate(sample.counts()):
        for field, by_value in _by_field(counts).items():
            rows += [(*_given(sample, i), field, *entry) for entry in _shares(sample, by_value, level)]
    return _frame(rows, [*_columns(sample), "field", "outcome", *_SHARES])


def frame(sample: SampleData) -> pd.DataFrame:
    """Return every draw: one row per draw, inputs first, then all that was measured, then the calls of its tools, a line each."""
    measured = [f.name for f in dataclasses.fields(Draw)]
    rows = [
        (*_given(sample, i), *(getattr(draw, field) for field in measured), "\n".join(map(str, draw.tool_uses)))
        for i, draws in enumerate(sample.draws)
        for draw in draws
    ]
    made = _frame(rows, [*_columns(sample), *measured, "tools"])
    if len(made):
        import pandas as pd  # noqa: PLC0415 - heavy: only a table needs it

        made["time"] = pd.to_datetime(made["time"], unit="s", utc=True)
    return made.rename(columns={"index": "draw"})


def _columns(sample: SampleData) -> list[str]:
    """Name the columns of the inputs: ``input`` where there is one parameter, ``input.<parameter>`` otherwise."""
    names = [p.name for p in sample.spec.parameters]
    return ["input"] if len(names) == 1 else [f"input.{name}" for name in names]


def _given(sample: SampleData, row: int) -> list[Any]:
    return [sample.rows[row].get(p.name) for p in sample.spec.parameters]


def _shares(sample: SampleData, counts: Counter[str], level: float) -> Iterable[tuple[Any, int, float, float, float]]:
    total = counts.total()
    bound = between(sample)
    for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        bounds = bound(count, total, level)
        value = value_of(key)
        shown = value if isinstance(value, str | int | float | bool) else label(key)
        yield shown, count, count / total, bounds.low, bounds.high


def between(sample: SampleData) -> Callable[[int, int, float], Interval]:
    """Return what bounds a share over the draws of one input: Wilson's interval, or what holds wherever a rule stopped."""
    return confidence_sequence if sample.stopped else wilson


def _by_field(counts: Counter[str]) -> dict[str, Counter[str]]:
    """Split the counted records into their fields; what is not a record stays whole, under the name ``(whole)``."""
    names = dict.fromkeys(name for key in counts if isinstance(value := value_of(key), dict) for name in value)
    split: dict[str, Counter[str]] = {}
    for key, count in counts.items():
        value = value_of(key)
        if not isinstance(value, dict):
            split.setdefault("(whole)", Counter())[key] += count
            continue
        for name in names:
            part = canonical(value[name]) if name in value else "(absent)"
            split.setdefault(name, Counter())[part] += count
    return split


def _frame(rows: list[tuple[Any, ...]], columns: list[str]) -> pd.DataFrame:
    from pointmass.tables import table  # noqa: PLC0415 - loads pandas: only a table needs it

    return table(rows, columns)
