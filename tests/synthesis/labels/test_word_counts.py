from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys

import pytest

from pointmass.synthesis import Signature, synthesize

TOPICS = {
    "cards": ["card", "lost", "plastic", "stolen", "replacement", "delivery", "blocked"],
    "fees": ["fee", "charge", "cost", "price", "extra", "monthly", "expensive"],
    "transfers": ["transfer", "send", "receive", "recipient", "pending", "abroad", "bank"],
}
FILLERS = ["please", "why", "how", "today", "again", "help", "me", "was", "the", "my", "still", "about", "need"]


def tickets(number, seed, topics=TOPICS):
    """Return texts that share most words and hold two or three of their topic: no single keyword is enough."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    made = {}
    while len(made) < number:
        label = chance.choice(sorted(topics))
        said = chance.sample(topics[label], chance.choice([2, 2, 3])) + chance.sample(FILLERS, 4)
        chance.shuffle(said)
        made[" ".join(said)] = label
    return list(made.items())


def module(candidate):
    namespace = {}
    exec(candidate.source, namespace)  # noqa: S102 - tests may execute generated source
    return namespace


def test_words_counted_by_label_answer_fresh_texts_and_rarely_err():
    learned = synthesize(tickets(60, 1))[0]

    fresh = [(text, label) for text, label in tickets(200, 2) if learned.accepts(text)]

    assert learned.kind == "rules"
    assert "SEEN" in learned.source
    assert len(fresh) > 150
    assert sum(learned(text) == label for text, label in fresh) >= 0.97 * len(fresh)


def test_stricter_levels_answer_a_part_of_what_looser_ones_answer():
    learned = synthesize(tickets(40, 3))[0]
    fresh = [text for text, _ in tickets(200, 4)]

    answered = [
        {text for text in fresh if learned.at(strictness).accepts(text)}
        for strictness in range(len(learned.by_strictness))
    ]

    assert len(answered) > 1
    assert all(strict <= loose for loose, strict in itertools.pairwise(answered))


def test_a_text_without_a_known_word_is_handed_back():
    learned = synthesize(tickets(60, 1))[0]

    assert not learned.accepts("zebras graze quietly")
    assert not learned.accepts("")
    assert not learned.accepts(7)


def test_no_label_is_invented():
    learned = synthesize(tickets(60, 1))[0]

    assert {learned(text) for text in ("", "zebra", "card fee transfer", "x" * 9999)} <= set(TOPICS)


def test_a_label_for_everything_else_is_handed_back():
    chance = random.Random(5)  # noqa: S311 - no secret
    rest = [(" ".join("".join(chance.choices("bcdfgaeiou", k=6)) for _ in range(6)), "other") for _ in range(15)]
    learned = synthesize([*tickets(60, 1), *rest])[0]

    fresh = [text for text, _ in tickets(200, 6)]

    assert not any(learned.accepts(text) and learned(text) == "other" for text in [*fresh, *[t for t, _ in rest]])


def test_contested_texts_are_handed_back():
    *examples, (text, _) = tickets(60, 1)

    learned = synthesize(examples, contested=[text])[0]

    assert not learned.accepts(text)


LABELS = [(True, False, True), (1, 2, 3), ("a", "b", "c")]


def relabelled(labels):
    named = dict(zip(TOPICS, labels, strict=True))
    return synthesize([(text, named[label]) for text, label in tickets(60, 1)])[0]


@pytest.mark.parametrize("labels", LABELS)
def test_the_source_answers_as_the_candidate_does_and_labels_keep_their_type(labels):
    learned = relabelled(labels)
    space = module(learned)

    for text, _ in tickets(60, 2):
        assert space["accepts"](text) == learned.accepts(text)
        assert json.dumps(space["f"](text)) == json.dumps(learned(text))


def test_the_source_is_clean(tmp_path):
    for number, labels in enumerate(LABELS):
        (tmp_path / f"f{number}.py").write_text(relabelled(labels).source, encoding="utf-8")
    lint = [sys.executable, "-m", "ruff", "check", "--isolated", "--quiet", str(tmp_path)]
    nowhere = ["--config-file", os.devnull, "--cache-dir", os.devnull]
    types = [sys.executable, "-m", "mypy", "--strict", *nowhere, str(tmp_path)]

    assert subprocess.run(lint, capture_output=True, text=True, check=False).stdout == ""  # noqa: S603 - our own files
    assert "Success" in subprocess.run(types, capture_output=True, text=True, check=False).stdout  # noqa: S603


def test_words_of_an_example_are_data():
    hostile = [('"""; import os', "a"), ("\u202eexec {0} \\", "b"), ("'''\n#", "a")]

    learned = synthesize(
        [(f"{h} {text}", label) for (h, _), (text, label) in zip(hostile * 20, tickets(60, 1), strict=True)]
    )

    assert all("accepts" in module(candidate) for candidate in learned)


def test_few_keywords_are_taken_where_they_answer_as_much():
    examples = [(f"{word} number {i}", word) for word in ("apple", "pear", "plum") for i in range(10)]

    assert (
        "choose the label by the words in the text"
        in synthesize([(t, {"apple": "red", "pear": "green"}.get(w, "blue")) for t, w in examples])[0].words
    )


@pytest.mark.parametrize("name", ["LABELS", "SEEN", "text"])
def test_a_parameter_hides_no_constant_of_the_code(name):
    shown = tickets(60, seed=1)
    signature = Signature(parameters=((name, "str"),), returns="str", doc="Choose.")
    candidate = synthesize(shown, name="route", signature=signature)[0]
    written = module(candidate)

    assert "LABELS" in candidate.source
    for text, _ in shown:
        assert written["route"](text) == candidate(text)
        assert written["accepts"](text) == candidate.accepts(text)
