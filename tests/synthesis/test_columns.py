"""What depends on one of several texts is found as if it were the only one."""

from __future__ import annotations

import itertools

from pointmass.synthesis import synthesize

TEAMS = {"card": "CARDS", "fee": "FEES", "transfer": "TRANSFERS"}
FRAMES = (
    "my {} is lost",
    "where is the {} please",
    "the {} again",
    "a new {} needed",
    "why this {}",
    "{} failed today",
)


def load(candidate):
    namespace: dict[str, object] = {}
    exec(candidate.source, namespace)  # noqa: S102 - tests may execute generated source
    return namespace


def test_a_label_is_told_by_the_words_of_one_of_two_texts():
    rows = [
        ([frame.format(word), f"user{i * j + 7}"], TEAMS[word])
        for (i, frame), (j, word) in itertools.product(enumerate(FRAMES), enumerate(TEAMS))
    ]
    best = synthesize(rows)[0]

    assert best.kind != "table"
    assert best(["the card is gone", "zoe"]) == "CARDS"
    assert best.accepts(["where is the fee", "zoe"]) is load(best)["accepts"]("where is the fee", "zoe")
    assert not best.accepts(["what", "zoe"])


def test_a_title_is_cleaned_whatever_the_number_beside_it():
    rows = [([f"Title {i}: A & B", i], f"title-{i}-a-and-b") for i in range(14)]
    best = synthesize(rows)[0]

    assert best(["Title 99: A & B", 3]) == "title-99-a-and-b"
    assert load(best)["f"]("Title 99: A & B", 3) == "title-99-a-and-b"


def test_a_name_and_an_identifier_make_a_login():
    rows = [([n, f"ID-{i * 37 + 5}"], f"{n.lower()}{i * 37 + 5}") for i, n in enumerate(("Ana", "Ben", "Cleo", "Dave"))]

    assert synthesize(rows)[0](["Zora", "ID-99"]) == "zora99"
