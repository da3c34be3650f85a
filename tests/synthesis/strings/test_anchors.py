from __future__ import annotations

from pointmass.synthesis.strings.anchors import anchor_cost, as_pattern, endings


def test_what_texts_end_with_starts_with_a_word_or_a_sign():
    assert dict(endings(["to: the king ", "by the king "])) == {
        " ": 2,
        "king ": 2,
        " king ": 2,
        "the king ": 2,
        " the king ": 2,
        ": the king ": 1,
        "to: the king ": 1,
        "by the king ": 1,
    }


def test_an_anchor_is_not_found_within_a_word():
    assert as_pattern("for ") == r"(?<!\w)for "
    assert as_pattern("(a") == r"\(a"


def test_signs_are_plainer_anchors_than_words_and_words_than_numbers():
    assert anchor_cost("(") < anchor_cost("by ") < anchor_cost("12 ") + 1.0
    assert anchor_cost("by ") < anchor_cost("written by ")
