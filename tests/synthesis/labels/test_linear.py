from __future__ import annotations

import os
import random
import subprocess
import sys

import pytest

from pointmass.synthesis import synthesize

# A label is a run of letters that its made-up words hold somewhere: no word comes twice, so that only runs tell.
SIDES = {"k": "north", "t": "south", "z": "west"}


def words(number, seed):
    chance = random.Random(seed)  # noqa: S311 - no secret
    made = []
    for place in range(number):
        letter = "ktz"[place % 3]
        parts = ["".join(chance.choices("abdefgilmnorsu", k=chance.choice([2, 3, 4, 5]))) for _ in range(4)]
        said = [f"{parts[0]}{letter}yx{parts[1]}", f"{parts[2]}{parts[3]}"]
        chance.shuffle(said)
        made.append((" ".join(said), SIDES[letter]))
    return made


@pytest.fixture(scope="module")
def learned():
    pytest.importorskip("sklearn", reason="the extra 'learn' is not installed")
    return synthesize(words(90, 1), allow_model=True)[0]


def test_a_model_answers_where_no_rule_does_and_says_that_it_is_none(learned):
    assert learned.kind == "model"
    assert "a model, not a rule" in learned.words
    assert "A model, not a rule" in learned.source.split('"""')[1]
    assert all(c.kind != "model" for c in synthesize(words(90, 1)))


def test_fresh_texts_are_answered_and_rarely_wrongly(learned):
    fresh = [(text, label) for text, label in words(150, 2) if learned.accepts(text)]

    assert len(fresh) > 75
    assert sum(learned(text) == label for text, label in fresh) >= 0.97 * len(fresh)


def test_the_source_needs_nothing_and_answers_as_the_candidate_does(learned):
    namespace = {}
    exec(learned.source, namespace)  # noqa: S102 - tests may execute generated source

    assert "sklearn" not in learned.source
    for text, _ in [*words(60, 3), ("", ""), ("###", ""), ("qqq " * 500, "")]:
        assert namespace["accepts"](text) == learned.accepts(text)
        assert namespace["f"](text) == learned(text)


def test_the_source_is_clean(learned, tmp_path):
    (tmp_path / "f.py").write_text(learned.source, encoding="utf-8")
    lint = [sys.executable, "-m", "ruff", "check", "--isolated", "--quiet", str(tmp_path)]
    nowhere = ["--config-file", os.devnull, "--cache-dir", os.devnull]
    types = [sys.executable, "-m", "mypy", "--strict", *nowhere, str(tmp_path)]

    assert subprocess.run(lint, capture_output=True, text=True, check=False).stdout == ""  # noqa: S603 - our own files
    assert "Success" in subprocess.run(types, capture_output=True, text=True, check=False).stdout  # noqa: S603


def test_fitting_is_the_same_every_time(learned):
    assert synthesize(words(90, 1), allow_model=True)[0].source == learned.source


def test_labels_are_never_invented(learned):
    assert {learned(text) for text in ("", "qqq", "\x00", "kty ztk")} <= set(SIDES.values())
    assert not learned.accepts("")


def test_two_labels_that_are_truth_values_stay_truth_values():
    pytest.importorskip("sklearn", reason="the extra 'learn' is not installed")
    found = synthesize([(text, label == "north") for text, label in words(90, 1)], allow_model=True)

    model = next(c for c in found if c.kind == "model")
    assert {model(text) for text, _ in words(30, 2)} == {True, False}


def test_without_the_extra_the_error_names_it():
    code = (
        "import sys; sys.modules['sklearn'] = None\n"
        "from pointmass.synthesis import synthesize\n"
        "synthesize([(f'{c}{i} word', c) for c in 'ab' for i in range(10)], allow_model=True)"
    )

    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603

    assert "InputError" in ended.stderr
    assert "install pointmass[learn]" in ended.stderr


def test_a_rule_that_answers_as_much_stands_before_a_model():
    pytest.importorskip("sklearn", reason="the extra 'learn' is not installed")
    examples = [(f"the {word} number {i}", word.upper() + "!") for word in ("apple", "pear", "plum") for i in range(10)]

    assert next(c.kind for c in synthesize(examples, allow_model=True)) != "model"
