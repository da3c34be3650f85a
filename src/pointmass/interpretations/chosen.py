"""Which readings a person means: by number, by letter, or by an answer of theirs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.errors import InputError, clip
from pointmass.html import style
from pointmass.interpretations.edits import ACROSS, EVERY_INPUT, item_of

if TYPE_CHECKING:
    from pointmass.interpretations.readings import Cluster, InputReadings, Readings

FOUND: Any = type("_Found", (), {"__repr__": lambda _self: "where they were found"})()
"""Stands for no input given: the readings across inputs, of the only input, or of every input."""

_KEPT = 200
"""Exact answers by which a reading is known again; the most frequent come first."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Readings as an edit names them.

    Attributes:
        groups: For each reading its exact outcomes, or its conversations.
        where: The place of the edit.
    """

    groups: tuple[tuple[str, ...], ...]
    where: str

    def parts(self, answers: Sequence[Any], *, whose: str) -> tuple[tuple[str, ...], ...]:
        """Return what leaves the first reading: the given answers or conversations, else all but the most frequent answer.

        Raises:
            InputError: They are not of the reading, or nothing would change.
        """
        (inside,) = self.groups
        wanted = [item_of(each) for each in answers]
        strange = [each for each in wanted if each not in inside]
        if strange:
            what = "conversations" if self.where == ACROSS else "answers"
            raise InputError(
                f"{whose}: {clip(', '.join(strange))} is not of this reading; its {what} are {clip(', '.join(inside), 300)}"
            )
        if self.where == ACROSS:
            if not wanted or len(wanted) == len(inside):
                raise InputError(
                    f"{whose}: give the conversations that leave it, some of {clip(', '.join(inside), 300)}"
                )
            return (tuple(wanted),)
        leaving = wanted or list(inside[1:])
        if not leaving or len(inside) < 2:  # noqa: PLR2004 - one answer cannot be parted
            raise InputError(
                f"{whose}: this reading has one exact answer, {clip(inside[0])}, so there is nothing to part"
            )
        return tuple((each,) for each in leaving)


def chosen(result: Readings, on: Any, readings: Sequence[Any], *, whose: str) -> Chosen:
    """Find the readings that a person means.

    Args:
        result: The interpretations.
        on: The input, or ``FOUND``.
        readings: Numbers, letters or answers.
        whose: For messages.

    Raises:
        InputError: There is no such input or reading.
    """
    if on is FOUND and result.programs:
        return Chosen(tuple(_conversations(result, _label(each, result.programs, whose)) for each in readings), ACROSS)
    if on is FOUND and len(result.inputs) != 1:
        return Chosen(tuple(_everywhere(result, each, whose) for each in readings), EVERY_INPUT)
    each = result.inputs[0] if on is FOUND else _input(result, on, whose)
    return Chosen(
        tuple(_items(each.clusters[_label(one, each.clusters, whose)]) for one in readings), item_of(each.input)
    )


def departing(result: Readings, label: int, at: int) -> list[Any]:
    """Return the conversations of a reading across inputs that answered one input otherwise than it usually does.

    Args:
        result: The interpretations.
        label: The reading.
        at: The number of the input.
    """
    linked = result.linked
    if linked is None or not linked.answers:
        return []
    rows = zip(linked.conversations, linked.labels, linked.answers, strict=True)
    return [json.loads(each) for each, own, said in rows if own == label and said[at] != linked.modes[label][at]]


def _input(result: Readings, on: Any, whose: str) -> InputReadings:
    place = item_of(on)
    found = next((each for each in result.inputs if item_of(each.input) == place), None)
    if found is None:
        raise InputError(f"{whose}: {clip(repr(on))} is not one of the {len(result.inputs)} inputs")
    return found


def _label(said: Any, clusters: Sequence[Cluster], whose: str) -> int:
    """Return the number of a reading; an answer of that text goes before a letter."""
    if not isinstance(said, int) or isinstance(said, bool):
        item = item_of(said)
        for each in clusters:
            if any(item_of(form.value) == item for form in each.forms):
                return _value(each, whose)
        named = [each.label for each in clusters if each.name and each.name == said]
        letters = {style.letter(each.label): each.label for each in clusters if each.label < len(style.LETTERS)}
        said = named[0] if named else letters.get(said) if isinstance(said, str) else None
    if said is not None and 0 <= said < len(clusters):
        return _value(clusters[said], whose)
    known = clip(", ".join(f"{each.label} ({style.letter(each.label)}: {each.reading})" for each in clusters), 300)
    raise InputError(f"{whose}: there is no such reading; there are {known}")


def _value(cluster: Cluster, whose: str) -> int:
    if not cluster.is_value:
        raise InputError(f"{whose}: draws that gave no value are no reading, and cannot be merged, split or named")
    return cluster.label


def _items(cluster: Cluster) -> tuple[str, ...]:
    return tuple(item_of(form.value) for form in cluster.forms[:_KEPT])


def _everywhere(result: Readings, said: Any, whose: str) -> tuple[str, ...]:
    item = item_of(said)
    if not any(
        item_of(form.value) == item for each in result.clusters for form in each.forms if form.value is not None
    ):
        raise InputError(
            f"{whose}: {clip(repr(said))} is no answer to any of the {len(result.inputs)} inputs; to name a reading by its "
            "number or letter, say on which input: on=..."
        )
    return (item,)


def _conversations(result: Readings, label: int) -> tuple[str, ...]:
    linked = result.linked
    if linked is None:
        return ()
    return tuple(each for each, own in zip(linked.conversations, linked.labels, strict=True) if own == label)
