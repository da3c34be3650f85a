from __future__ import annotations

import json
from operator import itemgetter

from hypothesis import given, settings
from hypothesis import strategies as st

from pointmass.synthesis import Candidate, Signature, synthesize
from pointmass.synthesis.guard import Guard
from pointmass.synthesis.nearby import nearby
from pointmass.synthesis.program import Apply, Operator, Var
from pointmass.synthesis.questions import questions

ENDINGS = [("report.pdf", "pdf"), ("notes.txt", "txt"), ("a.md", "md")]
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-1000, 1000), st.text(alphabet="aB1 .-é", max_size=8)),
    lambda s: st.one_of(st.lists(s, max_size=3), st.dictionaries(st.sampled_from("xyz"), s, max_size=3)),
    max_leaves=5,
)


def asked(examples, **options):
    return questions(synthesize(examples), given=[g for g, _ in examples], **options)


def test_a_question_is_an_input_on_which_the_best_programs_disagree():
    first = asked(ENDINGS)[0]

    assert first.input == "report.report.pdf"
    assert {a.value for a in first.answers} >= {"report", "pdf", "report.pdf"}
    assert first.parent == 0
    assert first.text == "What should `report.report.pdf` become?"


def test_each_answer_names_programs_that_give_it():
    candidates = synthesize(ENDINGS)

    for question in questions(candidates, given=[g for g, _ in ENDINGS]):
        for answer in question.answers:
            assert answer.programs
            assert {candidates[i](question.input) for i in answer.programs} == {answer.value}
            assert candidates[answer.programs[0]].words == answer.words


def test_the_reason_names_each_answer_and_its_program_in_one_line():
    why = asked(ENDINGS)[0].why

    assert "`pdf` (part -1 of text split at" in why
    assert "\n" not in why


def test_given_inputs_are_asked_about_before_made_ones():
    candidates = synthesize(ENDINGS)

    found = questions(candidates, given=["a.b", "x.y.json", "q"])

    assert (found[0].input, found[0].parent) == ("x.y.json", None)


def test_answered_inputs_are_neither_asked_about_nor_made():
    candidates = synthesize(ENDINGS)

    found = questions(candidates, given=["x.y.json", "report.pdf"], answered=["x.y.json", "report.report.pdf"])

    assert found
    assert not {"x.y.json", "report.report.pdf"} & {q.input for q in found}


def test_programs_that_agree_wherever_they_answer_raise_no_question_on_made_inputs():
    assert all(len(q.answers) > 1 for q in asked(ENDINGS) if q.parent is not None)


def test_a_table_raises_no_question():
    assert asked([("q", "w1"), ("zz", "##")]) == []


def test_nothing_found_raises_no_question():
    assert questions([], given=["a"]) == []


def test_no_more_are_asked_than_wanted():
    assert len(asked([("2024-03-15", "15/03/2024"), ("1999-12-01", "01/12/1999")], most=2)) == 2


def test_the_same_candidates_raise_the_same_questions():
    assert asked(ENDINGS) == asked(ENDINGS)


def test_several_parameters_stay_several():
    examples = [(["Ann", "Lee"], "Lee, A."), (["Bob", "Ford"], "Ford, B.")]

    found = asked(examples)

    assert found
    assert all(len(q.input) == 2 for q in found)


def test_records_are_asked_about_too():
    signature = Signature((("data", "dict[str, Any]"),), "str")
    last, second = (Apply(Operator(itemgetter(at)), (Apply(Operator(itemgetter("n")), (Var(0),)),)) for at in (-1, 1))
    candidates = [
        Candidate("f", signature, node, Guard(), "program", 4.0, 2, words)
        for node, words in ((last, "the last"), (second, "the second"))
    ]

    first = questions(candidates, given=[{"n": ["a b", "c"]}, {"n": ["d", "e f"]}])[0]

    assert first.input == {"n": ["a b", "c", "a b"]}
    assert [(a.value, a.words) for a in first.answers] == [("a b", "the last"), ("c", "the second")]


@given(JSON)
@settings(deadline=None)
def test_inputs_nearby_are_other_json_values_and_each_comes_once(value):
    texts = [json.dumps(i, sort_keys=True) for i in nearby(value)]

    assert len(set(texts)) == len(texts)
    assert json.dumps(value, sort_keys=True) not in texts


def test_a_text_gets_the_changes_that_a_person_would_try():
    near = nearby("a.b12")

    assert {"a.a.b12", ".b12", "a.b122", "a.b012", "A.B12", "a-b12", " a.b12", "á.b12", "a. b12"} <= set(near)
