from __future__ import annotations

import html
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pointmass.html import escape

ANYTHING = st.text(alphabet=st.characters(), max_size=60)


@given(ANYTHING)
@example("<img src=x onerror=alert(1)>")
@example('"\' onmouseover="x')
def test_no_text_opens_a_tag_or_leaves_an_attribute(value: str) -> None:
    quoted = escape.attr(value)
    blocked = escape.block(value)

    assert not set(quoted) & set("<>\"'")
    assert not set(blocked) & set("<>\"'")


@given(ANYTHING)
@example("\ud800")
@example("a\u202eb")
def test_everything_shown_can_be_seen_and_encoded(value: str) -> None:
    shown = escape.visible(value)
    shown.encode("utf-8")

    assert shown.isprintable()


@given(st.text(alphabet=st.characters(categories=("L", "N", "P"))).filter(lambda text: text.isprintable()))
def test_letters_and_punctuation_stay_as_they_are(value: str) -> None:
    seen = "".join(
        char for char in value if unicodedata.category(char) != "Lo" or char not in "\u115f\u1160\u3164\uffa0"
    )

    assert html.unescape(escape.attr(seen)) == seen


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("two\nlines\tand a tab", "two↵lines⇥and a tab"),
        (" at the ends  ", "␣at the ends␣␣"),
        ("  ", "␣␣"),
        ("evil\u202egnp.exe", "evil⟨U+202E⟩gnp.exe"),
        ("zero\u200bwidth", "zero⟨U+200B⟩width"),
        ("no\u00a0break", "no⟨U+00A0⟩break"),
        ("\x1b[31mred\x7f", "⟨U+001B⟩[31mred⟨U+007F⟩"),
        ("\u3164", "⟨U+3164⟩"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("\ud83d", "⟨U+D83D⟩"),
        ("日本語 résumé 🎉", "日本語 résumé 🎉"),
    ],
)
def test_what_cannot_be_seen_is_written_out(value: str, shown: str) -> None:
    assert escape.visible(value) == shown


def test_an_invisible_character_in_the_text_is_marked_and_named() -> None:
    marked = escape.text("a\u202eb<")

    assert marked == 'a<span class="pm-odd" title="RIGHT-TO-LEFT OVERRIDE">⟨U+202E⟩</span>b&lt;'


def test_a_block_keeps_its_lines() -> None:
    assert escape.block("if x:\r\n\ty = '<'\n") == "if x:\n\ty = &#x27;&lt;&#x27;\n"


def test_long_text_is_clipped_and_says_how_long_it_was() -> None:
    assert escape.text("x" * 20_480, limit=5) == "xxxxx… (20,480 characters)"


def test_clipping_cannot_cut_an_entity_in_two() -> None:
    assert escape.text("&&&&", limit=2) == "&amp;&amp;… (4 characters)"
