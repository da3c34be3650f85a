"""Values that lie near each other as one reading: numbers and days, within a tolerance that a person sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def near_groups(
    counts: Mapping[str, int], position: Callable[[str], float | None], *, tolerance: float
) -> dict[str, str]:
    """Group canonical forms by their positions, and name each group by its most frequent form.

    The forms are gone through from the smallest, and a group is closed where the next lies further from its *first* than the
    tolerance: no two in a group differ by more, which comparing neighbours would not ensure.

    Args:
        counts: How often each form was drawn.
        position: Where a form lies; ``None`` for one that has no place and stays by itself.
        tolerance: The most that two of one group differ.

    Returns:
        For each form the most frequent form of its group.
    """
    placed = [(where, form) for form in counts if (where := position(form)) is not None]
    groups: list[list[str]] = []
    first = 0.0
    for where, form in sorted(placed):
        if not groups or where - first > tolerance * (1 + 1e-12):  # rounding
            groups.append([])
            first = where
        groups[-1].append(form)
    named = {form: min(group, key=lambda each: (-counts[each], each)) for group in groups for form in group}
    return {form: named.get(form, form) for form in counts}
