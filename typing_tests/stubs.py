"""Stubs whose docstring is all that they say. mypy misses a return in such a body, and one line for a file turns that off."""
# mypy: disable-error-code="empty-body"

from typing import assert_type

import pointmass as pm

wb = pm.Workbench("files.pointmass", model=pm.shipped("own_titles"), approver=pm.ask)


@wb.spec
def clean_filename(title: str) -> str:
    """Turn each title into a clean file name."""
    ...


@wb.spec(examples=[("a b", 2)])
def count_words(text: str) -> int:
    """Count the words."""
    ...


assert_type(clean_filename("Crème Brûlée & Other Disasters"), str)
assert_type(count_words("a b"), int)
