from __future__ import annotations

from typing import Any

from pointmass.html import sample_html, style
from pointmass.html.page import page


def test_a_page_has_the_style_sheet_once_and_asks_for_nothing(made: Any) -> None:
    written = page("two views", [sample_html(made.sample_view()), sample_html(made.sample_view())])

    assert written.count(str(style.STYLE)) == 1
    assert "http://" not in written
    assert "https://" not in written
    assert "default-src 'none'" in written


def test_what_others_wrote_stays_text(made: Any, read: Any) -> None:
    for evil in made.EVIL:
        found = read(page(evil, [sample_html(made.evil_sample())]))

        assert not {"script", "img", "svg", "iframe", "a"} & set(found.tags)
        assert not [name for name, _ in found.attributes if name.startswith("on")]
