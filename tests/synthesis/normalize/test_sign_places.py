from __future__ import annotations

import pytest

from pointmass.synthesis.normalize.learn import learn
from pointmass.synthesis.normalize.sign_places import separators, settled

PARTS = {
    "Bolt M8 (zinc)": "bolt-m8-zinc",
    "Nut [M6]": "nut-m6",
    "Washer M10/flat": "washer-m10-flat",
    "Screw - long": "screw-long",
    'Hook "small"': "hook-small",
    "Pin & clip": "pin-and-clip",
    "Cup & lid": "cup-and-lid",
    "Plug: EU": "plug-eu",
    "Is it oak?": "is-it-oak",
    "Clamp 20/30": "clamp-20-30",
}
MORE = {f"{word} {number}": f"{word}-{number}" for number, word in enumerate("a b c d e f g h i j k l".split())}  # noqa: SIM905 - shorter to read


def places(examples, **how):
    texts = tuple(examples)
    (fit, *_) = learn(texts, tuple(examples.values()))
    return settled(fit, texts, **({"least": 1} | how))


def test_a_sign_is_settled_where_examples_had_it_and_where_it_can_only_separate():
    assert {"A9/a", "9/9"} & places(PARTS) == {"9/9"}
    assert {"a/a", "a/9", "A/A"} <= places(PARTS)


def test_a_sign_between_single_letters_is_settled_by_its_own_examples_only():
    assert "i/i" not in places(PARTS)
    assert "i/i" in places({**PARTS, "A/B": "a-b"})


def test_what_is_spelled_out_is_settled_at_its_own_place_only():
    assert "_&_" in places(PARTS)
    assert not {"a&a", "i&i", "A&A"} & places(PARTS)


def test_what_one_example_spells_out_is_not_settled_where_two_are_asked_for():
    one = {text: out for text, out in PARTS.items() if text != "Cup & lid"}

    assert "_&_" not in places(one, least=2)
    assert "_&_" in places(PARTS, least=2)


@pytest.mark.parametrize(
    ("mark", "known"), [("a;_", True), ("a}_", True), ("9,9", False), ("a+a", False), ("_._", False)]
)
def test_marks_that_nobody_reads_aloud_are_settled_by_many_others_in_many_examples(mark, known):
    assert mark not in places(PARTS)
    assert (mark in places({**PARTS, **MORE})) is known


def test_separators_may_stand_anywhere_but_between_single_letters():
    assert "/" in separators(places(PARTS))
    assert "&" not in separators(places(PARTS))


def test_a_dotted_number_is_settled_by_one_of_as_many_parts_and_of_no_more_digits():
    found = places({**PARTS, "Cable 2.5": "cable-2-5", "Rope 10.12.14": "rope-10-12-14"})

    assert {"9.9", "99.9", "9.99", "99.99", "99.99.99"} <= found
    assert not {"9.9.9", "99.99.9", "9.9.9.9"} & found
