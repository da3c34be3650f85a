from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pointmass.synthesis import synthesize

FIELDS = [("a=12; b=x", "12"), ("a=7; b=yy", "7"), ("a=103; b=z", "103"), ("a=5; b=k", "5")]
LONE = [("ann lee", "Lee"), ("bob ray", "Ray"), ("cy 12", "none"), ("flo kim", "Kim")]
PAIRED = [("a@x.org", "a"), ("bob@y.com", "bob"), ("tel 12", "12!"), ("tel 345", "345!"), ("tel 9", "9!")]


@cache
def fields():
    return synthesize(FIELDS)[0]


@cache
def paired():
    return synthesize(PAIRED)[0]


def load(candidate):
    namespace = {}
    exec(candidate.source, namespace)  # noqa: S102 - tests may execute generated source
    return namespace


def test_an_ordinary_input_is_answered():
    best = fields()

    assert best.accepts("a=88; b=q")


@pytest.mark.parametrize("text", ["a=12; b=x!", "a=012; b=x", "a=; b=x"])
def test_an_answer_or_a_sign_that_no_example_had_is_handed_back(text):
    assert not fields().accepts(text)


def test_a_branch_that_one_of_few_examples_shows_makes_a_list_of_the_program():
    best = synthesize(LONE)[0]

    assert best.kind == "program"
    assert all(best.accepts(given) for given, _ in LONE)
    assert not best.accepts("dee moe")
    assert "return digest(text) in EXAMPLES  # One branch rests on a single example" in best.source
    assert not any(given in best.source for given, _ in LONE)


def test_no_level_answers_where_one_example_is_all_that_speaks_for_a_branch():
    best = synthesize(LONE)[0]

    assert not any(best.at(level).accepts("dee moe") for level in range(len(best.by_strictness)))


@pytest.mark.parametrize("name", ["Zoë Müller", "Łukasz Król", "Иван Петров", "王 伟", "R2 D2"])
def test_letters_and_digits_of_an_alphabet_that_no_example_had_are_handed_back_at_every_level(name):
    examples = [("Ann Lee", "lee.ann"), ("Bob Ray", "ray.bob"), ("Flo Kim", "kim.flo"), ("Gil Moe", "moe.gil")]
    best = synthesize(examples)[0]

    assert best.accepts("Ida Fox")
    assert not any(best.at(level).accepts(name) for level in range(len(best.by_strictness)))


def test_two_conditions_need_as_many_truth_values_as_they_say_bits():
    words = "no Yes No Y N n true false True False TRUE FALSE YES NO".split()  # noqa: SIM905 - shorter to read
    best = synthesize([(w, w[0] in "yYtT") for w in words])[0]

    assert not any(best.accepts(w) for w in ("yes", "none", "maybe"))


def test_an_alphabet_is_no_matter_to_a_program_that_copies():
    best = synthesize([("k=a;v=b", "b"), ("k=c;v=dd", "dd"), ("k=e;v=fff", "fff"), ("k=g;v=hh", "hh")])[0]

    assert "ALPHABETS" not in best.source


def test_where_characters_are_counted_a_text_of_another_length_is_handed_back():
    best = synthesize([("2000000000 ns", "2 s"), ("3000000000 ns", "3 s"), ("7000000000 ns", "7 s")])[0]

    assert best.accepts("5000000000 ns")
    assert not best.accepts("12000000000 ns")


def test_among_many_examples_only_the_one_that_follows_no_rule_is_handed_back():
    names = ["ann", "bob", "dee", "flo", "gil", "hal", "ida", "jim", "kay", "lou", "meg"]
    examples = [("cy 12", "none"), *((f"{n} {n[::-1]}", n[::-1].upper()) for n in names)]

    best = synthesize(examples)[0]

    assert best.kind == "program"
    assert best.accepts("moe eom")
    assert not best.accepts("cy 12")
    assert load(best)["accepts"]("cy 12") is False


def test_branches_that_two_examples_show_are_answered():
    best = paired()

    assert best.accepts("dee@z.org")
    assert best.accepts("tel 77")


def test_a_program_too_long_for_its_examples_answers_for_them_only():
    examples = [("q", "alpha beta gamma q"), ("w", "alpha beta gamma w"), ("e", "alpha beta gamma e")]
    best = synthesize(examples)[0]

    assert best.cost > 8 * len(examples)
    assert best.accepts("w")
    assert not best.accepts("r")


def test_an_outline_that_no_example_had_is_handed_back_at_the_strictest_level():
    best = fields()
    strictest = best.at(len(best.by_strictness) - 1)

    assert strictest.accepts("a=3; b=zz")
    assert not strictest.accepts("a=3; b=z z")


def test_contested_outlines_are_handed_back_at_every_level():
    best = synthesize(FIELDS, contested=["a=x; b=x"])[0]

    assert not any(best.at(level).accepts("a=y; b=z") for level in range(len(best.by_strictness)))


@given(st.text(alphabet="ab=; 019!x", max_size=12))
@settings(deadline=None)
def test_each_level_accepts_a_part_of_the_level_before(text):
    for candidate in (fields(), paired()):
        accepted = [candidate.at(level).accepts(text) for level in range(len(candidate.by_strictness))]

        assert accepted == sorted(accepted, reverse=True)


@pytest.mark.parametrize("examples", [FIELDS, LONE, PAIRED])
def test_every_level_answers_for_its_examples(examples):
    best = synthesize(examples)[0]

    assert all(best.at(level).accepts(g) for level in range(len(best.by_strictness)) for g, _ in examples)


def test_branches_that_all_give_one_output_are_no_program():
    airports = ["lax", "ptj", "mth", "agc", "tlh", "hrl", "mgc", "lfk", "sjc", "cho"]

    assert [c.kind for c in synthesize([(a, "United States") for a in airports])] == ["table"]


def test_an_answer_of_another_type_than_the_examples_is_handed_back():
    best = synthesize([({"a": {"b": "x"}}, "x"), ({"a": {"b": "yy"}}, "yy"), ({"a": {"b": "z"}}, "z")])[0]

    assert best.accepts({"a": {"b": "q"}})
    assert not any(best.accepts({"a": {"b": other}}) for other in (None, 5, ["q"]))
    assert load(best)["accepts"]({"a": {"b": None}}) is False


TITLES = [
    "On Trees: a Walk",
    "Cold Water, Slowly",
    "Bread and Butter",
    "Night Trains",
    "A-Z of Rivers",
    "The Wide Sea",
    "Two Rivers, One Town",
    "Small Gardens",
]


@pytest.mark.parametrize("title", ["What Is Salt?", "Grandma's Stones", "Wait; Then Go!"])
def test_signs_of_prose_go_unchanged_with_a_text_that_is_copied(title):
    best = synthesize([(f"* [{t}](#{n}) - entry", t) for n, t in enumerate(TITLES)])[0]

    assert best.accepts(f"* [{title}](#9) - entry")
    assert best(f"* [{title}](#9) - entry") == title


@pytest.mark.parametrize("title", ["C++ by Hand", "Two [of Three]", r"Memory \[and Loss\]", "100% Salt"])
def test_other_signs_in_a_copy_are_handed_back_where_no_example_had_them(title):
    best = synthesize([(f"* [{t}](#{n}) - entry", t) for n, t in enumerate(TITLES)])[0]

    assert not best.accepts(f"* [{title}](#9) - entry")
