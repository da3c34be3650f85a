"""Distinct outcomes, looked at once: a hundred thousand draws of a label are a handful of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pointmass.interpretations.canonical import canonical_form, json_data
from pointmass.interpretations.kinds import choose_kind
from pointmass.interpretations.short_lines import NULL

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from pointmass.interpretations.kinds import KindChoice
    from pointmass.interpretations.own import Own


@dataclass(frozen=True, slots=True)
class Distinct:
    """The distinct outcomes: their kind, and by key the value itself, its text, and its canonical text."""

    kind: KindChoice
    values: dict[Hashable, Any]
    texts: dict[Hashable, str]
    canonicals: dict[Hashable, str | None]


def distinct(drawn: Sequence[Any], keys: Sequence[Hashable], kind: str, *, inputs: Sequence[Any] | None) -> Distinct:
    """Look at each distinct outcome once: a hundred thousand draws of a label are a handful of them."""
    values = dict(zip(reversed(keys), reversed(drawn), strict=True))
    counts: Counter[Hashable] = Counter(keys)
    texts = {key: text_of(values[key]) for key in counts}
    frequent = sorted((key for key in counts if key is not None), key=lambda key: (-counts[key], texts[key]))
    pairs = (
        {}
        if inputs is None
        else {(key_of(given), key): (given, values[key]) for given, key in zip(inputs, keys, strict=True)}
    )
    chosen = choose_kind(
        [values[key] for key in frequent if values[key] is not NULL], kind, draws=len(drawn), pairs=pairs.values()
    )
    canonicals = {key: _canonical(values[key], chosen.kind) for key in counts}
    return Distinct(chosen, values, texts, canonicals)


def by_own(found: Distinct, own: Own) -> Distinct:
    """Take a person's own forms instead of the canonical ones."""
    forms = {each: None if each is None else own.form(value) for each, value in found.values.items()}
    return replace(found, kind=replace(found.kind, why=own.why), canonicals=forms)


def key_of(value: Any) -> Hashable:
    """Return what equal raw outcomes share; 1, 1.0 and True are not equal here."""
    if value is None:
        return None
    try:
        hash(value)
    except TypeError:
        return ("unhashable", type(value), text_of(value))
    return (type(value), value)


def native(value: Any) -> Any:
    """Return the Python number or text inside a numpy scalar, which a column of a DataFrame is made of."""
    return value.item() if type(value).__module__ == "numpy" and hasattr(value, "item") and not value.shape else value


def text_of(value: Any) -> str:
    """Return a text as it is, and anything else as Python writes it."""
    if isinstance(value, str):
        return value
    try:
        return repr(value) if value is NULL else repr(json_data(value))
    except RecursionError:
        return type(value).__name__


def _canonical(value: Any, kind: str) -> str | None:
    return "null" if value is NULL else None if value is None else canonical_form(value, kind)
