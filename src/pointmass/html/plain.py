"""The renderer of trees as plain text: sentences and figures, a line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pointmass.html.render import LIVE
from pointmass.html.tree import Kind, Part


def to_text(part: Part) -> str:
    """Write a tree as plain text: its sentences and figures, a line each."""
    return "\n".join(line for line in _lines(part) if line)


def _lines(part: Part) -> list[str]:
    if part.kind in LIVE:
        return []
    if part.kind == "table":  # its cells stand side by side
        return _table(part)
    said = _SAID.get(part.kind, _plain)(part)
    return [*said, *(line for each in part.parts for line in _lines(each))]


def _plain(part: Part) -> list[str]:
    return [str(part.facts.get("text") or part.facts.get("said") or part.facts.get("summary") or "")]


def _table(part: Part) -> list[str]:
    titles = " · ".join(title for title, _, _ in part.facts["columns"] if title)
    return [titles, *("  ".join(" ".join(_lines(cell)) for cell in each.parts) for each in part.parts)]


def _heat(part: Part) -> list[str]:
    rows = part.facts["rows"]
    cells = [row["letters"] or " ".join(map(str, row["counts"])) for row in rows]
    return [part.facts["said"], *(f"{row['label']}  {cell}" for row, cell in zip(rows, cells, strict=True))]


def _counted(part: Part) -> list[str]:
    return [" · ".join(" ".join(each) for each in [*part.facts["pairs"], [part.facts["rest"]]] if any(each))]


def _histogram(part: Part) -> list[str]:
    bars = (f"{name} {count:,}{' (chosen)' if is_on else ''}" for name, count, is_on in part.facts["bars"])
    return [f"{part.facts['title']}, {part.facts['per']}: {', '.join(bars)}"]


def _compared(part: Part) -> list[str]:
    return ["".join(f"[{text}]" if apart else text for text, apart in part.facts["pieces"])]


_SAID: Mapping[Kind, Callable[[Part], list[str]]] = {
    "compared": _compared,
    "counted": _counted,
    "head": lambda part: [" · ".join((part.facts["name"], *part.facts["chips"]))],
    "heat": _heat,
    "histogram": _histogram,
    "kpis": lambda part: [f"{value} {what}" for value, what in part.facts["pairs"]],
    "list": lambda part: [f"- {each}" for each in part.facts["items"]],
    "word": lambda part: [f"{part.facts['mark']} {part.facts['text']}"],
}
