from __future__ import annotations

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
