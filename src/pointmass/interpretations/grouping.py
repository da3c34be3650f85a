"""Outcomes to clusters: equal after normalisation, and prose by likeness, within each input and across them."""

from __future__ import annotations

import ast
import math
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pointmass.errors import InputError
from pointmass.interpretations.across import across
from pointmass.interpretations.canonical import canonical, parse_code, plain, unfence
from pointmass.interpretations.coverage import Apart
from pointmass.interpretations.dates import day_number
from pointmass.interpretations.embedding import Embedding
from pointmass.interpretations.kinds import choose_kind
from pointmass.interpretations.likeness import DEFAULT_CUT, EMBEDDED_CUT, FINER, alike_groups
from pointmass.interpretations.own import Forms, Own
from pointmass.interpretations.result import Cluster, Form, InputReadings, Interpretations
from pointmass.interpretations.stems import stems
from pointmass.interpretations.strategies import features, strategies
from pointmass.interpretations.tolerance import near_groups
from pointmass.interpretations.traces import calls_of, trace_reading
from pointmass.interpretations.words import NO_ANSWER, NULL, shorten

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from pointmass.interpretations.kinds import KindChoice

_WORDINGS = "Texts are grouped by wording and by the meaning of their words (cut {cut:g}), which is not always their position: read the exemplars."
_UNSTABLE = (
    "None of this is certain: {which} changes when a fifth of the draws is left out (less than 60 % comes back)."
)
_NEAR = "{kinds} that differ by {cut:g} {unit}at most are one reading."
_UNLINKED = (
    "Independent draws cannot be linked across inputs: reading 0 of one input and reading 0 of another need not be "
    "the same reading of the spec."
)


