"""What holds for every view: hostile text stays text, the HTML is whole, and it does without its style sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from pointmass.html import (
    HistoryView,
    InterpretationsView,
    ProgressView,
    ProposalView,
    SampleView,
    history_html,
    interpretations_html,
    progress_html,
    proposal_html,
    sample_html,
)

FORBIDDEN = {"script", "img", "svg", "iframe", "a", "object", "embed", "form", "input", "button", "link", "meta"}
EVIL: dict[str, Callable[[Any], str]] = {
    "sample": lambda made: sample_html(made.evil_sample()),
    "proposal": lambda made: proposal_html(made.evil_proposal()),
    "interpretations": lambda made: interpretations_html(made.evil_readings()),
    "history": lambda made: history_html(made.evil_history()),
    "progress": lambda made: progress_html(ProgressView(1, 2, name=made.EVIL[0])),
    "ended": lambda made: progress_html(ProgressView(2, 2, name=made.EVIL[1], status="done")),
}
PLAIN: dict[str, Callable[[Any], str]] = {
    "sample": lambda made: sample_html(made.sample_view()),
    "proposal": lambda made: proposal_html(made.proposal_view()),
    "interpretations": lambda made: interpretations_html(made.readings_view()),
    "history": lambda made: history_html(made.history_view()),
    "empty sample": lambda _: sample_html(SampleView("f", "neural", "", 0, 0, "")),
    "empty proposal": lambda _: proposal_html(ProposalView("f", "", "keep neural")),
    "empty interpretations": lambda _: interpretations_html(InterpretationsView("f", "")),
    "empty history": lambda _: history_html(HistoryView("f")),
}


@pytest.mark.parametrize("name", EVIL)
def test_hostile_text_stays_text(made: Any, read: Any, name: str) -> None:
    page = read(EVIL[name](made))

    # The one drawing is ours: what a hostile text would draw comes on top of it.
    drawings = {"proposal": ["svg"]}.get(name, [])

    assert [tag for tag in page.tags if tag in FORBIDDEN] == drawings
    assert not [
        attribute for attribute, _ in page.attributes if attribute.startswith("on") or attribute in {"href", "src"}
    ]
    assert page.tags.count("style") == 1


@pytest.mark.parametrize("name", EVIL)
def test_every_style_in_place_is_one_of_ours(made: Any, read: Any, name: str) -> None:
    page = read(EVIL[name](made))
    styles = [value for attribute, value in page.attributes if attribute == "style"]

    assert all(re.fullmatch(r"[a-z\-]+:[#\w.% \-]+(;[a-z\-]+:[#\w.% \-]+)*", value) for value in styles)
    assert not [value for value in styles if "var(" in value or "position" in value]


@pytest.mark.parametrize("name", PLAIN)
def test_every_tag_is_closed(made: Any, read: Any, name: str) -> None:
    assert read(PLAIN[name](made)).open == []


@pytest.mark.parametrize("name", PLAIN)
def test_dollars_are_no_mathematics(made: Any, name: str) -> None:
    # MathJax 3 leaves the first class alone, MathJax 2 (nbconvert) the second.
    assert 'class="pm mathjax_ignore tex2jax_ignore"' in PLAIN[name](made)


@pytest.mark.parametrize("name", PLAIN)
def test_equal_views_give_equal_html(made: Any, name: str) -> None:
    assert PLAIN[name](made) == PLAIN[name](made)
