from __future__ import annotations

from dataclasses import replace
from typing import Any

from pointmass.html import EvidenceRow, GivesUpRow, proposal_html


def test_code_guard_evidence_and_losses_are_all_there(made: Any, read: Any) -> None:
    view = made.proposal_view()
    text = read(proposal_html(view)).text

    assert view.source in text
    assert "A bare version number." in text
    assert "15 / 15100% [≥ 82%]one-sided exact" in text
    assert "v2.1 ×13 · v2-1 ×3" in text
    assert "bind it in code: p.accept()" in text


def test_a_proposal_says_that_nothing_is_bound(made: Any, read: Any) -> None:
    assert "nothing bound yet" in read(proposal_html(made.proposal_view())).text


def test_a_bound_proposal_says_so_and_offers_nothing(made: Any, read: Any) -> None:
    text = read(proposal_html(replace(made.proposal_view(), bound="bound as v2 · hybrid"))).text

    assert "✓ bound as v2 · hybrid" in text
    assert "p.accept()" not in text
    assert "nothing bound yet" not in text


def test_no_code_leaves_no_empty_box(made: Any, read: Any) -> None:
    assert "pre" not in read(proposal_html(replace(made.proposal_view(), source=""))).tags


def test_long_lists_are_counted(made: Any, read: Any) -> None:
    view = replace(
        made.proposal_view(),
        evidence=tuple(EvidenceRow(f"e{i}") for i in range(201)),
        gives_up=tuple(GivesUpRow(f"i{i}", tuple((f"o{k}", 1) for k in range(9))) for i in range(5000)),
    )
    text = read(proposal_html(view)).text

    assert "and 1 more lines" in text
    assert "and 4,800 more inputs" in text
    assert "and 5 more" in text


def test_fields_questions_and_other_programs_are_all_there(made: Any, read: Any) -> None:
    text = read(proposal_html(made.proposal_view())).text

    assert "stemstabilize30 / 30 [≥ 90%]lower-case stem" in text
    assert "notekeep neural0 / 0 [≥ 0%]the model gives different answers" in text
    assert "What should `a.b.json` become?" in text
    assert "p.answer(1, ...)" in text
    assert "“look it up” answers no other input." in text


def test_a_proposal_without_them_has_no_empty_sections(made: Any, read: Any) -> None:
    bare = replace(made.proposal_view(), curve=(), fields=(), questions=(), others=())
    page = read(proposal_html(bare))

    assert "svg" not in page.tags
    assert not any(
        said in page.text for said in ("Field by field", "How strict", "tell programs apart", "Other programs")
    )


def test_the_guard_s_curve_is_drawn_and_stands_in_figures_beside_it(made: Any, read: Any) -> None:
    page = read(proposal_html(made.proposal_view()))

    assert page.tags.count("circle") == 3
    assert "166%" not in page.text
    assert "1 ◂ proposed66%21 / 21100% [≥ 87%]" in page.text
    assert "dashed: the 80% asked for" in page.text
