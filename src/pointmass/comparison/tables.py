"""A comparison as pandas tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pointmass.comparison.data import ComparisonData, Contrast
from pointmass.comparison.in_words import shares

if TYPE_CHECKING:
    import pandas as pd


def table(comparison: ComparisonData) -> pd.DataFrame:
    """Tabulate the contrasts: one row for each variant."""
    return _frame([_row(contrast, comparison.level) for contrast in comparison.contrasts])


def effects(comparison: ComparisonData) -> pd.DataFrame:
    """Tabulate what was measured: one row for each variant and question."""
    level = comparison.level
    rows = []
    for contrast in comparison.contrasts:
        for effect in contrast.effects:
            bounds = effect.interval(level)
            rows.append(
                {
                    "variant": contrast.variant,
                    "against": contrast.against,
                    "question": effect.question.name,
                    "before": effect.a,
                    "after": effect.b,
                    "change": effect.paired.value,
                    "low": bounds.low,
                    "high": bounds.high,
                    "p": effect.p_value if effect.claims else math.nan,
                    "p_corrected": effect.p_adjusted,
                    "inputs": effect.paired.n_inputs,
                    "verdict": effect.verdict(level),
                    "diag": bounds.diag,
                }
            )
        rows += [_absent(contrast, question, why) for question, why in contrast.unmeasured.items()]
    return _frame(rows)


def inputs(comparison: ComparisonData, *, every: bool) -> pd.DataFrame:
    """Tabulate the inputs that moved, or every one."""
    columns = ["variant", "input", "before", "after", "mode_moved", "p", "p_corrected"]
    rows = [
        (
            contrast.variant,
            change.input if isinstance(change.input, str | int | float | bool) else change.label,
            shares(change.before),
            shares(change.after),
            change.mode_moved,
            change.p_value,
            change.p_adjusted,
        )
        for contrast in comparison.contrasts
        for change in (contrast.changes if every else contrast.moved(comparison.level))
    ]
    return _frame([dict(zip(columns, row, strict=True)) for row in rows], columns)


def _absent(contrast: Contrast, question: str, why: str) -> dict[str, Any]:
    figures = dict.fromkeys(("before", "after", "change", "low", "high", "p", "p_corrected"), math.nan)
    named = {"variant": contrast.variant, "against": contrast.against, "question": question}
    return {**named, **figures, "inputs": 0, "verdict": "no figure", "diag": why}


def _row(contrast: Contrast, level: float) -> dict[str, Any]:
    moved = contrast.moved(level)
    row: dict[str, Any] = {
        "variant": contrast.variant,
        "against": contrast.against,
        "inputs": len(contrast.changes),
        "moved": len(moved),
        "modes_moved": sum(change.mode_moved for change in moved),
        "p_any": contrast.test.p_any_adjusted,
        "p_mix": contrast.test.p_mix_adjusted,
    }
    for effect in contrast.effects:
        name, bounds = effect.question.name, effect.interval(level)
        row |= {
            name: effect.b,
            f"{name}_change": effect.paired.value,
            f"{name}_low": bounds.low,
            f"{name}_high": bounds.high,
            f"{name}_p": effect.p_adjusted,
        }
    return row | {"diag": contrast.diag}


def _frame(rows: list[dict[str, Any]], columns: list[str] | None = None) -> pd.DataFrame:
    from pointmass.tables import table  # noqa: PLC0415 - loads pandas: only a table needs it

    return table(rows, columns)
