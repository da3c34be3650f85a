from __future__ import annotations

import pytest

from pointmass.interpretations import NO_ANSWER, cluster
from pointmass.stats import ASSUMES

HOSTILE = "<img src=x onerror=alert(1)><script>window.__xss=1</script>"


def divided(n):
    """Answers to ``n`` inputs, each read in two ways, in independent draws."""
    inputs = [f"input {i}" for i in range(n) for _ in range(4)]
    return cluster(["Aa.txt", "aa.txt"] * (2 * n), inputs=inputs)


def linked():
    """Twelve conversations over four inputs: eight follow one program, four the other."""
    cells = [(f"T{j}.md", c, f"T{j}.md" if c < 8 else f"t{j}.md") for c in range(12) for j in range(4)]
    inputs, conversations, outcomes = zip(*cells, strict=True)
    return cluster(outcomes, inputs=inputs, conversations=conversations)


def test_the_repr_names_three_contested_inputs_and_counts_the_rest():
    shown = repr(divided(5))

    assert shown.splitlines()[0] == "<Interpretations: 5 inputs: 5 with 2 readings>"
    assert "'input 0': Aa.txt 2 of 4 | aa.txt 2 of 4" in shown
    assert "and 2 more contested inputs" in shown


def test_the_repr_stays_short_however_many_draws_there_are():
    assert len(repr(divided(500))) <= len(repr(divided(5))) + 20


def test_the_repr_shortens_a_long_input():
    assert len(repr(cluster(["aa", "bb"], inputs=["x" * 5000] * 2))) < 500


def test_str_names_every_contested_input():
    assert "'input 4': " in str(divided(5))


def test_the_view_shows_the_contested_inputs_with_shares_and_intervals():
    found = divided(5).view()

    assert len(found.inputs) == 5
    assert found.rows == ()
    assert [(row.count, row.share) for row in found.inputs[0].rows] == [(2, 0.5), (2, 0.5)]
    assert found.inputs[0].rows[0].low < 0.5 < found.inputs[0].rows[0].high


def test_the_view_of_linked_draws_opens_with_the_readings_across_inputs():
    found = linked().view()

    assert [(row.count, found.unit) for row in found.rows] == [(8, "conversations"), (4, "conversations")]
    assert "reads the spec 2 ways" in found.note
    assert "depart from the reading of their conversation" in found.note


def test_without_a_contested_input_a_few_stand_as_examples():
    found = cluster(["a-1", "b-2"] * 4, inputs=["x", "y"] * 4).view()

    assert [each.label for each in found.inputs] == ["x", "y"]


def test_one_list_of_draws_is_one_table():
    found = cluster(["a-1", "a-1", "b-2"]).view()

    assert [row.count for row in found.rows] == [2, 1]
    assert found.inputs == ()


def test_a_draw_without_an_answer_is_named_as_such():
    assert NO_ANSWER in [row.exemplar for row in cluster(["a-1", None]).view().rows]


@pytest.mark.parametrize("inputs", [None, [HOSTILE, HOSTILE]])
def test_model_text_is_escaped(inputs):
    html = cluster([HOSTILE, HOSTILE + "2"], inputs=inputs, kind="name")._repr_html_()

    assert "<script" not in html
    assert "<img" not in html


def test_code_is_folded_away_as_code():
    html = cluster(["def f(x):\n    return x + 1\n", "def f(x):\n    return [x]\n"])._repr_html_()

    assert "<summary>one of them</summary><pre" in html


def test_what_a_model_wrote_cannot_steer_a_terminal():
    found = cluster(["\x1b[31mred", "blue"], inputs=["\x1b[2J"] * 2, kind="name")

    assert "\x1b" not in repr(found) + str(found)


def test_inputs_on_which_some_draws_gave_no_value_are_counted_apart_from_readings():
    found = cluster(["a-1", "a-1", None] * 5, inputs=[f"input {i}" for i in range(5) for _ in range(3)])
    html = found._repr_html_()

    assert repr(found).startswith("<Interpretations: 5 inputs: 5 with 1 reading; 5 also have draws that gave no value>")
    assert len(found.contested) == 5
    assert "1 reading in 3 draws" in html
    assert "2 readings" not in html


def test_of_several_inputs_the_view_says_which_inputs_it_speaks_about():
    assert divided(2).view().note.endswith(f"Shares and bounds are on these inputs; {ASSUMES}.")
    assert ASSUMES not in cluster(["a-1", "b-2"]).view().note
