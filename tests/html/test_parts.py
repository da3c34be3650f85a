from __future__ import annotations

from typing import Any

import pytest

from pointmass.html import parts
from pointmass.html.escape import Html


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0%"), (0.001, "<1%"), (0.5, "50%"), (0.8125, "81%"), (0.9999, ">99%"), (1, "100%")],
)
def test_nearly_all_and_nearly_none_are_not_rounded_away(share: float, said: str) -> None:
    assert parts.percent(share) == said


def test_a_bar_says_its_number_to_whoever_does_not_see_it() -> None:
    assert 'aria-label="81%, 95% interval 57–93"' in parts.bar(0.8125, 0.57, 0.93, colour="#0072B2")


def test_without_an_interval_there_is_no_whisker() -> None:
    assert "pm-ci" not in parts.bar(0.5, None, None, colour="#0072B2")


def test_what_is_left_out_is_counted_and_can_be_had(read: Any) -> None:
    said = read(parts.more(200, 5000, what="inputs", code="s.table()")).text

    assert said == "… and 4,800 more inputs: s.table() has them all"


def test_nothing_is_said_when_nothing_is_left_out() -> None:
    assert parts.more(3, 3, what="inputs") == Html("")
