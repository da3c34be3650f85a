"""The curve of a guard: how far its answers agree with the model, against how many inputs it answers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from pointmass.html import parts, style
from pointmass.html.tree import Shape
from pointmass.html.views import CurvePoint

WIDTH, HEIGHT = 320, 150
"""Pixels of the drawing."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 20, 10, 34


def said(points: Sequence[CurvePoint]) -> str:
    """Say the curve in words, for screen readers."""
    told = (f"{parts.percent(p.coverage)} answered, {parts.percent(p.agreement)} agree" for p in points)
    return f"the guard from loose to strict: {'; '.join(told)}"


def axes(points: Sequence[CurvePoint], *, asked: float) -> str:
    """Say in words what the axes are."""
    dashed = f"; dashed: the {asked:.0%} asked for" if asked else ""
    return f"across: inputs answered by code, 0% to 100%; up: agreement, {_floor(points, asked):.0%} to 100%{dashed}"


def shapes(points: Sequence[CurvePoint], *, asked: float) -> list[Shape]:
    """Draw a guard at each strictness: a dot, its bound a whisker below it, the chosen one filled.

    Args:
        points: One per strictness, the loosest first.
        asked: The agreement that was asked for, drawn as a dashed line; 0 for none.
    """
    floor = _floor(points, asked)
    return [*_axes(floor), *_asked(asked, floor), *_dots(points, floor)]


def _floor(points: Sequence[CurvePoint], asked: float) -> float:
    """Return the agreement at the lower edge: a tenth below the lowest mark, so that small differences are seen."""
    lowest = min((min(p.bound, p.agreement) for p in points), default=0.0)
    return max(0.0, int(10 * min(lowest, asked or lowest)) / 10 - 0.05)


def _x(share: float) -> float:
    return round(_LEFT + share * (WIDTH - _LEFT - _RIGHT), 1)


def _y(share: float, floor: float) -> float:
    return round(_TOP + (1 - share) / (1 - floor) * (HEIGHT - _TOP - _BOTTOM), 1)


def _line(start: tuple[float, float], end: tuple[float, float], **more: str) -> Shape:
    where = {"x1": str(start[0]), "y1": str(start[1]), "x2": str(end[0]), "y2": str(end[1])}
    return Shape("line", {**where, "stroke": "currentColor", **{k.replace("_", "-"): v for k, v in more.items()}})


def _text(x: float, y: float, said: str, *, anchor: str) -> Shape:
    place = {"x": str(x), "y": str(y), "text-anchor": anchor, "fill": "currentColor"}
    return Shape("text", {**place, "font-size": "11", "font-family": "sans-serif"}, said)


def _axes(floor: float) -> Iterator[Shape]:
    bottom = HEIGHT - _BOTTOM
    yield _line((_LEFT, _TOP), (_LEFT, bottom), opacity="0.4")
    yield _line((_LEFT, bottom), (WIDTH - _RIGHT, bottom), opacity="0.4")
    yield _text(_LEFT - 6, _TOP + 4, "100%", anchor="end")
    yield _text(_LEFT - 6, bottom + 4, f"{floor:.0%}", anchor="end")
    for share in (0.0, 0.5, 1.0):
        yield _text(_x(share), bottom + 14, f"{share:.0%}", anchor="middle")
    yield _text(_x(0.5), HEIGHT - 6, "inputs answered by code; upwards: agreement", anchor="middle")


def _asked(asked: float, floor: float) -> Iterator[Shape]:
    if asked:
        height = _y(asked, floor)
        yield _line((_LEFT, height), (WIDTH - _RIGHT, height), stroke_dasharray="4 3", opacity="0.7")
        yield _text(_LEFT + 4, height - 3, f"asked: {asked:.0%}", anchor="start")


def _dots(points: Sequence[CurvePoint], floor: float) -> Iterator[Shape]:
    for one, other in itertools.pairwise(points):
        ends = [(_x(p.coverage), _y(p.agreement, floor)) for p in (one, other)]
        yield _line(*ends, opacity="0.4")
    for point in points:
        x, y = _x(point.coverage), _y(point.agreement, floor)
        yield _line((x, y), (x, _y(point.bound, floor)), stroke_width="2")
        fill = style.PALETTE[0] if point.chosen else style.REST
        place = {"cx": str(x), "cy": str(y), "r": "5" if point.chosen else "3.5"}
        yield Shape("circle", {**place, "fill": fill, "stroke": "currentColor"})
