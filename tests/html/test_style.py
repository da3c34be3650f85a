from __future__ import annotations

import re

import pytest

from pointmass.html import style


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("back", [*style.PALETTE, style.REST])
def test_a_letter_can_be_read_on_its_colour(back: str) -> None:
    # 4.5:1 is WCAG 2.2's AA for normal text.
    assert contrast(back, style.ink(back)) >= 4.5


def test_every_rule_of_the_sheet_is_scoped() -> None:
    rules = re.findall(r"(?:^|\})\s*([^{}@]+)\{", re.sub(r"@media[^{]+\{", "", style.SHEET))
    selectors = [part.strip() for rule in rules for part in rule.split(",")]

    assert selectors
    assert all(part == ".pm" or part.startswith((".pm ", ".pm.")) for part in selectors)


def test_the_sheet_asks_for_nothing_from_outside() -> None:
    assert not re.search(r"url\(|@import|https?:", style.STYLE)


def test_beyond_the_palette_and_without_an_answer_it_is_grey() -> None:
    assert style.colour(6) == style.colour(0, answer=False) == style.REST
    assert (style.letter(5), style.letter(6)) == ("F", "·")
