from __future__ import annotations

import io

import pytest
from rich.console import Console

from pointmass.tour import tour


def told(**how):
    """Walk through the tour and return what it printed."""
    file = io.StringIO()
    tour(Console(file=file, width=120, highlight=False, **how))
    return file.getvalue()


@pytest.fixture(scope="module")
def story():
    return told(color_system=None)


def test_the_tour_says_what_is_sampled_and_where_it_comes_from(story):
    assert "32 inputs × 16 draws" in story
    assert "recorded on 2026-11-22" in story


def test_the_tour_shows_the_contested_inputs_and_their_readings(story):
    assert "README  →  README  8 of 16 | readme  8 of 16" in story
    assert "50%  [28% – 72%]  as  readme" in story


def test_the_tour_shows_code_guard_and_evidence_before_the_approval(story):
    order = [
        story.index(part) for part in ("def clean_filename(", "guard: it hands", "evidence", "6  Approve", "hybrid")
    ]

    assert order == sorted(order)


def test_the_tour_invents_no_figure_that_nobody_measured(story):
    assert "seconds a call                            not recorded" in story
    assert "tokens not recorded: these draws carry no token counts" in story


def test_the_tour_ends_with_a_call_that_goes_back_to_the_model_and_the_next_step(story):
    assert "answered by the model: the guard handed it back" in story
    assert "pointmass lab" in story.splitlines()[-1]


def test_the_tour_is_coloured_in_a_terminal_and_plain_elsewhere(story):
    assert "\x1b[" not in story
    assert "\x1b[" in told(force_terminal=True, color_system="truecolor")
