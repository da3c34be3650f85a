from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from pointmass.approval import Approvals, Decision

YES = Decision(approved=True, by="ada", digest="d" * 64)


@pytest.fixture
def approvals(tmp_path):
    return Approvals(tmp_path / "home")


@pytest.fixture
def kept(approvals):
    """Approvals with two yeses in their file."""
    approvals.keep(YES, name="clean")
    approvals.keep(Decision(approved=True, by="bob", digest="e" * 64), name="route")
    return approvals


def test_what_was_approved_is_found_by_the_next_session_and_nothing_else_is(kept):
    again = Approvals(kept.folder)

    assert again.find("d" * 64).by == "ada"
    assert again.find("d" * 64).digest == "d" * 64
    assert again.find("f" * 64) is None
    assert again.fault == ""


def test_a_no_and_a_yes_to_nothing_in_particular_are_not_kept(approvals):
    approvals.keep(Decision(approved=False, by="ada", digest="d" * 64), name="clean")
    approvals.keep(Decision(approved=True, by="ada"), name="clean")

    assert not approvals.file.exists()


def test_a_yes_that_is_kept_already_is_no_further_line(kept):
    before = kept.file.read_bytes()
    kept.keep(YES, name="clean")

    assert kept.file.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_the_files_are_the_users_alone_whatever_the_umask_is(tmp_path):
    before = os.umask(0)
    try:
        kept = Approvals(tmp_path / "home")
        kept.keep(YES, name="clean")
    finally:
        os.umask(before)

    modes = {path.name: path.stat().st_mode & 0o777 for path in (kept.folder, *kept.folder.iterdir())}
    assert modes == {"home": 0o700, "approved": 0o600, "key": 0o600}


def corrupt(file):
    file.write_bytes(file.read_bytes().replace(b"ada", b"eve"))


def torn(file):
    file.write_bytes(file.read_bytes()[:-20])


def other_text(file):
    file.write_bytes(file.read_bytes() + b"[1, 2]\n")


def of_another_key(file):
    file.with_name("key").write_bytes(os.urandom(32))


def without_key(file):
    file.with_name("key").unlink()


def open_to_all(file):
    file.chmod(0o666)


def key_that_others_read(file):
    file.with_name("key").chmod(0o644)


CHANGES = [corrupt, torn, other_text, of_another_key, without_key, open_to_all, key_that_others_read]


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("change", CHANGES)
def test_in_a_file_that_this_user_did_not_write_so_nothing_is_approved_and_the_reason_is_said(kept, change):
    change(kept.file)
    for found in (kept, Approvals(kept.folder)):
        assert [found.find(letter * 64) for letter in "de"] == [None, None]
        assert "nothing in it counts as approved; what is needed is asked for again" in found.fault


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
@pytest.mark.parametrize("change", CHANGES)
def test_a_yes_after_that_is_kept_beside_what_cannot_be_used(kept, change):
    change(kept.file)
    kept.keep(Decision(approved=True, by="cleo", digest="f" * 64), name="third")
    again = Approvals(kept.folder)

    assert again.find("f" * 64).by == "cleo"
    assert again.find("d" * 64) is None
    assert any(path.name.startswith("approved.unusable-") for path in kept.folder.iterdir())


def test_a_line_in_which_the_digest_was_exchanged_approves_nothing(kept):
    lines = [json.loads(line) for line in kept.file.read_text().splitlines()]
    lines[0]["digest"] = "f" * 64
    kept.file.write_text("".join(json.dumps(line) + "\n" for line in lines))

    assert kept.find("f" * 64) is None


def test_what_cannot_be_kept_is_said_and_is_no_error(tmp_path):
    (tmp_path / "home").write_text("a file where the folder should be")
    approvals = Approvals(tmp_path / "home")
    approvals.keep(YES, name="clean")

    assert "this yes cannot be kept" in approvals.fault
    assert approvals.find("d" * 64) is None


def test_the_folder_is_named_by_the_environment(tmp_path):
    program = "from pointmass.approval import Approvals; print(Approvals().folder)"
    told = {**os.environ, "POINTMASS_HOME": str(tmp_path / "there")}
    done = subprocess.run([sys.executable, "-c", program], env=told, capture_output=True, text=True, check=True)  # noqa: S603 - ours

    assert done.stdout.strip() == str(tmp_path / "there")


def test_many_processes_may_approve_at_once_and_no_yes_is_lost(tmp_path):
    program = """
import sys
from pointmass.approval import Approvals, Decision
for n in range(20):
    Approvals(sys.argv[1]).keep(Decision(approved=True, by="ada", digest=f"{sys.argv[2]}-{n}"), name="clean")
"""
    children = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "home"), str(number)])  # noqa: S603 - ours
        for number in range(3)
    ]

    assert [child.wait(60) for child in children] == [0, 0, 0]
    kept = Approvals(tmp_path / "home")
    assert all(kept.find(f"{child}-{n}") for child in range(3) for n in range(20)), kept.fault
