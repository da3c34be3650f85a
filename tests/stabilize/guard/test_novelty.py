from __future__ import annotations

import pytest

from pointmass.stabilize.guard import Guarded, Novelty, guarded
from pointmass.stabilize.trial import said_of

SLUG = """import re


def slug(title):
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
"""
HEAD = """def head(line):
    return line.split(": ")[0]
"""
TITLES = [["Team Photo 7"], ["Notes, final"], ["a-b c"]]


@pytest.fixture
def answers(sandbox):
    """Guard a module with what was learned from some inputs, and ask it for others."""

    def ask(source, name, seen, *given, look="signs", labels=False, kind="str", own=False):
        space = {}
        exec(source, space)  # noqa: S102 - sources of this file
        known = Novelty(seen, [space[name](*each) for each in seen], labels)
        module = guarded(source, name, [("x", kind)] * len(seen[0]), Guarded(known, look=look), own=own)
        return [said.value if said.answered else None for said in said_of(sandbox, module, name, given)]

    return ask


def test_what_the_examples_were_made_of_is_answered(answers):
    assert answers(SLUG, "slug", TITLES, ["Photo, Team 9"]) == ["photo-team-9"]


@pytest.mark.parametrize("look", ["through", "signs", "places"])
@pytest.mark.parametrize("new", ["C++ notes", "Ирина", "Weiß", "Team & Photo", "v2.1", "", "   ", "a" * 500])
def test_at_every_level_what_is_new_is_handed_back_where_the_code_treats_it(answers, look, new):
    assert answers(SLUG, "slug", TITLES, [new], look=look) == [None]


def test_a_new_sign_that_code_only_copies_or_skips_is_handed_back_by_the_finer_looks_only(answers):
    lines = [["Ana: 12"], ["Ben Lee: 3"]]
    given = ["Zoé & Co: 4?"]

    assert answers(HEAD, "head", lines, given, look="through") == ["Zoé & Co"]
    assert answers(HEAD, "head", lines, given, look="signs") == [None]


def test_the_finest_look_hands_back_what_never_stood_side_by_side(answers):
    # A capital after a small letter, a digit after a letter: no title has these.
    assert answers(SLUG, "slug", TITLES, ["camelCase"], ["mp3"], look="places") == [None, None]
    assert answers(SLUG, "slug", TITLES, ["camelCase"], ["mp3"], look="signs") == ["camelcase", "mp3"]


@pytest.mark.parametrize("value", [None, 3, True, 2.5, ["a"], {"a": 1}])
def test_values_of_another_type_are_handed_back_and_raise_nothing(answers, value):
    assert answers(SLUG, "slug", TITLES, [value]) == [None]


VAT = "def gross(net):\n    return round(net * 1.19, 2)\n"


def test_numbers_are_guarded_by_sign_type_decimals_and_size(answers):
    seen = [[1.5], [20.25], [100.0]]

    assert answers(VAT, "gross", seen, [50.75], kind="float") == [60.39]
    assert (
        answers(VAT, "gross", seen, [-5.0], [0.0], [1.234], [5000.0], [True], [float("1e30")], kind="float")
        == [None] * 6
    )


def test_an_answer_with_more_decimals_than_any_example_had_is_handed_back(answers):
    plain = "def gross(net):\n    return net * 119 / 100\n"

    # 185.37 * 119 / 100 is 220.59029999999998.
    assert answers(plain, "gross", [[100.0], [200.0], [50.25]], [185.37], kind="float") == [None]


def test_a_nought_after_the_point_counts_as_a_decimal(answers):
    assert answers(VAT, "gross", [[1.5], [20.2], [100.0]], [50.05], kind="float") == [None]


NAMES = "def full(person):\n    return ' '.join(filter(None, [person['first'], person.get('last')]))\n"


def test_records_are_guarded_by_keys_types_and_emptiness_at_every_path(answers):
    seen = [[{"first": "Ana", "last": "Lee"}], [{"first": "Ben", "last": "Fox"}]]
    new = [{"first": "Cy", "last": None}], [{"first": "Cy", "last": ""}], [{"first": "Cy"}]
    further = [{"first": "Cy", "last": "Day", "age": 3}], [{"first": 5, "last": "Day"}]

    assert answers(NAMES, "full", seen, [{"first": "Cy", "last": "Day"}], kind="dict") == ["Cy Day"]
    assert answers(NAMES, "full", seen, *new, *further, kind="dict") == [None] * 5


MOOD = "def mood(text):\n    return 'good' if 'great' in text else 'bad'\n"


def test_words_that_turn_the_sense_are_handed_back_where_no_example_had_them(answers):
    seen = [["the food was great"], ["the view is awful"]]
    turned = ["it was not great"], ["it wasn't great"], ["never great"], ["great without doubt"]

    assert answers(MOOD, "mood", seen, ["a great view"], labels=True) == ["good"]
    assert answers(MOOD, "mood", seen, *turned, labels=True) == [None] * 4


def test_words_that_turn_the_sense_and_were_seen_are_answered(answers):
    seen = [["the food was not great"], ["the view is awful"]]

    assert answers(MOOD, "mood", seen, ["it is not great"], labels=True) == ["good"]


def test_the_authors_own_guard_stands_beside_the_learned_one(answers):
    own = SLUG + "\n\ndef accepts(title):\n    return 'Photo' in title\n"

    assert answers(own, "slug", TITLES, ["Team Photo 7"], ["Team Notes 7"], own=True) == ["team-photo-7", None]


def test_a_module_that_uses_the_names_of_the_guard_keeps_its_own(answers):
    source = (
        "SEEN = ANSWERS = 'mine'\n\n\ndef kinds(x):\n    return x + SEEN[:0]\n\n\ndef slug(x):\n    return kinds(x)\n"
    )

    assert answers(source, "slug", [["a b"], ["c"]], ["b c"], ["B"]) == ["b c", None]


def test_a_guard_quotes_no_input_and_keeps_its_lines_short():
    seen = [[f"Customer Name {n} of Street {n}"] for n in range(50)]
    known = Novelty(seen, ["x"] * 50, labels=True)
    module = guarded("def f(x):\n    return 'x'\n", "f", [("x", "str")], Guarded(known, look="places"), own=False)

    assert not any(given in module for (given,) in seen)
    assert max(map(len, module.splitlines())) <= 120
