"""A whole page of views: one file that opens in any browser, asks for nothing, and runs nothing."""

from __future__ import annotations

from collections.abc import Iterable

from pointmass.html import escape, style
from pointmass.html.sheet import bare

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What the page may load and run: nothing but the styles within it."""


def page(title: str, views: Iterable[str]) -> str:
    """Write views as a page of their own, the style sheet once.

    Args:
        title: What the page is.
        views: HTML of views, as their renderers return it.
    """
    body = "\n".join(bare(view) for view in views if view)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width"><title>{escape.text(title)}</title>{style.STYLE}'
        "<style>body { margin: 24px auto; max-width: 980px; padding: 0 16px; background: Canvas; } .pm { margin-bottom: 20px; }</style>"
        f"</head><body>{body}</body></html>\n"
    )
