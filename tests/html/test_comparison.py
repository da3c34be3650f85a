from __future__ import annotations

from dataclasses import replace
from typing import Any

from pointmass.html.comparison import CompareView, ContrastView, DumbbellRow, EffectRow, SideRow, compare_html


def view(*contrasts: ContrastView, **parts: Any) -> CompareView:
    return CompareView("route_ticket", ("compare", "36 inputs"), "On these inputs, 4 moved.", contrasts, **parts)


def contrast(**parts: Any) -> ContrastView:
    return ContrastView("plain", "reworded", "4 of 36 moved.", **parts)


ROW = DumbbellRow(
    "Does the card work in Japan?", "other", "cards", 1.0, 0.25, "other 100% → cards 75%, other 25%", "< .001"
)


def test_a_dumbbell_says_its_shares_in_text_and_draws_two_marks(read: Any) -> None:
    page = read(compare_html(view(contrast(moved=(ROW,)))))

    assert "Does the card work in Japan?other → cards100% → 25%< .001" in page.text
    assert ("aria-label", "100%, then 25%") in page.attributes
    assert (
        sum("left:97.0%" in value or "left:26.5%" in value for name, value in page.attributes if name == "style") == 3
    )


def test_what_differs_by_chance_is_folded_and_what_is_alike_is_counted(read: Any) -> None:
    page = read(compare_html(view(contrast(others=(ROW,), alike=31))))

    assert "1 differ, not beyond chance; 31 inputs answered alike under both" in page.text
    assert page.tags.count("details") == 1


def test_measures_stand_in_a_table_and_doubts_beside_them(read: Any) -> None:
    row = EffectRow("agreement", "98.2% → 99.3%", "+1.1 points [-0.2, +2.4]", "0.25", "not shown to differ")
    text = read(compare_html(view(contrast(effects=(row,), diag="only 3 inputs")))).text

    assert "agreement98.2% → 99.3%+1.1 points [-0.2, +2.4]0.25not shown to differ" in text
    assert "▲ only 3 inputs" in text


def test_each_of_several_contrasts_says_its_own_sentence_and_one_alone_does_not_repeat_it(read: Any) -> None:
    alone, both = view(contrast()), view(contrast(), contrast())

    assert read(compare_html(alone)).text.count("4 of 36 moved.") == 0
    assert read(compare_html(both)).text.count("4 of 36 moved.") == 2


def test_what_variants_change_in_the_spec_is_shown_where_there_is_anything(read: Any) -> None:
    same, other = (("b", ""),), (("b", "-  Route it.\n+  Route it well."),)

    assert "what they change in the spec" not in read(compare_html(view(contrast(), surfaces=same))).text
    assert "b-  Route it.+  Route it well." in read(compare_html(view(contrast(), surfaces=other))).text.replace(
        "\n", ""
    )


def test_variants_stand_side_by_side_and_equal_letters_are_equal_answers(read: Any) -> None:
    rows = (SideRow("README", (("a.md", 0.75, 0, False), ("b.md", 0.5, 1, True), ("a.md", 1.0, 0, False))),)
    text = read(compare_html(replace(view(contrast(), contrast()), sides=rows))).text

    assert "READMEA 75% a.mdB ▲ 50% b.mdA 100% a.md" in text


def test_more_inputs_than_shown_are_counted(read: Any) -> None:
    page = read(compare_html(view(contrast(moved=(ROW,) * 300)))).text

    assert "show all 300" in page
    assert "and 100 more inputs" in page


def test_nothing_that_others_wrote_gets_out(made: Any, read: Any) -> None:
    for evil in made.EVIL:
        row = DumbbellRow(evil, evil, evil, 0.5, 0.1, evil, "1")
        effect = EffectRow(evil, evil, evil, evil, evil)
        one = ContrastView(evil, evil, evil, (row,), (row,), 1, (effect,), evil)
        page = read(
            compare_html(CompareView(evil, (evil,), evil, (one, one), ((evil, evil), ("b", f"+{evil}")), (evil,), evil))
        )

        assert page.open == []
        assert not {"script", "img", "svg", "iframe", "a"} & set(page.tags)
        assert not [name for name, _ in page.attributes if name.startswith("on")]
