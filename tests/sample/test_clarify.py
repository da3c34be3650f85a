from __future__ import annotations

import dataclasses

import pytest

from pointmass.draw import Draw
from pointmass.errors import InputError
from pointmass.sample import Sample
from pointmass.spec import Example, Spec

HOSTILE = "<img src=x onerror=alert(1)><script>window.__xss=1</script>"
DIVIDED = {
    "README": ["README"] * 8 + ["readme"] * 8,
    "Plan v2.1": ["plan-v2.1"] * 13 + ["plan-v2-1"] * 3,
    "A": ["a"] * 16,
}


def linked(make_sample):
    """Twelve conversations over five inputs: eight keep capitals, four do not; the fifth input is settled."""
    titles = ["Tim", "Ann", "Bob", "Eve", "x"]
    sample = make_sample({title: [title if i < 8 else title.lower() for i in range(12)] for title in titles})
    return dataclasses.replace(sample, linked=True)


def test_the_most_divided_input_is_asked_first_in_plain_words(make_sample):
    first, second = make_sample(DIVIDED).clarify().questions

    assert first.text == "For `README`: keep `README`, or `readme`?"
    assert first.clause == "whether capital letters are kept"
    assert second.text == "For `Plan v2.1`: `plan-v2.1`, or `plan-v2-1`?"


def test_choices_carry_their_letter_and_how_often_the_model_takes_them(make_sample):
    question = make_sample(DIVIDED).clarify().questions[1]

    assert [(c.letter, c.outcome, c.count, c.share) for c in question.choices] == [
        ("A", "plan-v2.1", 13, 13 / 16),
        ("B", "plan-v2-1", 3, 3 / 16),
    ]


def test_inputs_on_which_the_same_is_open_are_one_question(make_sample):
    asked = make_sample({"One": ["One", "one"] * 4, "Two": ["Two", "two"] * 4, "x y": ["x-y", "x_y"] * 4}).clarify()

    assert [(q.input, q.also) for q in asked.questions] == [("One", ("Two",)), ("x y", ())]


def test_readings_across_inputs_are_told_apart_by_the_fewest_inputs(make_sample):
    asked = linked(make_sample).clarify()

    assert len(asked) == 1
    assert [choice.across for choice in asked.questions[0].choices] == [(0,), (1,)]
    assert "tell the readings across inputs apart" in asked.note


def test_an_answer_becomes_a_sentence_and_an_example_of_a_new_spec(make_sample):
    sample = make_sample(DIVIDED)
    new = sample.clarify().answer({"README": "readme"})

    assert new.prompt == (
        "Clean the title.\nWhen it is open whether capital letters are kept, decide as in this case: "
        'for "README" the result is "readme", not "README".'
    )
    assert new.examples == (Example({"title": "README"}, "readme"),)
    assert new.digest != sample.spec.digest
    assert sample.spec.examples == ()


@pytest.mark.parametrize("choice", ["B", "readme"])
@pytest.mark.parametrize("question", ["README", 1])
def test_question_and_choice_may_be_named_or_numbered(make_sample, question, choice):
    new = make_sample(DIVIDED).clarify().answer({question: choice})

    assert new.examples[0].result == "readme"


def test_an_outcome_counts_before_a_letter(make_sample):
    asked = make_sample({"x": ["B"] * 5 + ["A"] * 3}).clarify()

    assert asked.answer({"x": "B"}).examples[0].result == "B"


def test_several_answers_are_several_sentences_and_examples(make_sample):
    new = make_sample(DIVIDED).clarify().answer({1: "A", 2: "A"})

    assert len(new.prompt.splitlines()) == 3
    assert [example.result for example in new.examples] == ["README", "plan-v2.1"]


def test_what_an_answer_changes_is_shown_as_a_unified_diff(make_sample):
    asked = make_sample(DIVIDED).clarify()
    changed = [line for line in asked.diff(asked.answer({1: "A"})).splitlines() if line[0] in "+-"]

    assert [line[:12] for line in changed] == ["--- clean (s", "+++ clean (s", "+  When it i", '+  {"title":']


def test_an_answer_to_nothing_that_was_asked_lists_the_questions(make_sample):
    with pytest.raises(
        InputError, match=r"clean\.clarify: got an answer for 'B'; the questions are about 'README', 'Plan v2\.1'"
    ):
        make_sample(DIVIDED).clarify().answer({"B": "A"})


def test_a_choice_that_is_none_lists_those_that_there_are(make_sample):
    with pytest.raises(InputError, match=r"got 'C' for 'README'; allowed is A \(README\), B \(readme\)"):
        make_sample(DIVIDED).clarify().answer({"README": "C"})


def test_no_answer_is_refused(make_sample):
    with pytest.raises(InputError, match="got no answer"):
        make_sample(DIVIDED).clarify().answer({})


def test_without_a_contested_input_there_is_nothing_to_ask(make_sample):
    asked = make_sample({"A": ["a"] * 4}).clarify()

    assert len(asked) == 0
    assert "nothing to ask" in repr(asked)
    assert "nothing to ask" in asked._repr_html_()


def test_nobody_decides_for_a_refusal(make_sample):
    sample = make_sample({"x": ["a", "a", Draw(2, "refusal"), Draw(3, "format violation")]})

    assert sample.clarify().questions == ()


