"""Outcomes to clusters: equal after normalisation, within each input."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from pointmass.errors import InputError
from pointmass.interpretations.canonical import canonical, plain
from pointmass.interpretations.kinds import choose_kind
from pointmass.interpretations.result import Cluster, Form, InputReadings, Interpretations

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

NO_ANSWER = "no answer in the asked format"
_UNLINKED = (
    "Independent draws cannot be linked across inputs: reading 0 of one input and reading 0 of another need not be "
    "the same reading of the spec."
)
_LONGEST_READING = 60


def cluster(
    outcomes: Iterable[Any],
    *,
    inputs: Iterable[Any] | None = None,
    conversations: Iterable[Any] | None = None,
    kind: str = "auto",
) -> Interpretations:
    """Cluster outcomes into readings: outcomes of one input that are equal after normalisation are one reading.

    Args:
        outcomes: One outcome per draw: texts, numbers, records, code, hashable or not. ``None`` is a draw without an
            answer (a format violation) and is a reading of its own.
        inputs: The input of each draw. Readings are then looked for within each input; left out, all draws are taken
            as draws of one input.
        conversations: The conversation of each draw, when one conversation answered several inputs.
        kind: One of `KINDS`, or ``"auto"`` to look; the result says what was chosen and why.

    Raises:
        InputError: The lengths differ, or there is no such kind.
    """
    drawn = list(outcomes)
    keys = [_key(value) for value in drawn]
    input_values = _beside(inputs, "inputs", len(drawn))
    _beside(conversations, "conversations", len(drawn))
    representatives = dict(zip(reversed(keys), reversed(drawn), strict=True))
    counts = Counter(keys)
    texts = {key: _text(representatives[key]) for key in counts}
    frequent = sorted((key for key in counts if key is not None), key=lambda key: (-counts[key], texts[key]))
    chosen = choose_kind([representatives[key] for key in frequent], kind)
    canonicals: dict[Hashable, str | None] = {
        key: None if key is None else canonical(representatives[key], chosen.kind) for key in counts
    }
    groups = _groups(input_values, len(drawn))
    labels = [0] * len(drawn)
    readings = []
    for input_value, members in groups:
        clusters, number = _clusters([keys[i] for i in members], canonicals, representatives, texts, input_value)
        for i in members:
            labels[i] = number[canonicals[keys[i]]]
        readings.append(InputReadings(input_value, len(members), clusters))
    note = _UNLINKED if len(readings) > 1 else ""
    return Interpretations(tuple(labels), tuple(readings), chosen.kind, chosen.why, note)


def _clusters(
    keys: Sequence[Hashable],
    canonicals: dict[Hashable, str | None],
    representatives: dict[Hashable, Any],
    texts: dict[Hashable, str],
    input_value: Any,
) -> tuple[tuple[Cluster, ...], dict[str | None, int]]:
    """Gather the draws of one input, and number the readings by weight, then by canonical text."""
    forms: dict[str | None, list[Hashable]] = defaultdict(list)
    counts = Counter(keys)
    for key in counts:
        forms[canonicals[key]].append(key)
    weights = {form: sum(counts[key] for key in members) for form, members in forms.items()}
    order = sorted(forms, key=lambda form: (-weights[form], form is None, form or ""))
    clusters = []
    for label, form in enumerate(order):
        members = sorted(forms[form], key=lambda key: (-counts[key], texts[key]))
        exemplar = representatives[members[0]]
        clusters.append(
            Cluster(
                label=label,
                count=weights[form],
                total=len(keys),
                exemplar=exemplar,
                canonical="" if form is None else form,
                reading=NO_ANSWER if form is None else _reading(texts[members[0]]),
                forms=tuple(Form(representatives[key], counts[key]) for key in members),
                input=input_value,
            )
        )
    return tuple(clusters), {form: label for label, form in enumerate(order)}


def _key(value: Any) -> Hashable:
    """Return what equal raw outcomes share; 1, 1.0 and True are not equal here."""
    if value is None:
        return None
    try:
        hash(value)
    except TypeError:
        return ("unhashable", type(value), _text(value))
    return (type(value), value)


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    try:
        return repr(plain(value))
    except RecursionError:
        return type(value).__name__


def _reading(text: str) -> str:
    line = " ".join(text.split())
    if not line:
        return "an empty answer"
    return line if len(line) <= _LONGEST_READING else line[: _LONGEST_READING - 1] + "\u2026"


def _beside(values: Iterable[Any] | None, name: str, n: int) -> list[Any] | None:
    if values is None:
        return None
    listed = list(values)
    if len(listed) != n:
        raise InputError(f"cluster: one of {name} per outcome is needed, got {len(listed)} for {n} outcomes")
    return listed


def _groups(inputs: list[Any] | None, n: int) -> list[tuple[Any, list[int]]]:
    if inputs is None:
        return [(None, list(range(n)))] if n else []
    members: dict[Hashable, list[int]] = defaultdict(list)
    for i, value in enumerate(inputs):
        members[_key(value)].append(i)
    return [(inputs[indices[0]], indices) for indices in members.values()]
