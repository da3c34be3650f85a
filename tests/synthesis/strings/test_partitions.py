from __future__ import annotations

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


def test_no_pattern_has_many_pieces_with_an_open_end():
    # Tried on a text that almost fits, such a pattern would take a power of its length.
    learned = synthesize([("aBcDeFgH", ["aB", "cD", "eF", "gH"]), ("xYYzQrrS", ["xYY", "zQ", "rr", "S"])])

    assert not any("fullmatch" in candidate.source for candidate in learned)
