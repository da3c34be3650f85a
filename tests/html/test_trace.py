from __future__ import annotations

from typing import Any

from pointmass.html.trace import CallRow, TraceView, trace_html

ROW = CallRow("slug", "model", "0.31 s", "12 in, 3 out", "claude-sonnet-5-5", "the guard handed it back")


def test_the_newest_call_comes_first_under_how_many_there_are(read: Any) -> None:
    older = CallRow("slug", "code", "2e-06 s")
    text = read(trace_html(TraceView("2 calls: 1 by code, 1 by model.", (older, ROW)))).text

    assert text.index("2 calls: 1 by code") < text.index("slugmodel0.31 s12 in, 3 out") < text.index("slugcode")


def test_the_name_of_each_call_is_left_out_where_all_are_of_one(read: Any) -> None:
    text = read(trace_html(TraceView("1 call of slug: 1 by model.", (ROW,), "slug"))).text

    assert "answered bytooktokensmodelwhy" in text
    assert "name" not in text


def test_no_call_is_a_sentence_and_no_table(read: Any) -> None:
    assert "table" not in read(trace_html(TraceView("0 calls."))).tags


def test_more_calls_than_shown_are_counted(read: Any) -> None:
    assert "and 100 more calls" in read(trace_html(TraceView("300 calls.", (ROW,) * 300))).text


def test_nothing_that_others_wrote_gets_out(made: Any, read: Any) -> None:
    for evil in made.EVIL:
        page = read(trace_html(TraceView(evil, (CallRow(evil, evil, evil, evil, evil, evil),), evil)))
        every = read(trace_html(TraceView(evil, (CallRow(evil, evil, evil, evil, evil, evil),))))

        for each in (page, every):
            assert each.open == []
            assert not {"script", "img", "svg", "iframe", "a"} & set(each.tags)
            assert not [name for name, _ in each.attributes if name.startswith("on")]
            assert "\u202e" not in each.text
