"""The heat map of interpretations: what each conversation answered to each input, or how many draws took each reading of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.html import HeatRow, HeatView, style
from pointmass.html.views import input_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.interpretations.linked import Linked
    from pointmass.interpretations.readings import InputReadings, Readings

_OTHER = "·"
_COLUMNS = len(style.LETTERS)


def heat(result: Readings) -> HeatView | None:
    """Return the heat map; ``None`` where there is one input, or none."""
    if len(result.inputs) < 2:  # noqa: PLR2004 - of one input there is nothing to lay side by side
        return None
    if result.linked is not None and len(result.programs) > 1:
        return _of_conversations(result.inputs, result.linked)
    ranked = sorted(range(len(result.inputs)), key=lambda at: (-_divided(result.inputs[at]), at))
    widest = max(len(each.clusters) for each in result.inputs)
    rows = (HeatRow(at, input_text(result.inputs[at].input), counts=_counts(result.inputs[at])) for at in ranked)
    said = "A column is a reading of the input beside it, the most frequent first; the figures are draws."
    if widest > _COLUMNS:
        said += f" The last column holds all readings after the first {_COLUMNS - 1}."
    return HeatView("".join(style.letter(rank) for rank in range(min(widest, _COLUMNS))), tuple(rows), said)


def _divided(each: InputReadings) -> float:
    """Return how far an input is from one reading: the share of draws outside its heaviest."""
    return 1 - each.clusters[0].share if each.clusters else 0.0


def _counts(each: InputReadings) -> tuple[int, ...]:
    counts = [cluster.count for cluster in each.clusters]
    rest = counts[_COLUMNS - 1 :]
    return tuple(counts[: _COLUMNS - 1]) + ((sum(rest),) if rest else ())


def _of_conversations(inputs: Sequence[InputReadings], linked: Linked) -> HeatView:
    columns = sorted(range(len(linked.labels)), key=lambda row: (linked.labels[row], row))
    telling = [split.index for split in linked.splits]
    rest = sorted(set(range(len(inputs))) - set(telling))
    rows = []
    for at in (*telling, *rest):
        usual = [mode[at] for mode in linked.modes]
        letters = "".join(_letter(linked.answers[row][at], usual) for row in columns)
        rows.append(HeatRow(at, input_text(inputs[at].input), letters=letters))
    heads = "".join(style.letter(linked.labels[row]) for row in columns)
    said = "A column is a conversation, under the reading that it follows; a letter says whose usual answer it gave."
    return HeatView(heads, tuple(rows), f"{said} {_OTHER} is an answer of none of them.")


def _letter(answer: int, usual: Sequence[int]) -> str:
    """Return the letter of the first reading whose usual answer this is."""
    if answer < 0:
        return " "
    return style.letter(usual.index(answer)) if answer in usual else _OTHER
