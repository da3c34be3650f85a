"""Properties that all answers of a function may have, and how a generated test checks them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pointmass.digest import canonical

Said: TypeAlias = tuple[Any, Any, Any]
"""The inputs of a call as a list, its answer, and what the answer becomes when it is the input: ``NOT_ASKED`` where that
is not an input, or is handed back."""

NOT_ASKED = object()

_LABELS = 20  # more than so many different answers are not a closed set
_OFTEN = 2  # how often a label has to come on average to be one


@dataclass(frozen=True, slots=True)
class Property:
    """A property that all answers have, or not.

    Attributes:
        key: Its name in the evidence, and in the name of its test.
        holds: Whether one call has it.
        lines: The body of its test, where ``given`` are the inputs as a list, ``said`` is the answer, and ``EXPECTED`` is
            what it holds for.
        expected: Reads from all calls what the property is checked with: ``None`` where it says nothing here, ``True``
            where there is nothing to read.
    """

    key: str
    holds: Callable[[Said, Any], bool]
    lines: tuple[str, ...]
    expected: Callable[[Sequence[Said]], Any]


def properties() -> tuple[Property, ...]:
    """Return everything that is looked for, in the order in which tests say it."""
    return (
        Property(
            "stays_the_same_when_it_is_applied_again",
            lambda call, _: call[2] is NOT_ASKED or _equal(call[2], call[1]),
            ("again = [said]", "if answered(again):", "    assert answer(again) == said"),
            lambda calls: True if any(call[2] is not NOT_ASKED and call[0][0] != call[1] for call in calls) else None,
        ),
        Property(
            "keeps_the_length",
            lambda call, _: len(call[1]) == len(call[0][0]),
            ("assert len(said) == len(given[0])",),
            lambda calls: True if _texts(calls) and _one_parameter(calls) else None,
        ),
        Property(
            "answers_with_a_part_of_what_it_was_given",
            lambda call, _: call[1] in call[0][0],
            ("assert said in given[0]",),
            lambda calls: True if _texts(calls) and _one_parameter(calls) else None,
        ),
        Property(
            "answers_in_small_letters",
            lambda call, _: call[1] == call[1].lower(),
            ("assert said == said.lower()",),
            lambda calls: True if _cased(calls) else None,
        ),
        Property(
            "answers_in_capital_letters",
            lambda call, _: call[1] == call[1].upper(),
            ("assert said == said.upper()",),
            lambda calls: True if _cased(calls) else None,
        ),
        Property(
            "answers_without_blanks",
            lambda call, _: not any(char.isspace() for char in call[1]),
            ("assert not any(char.isspace() for char in said)",),
            lambda calls: True if _texts(calls) else None,
        ),
        Property(
            "answers_in_plain_letters",
            lambda call, _: call[1].isascii(),
            ("assert said.isascii()",),
            lambda calls: True if _texts(calls) else None,
        ),
        Property(
            "never_answers_with_an_empty_text",
            lambda call, _: bool(call[1]),
            ("assert said",),
            lambda calls: True if _texts(calls) else None,
        ),
        Property(
            "answers_with_one_of_its_labels",
            lambda call, labels: any(_equal(call[1], label) for label in labels),
            ("assert said in EXPECTED",),
            _labels,
        ),
        Property(
            "answers_with_the_same_fields",
            lambda call, fields: isinstance(call[1], dict) and sorted(call[1]) == fields,
            ("assert sorted(said) == EXPECTED",),
            _fields,
        ),
        Property(
            "answers_with_the_same_type",
            lambda call, name: type(call[1]).__name__ == name,
            ("assert type(said).__name__ == EXPECTED",),
            _type,
        ),
    )


def held(seen: Sequence[Said], tried: Sequence[Said]) -> list[dict[str, Any]]:
    """Return what holds of every call, as JSON data for the evidence.

    Args:
        seen: Calls with inputs that were seen: what a property holds for is read from them.
        tried: Further calls, for which it has to hold, too.
    """
    found = []
    for each in properties():
        expected = each.expected(seen) if seen else None
        if expected is not None and all(_holds(each, call, expected) for call in (*seen, *tried)):
            found.append({"property": each.key, "expected": expected})
    return found


def property_of(key: str) -> Property | None:
    """Return the property of a name, or ``None``."""
    return next((each for each in properties() if each.key == key), None)


def _holds(each: Property, call: Said, expected: Any) -> bool:
    try:
        return each.holds(call, expected)
    except (TypeError, AttributeError):  # an answer of another type
        return False


def _equal(one: Any, other: Any) -> bool:
    return canonical(one) == canonical(other)


def _texts(calls: Sequence[Said]) -> bool:
    return all(isinstance(said, str) for _, said, _ in calls)


def _one_parameter(calls: Sequence[Said]) -> bool:
    return all(len(given) == 1 and isinstance(given[0], str) for given, _, _ in calls)


def _cased(calls: Sequence[Said]) -> bool:
    return _texts(calls) and any(said.lower() != said.upper() for _, said, _ in calls)


def _labels(calls: Sequence[Said]) -> list[Any] | None:
    """Return the answers where they are few and come again: a closed set."""
    found = {canonical(said): said for _, said, _ in calls if isinstance(said, str | int)}
    few = 1 < len(found) <= _LABELS and _OFTEN * len(found) <= len(calls)
    return [found[key] for key in sorted(found)] if few else None


def _fields(calls: Sequence[Said]) -> list[str] | None:
    records = [said for _, said, _ in calls if isinstance(said, Mapping)]
    return sorted(records[0]) if len(records) == len(calls) else None


def _type(calls: Sequence[Said]) -> str | None:
    names = {type(said).__name__ for _, said, _ in calls}
    return names.pop() if len(names) == 1 else None
