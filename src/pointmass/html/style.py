"""The look: colours that survive colour blindness, contrast rules, and one scoped style sheet that follows the theme.

A host without the sheet (an untrusted notebook, GitHub) loses the finish, never the content: what carries meaning has
its number in text, and bars have their width and colour inline.
"""

from __future__ import annotations

from pathlib import Path

from pointmass.html.escape import Html

PALETTE = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
"""Okabe and Ito (2008), "Color Universal Design"; always used together with a letter."""

REST = "#999999"
"""The grey for what is not an answer, and for outcomes beyond the palette."""

LETTERS = "ABCDEF"

SHEET = (Path(__file__).parent / "pointmass.css").read_text(encoding="utf-8")
"""The style sheet of every view, static or live; each rule is scoped to ``.pm``."""

STYLE = Html(f"<style>{' '.join(SHEET.split())}</style>")
"""The sheet as it goes into static HTML, on one line."""


def letter(rank: int) -> str:
    """Return the letter of the outcome of this rank (from 0), or ``·`` beyond the palette."""
    return LETTERS[rank] if rank < len(LETTERS) else "·"


def colour(rank: int, *, answer: bool = True) -> str:
    """Return the colour of the outcome of this rank (from 0); grey for what is not an answer."""
    return PALETTE[rank] if answer and rank < len(PALETTE) else REST


def tint(rank: int, share: float) -> str:
    """Return the colour of a rank on white, the stronger the larger the share: always under near-black text (4.7:1 or more)."""
    strength = 0.2 + 0.6 * share
    base = colour(rank)
    parts = (round(255 - strength * (255 - int(base[at : at + 2], 16))) for at in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in parts)


def ink(background: str) -> str:
    """Return the text colour for a palette colour: white on the blue (5.2:1), near-black on the rest (4.9:1 or more)."""
    return "#ffffff" if background == PALETTE[0] else "#1a1a1a"
