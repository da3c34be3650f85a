"""An empty answer, and one that is not, against what the words of the text say."""

from __future__ import annotations

import random

from pointmass.synthesis import synthesize
from pointmass.synthesis.nothing import contradicted, unexplained_nothing
from pointmass.synthesis.program import Var


def calls(count, seed=1):
    """Made-up lines of a telephone log, with the e-mail address in them, or nothing."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    lines = []
    for number in range(count):
        mail = f"{rng.choice(['ada', 'grace', 'alan', 'ken'])}{rng.randint(1, 99)}@example.org"
        line, found = rng.choice(
            [
                (f"write to {mail} soon", mail),
                (f"answer {mail}, please", mail),
                (f"the line was busy for {rng.randint(2, 50)} minutes", ""),
                ("nobody picked up, busy", ""),
            ]
        )
        lines.append((f"{number:04d} {line}", found))
    return lines


def test_what_is_recognized_or_nothing_needs_a_word_that_says_that_there_is_nothing():
    best = synthesize(calls(60), name="mail", budget=1.0)[0]

    assert all(best(text) == wanted for text, wanted in calls(100, seed=2) if best.accepts(text))
    assert best.accepts("0061 nobody picked up, busy")
    # An address that is written in another way is none to the program, and nothing says that there is none.
    assert best("0062 ada, at example dot org") == ""
    assert not best.accepts("0062 ada, at example dot org")


def test_words_speak_against_an_empty_answer_and_against_one_that_is_not():
    nothing, something = ("busy",), ("answer",)

    assert not contradicted("", "the line was busy", nothing, something)
    assert contradicted("", "the line was long", nothing, something)
    assert contradicted("", "busy: no answer", nothing, something)
    assert not contradicted("x", "answer x", nothing, something)
    assert contradicted("x", "busy x", nothing, something)


def test_where_no_word_tells_the_form_does_and_nothing_is_asked():
    texts = ["Ada Lovelace", "Grace B. Hopper", "Alan M. Turing", "Hedy Lamarr"]

    assert list(unexplained_nothing(Var(0), texts, ["", "B.", "M.", ""])) == []
    assert list(unexplained_nothing(Var(0), texts, ["x", "B.", "M.", "y"])) == []


def test_a_word_of_two_texts_may_be_a_name_and_is_not_quoted():
    texts = ["rang Osterhagen", "asked Osterhagen", "gone for lunch", "gone home", "gone again", "to x", "to y", "to z"]
    (check,) = unexplained_nothing(Var(0), texts, ["", "", "", "", "", "x", "y", "z"])

    assert "gone" in repr(check.test)
    assert "Osterhagen" not in repr(check.test)
