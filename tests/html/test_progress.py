from __future__ import annotations

from typing import Any

import pytest

from pointmass.html import ProgressView, progress_html, progress_text
from pointmass.html.progress import span


def test_the_bar_says_that_stop_keeps_what_came(read: Any) -> None:
    page = read(progress_html(ProgressView(312, 512, eta=24.0, name="clean_filename")))

    assert "312 of 512 draws · about 24 s left · ■ stop keeps what came" in page.text
    assert ("aria-valuenow", "312") in page.attributes


def test_the_end_is_one_line(read: Any) -> None:
    html = progress_html(ProgressView(512, 512, 48, 2, 41_212, 3_030, 0.18, 63.2, status="done", name="f"))

    assert read(html).text == (
        "✓ f: 512 of 512 draws · 48 were there already · 2 failed · 41,212 tokens in, 3,030 out · $0.18 · 1 min 03 s"
    )


def test_a_wait_says_how_long_and_why(read: Any) -> None:
    view = ProgressView(312, 512, eta=24.0, status="waiting", waits=12.3, why="the service asks <to>")

    said = "312 of 512 draws · waiting 12 s: the service asks <to> · ■ stop keeps what came"
    assert said in read(progress_html(view)).text
    assert progress_text(view) == said


@pytest.mark.parametrize("status", ["interrupted", "stopped"])
def test_an_early_end_says_what_is_kept(read: Any, status: str) -> None:
    text = read(progress_html(ProgressView(312, 512, status=status))).text

    assert text == f"■ 312 of 512 draws · {status}; what came is kept, and the same call goes on from here"


def test_what_nobody_counted_is_not_named() -> None:
    assert progress_text(ProgressView(1, 2)) == "1 of 2 draws · ■ stop keeps what came"


def test_nothing_to_draw_is_no_division(read: Any) -> None:
    assert "0 of 0 draws" in read(progress_html(ProgressView(0, 0))).text


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.04, "0.0 s"), (9.94, "9.9 s"), (41.3, "41 s"), (185, "3 min 05 s"), (7800, "2 h 10 min")]
)
def test_spans_are_said_as_people_say_them(seconds: float, said: str) -> None:
    assert span(seconds) == said
