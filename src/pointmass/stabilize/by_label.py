"""What a label of a person says of an answer of code, whole or of some fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pointmass.digest import canonical
from pointmass.sample.data import value_of
from pointmass.sample.labelling import Label


def contradicts(label: Label | None, answer: Any) -> bool:
    """Whether a label says that an answer, JSON data, is wrong; of some fields of a record, that one of them is."""
    if label is None:
        return False
    right = None if label.right is None else value_of(label.right)
    if isinstance(answer, Mapping) and isinstance(right, Mapping) and set(answer) < set(right):
        return any(canonical(answer[name]) != canonical(right[name]) for name in answer)
    return label.says(canonical(answer)) is False


def of_field(labels: Mapping[int, Label], name: str) -> dict[int, Label]:
    """Return what labels of records say of one field: of a record that is wrong nobody knows which field is."""
    rights = {row: value_of(label.right) for row, label in labels.items() if label.right is not None}
    return {
        row: replace(labels[row], right=canonical(right[name]), wrong=())
        for row, right in rights.items()
        if isinstance(right, Mapping) and name in right
    }
