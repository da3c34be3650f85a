from __future__ import annotations

import pickle
import re
from pathlib import Path
from typing import get_args

import pytest

import pointmass
from pointmass.facts import Notice, joined, notice, void
from pointmass.sentences import SAID, Code, sentence


def test_a_notice_is_its_sentence_as_text_and_its_fact_beside_it():
    found = notice("draws are missing", draws=2, requested=9)

    assert found == str(found) == "2 of 9 draws are there; the same call goes on with the rest"
    assert (found.code, found.severity, dict(found.data)) == ("draws are missing", "note", {"draws": 2, "requested": 9})


def test_whose_it_is_stands_before_the_sentence():
    assert notice("given twice", inputs=1, of="b") == "b: 1 input was given more than once; each counts once here"


def test_a_notice_cannot_be_changed():
    found = notice("replayed")

    with pytest.raises(AttributeError, match="cannot be changed"):
        found.code = "same draws"
    with pytest.raises(TypeError):
        found.data["draws"] = 3


def test_a_notice_travels_as_a_fact():
    found = notice("repeated answers", severity="void", again=3, draws=4, of="now")
    back = pickle.loads(pickle.dumps(found))  # noqa: S301 - written by this test

    assert (back, back.code, back.severity, back.data, back.of) == (
        found,
        found.code,
        found.severity,
        found.data,
        found.of,
    )
    assert isinstance(back, Notice)


def test_what_leaves_nothing_is_told_from_what_is_worth_knowing():
    few, many = (notice("repeated answers", severity=each, again=1, draws=2) for each in ("doubt", "void"))

    assert void([few, many, notice("replayed")]) == (many,)
    assert void([few, many])[0].severity == "void"


def test_a_line_of_notices_says_each_once():
    assert joined([notice("replayed"), "", notice("same draws"), notice("replayed")]) == (
        "both are replayed from recordings; both are the same draws"
    )


def test_every_code_has_its_sentence():
    assert set(SAID) == set(get_args(Code))


def test_a_sentence_is_written_of_a_code_and_its_figures():
    assert sentence("different models", {"models": ["one", "two"]}) == "different models answered (one and two)"


def test_no_decision_reads_a_sentence():
    """What a notice is about is asked of its code: nothing looks into, cuts or compares its text."""
    sources = Path(pointmass.__file__).parent.rglob("*.py")
    looks = re.compile(
        r"\b(in|==|!=) (each\.|a\.|b\.|self\.)?(notice|note|diag|sentence|why|reason)\b(?!s)(?! in )(?!\.items)"
        r"|\b(notice|note|diag|sentence|why|reason)\.(startswith|endswith|removeprefix|find|index|partition|split)\("
    )
    found = [
        f"{path.name}: {line.strip()}"
        for path in sources
        for line in path.read_text(encoding="utf-8").splitlines()
        if looks.search(line)
        and not re.match(r'\s*(#|"|for |f?")|.*"""', line)
        and not re.search(r"\bfor \w+ in\b", line)
    ]

    assert found == []
