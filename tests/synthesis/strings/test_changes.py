"""Pieces rewritten as a whole."""

from __future__ import annotations

import pytest

from pointmass.synthesis import synthesize


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        # All but digits and one sign dropped, though the examples show blanks alone.
        (
            [("+44 20 1234", "+44201234"), ("+39 02 3456", "+39023456"), ("+7 495 123", "+7495123")],
            "+1 206-555",
            "+1206555",
        ),
        # Leading zeros, however many there are.
        ([("029.3", "29.3"), ("030.4", "30.4"), ("028.2", "28.2")], "13.24", "13.24"),
        # A sign dropped at the start, where there is one.
        ([("@ann-b", "ann-b"), ("@c-dee", "c-dee"), ("@ed-f", "ed-f")], "@x-y-z", "x-y-z"),
    ],
)
def test_what_does_not_belong_is_dropped(examples, given, wanted):
    assert synthesize(examples)[0](given) == wanted


def test_a_name_that_every_example_holds_is_no_delimiter():
    learned = synthesize(
        [
            ("1986 England Nigel Clough", "1986 Nigel Clough"),
            ("1987 England Des Walker", "1987 Des Walker"),
            ("1988 England Nigel Clough", "1988 Nigel Clough"),
        ]
    )[0]

    assert learned("1994 Wales David Phillips") == "1994 David Phillips"
