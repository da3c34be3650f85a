from __future__ import annotations

import gc
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from pointmass.errors import SandboxError
from pointmass.sandbox import Sandbox
from pointmass.sandbox.origin import Origin, check_platform

# A container's profile, in little: one system call gives an error, for this process and all that come from it.
SURROUNDED = """
import ctypes, struct, sys
from pointmass.errors import SandboxError
from pointmass.sandbox import Sandbox
from pointmass.sandbox.seccomp import forbid_new_privileges
number, first, error = (int(text) for text in sys.argv[1:])
steps = [(0x20, 0, 0, 0), (0x15, 0, 3, number), (0x20, 0, 0, 16), (0x15, 0, 1, first), (0x06, 0, 0, 0x50000 | error),
         (0x06, 0, 0, 0x7FFF0000)]
program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
pointer = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(program)))
forbid_new_privileges()
assert ctypes.CDLL(None).prctl(22, 2, ctypes.byref(pointer), 0, 0) == 0
try:
    with Sandbox() as sandbox:
        print("open", sandbox.run("def f():\\n    return 'executed'\\n", "f", [[]]))
except SandboxError as error:
    print(error)
"""
LANDLOCK, PRCTL = 444, 157
SET_SECCOMP, NO_NEW_PRIVILEGES, DEATH_SIGNAL = 22, 38, 1
ENOSYS, EINVAL, EPERM = 38, 22, 1


def surrounded(number, first, error):
    command = [sys.executable, "-c", SURROUNDED, str(number), str(first), str(error)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()  # noqa: S603 - ours


@pytest.mark.parametrize(
    ("number", "first", "error", "missing"),
    [
        (LANDLOCK, 0, ENOSYS, "Landlock: this kernel has none, or it is switched off"),
        (PRCTL, SET_SECCOMP, EINVAL, "seccomp: Invalid argument"),
        (PRCTL, SET_SECCOMP, EPERM, "seccomp: Operation not permitted"),
        (PRCTL, NO_NEW_PRIVILEGES, EINVAL, "no_new_privs"),
        (PRCTL, DEATH_SIGNAL, EPERM, "prctl 1"),
    ],
    ids=[
        "no landlock",
        "no filters",
        "filters forbidden",
        "no new privileges",
        "no death signal",
    ],
)
def test_where_a_wall_cannot_be_built_nothing_is_executed(sandbox, number, first, error, missing):
    said = surrounded(number, first, error)

    assert said.startswith("sandbox: code cannot be confined here: ")
    assert missing in said
    assert said.endswith("nothing was executed")


def test_a_surrounding_that_forbids_nothing_of_ours_is_no_hindrance(sandbox):
    assert "executed" in surrounded(LANDLOCK + 1000, 0, ENOSYS)


@pytest.mark.parametrize(
    ("system", "machine", "executable", "said"),
    [
        ("darwin", "arm64", "/usr/bin/python3", "this is darwin on arm64"),
        ("win32", "AMD64", "python.exe", "this is win32 on AMD64"),
        ("linux", "riscv64", "/usr/bin/python3", r"was tried on \['x86_64'\], and this is linux on riscv64"),
        ("linux", "x86_64", "", "sys.executable is empty"),
    ],
)
def test_a_platform_without_the_walls_is_refused_by_name(system, machine, executable, said):
    with pytest.raises(SandboxError, match=said):
        check_platform(system=system, machine=machine, executable=executable)


def test_a_module_that_is_not_there_is_named(sandbox):
    with pytest.raises(SandboxError, match=r"has ended: ModuleNotFoundError: No module named 'encodings\.nothing'"):
        Sandbox(modules=["encodings.nothing"]).__enter__()


def test_a_sandbox_belongs_to_the_process_that_opened_it(sandbox):
    program = """
import os, warnings
from pointmass.errors import SandboxError
from pointmass.sandbox import Sandbox
with Sandbox() as sandbox:
    pid = os.fork()
    if pid == 0:
        try:
            sandbox.run("def f():\\n    return 1\\n", "f", [[]])
        except SandboxError as error:
            print(error, flush=True)
        os._exit(0)
    os.waitpid(pid, 0)
    print(sandbox.run("def f():\\n    return 1\\n", "f", [[]])[0].value)
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 - ours
    first, second = done.stdout.splitlines()

    assert "open another one in this process" in first
    assert second == "1"


def children():
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def interrupted(at):
    """Start an interpreter, with an interrupt at one line of the start; return whether there was one."""
    left = at

    def trace(frame, event, argument):
        nonlocal left
        if frame.f_code is not Origin.__init__.__code__:
            return None
        if event == "line":
            left -= 1
            if left == 0:
                raise KeyboardInterrupt
        return trace

    sys.settrace(trace)
    try:
        Origin((), hash_seed=0, zone="UTC").close()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(None)
    return False


def test_an_interrupt_at_any_line_of_the_start_leaves_no_process_and_no_socket():
    before, at = children(), 0
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        while interrupted(at := at + 1):
            gc.collect()

    assert at > 8
    assert [str(each.message) for each in told] == []
    assert children() == before