def cluster(
    outcomes: Iterable[Any],
    *,
    inputs: Iterable[Any] | None = None,
    conversations: Iterable[Any] | None = None,
    kind: str = "auto",
    cut: float | None = None,
    key: Callable[[Any], Any] | None = None,
    same: Callable[[Any, Any], Any] | None = None,
    embed: Callable[[list[str]], Any] | None = None,
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
            each distinct text; an ``Embedding`` keeps what it has returned. ``local_embedding()`` is one without network.

    Raises:
        InputError: The lengths differ, there is no such kind, or both ``key`` and ``same`` are given.
    """
    own = Own(key, same) if key or same else None
    points = embed if embed is None or isinstance(embed, Embedding) else Embedding(embed)
    drawn = [_native(value) for value in outcomes]
    keys = [_key(value) for value in drawn]
    input_values = _beside(inputs, "inputs", len(drawn))
    conversation_values = _beside(conversations, "conversations", len(drawn))
    found = _distinct(drawn, keys, kind, inputs=input_values)
    if own is not None:
        found = _by_own(found, own)
    chosen = found.kind
    labels, meanings = [0] * len(drawn), list[str | None]([None] * len(drawn))
    usual = DEFAULT_CUT if points is None else EMBEDDED_CUT
    text_cut = usual if cut is None else cut
    finer = "exact forms" if chosen.kind != "text" or own or cut == 0 else f"cut {FINER * text_cut:.2g}"
    readings = []
    groups = [
        (given, members, Counter(keys[i] for i in members)) for given, members in _groups(input_values, len(drawn))
    ]
    found_meanings = (
        _own_meanings([counts for *_, counts in groups], found, own)
        if own is not None
        else [
            _meanings(counts, found, given, cut=text_cut if chosen.kind == "text" else cut, embed=points)
            for given, _, counts in groups
        ]
    )
    for (input_value, members, counts), meaning in zip(groups, found_meanings, strict=True):
        clusters, number = _clusters(counts, meaning, found, input_value)
        for i in members:
            meanings[i] = meaning.readings[keys[i]]
            labels[i] = number[meanings[i]]
        apart = Apart(finer, _numbered([meaning.finer.get(keys[i], keys[i]) for i in members]))
        readings.append(InputReadings(input_value, len(members), clusters, tuple(labels[i] for i in members), apart))
    notes = [_UNLINKED] if len(readings) > 1 else []
    if chosen.kind == "text" and cut != 0 and own is None:
        notes.append(_WORDINGS.format(cut=text_cut))
        notes += _shaky(readings)
    if chosen.kind in _PLACES and cut and own is None:
        date = chosen.kind == "date"
        notes.append(_NEAR.format(kinds="Dates" if date else "Numbers", cut=cut, unit="days " if date else ""))
    result = Interpretations(tuple(labels), tuple(readings), chosen.kind, chosen.why, " ".join(notes))
    if input_values is None or conversation_values is None or not drawn:
        return result
    return _linked(result, drawn, meanings, inputs=input_values, conversations=conversation_values)


def _numbered(values: Sequence[Hashable]) -> tuple[int, ...]:
    numbers: dict[Hashable, int] = {}
    return tuple(numbers.setdefault(value, len(numbers)) for value in values)


def _shaky(readings: Sequence[InputReadings]) -> list[str]:
    """Say how many readings do not come back when some of the draws are left out."""
    every = [each for reading in readings for each in reading.clusters if not math.isnan(each.stability)]
    shaky = [each for each in every if each.unstable]
    if not shaky:
        return []
    which = (
        f"reading {', '.join(str(each.label) for each in shaky)}"
        if len(readings) == 1
        else f"{len(shaky)} of {len(every)} readings"
    )
    return [_UNSTABLE.format(which=which)]


def _number(form: str) -> float | None:
    try:
        return float(form)
    except ValueError:
        return None


_PLACES: dict[str, Callable[[str], float | None]] = {"number": _number, "date": day_number}
"""Where the answers of a kind lie on a line."""


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
        inputs=[_key(value) for value in inputs],
        conversations=[_key(value) for value in conversations],
        names={_key(each.input): each.input for each in result.inputs},
    )
    return replace(
        result,
        labels=found.labels or result.labels,
        linked=found.linked,
        programs=found.programs,
        note=f"{found.linked.note} {result.note.removeprefix(_UNLINKED).strip()}".strip(),
    )


def _distinct(drawn: Sequence[Any], keys: Sequence[Hashable], kind: str, *, inputs: Sequence[Any] | None) -> _Distinct:
    """Look at each distinct outcome once: a hundred thousand draws of a label are a handful of them."""
    values = dict(zip(reversed(keys), reversed(drawn), strict=True))
    counts: Counter[Hashable] = Counter(keys)
    texts = {key: _text(values[key]) for key in counts}
    frequent = sorted((key for key in counts if key is not None), key=lambda key: (-counts[key], texts[key]))
    pairs = (
        {}
        if inputs is None
        else {(_key(given), key): (given, values[key]) for given, key in zip(inputs, keys, strict=True)}
    )
    chosen = choose_kind(
        [values[key] for key in frequent if values[key] is not NULL], kind, draws=len(drawn), pairs=pairs.values()
    )
    canonicals = {key: _canonical(values[key], chosen.kind) for key in counts}
    return _Distinct(chosen, values, texts, canonicals)


def _by_own(found: _Distinct, own: Own) -> _Distinct:
    """Take a person's own forms instead of the canonical ones."""
    forms = {each: None if each is None else own.form(value) for each, value in found.values.items()}
    return replace(found, kind=replace(found.kind, why=own.why), canonicals=forms)


def _own_meanings(inputs: Sequence[Counter[Hashable]], found: _Distinct, own: Own) -> list[_Meaning]:
    """Map the outcomes of each input to their readings by a person's own judgement, or by a model's."""
    forms = [_forms(counts, found) for counts in inputs]
    groups = own.groups(forms) if own.same else [{form: form for form in each.counts} for each in forms]
    return [
        _Meaning({each: None if (form := found.canonicals[each]) is None else group[form] for each in counts})
        for counts, group in zip(inputs, groups, strict=True)
    ]


def _forms(counts: Counter[Hashable], found: _Distinct) -> Forms:
    forms: Counter[str] = Counter()
    examples: dict[str, Any] = {}
    for each in sorted(counts, key=lambda key: found.texts[key]):
        form = found.canonicals[each]
        if form is not None:
            forms[form] += counts[each]
            examples.setdefault(form, found.values[each])
    return Forms(forms, examples)


def _canonical(value: Any, kind: str) -> str | None:
    return "null" if value is NULL else None if value is None else canonical(value, kind)


@dataclass(frozen=True, slots=True)
class _Distinct:
    """The distinct outcomes: their kind, and by key the value itself, its text, and its canonical text."""

    kind: KindChoice
    values: dict[Hashable, Any]
    texts: dict[Hashable, str]
    canonicals: dict[Hashable, str | None]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """The readings of one input: for each outcome its text, what it is at a stricter cut, and how far readings come back."""

    readings: dict[Hashable, str | None]
    finer: dict[Hashable, Hashable] = field(default_factory=dict)
    stability: dict[str, float] = field(default_factory=dict)


def _meanings(
    counts: Counter[Hashable], found: _Distinct, input_value: Any, *, cut: float | None, embed: Embedding | None
) -> _Meaning:
    """Map each outcome of one input to its reading: its canonical text, the medoid of wordings, or a strategy."""
    plain_ = {key: found.canonicals[key] for key in counts}
    kind = found.kind.kind
    if kind == "code" and isinstance(input_value, str):
        return _Meaning(plain_ | _strategies(counts, found, input_value))
    worded: Counter[str] = Counter()
    for key, form in plain_.items():
        if form:
            worded[form] += counts[key]
    if kind in _PLACES and cut:
        near = near_groups(worded, _PLACES[kind], tolerance=cut)
        return _Meaning({key: near.get(form, form) if form else form for key, form in plain_.items()})
    if kind != "text" or cut == 0:
        return _Meaning(plain_)
    question = stems(input_value) if isinstance(input_value, str) else frozenset[str]()
    alike = alike_groups(worded, without=question, cut=cut or 0.0, embed=embed)
    return _Meaning(
        {key: alike.medoids.get(form, form) if form else form for key, form in plain_.items()},
        {key: alike.finer.get(form, form) if form else form for key, form in plain_.items()},
        alike.stability,
    )


def _strategies(counts: Counter[Hashable], found: _Distinct, given: str) -> dict[Hashable, str | None]:
    """Map each changed version of given code to the strategy of the change; nothing where the input is no code."""
    before = parse_code(given)
    if before is None or not any(isinstance(s, (ast.FunctionDef, ast.ClassDef)) for s in before.body):
        return {}
    ordered = sorted((key for key in counts if key is not None), key=lambda key: found.texts[key])
    trees = {key: tree for key in ordered if (tree := parse_code(found.texts[key])) is not None}
    drawn = [key for key in trees for _ in range(counts[key])]
    seen = [features(trees[key], unfence(found.texts[key]), before) for key in drawn]
    return {key: each.reading for key, each in zip(drawn, strategies(seen), strict=True)}


def _clusters(
    counts: Counter[Hashable], meaning: _Meaning, found: _Distinct, input_value: Any
) -> tuple[tuple[Cluster, ...], dict[str | None, int]]:
    """Gather the draws of one input, and number the readings by weight, then by text."""
    members: dict[str | None, list[Hashable]] = defaultdict(list)
    for key in counts:
        members[meaning.readings[key]].append(key)
    weights = {form: sum(counts[key] for key in keys) for form, keys in members.items()}
    # Of readings as heavy as each other the barest comes first: it is what the longer ones dress up.
    order = sorted(members, key=lambda form: (-weights[form], form is None, len(form or ""), form or ""))
    clusters = []
    for label, form in enumerate(order):
        by_weight = sorted(members[form], key=lambda key: (-counts[key], found.texts[key]))
        first = next((key for key in by_weight if found.canonicals[key] == form), None)
        middle = by_weight[0] if first is None else first
        reading = _reading(found, middle) if first is not None else str(form)
        clusters.append(
            Cluster(
                label=label,
                count=weights[form],
                total=counts.total(),
                exemplar=found.values[middle],
                canonical=form or "",
                reading=NO_ANSWER if form is None else reading,
                forms=tuple(Form(found.values[k], counts[k], found.canonicals[k] or "") for k in by_weight),
                input=input_value,
                stability=meaning.stability.get(form or "", math.nan),
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


def _native(value: Any) -> Any:
    """Return the Python number or text inside a numpy scalar, which a column of a DataFrame is made of."""
    return value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") and not value.shape else value


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    try:
        return repr(value) if value is NULL else repr(plain(value))
    except RecursionError:
        return type(value).__name__


def _reading(found: _Distinct, outcome: Hashable) -> str:
    """Say an answer in a line; of a trace what it did."""
    value, text = found.values[outcome], found.texts[outcome]
    calls = calls_of(unfence(value) if isinstance(value, str) else value) if found.kind.kind == "trace" else None
    return shorten(text if calls is None else trace_reading(calls)) or "an empty answer"


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
