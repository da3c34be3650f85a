"""The figures of a proposal as pandas tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pointmass.stabilize.curve import Point
from pointmass.stabilize.evidence import Given
from pointmass.stabilize.gate import Ranked
from pointmass.stabilize.records import FieldPart
from pointmass.stabilize.writing import Refused

if TYPE_CHECKING:
    import pandas as pd


def curve(points: Sequence[Point]) -> pd.DataFrame:
    """Tabulate the measurements of a guard at each strictness, the loosest first."""
    rows = [
        (p.strictness, p.certified, p.answered, p.agreed, p.coverage, p.agreement, p.bound, p.chosen) for p in points
    ]
    names = ["strictness", "certified", "answered", "agreed", "coverage", "agreement", "at_least", "chosen"]
    return _table(rows, names)


def fields(parts: Sequence[FieldPart]) -> pd.DataFrame:
    """Tabulate the fields of a record."""
    rows = []
    for part in parts:
        found, best = part.result.evidence, part.result.best
        code = best.fitted.code if best and best.source else None
        author, words = (code.author, code.words) if code else ("", "")
        figures = (found.settled, found.answered, found.agreed, found.coverage, found.bound)
        rows.append((part.field, part.verdict, *figures, author, words, part.result.advice.reason))
    names = ["field", "decision", "settled", "answered", "agreed", "coverage", "at_least", "author", "program", "why"]
    return _table(rows, names)


def candidates(ranked: Iterable[tuple[str, Ranked]], refused: Iterable[Refused]) -> pd.DataFrame:
    """Tabulate the candidates, each with its field, and then the code that was refused."""
    rows: list[tuple[Any, ...]] = []
    for field, each in ranked:
        code, point = each.fitted.code, each.point
        size = len(each.source.splitlines())
        rows.append(
            (
                field,
                code.author,
                code.kind,
                point.coverage,
                point.agreement,
                point.bound,
                size,
                code.words,
                each.why_not,
            )
        )
    rows += [("", each.author, "written", 0.0, 0.0, 0.0, 0, "", each.why) for each in refused]
    names = ["field", "author", "kind", "coverage", "agreement", "at_least", "lines", "program", "why_not"]
    return _table(rows, names)


def answers(cases: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Tabulate the known inputs that the code answers, with its answers."""
    return _table([(_bare(case["inputs"]), case["result"]) for case in cases], ["input", "answer"])


def given(rows: Iterable[Given]) -> pd.DataFrame:
    """Tabulate inputs with the model's answers, and why they are listed."""
    table = [(each.input, ", ".join(f"{label} ({count})" for label, count in each.outcomes), each.why) for each in rows]
    return _table(table, ["input", "model", "why"])


def _bare(inputs: dict[str, Any]) -> Any:
    return next(iter(inputs.values())) if len(inputs) == 1 else inputs


def _table(rows: Sequence[tuple[Any, ...]], names: Sequence[str]) -> pd.DataFrame:
    from pointmass.tables import table  # noqa: PLC0415 - loads pandas: only a table needs it

    return table(rows, names)
