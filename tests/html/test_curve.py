from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.html import CurvePoint, ProposalView, render
from pointmass.html.curve import HEIGHT, WIDTH, said, shapes
from pointmass.html.proposal import curve_part

shares = st.floats(0, 1)
levels = st.lists(st.builds(CurvePoint, st.just("0"), shares, shares, shares, chosen=st.booleans()), max_size=6)


def numbers(shape: Any) -> list[tuple[str, float]]:
    return [(name, float(shape.attributes[name])) for name in ("x", "x1", "x2", "cx") if name in shape.attributes] + [
        (name, float(shape.attributes[name])) for name in ("y", "y1", "y2", "cy") if name in shape.attributes
    ]


@given(levels, shares)
def test_every_mark_lies_within_the_drawing(points: list[CurvePoint], asked: float) -> None:
    points = [CurvePoint(p.strictness, p.coverage, p.agreement, min(p.bound, p.agreement)) for p in points]

    for shape in shapes(points, asked=asked):
        for name, value in numbers(shape):
            assert 0 <= value <= (WIDTH if "x" in name else HEIGHT)


def test_the_chosen_level_is_the_filled_one() -> None:
    points = [CurvePoint("0", 0.9, 0.9, 0.8), CurvePoint("1", 0.5, 1.0, 0.9, chosen=True)]
    dots = [shape.attributes for shape in shapes(points, asked=0.8) if shape.tag == "circle"]

    assert [dot["fill"] for dot in dots] == ["#999999", "#0072B2"]
    assert float(dots[0]["cx"]) > float(dots[1]["cx"])
    assert float(dots[0]["cy"]) > float(dots[1]["cy"])


@pytest.mark.parametrize(("asked", "lines"), [(0.0, 0), (0.9, 1)])
def test_the_agreement_that_was_asked_for_is_a_dashed_line(asked: float, lines: int) -> None:
    drawn = shapes([CurvePoint("0", 0.9, 0.9, 0.8)], asked=asked)

    assert sum("stroke-dasharray" in shape.attributes for shape in drawn) == lines


def test_no_text_stays_where_the_marks_are_taken_out() -> None:
    part = curve_part(ProposalView("f", "", "", curve=(CurvePoint("0", 0.9, 0.9, 0.8),), asked=0.85))
    written = render.to_html(part, label="x")
    drawing = written[written.index("<svg") : written.index("</svg>")]

    assert "<text" not in written
    assert re.sub(r"<[^>]*>", "", drawing) == ""
    assert "dashed: the 85% asked for" in written


def test_the_curve_is_said_in_words() -> None:
    assert said([CurvePoint("0", 0.84, 0.81, 0.6), CurvePoint("1", 0.5, 1.0, 0.9)]).endswith(
        "84% answered, 81% agree; 50% answered, 100% agree"
    )
