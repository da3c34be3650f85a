from __future__ import annotations

import pytest

from pointmass.draw import Draw
from pointmass.errors import InputError

HOSTILE = "<img src=x onerror=alert(1)><script>window.__xss=1</script>"


def test_agreement_is_the_unbiased_share_of_equal_pairs(make_sample):
    found = make_sample({"x": ["a"] * 13 + ["b"] * 3, "y": ["q"] * 16}).agreement()

    # 13 of 16: (13*12 + 3*2) / (16*15) = .675
    assert found.per_input == pytest.approx((0.675, 1.0))
    assert found.value == pytest.approx(0.8375)


def test_duplicates_keep_their_weight_in_the_overall_agreement(make_sample):
    found = make_sample({"x": ["a", "b"], "y": ["q", "q"]}, weights=[3, 1]).agreement()

    assert found.value == pytest.approx(0.25)


def test_interpretations_are_numbered_by_weight_within_each_input(make_sample):
    found = make_sample({"x": ["a", "b", "b"], "y": ["q", "q", "q"]}).interpretations()

    assert found.labels == (1, 0, 0, 0, 0, 0)
    assert [each.input for each in found.contested] == ["x"]


def test_a_recording_costs_no_invented_tokens(make_sample):
    cost = make_sample({"x": ["a"]}).cost()

    assert cost.counted == 0
    assert cost.dollars is None
    assert str(cost) == "1 draw; tokens, dollars and seconds not recorded"


def test_tokens_are_added_up_and_dollars_only_where_priced(make_sample):
    priced = Draw(0, "ok", "a", "a", input_tokens=10, output_tokens=5, dollars=0.5, latency=2.0)
    unpriced = Draw(1, "ok", "a", "a", input_tokens=10, output_tokens=5)
    cost = make_sample({"x": [priced, unpriced]}).cost()

    assert (cost.input_tokens, cost.output_tokens, cost.dollars, cost.unpriced) == (20, 10, 0.5, 1)
    assert cost.median_latency == 2.0


def test_model_text_is_escaped_in_the_html(make_sample):
    html = make_sample({HOSTILE: [HOSTILE, "a"]})._repr_html_()

    assert "<script" not in html
    assert "<img" not in html


def test_the_repr_says_what_was_sampled_and_what_is_contested(make_sample):
    shown = repr(make_sample({"README": ["README", "readme"], "A": ["a", "a"]}))

    assert "2 inputs × 2 draws" in shown
    assert "1 contested: “README” (1:1)" in shown


def test_outside_a_notebook_the_mime_bundle_is_text_and_static_html(make_sample):
    assert set(make_sample({"A": ["a"]})._repr_mimebundle_()) == {"text/plain", "text/html"}


def test_a_panel_can_be_made_anywhere_for_whatever_front_end_shows_it(make_sample):
    assert make_sample({"A": ["a"]}).panel().row.label == "A"


def test_an_answer_that_is_none_is_a_reading_and_no_missing_answer(make_sample):
    sample = make_sample({"x": [None, None, 0.5, Draw(3, "format violation")]}, returns=float | None)
    readings = sample.interpretations().inputs[0].clusters

    assert [(each.reading, each.count) for each in readings] == [
        ("None", 2),
        ("0.5", 1),
        ("no answer in the asked format", 1),
    ]


def test_the_repr_says_how_many_draws_are_there_and_what_a_reader_should_know(make_sample):
    sample = make_sample({"A": ["a", "a"], "B": ["b"]}, requested=4)

    assert "3 of 8 there" in repr(sample)
    assert "1 drawn once, which says nothing about agreement" in repr(sample)


def test_an_input_cannot_flood_or_steer_a_terminal(make_sample):
    shown = repr(make_sample({"\x1b[31m" + "x" * 100_000: ["a", "b"]}))

    assert "\x1b" not in shown
    assert len(shown) < 1000


def test_a_person_says_what_counts_as_the_same(make_sample):
    sample = make_sample({"x": ["12 EUR", "12,00", "13"]})

    assert sample.interpretations(key=lambda said: said[:2]).labels == (0, 0, 1)
    assert sample.interpretations(same=lambda a, b: True).labels == (0, 0, 0)


def test_a_report_is_one_file_that_says_what_the_sample_says(make_sample, tmp_path):
    sample = make_sample({"A": ["a", "a", "b", "b"], "B": ["c"] * 4})
    path = sample.report(tmp_path / "report.html")
    written = path.read_text(encoding="utf-8")

    assert path == tmp_path / "report.html"
    assert written.startswith("<!doctype html>")
    assert "1 of 2 inputs are unanimous" in written
    assert "interpretations of" in written


def test_a_report_that_cannot_be_written_says_where(make_sample, tmp_path):
    with pytest.raises(InputError, match=r"report: .*none.*report\.html cannot be written"):
        make_sample({"A": ["a", "b"]}).report(tmp_path / "none" / "report.html")
