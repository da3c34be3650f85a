from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

import pointmass as pm


def pointmass(*arguments, **environment):
    """Call the command line as a person would, in a process of its own."""
    return subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "-m", "pointmass.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=os.environ | environment,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A file with a sample, a call and a stabilization in it."""
    path = tmp_path_factory.mktemp("cli") / "files.pointmass"
    with pm.Workbench(path, model=pm.shipped("clean_filename"), approver=pm.approved_by("a reader")) as wb:

        @wb.spec
        def clean_filename(title: str) -> str:
            """Turn each title into a clean file name."""

        s = clean_filename.sample(pm.shipped_inputs("clean_filename"), progress=False)
        clean_filename.stabilize(s).accept()
    return path


def test_the_tour_can_be_taken_from_the_command_line_and_is_plain_in_a_pipe():
    done = pointmass("tour")

    assert (done.returncode, done.stderr) == (0, "")
    assert "bound as v2, hybrid" in done.stdout
    assert "\x1b[" not in done.stdout


def test_show_lists_the_draws_and_the_names_of_a_file(file):
    shown = pointmass("show", file).stdout

    assert "clean_filename" in shown
    assert "512" in shown
    assert "clean_filename: hybrid since v2 (stabilize, by a reader)" in shown


def test_history_tells_every_meaning_of_a_name(file):
    told = pointmass("history", file, "clean_filename").stdout

    assert told.index("v1  neural") < told.index("v2  hybrid")
    assert "by a reader" in told


@pytest.fixture
def recording(tmp_path):
    lines = [
        {"kind": "draw", "variant": "plain", "input": text, "draw": number, "output": answer}
        for text, answers in {"12.5": ["number", "version"], "v1": ["version", "version"]}.items()
        for number, answer in enumerate(answers)
    ]
    path = tmp_path / "tokens.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("suffix", "text"),
    [(".txt", "12.5\n\nv1\n"), (".csv", "token\n12.5\nv1\n"), (".jsonl", '"12.5"\n{"text": "v1"}\n')],
)
def test_a_sample_of_a_file_of_inputs_is_drawn_kept_and_printed(tmp_path, recording, suffix, text):
    file, inputs = tmp_path / "tokens.pointmass", tmp_path / f"inputs{suffix}"
    inputs.write_text(text, encoding="utf-8")
    new = ["--prompt", "What is it?", "--label", "number", "--label", "version", "--recording", recording]
    drawn = pointmass("sample", file, "interpret", inputs, "--draws", 2, *new)
    again = pointmass("sample", file, "interpret", inputs, "--draws", 2, "--recording", recording)

    assert (drawn.returncode, drawn.stderr) == (0, "")
    assert "1 of 2 inputs are unanimous; 1 contested: “12.5” (1:1)" in drawn.stdout
    assert "1 of 2 inputs are unanimous" in again.stdout
    assert "interpret: neural since v1" in pointmass("show", file).stdout


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("inputs.csv", "a,b\n1\n", "line 2: the row has 1 cell, and the header has 2"),
        ("inputs.jsonl", "{", "line 1 is not JSON"),
        ("inputs.txt", "\n", "holds no input"),
        ("inputs.txt", "12.5\n", "the file knows no spec of this name"),
    ],
)
def test_a_sample_that_cannot_be_drawn_says_what_to_do(tmp_path, recording, name, text, said):
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = pointmass("sample", tmp_path / "x.pointmass", "interpret", tmp_path / name, "--recording", recording)

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("draws", [1, 2])
def test_an_input_with_one_draw_and_one_without_an_answer_are_printed_too(tmp_path, recording, draws):
    (tmp_path / "inputs.txt").write_text("12.5\nv1\n", encoding="utf-8")
    (tmp_path / "short.jsonl").write_text(recording.read_text(encoding="utf-8").split("\n")[0], encoding="utf-8")
    how = ["--prompt", "What is it?", "--draws", draws, "--recording", recording]
    done = pointmass("sample", tmp_path / "x.pointmass", "interpret", tmp_path / "inputs.txt", *how)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("version") >= 1
    assert ("2 drawn once" in done.stdout) is (draws == 1)


