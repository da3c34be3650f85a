from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import pointmass as pm
from pointmass.errors import InputError
from pointmass.shown import PLAIN, printable, repr_of

HOSTILE = "\x1b[2J\x1b[31m red \x1b]0;title\x07 \u202egnp.exe \u200b \x9b1A \x85 \u2028 \u3164 \x00 \ud800 end"
LIVE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\u3164\ud800-\udfff]")


@given(st.text(st.characters(), max_size=40))
@example(HOSTILE)
def test_what_is_printed_moves_no_cursor_turns_no_text_and_hides_nothing(text):
    shown = printable(text)

    assert not LIVE.search(shown)
    assert all(char in "\n\t" or char.isprintable() for char in shown)
    assert not {unicodedata.category(char) for char in shown if char not in "\n\t"} & {
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
        "Zl",
        "Zp",
    }


@pytest.mark.parametrize("text", ["déjà vu", "東京 タワー", "עברית", "नमस्ते", "e\u0301", "a\u00a0b", "Ω≈ç√ 🙂"])
def test_letters_of_any_script_stay(text):
    assert printable(text).replace("\\xa0", "\u00a0") == text


def test_what_is_written_out_reads_as_in_source():
    assert printable("a\x1b[1m\u202eb\n\tc") == "a\\x1b[1m\\u202eb\n\tc"
    assert printable("a\nb", keep="") == "a\\nb"


def test_a_carriage_return_ends_a_line_as_it_does_for_python():
    assert printable("# harmless\rimport os\r\nx") == "# harmless\\r\nimport os\nx"


def test_a_message_of_an_error_is_printable_whatever_it_quotes():
    assert not LIVE.search(str(InputError(f"it said {HOSTILE}")))
    assert not LIVE.search(str(pm.errors.StoreError(f"{HOSTILE}: no such file")))


@pytest.fixture(scope="module")
def wb():
    """A workbench in which every name that others may choose is hostile."""
    rows = [
        {"kind": "draw", "variant": HOSTILE, "input": f"{HOSTILE}{n}", "draw": d, "output": f"{HOSTILE}{d % 2}"}
        for n in range(8)
        for d in range(4)
    ]
    model = pm.RecordedModel(rows, HOSTILE)
    with pm.Workbench(model=model, approver=pm.approved_by(HOSTILE)) as made:
        made.define(pm.Spec("clean", f"Clean it. {HOSTILE}", (pm.Parameter("title", str),)))
        yield made


@pytest.fixture(scope="module")
def sample(wb):
    return wb["clean"].sample([f"{HOSTILE}{n}" for n in range(8)], draws=4, progress=False)


def test_no_text_of_an_object_holds_what_a_terminal_would_obey(wb, sample):
    wb["clean"].soften()
    said = [
        repr(each)
        for each in (
            wb,
            wb.model,
            wb["clean"],
            wb["clean"].history(),
            *wb["clean"].history().events,
            sample,
            sample.interpretations(),
            pm.compare({HOSTILE: sample, "other": sample}),
        )
    ]

    assert [text for text in said if LIVE.search(text)] == []


def test_no_rendering_of_a_table_holds_what_a_terminal_would_obey_and_its_cells_are_what_they_are(sample):
    tables = [sample.table(), sample.frame, sample.errors(), pm.compare({HOSTILE: sample, "other": sample}).table()]
    for table in tables:
        for made in (table, table.head(3), table[table.columns[:2]], table.sort_values(table.columns[0]), table.T):
            assert not LIVE.search(repr(made))
            assert not LIVE.search(made.to_string())
            assert not LIVE.search(made._repr_html_())
        for column in table:
            assert not LIVE.search(repr(table[column]))
    assert isinstance(sample.table(), pd.DataFrame)
    assert sample.table()["input"][0] == sample.inputs[0]


PROGRAM = r'''
import pointmass as pm

with pm.Workbench(model=pm.SimulatedModel({lambda title: title.lower(): 0.6, lambda title: title.upper(): 0.4})) as wb:

    @wb.spec
    def clean(title: str) -> str:
        """Clean \u00e9 \u2192."""

    sample = clean.sample([f"T\u00eftle \u2026 {letter}" for letter in "abcdef"], draws=4, progress=False)
    compared = pm.compare({"one": sample, "other \u00e9": sample})
    proposal = clean.stabilize(sample)
    for each in (sample, sample.table(), sample.table()["input"], sample.agreement(), sample.cost(), sample.behaviour,
                 sample.interpretations(), sample.clarify(), compared, clean, clean.history(), wb, wb.pending(),
                 proposal, proposal.candidates, proposal.curve, clean.spending()):
        print(each)
        print(repr(each))
'''


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_every_object_can_be_printed_where_standard_output_knows_few_signs(encoding):
    told = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", PROGRAM], capture_output=True, check=False, env=told | {"PYTHONIOENCODING": encoding}
    )

    assert done.stderr.decode("ascii", "replace") == ""
    assert b"6 inputs" in done.stdout
    assert b"6 inputs x 4 draws" in done.stdout or encoding != "ascii"


@pytest.mark.parametrize("command", [["tour"], ["--help"], ["show", "--help"]])
def test_the_command_line_speaks_ascii_where_nothing_else_is_known(command):
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "pointmass.cli", *command],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()


def test_what_ascii_has_no_sign_for_is_written_out():
    assert "×→…é".encode("ascii", PLAIN) == b"x->...\\xe9"


def test_nothing_is_changed_where_every_sign_is_known():
    assert repr_of("6 × 4: é\x1b") == "6 × 4: é\\x1b"