def test_an_input_with_an_example_is_not_asked_again(make_sample):
    sample = make_sample(DIVIDED)
    taught = dataclasses.replace(sample.spec, examples=(Example({"title": "README"}, "readme"),))
    asked = dataclasses.replace(sample, spec=taught).clarify()

    assert [question.input for question in asked.questions] == ["Plan v2.1"]
    assert "1 contested inputs have an example already" in asked.note


def test_braces_in_an_input_stay_text_in_the_prompt(make_sample):
    sample = make_sample({"{title} {other}": ["{title}", "{other}"] * 4})
    new = sample.clarify().answer({1: "A"})

    assert new.placeholders == ()
    assert '"{title} {other}"' in new.fill(str)


def test_no_more_is_asked_than_wanted_and_the_rest_is_counted(make_sample):
    asked = make_sample(DIVIDED).clarify(most=1)

    assert len(asked) == 1
    assert "1 more can be asked: s.clarify(most=2)" in asked.note


def test_fewer_than_one_question_is_refused(make_sample):
    with pytest.raises(InputError, match="most=0"):
        make_sample(DIVIDED).clarify(most=0)


def test_a_fresh_sample_stands_beside_the_old_one(make_sample):
    before = make_sample(DIVIDED)
    asked = before.clarify(most=1)
    after = dataclasses.replace(make_sample({"README": ["readme"] * 16}), spec=asked.answer({1: "B"}))
    table = asked.beside(after)

    assert table.to_numpy().tolist() == [
        ["README", "readme", 0.5, 1.0, 16, 16, "unanimous"],
        ["README", "README", 0.5, 0.0, 16, 16, "unanimous"],
    ]


def test_an_input_that_the_fresh_sample_lacks_says_so(make_sample):
    table = make_sample(DIVIDED).clarify(most=1).beside(make_sample({"A": ["a"]}))

    assert set(table["now"]) == {"not asked"}
    assert table["after"].isna().all()


def test_the_repr_shows_questions_choices_and_that_nothing_is_bound(make_sample):
    shown = repr(make_sample(DIVIDED).clarify())

    assert "1. For `README`: keep `README`, or `readme`?\n   A  README  8 of 16\n   B  readme  8 of 16" in shown
    assert "nothing is bound until you define it" in shown


def test_model_text_is_escaped_in_the_html(make_sample):
    html = make_sample({HOSTILE: [HOSTILE, "a"] * 4}).clarify()._repr_html_()

    assert "<script" not in html
    assert "<img" not in html


def test_code_is_asked_about_by_its_strategy(make_sample):
    before = "def f(xs):\n    out = []\n    for x in xs:\n        if x:\n            out.append(x)\n    return out\n"
    short = 'def f(xs):\n    """Keep what is true."""\n    return [x for x in xs if x]\n'
    sample = make_sample({before: [before] * 5 + [short] * 5})
    asked = sample.clarify()
    new = asked.answer({1: next(c for c in asked.questions[0].choices if "uses comprehensions" in c.reading).letter})

    assert "uses comprehensions" in asked.questions[0].text
    assert "do it this way: " in new.prompt
    assert new.examples[0].result == short


@pytest.mark.parametrize("kind", ["name", "label"])
def test_the_kind_of_comparison_can_be_chosen(make_sample, kind):
    asked = make_sample({"x": ["Aa", "aa"] * 4}).clarify(kind=kind)

    assert len(asked) == (1 if kind == "name" else 0)


def test_none_can_be_chosen_where_it_is_an_answer(make_sample):
    asked = make_sample({"free": [None] * 5 + [0.0] * 3}, returns=float | None).clarify()
    new = asked.answer({"free": "A"})

    assert asked.questions[0].text == "For `free`: `null`, or `0.0`?"
    assert new.examples[0].result is None


def test_what_a_model_wrote_cannot_steer_a_terminal(make_sample):
    asked = make_sample({"\x1b[2J": ["\x1b[31mred", "blue"] * 4}).clarify()

    assert len(asked) == 1
    assert "\x1b" not in repr(asked) + asked.diff(asked.answer({1: "A"}))


def two_parameters():
    def label(text: str, language: str) -> str:
        """Label the text."""

    spec = Spec.from_function(label)
    rows = ({"text": "a", "language": "de"}, {"text": "b", "language": "en"})
    draws = tuple(tuple(Draw(i, "ok", said, said) for i, said in enumerate(["Good", "Bad"] * 4)) for _ in rows)
    return Sample(spec, rows, (1, 1), draws, 8, "a model")


def test_an_input_of_several_parameters_is_answered_by_its_number():
    asked = two_parameters().clarify()
    new = asked.answer({1: "A"})

    assert new.examples == (Example({"text": "a", "language": "de"}, "Bad"),)
    assert "s.clarify().answer({1: 'A'})" in asked.view().code
    assert 'for {"text": "a", "language": "de"} the result is "Bad", not "Good"' in new.prompt


def test_both_distributions_are_those_of_readings_and_not_of_wordings(make_sample):
    cold = ["it is too cold", "the cold weather", "too cold outside today", "cold weather again"]
    dear = ["it costs too much", "the costs are too high", "high costs again", "it costs me too much"]
    asked = make_sample({"why": [*cold, *dear[:3]]}).clarify()

    table = asked.beside(make_sample({"why": cold}))

    assert asked.kind == "text"
    assert table["before"].tolist() == [4 / 7, 3 / 7]
    assert table["after"].tolist() == [1.0, 0.0]
    assert set(table["now"]) == {"unanimous"}