def test_what_the_machine_refuses_is_one_message_and_no_traceback(tmp_path, recording):
    (tmp_path / "inputs.txt").write_text("12.5\n", encoding="utf-8")
    how = ["--prompt", "What is it?", "--draws", 1, "--recording", tmp_path / "nowhere.jsonl"]
    done = pointmass("sample", tmp_path / "x.pointmass", "interpret", tmp_path / "inputs.txt", *how)

    assert done.returncode == 1
    assert "nowhere.jsonl" in done.stderr
    assert "Traceback" not in done.stderr


def test_export_writes_the_approved_code_of_a_file_as_a_bundle(file, tmp_path):
    done = pointmass("export", file, tmp_path / "bundles")

    assert (done.returncode, done.stderr) == (0, "")
    assert "clean_filename" in done.stdout
    with pm.load(tmp_path / "bundles") as wb:
        assert wb["clean_filename"]("Meeting Notes (2).docx") == "meeting-notes-2.docx"


def test_export_of_a_name_that_the_file_does_not_know_says_which_it_knows(file, tmp_path):
    done = pointmass("export", file, tmp_path / "bundles", "clean_file")

    assert done.returncode == 1
    assert "it knows ['clean_filename']" in done.stderr


def test_export_says_which_names_it_cannot_write_and_why(tmp_path):
    with pm.Workbench(tmp_path / "own.pointmass") as wb:
        wb.bind(len, name="length")
    done = pointmass("export", tmp_path / "own.pointmass", tmp_path / "bundles")

    assert done.returncode == 1
    assert "length: left out: it is a function of your own" in done.stdout


def test_a_file_with_code_that_nobody_approved_here_says_so(file, tmp_path):
    known, foreign = pointmass("show", file), pointmass("show", file, POINTMASS_HOME=str(tmp_path / "another"))

    assert "its code is not approved on this machine" not in " ".join(known.stdout.split())
    assert "its code is not approved on this machine" in " ".join(foreign.stdout.split())


def test_recover_saves_what_can_be_read_and_says_what_was_lost(file, tmp_path):
    whole = file.read_bytes()
    broken = tmp_path / "broken.pointmass"
    broken.write_bytes(whole[: len(whole) * 3 // 4])
    sound, lossy = pointmass("recover", file, tmp_path / "saved.pointmass"), pointmass("recover", broken)

    assert (sound.returncode, sound.stderr) == (0, "")
    assert "512 draws, 2 bindings" in " ".join(sound.stdout.split())
    assert pointmass("show", tmp_path / "saved.pointmass").stdout == pointmass("show", file).stdout
    assert (lossy.returncode, lossy.stderr) == (1, "")
    assert (tmp_path / "broken-recovered.pointmass").exists()


def test_a_file_that_is_no_store_is_one_message_and_no_traceback(tmp_path):
    (tmp_path / "notes.txt").write_text("not a database, but long enough to look like a file of something else" * 20)
    done = pointmass("show", tmp_path / "notes.txt")

    assert done.returncode == 1
    assert done.stderr.startswith("pointmass: ")
    assert "Traceback" not in done.stderr


def test_without_a_command_the_help_names_the_commands():
    shown = pointmass("--help").stdout

    assert all(command in shown for command in ("tour", "lab", "show", "history", "bench"))


def test_the_tour_works_where_the_terminal_knows_only_ascii():
    done = pointmass("tour", PYTHONIOENCODING="ascii")

    assert (done.returncode, done.stderr) == (0, "")
    assert "bound as v2, hybrid" in done.stdout


def test_the_version_is_told():
    assert pointmass("--version").stdout.startswith("pointmass 0.")
