"""Outcomes of one input to readings: equal forms, near values, likeness of prose, strategies of code, or a person's own judgement."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pointmass.interpretations.canonical import parse_code, unfence
from pointmass.interpretations.days import day_number
from pointmass.interpretations.likeness import alike_groups
from pointmass.interpretations.own import Forms, Own
from pointmass.interpretations.stems import stems
from pointmass.interpretations.strategies import features, strategies
from pointmass.interpretations.tolerance import near_groups

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from pointmass.interpretations.distinct import Distinct
    from pointmass.interpretations.embedding import Embedding


@dataclass(frozen=True, slots=True)
class Meaning:
    """The readings of one input: for each outcome its text, what it is at a stricter cut, and how far readings come back."""

    readings: dict[Hashable, str | None]
    finer: dict[Hashable, Hashable] = field(default_factory=dict)
    stability: dict[str, float] = field(default_factory=dict)


def _number(form: str) -> float | None:
    try:
        return float(form)
    except ValueError:
        return None


PLACES: dict[str, Callable[[str], float | None]] = {"number": _number, "date": day_number}
"""Where the answers of a kind lie on a line."""


def own_meanings(inputs: Sequence[Counter[Hashable]], found: Distinct, own: Own) -> list[Meaning]:
    """Map the outcomes of each input to their readings by a person's own judgement, or by a model's."""
    forms = [_forms(counts, found) for counts in inputs]
    groups = own.groups(forms) if own.same else [{form: form for form in each.counts} for each in forms]
    return [
        Meaning({each: None if (form := found.canonicals[each]) is None else group[form] for each in counts})
        for counts, group in zip(inputs, groups, strict=True)
    ]


def meanings_of(
    counts: Counter[Hashable], found: Distinct, input_value: Any, *, cut: float, embed: Embedding | None
) -> Meaning:
    """Map each outcome of one input to its reading: its canonical text, the medoid of wordings, or a strategy."""
    plain_ = {key: found.canonicals[key] for key in counts}
    kind = found.kind.kind
    if kind == "code" and isinstance(input_value, str):
        return Meaning(plain_ | _strategies(counts, found, input_value))
    worded: Counter[str] = Counter()
    for key, form in plain_.items():
        if form:
            worded[form] += counts[key]
    if kind in PLACES and cut:
        near = near_groups(worded, PLACES[kind], tolerance=cut)
        return Meaning({key: near.get(form, form) if form else form for key, form in plain_.items()})
    if kind != "text" or cut == 0:
        return Meaning(plain_)
    question = stems(input_value) if isinstance(input_value, str) else frozenset[str]()
    alike = alike_groups(worded, without=question, cut=cut, embed=embed)
    return Meaning(
        {key: alike.medoids.get(form, form) if form else form for key, form in plain_.items()},
        {key: alike.finer.get(form, form) if form else form for key, form in plain_.items()},
        alike.stability,
    )


def _strategies(counts: Counter[Hashable], found: Distinct, given: str) -> dict[Hashable, str | None]:
    """Map each changed version of given code to the strategy of the change; nothing where the input is not code."""
    before = parse_code(given)
    if before is None or not any(isinstance(s, (ast.FunctionDef, ast.ClassDef)) for s in before.body):
        return {}
    ordered = sorted((key for key in counts if key is not None), key=lambda key: found.texts[key])
    trees = {key: tree for key in ordered if (tree := parse_code(found.texts[key])) is not None}
    drawn = [key for key in trees for _ in range(counts[key])]
    seen = [features(trees[key], unfence(found.texts[key]), before) for key in drawn]
    return {key: each.reading for key, each in zip(drawn, strategies(seen), strict=True)}


def _forms(counts: Counter[Hashable], found: Distinct) -> Forms:
    forms: Counter[str] = Counter()
    examples: dict[str, Any] = {}
    for each in sorted(counts, key=lambda key: found.texts[key]):
        form = found.canonicals[each]
        if form is not None:
            forms[form] += counts[each]
            examples.setdefault(form, found.values[each])
    return Forms(forms, examples)
