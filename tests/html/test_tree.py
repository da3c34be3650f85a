"""A view as a tree: one renderer writes it as HTML and text, and its data holds no markup and nothing unseen."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from pointmass.html import charts, plain, render, tree
from pointmass.html.tree import Column, Kind, Part, Shape


def every_part(text: str) -> Part:
    """Return a tree that holds a part of each kind, with a text in every place of one."""
    return tree.stack(
        tree.head(text, [text]),
        tree.say(text),
        tree.sub(text),
        tree.text(text),
        tree.note(text),
        tree.told(text, good=True),
        tree.told(text, good=False),
        tree.heading(text),
        tree.title(text, text),
        tree.label(text),
        tree.kpis([(text, text)]),
        tree.code(text),
        tree.copied(text, said=text),
        tree.items([text, text]),
        tree.fold(text, tree.sub(text), key=text),
        tree.table(
            [Column(text, width=50), Column(text, numeric=True, width=50)],
            [[text, tree.label(text)]] * 12,
            key=text,
            what=text,
        ),
        charts.histogram(text, [charts.Bar(text, 3), charts.Bar(text, 0, chosen=True)], per=text, do=text, name=text),
        charts.grid(tree.sub(text)),
        charts.compared([(text, False), (text, True), (" ", True)], gone=True),
        charts.compared([(text, True)], gone=False, alone=False),
        tree.strip([(0.5, True), (0.5, False)], said=text),
        tree.bar(0.5, 0.25, 0.75),
        tree.marked(text, text, rank=1),
        charts.marks(text, text),
        charts.dumbbell(0.25, 0.5, said=text),
        tree.meter(0.5, said=text),
        tree.counted([(text, text)], rest=text),
        tree.word(text, text),
        charts.picture([Shape("circle", {"r": "1"})], width=1, height=1, said=text),
        tree.slider(text, 0, low=0, high=1, said=text, shown=text, places=[text, text]),
        tree.diff(f"+{text}\n-{text}\n {text}"),
        charts.cards(tree.sub(text), tree.sub(text), current=[1], do=text),
        charts.heat(text, [(0, text, text, ())], said=text, key=text, of=text, name=text),
        charts.heat("AB", [(0, text, "", (3, 1))], said=text, key=text, total=4),
        tree.slider(text, 0.5, low=0, high=1, step=0.1, said=text, shown=text),
        tree.row(tree.sub(text)),
        tree.two(tree.sub(text), tree.sub(text)),
        tree.box(tree.sub(text)),
        tree.button(text, do=text, value=text),
        tree.entry(text, text, said=text, hint=text),
        tree.choice(text, text, [(text, text)], said=text),
        tree.tabs(text, text, [(text, text)], said=text),
        tree.picker(text, 0, of=text, found=text, said=text, places=[0], marks={0: (text, text)}, widths=[1]),
    )


def kinds(part: Part) -> set[str]:
    return {part.kind}.union(*(kinds(each) for each in part.parts))


def test_the_tree_of_these_tests_holds_every_kind() -> None:
    assert kinds(every_part("x")) == set(get_args(Kind))


def test_nothing_that_others_wrote_gets_out_of_any_part(made: Any, read: Any) -> None:
    for evil in made.EVIL:
        page = read(render.to_html(every_part(evil), label=evil))

        assert {"script", "img", "iframe", "a"} & set(page.tags) == set()
        assert page.tags.count("svg") == 1  # the picture of ours
        assert [name for name, _ in page.attributes if name.startswith("on")] == []
        assert page.open == []


def test_what_cannot_be_seen_is_written_out_in_data_html_and_text() -> None:
    part = tree.stack(
        tree.say("a\u202eb\x1b[31m"), tree.label("c\u200bd"), tree.title("e\x07"), tree.marked("A", "f\x00", rank=0)
    )

    for written in (json.dumps(part.data(), ensure_ascii=False), render.to_html(part, label="x"), plain.to_text(part)):
        assert all(char.isprintable() or char == "\n" for char in written)
    assert "⟨U+202E⟩" in plain.to_text(part)


def test_a_sentence_of_pointmass_is_never_cut_and_what_others_wrote_is_cut_aloud(read: Any) -> None:
    page = read(render.to_html(tree.stack(tree.say("word " * 400), tree.label("x" * 1000)), label="x"))

    assert "word " * 399 in page.text
    assert "… (1,000 characters)" in page.text


def test_ten_rows_are_shown_and_the_rest_is_folded(read: Any) -> None:
    part = tree.table([Column("number", numeric=True)], [[str(number)] for number in range(25)], key="t", total=30)
    page = read(render.to_html(part, label="x"))

    assert "show all 30" in page.text
    assert "… and 5 more rows" in page.text
    assert page.tags.count("table") == 2


def test_static_html_has_no_controls(read: Any) -> None:
    page = read(render.to_html(every_part("x"), label="x"))

    assert not {"button", "input", "select", "textarea"} & set(page.tags)


def test_a_histogram_has_its_numbers_in_text_and_says_which_bar_was_chosen(read: Any) -> None:
    bars = [charts.Bar("0–1", 1_200), charts.Bar("1 or more", 3, chosen=True)]
    part = charts.histogram("seconds", bars, per="draws", do="bin", name="latency")

    assert plain.to_text(part) == "seconds, draws: 0–1 1,200, 1 or more 3 (chosen)"
    assert "1 or more ◂" in read(render.to_html(part, label="x")).text


def test_what_differs_is_marked_by_more_than_colour(read: Any) -> None:
    part = charts.compared([("a ", False), ("b", True), ("  ", True)], gone=True)

    assert "del" in read(render.to_html(part, label="x")).tags
    assert plain.to_text(part) == "a [b][␣␣]"


def test_the_text_of_a_table_has_a_line_for_each_row() -> None:
    part = tree.stack(
        tree.say("Two."), tree.table([Column("a"), Column("b")], [["1", tree.label("x")], ["2", "y"]], key="t")
    )

    assert plain.to_text(part) == "Two.\na · b\n1  x\n2  y"


def test_the_segments_of_a_strip_fill_it_and_read_as_text_where_styles_are_lost(read: Any) -> None:
    part = tree.strip([(13 / 16, True), (2 / 16, True), (1 / 16, False)], said="A 81%; B 12%; C 6%")
    page = read(render.to_html(part, label="x"))
    widths = [
        float(value.split("width:")[1].split("%")[0])
        for name, value in page.attributes
        if "width:" in value and "inline-block" in value
    ]

    assert sum(widths) == pytest.approx(100, abs=0.02)  # two decimals a segment
    assert page.text.endswith("A 81%; B 12%; C 6%")
