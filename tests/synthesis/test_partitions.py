from __future__ import annotations

import time

import pytest

from pointmass.synthesis import synthesize


def best(*examples):
    return synthesize(list(examples))[0]


@pytest.mark.parametrize(
    ("examples", "given", "wanted"),
    [
        # Columns of a fixed width.
        (
            [("  Gz5   12 on", ["  Gz5", "   12 ", "on"]), ("Hello    7 off", ["Hello", "    7 ", "off"])],
            "    a   99 on",
            ["    a", "   99 ", "on"],
        ),
        # Separators of their own at every place.
        (
            [
                ("752: Ad totam (Low Risk)", ["752", ": ", "Ad totam", " (", "Low Risk", ")"]),
                ("63: Non est  (High Risk)", ["63", ": ", "Non est", "  (", "High Risk", ")"]),
            ],
            "9: Suscipit ratione modi (None)",
            ["9", ": ", "Suscipit ratione modi", " (", "None", ")"],
        ),
        # One kind of separator, any number of times.
        ([("a, b,c", ["a", ", ", "b", ",", "c"]), ("d,e", ["d", ",", "e"])], "x, y", ["x", ", ", "y"]),
        # Only what stands between the separators.
        (
            [("ann@x.org [ok] 12", ["ann@x.org", "ok", "12"]), ("bo@yy.com [no] 7", ["bo@yy.com", "no", "7"])],
            "cy@z.net [maybe] 100",
            ["cy@z.net", "maybe", "100"],
        ),
    ],
)
def test_a_text_is_cut_into_pieces(examples, given, wanted):
    assert best(*examples)(given) == wanted


def test_a_text_of_another_form_is_handed_back():
    learned = best(
        ("ann@x.org [ok] 12", ["ann@x.org", "ok", "12"]),
        ("bo@yy.com [no] 7", ["bo@yy.com", "no", "7"]),
        ("cy@z.net [maybe] 100", ["cy@z.net", "maybe", "100"]),
    )

    assert not learned.accepts("ann@x.org ok 12")


@pytest.mark.parametrize(
    "examples",
    [
        [
            ("752: Ad totam (Low)", ["752", ": ", "Ad totam", " (", "Low", ")"]),
            ("6: Non (Hi)", ["6", ": ", "Non", " (", "Hi", ")"]),
        ],
        [("abCdeF12", ["ab", "Cde", "F", "12"]), ("xYzzQ9", ["x", "Yzz", "Q", "9"])],
        [("aBcDeFgH", ["aB", "cD", "eF", "gH"]), ("xYYzQrrS", ["xYY", "zQ", "rr", "S"])],
    ],
)
def test_no_pattern_takes_long_over_a_text_that_almost_fits(examples):
    for candidate in synthesize(examples)[:-1]:
        start = time.process_time()
        for text in ("a" * 900 + "!", "aB" * 450 + "!", "1: " * 300, "1: " + " " * 900, "(" * 900):
            candidate.accepts(text)

        # Linear or quadratic work on 900 characters takes milliseconds; a cubic one takes minutes.
        assert time.process_time() - start < 5
