from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from pointmass.cli.tour import tour


def told(*, width=120, **how):
    """Walk through the tour and return what it printed."""
    file = io.StringIO()
    tour(Console(file=file, width=width, highlight=False, **how))
    return file.getvalue()


@pytest.fixture(scope="module")
def story():
    return told(color_system=None)


def test_the_tour_says_what_is_sampled_and_where_it_comes_from(story):
    assert "72 inputs × 4 draws" in story
    assert "recorded on 2026-11-29" in story


def test_the_tour_shows_the_titles_on_which_the_model_is_divided(story):
    # Counted in the recording: grep -c over its four draws.
    divided = [
        line for line in story.splitlines() if "ab-testing-cookbook-vol-2" in line or "a-b-testing-cookbook" in line
    ]

    assert [line.split()[-4] for line in divided[:2]] == ["2", "2"]
    assert "66 of 72 inputs are unanimous" in story


def test_the_tour_lists_the_candidates_of_all_authors_and_proposes_one(story):
    rows = [line for line in story.splitlines() if line.startswith(("a model (draft", "the synthesizer"))]

    assert {line.split("  ")[0] for line in rows} == {"a model (draft 1)", "a model (draft 2)", "the synthesizer"}
    assert [line.rstrip().endswith("proposed") for line in rows] == [True, False, False]
    assert "the writer saw 48" in story


def test_no_figure_of_a_draft_rests_on_titles_that_its_writer_saw(story):
    # 72 titles less the 48 that the writer saw.
    assert "answered by code, of those certified" in story
    assert " / 24 " in next(line for line in story.splitlines() if line.startswith("answered by code"))


def test_the_tour_shows_code_guard_and_evidence_before_the_approval(story):
    order = [
        story.index(part)
        for part in ("def clean_filename(title", "guard: it hands", "\nevidence", "6  Approve", "bound as v2, hybrid")
    ]

    assert order == sorted(order)


def test_the_tour_invents_no_figure_that_nobody_measured(story):
    assert "tokens, dollars and seconds not recorded" in story
    assert "Recorded draws carry no tokens and no time" in " ".join(story.split())


def test_code_answers_a_title_that_nobody_sampled_and_the_model_what_it_is_divided_on(story):
    calls = " ".join(story[story.index("7  The same calls") : story.index("8  And back")].split())
    unseen = "before (not in the recording) a live model would be asked now grandpas-pears-and-other-secrets by code"

    assert unseen in calls
    assert "now the-a-b-testing-cookbook-vol-2 by the model: the guard handed it back" in calls


def test_the_figures_of_the_tour_add_up(story):
    said = " ".join(story.split())
    answers, back = (int(re.search(rf"{words} (\d+)", said)[1]) for words in ("the code answers", "hands"))

    assert answers + back == 72
    assert "24 of them it was not written from: it answers 19 of these (79%), 19 as the model does" in said


def test_the_tour_goes_back_to_the_spec_and_ends_with_the_next_step(story):
    assert "after clean_filename.soften() it is 'neural'" in story
    assert "pointmass lab" in story.splitlines()[-1]


def test_the_tour_fits_a_narrow_terminal():
    narrow = told(width=60, color_system=None)

    assert max(map(len, narrow.splitlines())) <= 60
    assert "def clean_filename(" in narrow


def test_the_tour_is_coloured_in_a_terminal_and_plain_elsewhere(story):
    assert "\x1b[" not in story
    assert "\x1b[" in told(force_terminal=True, color_system="truecolor")
