from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.approval import Decision, Question, approved_by, ask, decide, deny, person
from pointmass.shown import printable

QUESTION = Question("bind", "clean", "0123456789abcdef", "clean: stabilize.", "def clean(title):\n\treturn title\n")


@pytest.fixture
def terminal():
    """Type something at a terminal: ``terminal("y\\n")``."""
    before = sys.stdin

    def type_in(text):
        sys.stdin = io.StringIO(text)

    yield type_in
    sys.stdin = before


def test_nobody_approves_by_default():
    said = deny(QUESTION)

    assert not said.approved
    assert said.by == "nobody"
    assert said.reason == "no approver is set, so nobody said yes to 'clean'; pass pm.Workbench(..., approver=pm.ask)"


@pytest.mark.parametrize("answer", ["y\n", "yes\n", " YES \n"])
def test_a_typed_yes_is_a_yes_of_the_person_who_works_here(terminal, answer):
    terminal(answer)

    said = ask(QUESTION)

    assert said.approved
    assert said.by == person()


@pytest.mark.parametrize("answer", ["\n", "n\n", "yep\n", "ja\n", "sure\n"])
def test_anything_but_a_typed_yes_is_a_no(terminal, answer):
    terminal(answer)

    assert not ask(QUESTION).approved


def test_where_nobody_can_type_nobody_said_yes(terminal):
    terminal("")

    said = ask(QUESTION)

    assert (said.approved, said.by) == (False, "nobody")
    assert "nobody can be asked here" in said.reason


def test_the_person_reads_what_is_asked_the_code_and_its_digest(terminal, capsys):
    terminal("n\n")
    ask(QUESTION)

    shown = capsys.readouterr().out

    assert QUESTION.summary in shown
    assert QUESTION.source in shown
    assert "Bind this code as 'clean' (digest 0123456789ab)? [y/N]" in shown


def test_code_cannot_hide_from_the_person_who_is_asked(terminal, capsys):
    terminal("n\n")
    source = "import os\x1b[1A\x1b[2K\r# nothing to see\u202e\u2066\u200b\u2028x = 1\n"
    ask(Question("bind", "clean", "0", "good\x1b]0;title\x07", source))

    shown = capsys.readouterr().out

    assert "import os\\x1b[1A\\x1b[2K\\r\n" in shown  # where the line ends for Python
    assert r"# nothing to see\u202e\u2066\u200b\u2028x = 1" in shown
    assert r"good\x1b]0;title\x07" in shown
    assert "\x1b" not in shown


def test_letters_of_any_script_stay_as_they_are():
    assert printable("ä é 中 Кошка\n\t😀 ⅓") == "ä é 中 Кошка\n\t😀 ⅓"


@given(st.text())
def test_what_is_shown_has_no_character_that_a_terminal_obeys(text):
    assert all(c.isprintable() or c.isspace() for c in printable(text))
    assert not set(printable(text)) & set(map(chr, [*range(9), *range(11, 32), *range(127, 160)]))


def test_approval_given_elsewhere_is_said_in_that_persons_name():
    said = approved_by("ada")(QUESTION)

    assert said == Decision(approved=True, by="ada", reason="approved 0123456789ab in their name")


def test_a_bare_yes_is_taken_as_said_by_the_callables_name():
    def release_board(question):
        return question.name == "clean"

    assert decide(release_board, QUESTION) == Decision(approved=True, by="release_board")


@pytest.mark.parametrize("answer", [False, None, 1, "yes", object()])
def test_only_true_itself_is_a_yes(answer):
    assert not decide(lambda question: answer, QUESTION).approved


def test_an_approver_that_is_an_object_is_named_by_its_class():
    class Board:
        def __call__(self, _):
            return True

    assert decide(Board(), QUESTION).by == "Board"


def test_an_approver_that_fails_has_not_said_yes():
    def broken(question):
        raise ConnectionError("no board today")

    with pytest.raises(ConnectionError):
        decide(broken, QUESTION)


def test_the_person_who_works_here_has_a_name():
    assert person()


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "cp1252"])
def test_a_terminal_that_lacks_letters_shows_them_written_out_and_asks_all_the_same(encoding):
    program = """
from pointmass.approval import Question, ask
print(ask(Question("bind", "clean", "0", "≥ 93% “×”", "x = 'Привет'")).approved)
"""
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", program], input=b"y\n", capture_output=True, check=False,
        env=os.environ | {"PYTHONIOENCODING": encoding},
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert b"\\u041f" in done.stdout
    assert done.stdout.rstrip().endswith(b"True")
