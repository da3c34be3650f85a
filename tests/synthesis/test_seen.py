from __future__ import annotations

import re

import pytest

from pointmass.synthesis.seen import beyond, ranges, unlike


@pytest.mark.parametrize("char", ["é", "Ж", "9", "Z", " "])
def test_letters_digits_and_blanks_are_no_signs_where_letters_are_only_copied(char):
    assert not re.search(beyond(["a-b"], letters=False), char)


@pytest.mark.parametrize(("char", "new"), [("é", True), ("Ж", True), ("z", False), ("-", False), ("+", True)])
def test_where_letters_are_treated_an_alphabet_that_no_text_had_is_beyond(char, new):
    assert bool(re.search(beyond(["a-b"], letters=True), char)) is new


def test_an_accented_letter_speaks_for_all_and_a_letter_of_another_script_for_its_own():
    pattern = beyond(["café", "кот"], letters=True)

    assert not re.search(pattern, "Šťž Жук")
    assert re.search(pattern, "ß")
    assert re.search(pattern, "猫")


def test_texts_with_too_many_signs_tell_nothing():
    assert beyond([r"!\"#$%&'()*+,-./:;<=>?@[]^{|}~"], letters=False) == ""


@pytest.mark.parametrize(("text", "new"), [("ba", False), ("B", True), ("7", True), (" ", True), ("a_", True)])
def test_every_kind_of_character_that_no_text_had_is_unlike(text, new):
    assert bool(re.search(unlike(["ab", "b"]), text)) is new


def test_characters_that_follow_each_other_are_said_as_a_range():
    assert ranges("abcdxz") == "a-dxz"


@pytest.mark.parametrize("texts", [["a-]^\\b[", "&&~~||"], ["\n\t", "x y"], [""]])
def test_a_pattern_finds_nothing_in_the_texts_that_it_was_made_of(texts):
    assert not any(re.search(unlike(texts), text) for text in texts)
    assert not any(re.search(beyond(texts, letters=True), text) for text in texts)


@pytest.mark.parametrize("shown", ["1ª edição", "½ litre", "x² + y²"])
def test_a_raised_letter_or_a_fraction_makes_no_sign_beside_it_known(shown):
    for pattern in (unlike([shown]), beyond([shown], letters=True)):
        assert all(re.search(pattern, sign) for sign in "£§×¡\x83")
        assert not re.search(pattern, shown)


def test_an_alphabet_is_made_of_letters_and_marks_of_vowels_and_of_no_signs():
    pattern = beyond(["नमस्ते दुनिया"], letters=True)

    assert not re.search(pattern, "नमस्ते")
    assert re.search(pattern, "।")
