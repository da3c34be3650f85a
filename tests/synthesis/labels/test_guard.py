from __future__ import annotations

import random

import pytest

from pointmass.synthesis import synthesize
from pointmass.synthesis.labels.guard import LabelsShown, shown_turns
from pointmass.synthesis.operators.turning_words import turned, turns

GOOD = ["good", "great", "lovely", "excellent", "tasty"]
BAD = ["bad", "awful", "bland", "horrible", "rude"]


def reviews(number, seed, *, said="was"):
    chance = random.Random(seed)  # noqa: S311 - no secret
    made = {}
    while len(made) < number:
        word = chance.choice(GOOD + BAD)
        thing = chance.choice(["food", "service", "room", "staff", "coffee", "view"])
        end = chance.choice([".", "!", ""])
        made[f"The {thing} {said} {chance.choice(['', 'really ', 'very '])}{word}{end}"] = (
            "positive" if word in GOOD else "negative"
        )
    return list(made.items())


@pytest.mark.parametrize("said", ["was not", "wasn't", "wasn’t", "was never", "is hardly", "should have been"])
def test_what_is_turned_by_a_word_that_no_example_had_is_handed_back_at_every_level(said):
    learned = [c for c in synthesize(reviews(40, 1)) if c.kind != "table"]

    assert any(learned[0].accepts(text) for text, _ in reviews(40, 2))
    turned_texts = [text for text, _ in reviews(30, 3, said=said)]
    for candidate in learned:
        for strictness in range(len(candidate.by_strictness)):
            assert not any(candidate.at(strictness).accepts(text) for text in turned_texts)


def test_a_fitted_model_hands_back_what_is_turned():
    pytest.importorskip("sklearn", reason="the extra 'learn' is not installed")
    models = [c for c in synthesize(reviews(60, 1), allow_model=True) if c.kind == "model"]

    for text, _ in reviews(30, 3, said="was not"):
        assert not any(model.at(0).accepts(text) for model in models)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("this is non-urgent", {"non"}),
        ("I can't, and I won't", {"n't"}),
        ("you could or should", {"can"}),
        ("das ist nicht gut", {"nicht"}),
        ("我不想要", {"不"}),
        ("a knot in the notice", set()),
    ],
)
def test_words_that_turn_are_found_whole(said, found):
    assert turns(said) == found


def test_a_word_that_stood_beside_right_answers_may_stand_there_again():
    shown = LabelsShown(
        ("not blocked", "not sent", "not here", "only one", "never sent"),
        ("card", "parcel", "card", "card", "parcel"),
        ("card", "parcel", "card", None, "parcel"),
    )

    # Three answers beside "not" are right, so that any may; one beside "never", so that only the same may.
    assert shown_turns(shown) == {"not": (), "never": ("parcel",), "only": ()}


def test_a_word_that_made_answers_wrong_may_stand_nowhere():
    shown = LabelsShown(("not good", "not great", "not bad"), ("bad", "bad", "good"), ("good", "good", "bad"))

    assert shown_turns(shown) == {}


def test_what_is_turned_is_told_by_the_label():
    assert turned("not sent", "card", {"not": ("parcel",)})
    assert not turned("not sent", "parcel", {"not": ("parcel",)})
    assert not turned("not sent", "card", {"not": ()})
    assert turned("never sent", "card", {"not": ()})


def test_a_rare_word_speaks_against_a_label_and_is_known_by_its_digest_alone():
    desks = [("refund the toner", "money"), ("send the paper", "goods")]
    examples = [
        (f"please {said.replace('the', f'the {thing}')} {number}", label)
        for number, thing in enumerate(["old", "new", "red", "big", "odd", "thin", "late", "blue", "wide", "lost"])
        for said, label in desks
    ]
    examples += [("please refund a levy", "money"), ("we pay no levy, refund", "money")]
    best = next(c for c in synthesize(examples) if c.kind == "rules")

    assert "levy" not in best.source
    assert best.accepts("please send the old paper 77")
    assert not best.accepts("please send the levy 77")
