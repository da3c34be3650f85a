"""All untrusted text passes here: escaped, invisible characters shown, and cut with a visible mark.

``Html`` is text that may stand in a page as it is. Only this module turns text into ``Html``; ``parts`` puts ``Html``
together, and the type checker keeps the two apart.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NewType

from pointmass.shown import BLANK, unseen

Html = NewType("Html", str)
"""HTML that is safe to show."""

LABEL = 400
"""Characters of a label that are shown before it is clipped."""

BLOCK = 20_000
"""Characters of a text block (a raw answer) that are shown before it is clipped."""

CODE = 500_000
"""Characters of code that a view holds, whole; longer code is clipped, and cannot be approved where it is."""

_PICTURES = {"\n": "↵", "\t": "⇥"}
_SPACE = "␣"
_RETURN = re.compile(r"\r\n?")


def visible(value: str, *, keep: str = "") -> str:
    """Return *value* with every invisible character written out; plain text, not yet escaped.

    A line break becomes ``↵``, a tab ``⇥``, every other invisible character its code point (``⟨U+202E⟩``), a space at
    either end ``␣``. Letters, digits, marks and inner spaces stay.

    Args:
        value: The text.
        keep: Control characters that stay as they are (line breaks of a block).
    """
    if not value.isprintable() or BLANK.search(value):
        value = "".join(_picture(char) if unseen(char) and char not in keep else char for char in value)
    return value if keep else _ends(value)


def cut(value: str, limit: int) -> str:
    """Shorten *value* to *limit* characters and say how long it was."""
    return value if len(value) <= limit else f"{value[:limit]}… ({len(value):,} characters)"


def text(value: str, *, limit: int = LABEL) -> Html:
    """Escape one line of text for the content of an element; invisible characters are put in a marked span."""
    line = _ends(cut(value, limit))
    if line.isprintable() and not BLANK.search(line):
        return Html(html.escape(line))
    shown = (_marked(char) if unseen(char) else html.escape(char) for char in line)
    return Html("".join(shown))


def block(value: str, *, limit: int = BLOCK) -> Html:
    """Escape text of several lines for a ``<pre>``: line breaks and tabs stay."""
    lines = _RETURN.sub(lambda found: "\n" if found[0] == "\r\n" else "\r\n", cut(value, limit))
    return Html(html.escape(visible(lines, keep="\n\t")))


def attr(value: str, *, limit: int = LABEL) -> Html:
    """Escape text for an attribute in double quotes."""
    return Html(html.escape(visible(cut(value, limit))))


def _picture(char: str) -> str:
    return _PICTURES.get(char) or f"⟨U+{ord(char):04X}⟩"


def _marked(char: str) -> str:
    name = unicodedata.name(char, "") or f"U+{ord(char):04X}"
    return f'<span class="pm-odd" title="{html.escape(name)}">{_picture(char)}</span>'


def _ends(value: str) -> str:
    inner = value.strip(" ")
    if len(inner) == len(value):
        return value
    left = len(value) - len(value.lstrip(" "))
    return _SPACE * left + inner + _SPACE * (len(value) - left - len(inner))
