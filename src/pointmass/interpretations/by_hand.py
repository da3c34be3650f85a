"""Edits applied to what was drawn: outcomes and conversations in the readings that a person put them in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pointmass.interpretations.edits import ACROSS, EVERY_INPUT, Edit, item_of

if TYPE_CHECKING:
    from pointmass.interpretations.distinct import Distinct
    from pointmass.interpretations.meanings import Meaning
    from pointmass.interpretations.readings import Cluster

BY_ITSELF = "\x00"
"""Ends the text of a reading that was split off: no canonical text holds it."""


@dataclass(frozen=True, slots=True)
class Regrouped:
    """The readings of one input after the edits.

    Attributes:
        meaning: The reading of each outcome.
        names: What readings are called, by their texts.
        edits: The edits that made a reading what it is, by its text.
    """

    meaning: Meaning
    names: Mapping[str, str] = field(default_factory=dict)
    edits: Mapping[str, tuple[Edit, ...]] = field(default_factory=dict)

    def mark(self, clusters: tuple[Cluster, ...]) -> tuple[Cluster, ...]:
        """Return readings with the names that they were given, and the edits that made them."""
        if not self.names and not self.edits:
            return clusters
        return tuple(
            replace(
                each,
                canonical=each.canonical.rstrip(BY_ITSELF),
                name=self.names.get(each.canonical, ""),
                edits=self.edits.get(each.canonical, ()),
            )
            for each in clusters
        )


def regrouped(
    counts: Mapping[Hashable, int], meaning: Meaning, found: Distinct, given: Any, edits: Sequence[Edit]
) -> Regrouped:
    """Apply the edits to the readings of one input, in their order.

    Args:
        counts: How often each outcome was drawn.
        meaning: The readings as they were found.
        found: The outcomes.
        given: The input.
        edits: The edits in force, of all inputs.
    """
    mine = [each for each in edits if each.where in (EVERY_INPUT, item_of(given))] if edits else []
    if not mine:
        return Regrouped(meaning)
    items = {key: item_of(found.values[key]) for key in counts if meaning.readings[key] is not None}
    readings = dict(meaning.readings)
    names: dict[str, str] = {}
    made: dict[str, tuple[Edit, ...]] = {}
    for edit in mine:
        for group in (sum(edit.groups, ()),) if edit.do == "merge" else edit.groups:
            inside = [key for key, item in items.items() if item in group]
            forms = {str(readings[key]) for key in inside}
            if edit.do == "merge" and forms:
                heaviest = _heaviest(forms, readings, counts)
                names.update({heaviest: edit.name} if edit.name else {})
                if len(forms) > 1:
                    readings = {key: heaviest if form in forms else form for key, form in readings.items()}
                    made[heaviest] = (*sum((made.pop(form, ()) for form in sorted(forms)), ()), edit)
            elif edit.do == "split" and len(inside) < sum(form in forms for form in readings.values()):
                own = found.texts[min(inside, key=lambda key: (-counts[key], found.texts[key]))] + BY_ITSELF
                readings.update(dict.fromkeys(inside, own))
                made[own] = (edit,)
            elif edit.do == "rename" and forms:
                names[_heaviest(forms, readings, counts)] = edit.name
    stability = {form: share for form, share in meaning.stability.items() if form not in made}
    return Regrouped(replace(meaning, readings=readings, stability=stability), names, made)


def _heaviest(forms: set[str], readings: Mapping[Hashable, str | None], counts: Mapping[Hashable, int]) -> str:
    weights = Counter[str]()
    for key, form in readings.items():
        if form in forms:
            weights[str(form)] += counts[key]
    return min(forms, key=lambda form: (-weights[form], len(form), form))


def relabelled(labels: Sequence[int], conversations: Sequence[str], edits: Sequence[Edit]) -> list[int]:
    """Return the program of each conversation after the edits; the numbers of programs are not in order of weight.

    Args:
        labels: The programs as they were found.
        conversations: The conversations, as edits name them.
        edits: The edits in force, of all inputs.
    """
    now = list(labels)
    for edit in edits:
        if edit.where != ACROSS:
            continue
        if edit.do == "merge":
            one = {found for group in edit.groups if (found := program_of(group, now, conversations)) is not None}
            now = [min(one) if label in one else label for label in now]
        elif edit.do == "split":
            for group in edit.groups:
                new = max(now) + 1
                now = [new if each in group else label for label, each in zip(now, conversations, strict=True)]
    return now


def program_of(group: Sequence[str], labels: Sequence[int], conversations: Sequence[str]) -> int | None:
    """Return the program that most conversations of a group follow; ``None`` where none of them is there."""
    counts = Counter(label for label, each in zip(labels, conversations, strict=True) if each in group)
    return min(counts, key=lambda label: (-counts[label], label)) if counts else None
