"""Outcomes to clusters: equal after normalisation, and prose by likeness, within each input and across them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pointmass.errors import InputError
from pointmass.interpretations.across import across
from pointmass.interpretations.by_hand import BY_ITSELF, regrouped
from pointmass.interpretations.canonical import unfence
from pointmass.interpretations.coverage import Apart
from pointmass.interpretations.distinct import Distinct, by_own, distinct, key_of, native
from pointmass.interpretations.edits import Edit, item_of, note_of_edits
from pointmass.interpretations.embedding import Embedding
from pointmass.interpretations.likeness import DEFAULT_CUT, EMBEDDED_CUT
from pointmass.interpretations.meanings import Meaning, meanings_of, own_meanings
from pointmass.interpretations.notes import Compared, note_of
from pointmass.interpretations.own import Own
from pointmass.interpretations.readings import Cluster, Form, InputReadings
from pointmass.interpretations.result import Interpretations
from pointmass.interpretations.short_lines import NO_ANSWER, shorten
from pointmass.interpretations.traces import NO_CALL, calls_of, calls_reading, trace_reading
from pointmass.jobs import steps

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence


def cluster(  # noqa: PLR0913 - each by name
    outcomes: Iterable[Any],
    *,
    inputs: Iterable[Any] | None = None,
    conversations: Iterable[Any] | None = None,
    kind: str = "auto",
    cut: float | None = None,
    key: Callable[[Any], Any] | None = None,
    same: Callable[[Any, Any], Any] | None = None,
    embed: Callable[[list[str]], Any] | None = None,
    edits: Sequence[Edit] = (),
) -> Interpretations:
    """Cluster outcomes into readings.

    Outcomes of one input that are equal after normalisation are one reading; of prose also those in nearly the same words.
    Code is equal up to the names in it; where the input is code itself, answers that changed it by the same strategy are
    one reading.

    Args:
        outcomes: One outcome per draw: texts, numbers, records, code, hashable or not. ``None`` is a draw without an
            answer (a format violation) and is a reading of its own; an answer that is nothing is ``NULL``.
        inputs: The input of each draw. Readings are then looked for within each input; left out, all draws are taken
            as draws of one input.
        conversations: The conversation of each draw, when one conversation answered several inputs. Conversations are
            then linked across inputs: the labels are those of the programs that they follow, where that can be told.
        kind: One of `KINDS`, or ``"auto"`` to look; the result says what was chosen and why.
        cut: How far apart answers of one reading may be. For texts the mean distance from which two wordings are different
            readings, 0 (only equal ones are one) to 1 (all are one); 0.94 when left out, 0.95 with an embedding. For numbers and dates the most that
            two differ, as a number and in days; 0 when left out.
        key: Your own: what an outcome means. Equal keys are one reading, whatever the kind.
        same: Your own: whether two outcomes mean the same; a true value says so. Called once for each pair of distinct
            forms that has to be told apart, never for all pairs: a model may be the judge. Where it has ``many(pairs)``,
            that is called instead, with the pairs of all inputs at once.
        embed: For texts, your own: takes a list of texts and returns a row of numbers for each. Called in batches, once for
            each distinct text; an ``Embedding`` keeps what it has returned.
        edits: What a person did to the readings by hand, as far as it is in force, in order; applied to these.

    Raises:
        InputError: The lengths differ, there is no such kind, or both ``key`` and ``same`` are given.
    """
    own = Own(key, same) if key or same else None
    points = embed if embed is None or isinstance(embed, Embedding) else Embedding(embed)
    drawn = [native(value) for value in outcomes]
    keys = [key_of(value) for value in drawn]
    input_values = _beside(inputs, "inputs", len(drawn))
    conversation_values = _beside(conversations, "conversations", len(drawn))
    found = distinct(drawn, keys, kind, inputs=input_values)
    if own is not None:
        found = by_own(found, own)
    compared = _compared(found.kind.kind, cut, embedded=points is not None, own=own is not None)
    groups = [(given, at, Counter(keys[i] for i in at)) for given, at in _groups(input_values, len(drawn))]
    meanings = (
        own_meanings([counts for *_, counts in groups], found, own)
        if own is not None
        else [
            meanings_of(counts, found, given, cut=compared.cut, embed=points)
            for given, _, counts in steps("clustering the answers of each input", groups)
        ]
    )
    labels, meant, readings = [0] * len(drawn), list[str | None]([None] * len(drawn)), []
    for (given, members, counts), as_found in zip(groups, meanings, strict=True):
        by_hand = regrouped(counts, as_found, found, given, edits)
        meaning = by_hand.meaning
        clusters, number = _clusters(counts, meaning, found, given)
        clusters = by_hand.mark(clusters)
        for i in members:
            meant[i] = meaning.readings[keys[i]]
            labels[i] = number[meant[i]]
        apart = Apart(compared.finer, _numbered([meaning.finer.get(keys[i], keys[i]) for i in members]))
        readings.append(InputReadings(given, len(members), clusters, tuple(labels[i] for i in members), apart))
    across_inputs = input_values is not None and conversation_values is not None and bool(drawn)
    said = note_of(readings, compared, across=across_inputs)
    note = " ".join(part for part in (said, own.note if own else "", note_of_edits(edits)) if part)
    result = Interpretations(tuple(labels), tuple(readings), found.kind.kind, found.kind.why, note, edits=tuple(edits))
    if input_values is None or conversation_values is None or not drawn:
        return result
    return _linked(result, drawn, meant, inputs=input_values, conversations=conversation_values)


def _compared(kind: str, cut: float | None, *, embedded: bool, own: bool) -> Compared:
    usual = 0.0 if kind != "text" else EMBEDDED_CUT if embedded else DEFAULT_CUT
    return Compared(kind, usual if cut is None else cut, own=own, embedded=embedded)


def _numbered(values: Sequence[Hashable]) -> tuple[int, ...]:
    numbers: dict[Hashable, int] = {}
    return tuple(numbers.setdefault(value, len(numbers)) for value in values)


def _linked(
    result: Interpretations,
    drawn: Sequence[Any],
    meanings: Sequence[str | None],
    *,
    inputs: Sequence[Any],
    conversations: Sequence[Any],
) -> Interpretations:
    """Add the programs across inputs, and label by them where they can be told."""
    found = across(
        drawn,
        meanings,
        inputs=[key_of(value) for value in inputs],
        conversations=[key_of(value) for value in conversations],
        names={key_of(each.input): each.input for each in result.inputs},
        called={key: item_of(value) for key, value in {key_of(each): each for each in conversations}.items()},
        edits=result.edits,
    )
    return replace(
        result,
        labels=found.labels or result.labels,
        linked=found.linked,
        programs=found.programs,
        note=f"{found.linked.note} {result.note}".strip(),
    )


def _clusters(
    counts: Counter[Hashable], meaning: Meaning, found: Distinct, input_value: Any
) -> tuple[tuple[Cluster, ...], dict[str | None, int]]:
    """Gather the draws of one input, and number the readings by weight, then by text."""
    members: dict[str | None, list[Hashable]] = defaultdict(list)
    for key in counts:
        members[meaning.readings[key]].append(key)
    weights = {form: sum(counts[key] for key in keys) for form, keys in members.items()}
    # Of readings as heavy as each other the barest comes first: the longer ones only add to it.
    order = sorted(members, key=lambda form: (-weights[form], form is None, len(form or ""), form or ""))
    total, clusters = counts.total(), []
    for label, form in enumerate(order):
        by_weight = sorted(members[form], key=lambda key: (-counts[key], found.texts[key]))
        first = next((key for key in by_weight if found.canonicals[key] == form), None)
        middle = by_weight[0] if first is None else first
        said_by_answer = first is not None or (form or "").endswith(BY_ITSELF)
        reading = _reading(found, middle) if said_by_answer else str(form)
        clusters.append(
            Cluster(
                label=label,
                count=weights[form],
                total=total,
                exemplar=found.values[middle],
                canonical=form or "",
                reading=NO_ANSWER if form is None else reading,
                forms=tuple(Form(found.values[k], counts[k], found.canonicals[k] or "") for k in by_weight),
                input=input_value,
                stability=meaning.stability.get(form or "", math.nan),
            )
        )
    return tuple(clusters), {form: label for label, form in enumerate(order)}


def _reading(found: Distinct, outcome: Hashable) -> str:
    """Say an answer in a line; of a trace what it did."""
    value, text = found.values[outcome], found.texts[outcome]
    kind = found.kind.kind
    calls = calls_of(unfence(value) if isinstance(value, str) else value) if kind in ("calls", "trace") else None
    if calls is None:
        return shorten(text) or "an empty answer"
    return shorten((calls_reading(calls) or NO_CALL) if kind == "calls" else trace_reading(calls))


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
        members[key_of(value)].append(i)
    return [(inputs[indices[0]], indices) for indices in members.values()]
