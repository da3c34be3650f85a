"""What is in force, seen from outside the confined process, and by every number of a system call from inside."""

from __future__ import annotations

import concurrent.futures
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from pointmass.errors import SandboxError
from pointmass.sandbox import Limits, Sandbox
from pointmass.sandbox.landlock import landlock_version

BUSY = "def f():\n    while True:\n        pass\n"


def children(pid):
    """The processes whose parent that is."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(folder.name))
    return found


def alive(pid):
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def may_change_user():
    """Whether this process is root and can become somebody else (CAP_SETGID and CAP_SETUID)."""
    [line] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("CapEff")]
    return os.getuid() == 0 and int(line.split()[1], 16) >> 6 & 3 == 3


def until(condition, seconds=10.0):
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.01)
    return found


@pytest.fixture
def busy(sandbox):
    """The number of a confined process while its code is under way."""
    before = set(children(os.getpid()))
    with Sandbox(limits=Limits(seconds=20)) as own:
        [origin] = set(children(os.getpid())) - before
        thread = threading.Thread(target=lambda: own.run(BUSY, "f", [[]]))
        thread.start()
        [pid] = until(lambda: children(origin))
        until(lambda: "Seccomp:\t2" in (Path("/proc") / str(pid) / "status").read_text())
        yield pid
        os.kill(pid, signal.SIGKILL)
        thread.join()


def test_the_kernel_says_what_holds_the_process(busy):
    lines = (Path("/proc") / str(busy) / "status").read_text().splitlines()
    status = {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}

    assert (status["NoNewPrivs"], status["Seccomp"], status["Threads"]) == ("1", "2", "1")
    assert {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {"0" * 16}
    if may_change_user():
        assert status["Uid"].split() == ["65534"] * 4
        assert status["Groups"] == ""


def test_it_holds_five_descriptors_and_no_file_among_them(busy):
    if os.getuid():
        pytest.skip("only root may look at the descriptors of a process that hides from its own user")
    folder = Path("/proc") / str(busy) / "fd"
    targets = [str(one.readlink()) for one in folder.iterdir()]

    assert sorted(target.partition(":")[0] for target in targets) == ["/dev/null"] * 3 + ["pipe"] * 2


def test_its_environment_holds_three_settings(busy):
    if os.getuid():
        pytest.skip("only root may look at the environment of a process that hides from its own user")
    names = [part.partition(b"=")[0] for part in (Path("/proc") / str(busy) / "environ").read_bytes().split(b"\0")]

    assert sorted(name for name in names if name) == [b"LC_ALL", b"PYTHONHASHSEED", b"TZ"]


def test_its_limits_are_the_kernels(busy):
    text = (Path("/proc") / str(busy) / "limits").read_text()
    rows = {line[:26].strip(): line[26:].split()[:2] for line in text.splitlines()[1:]}

    assert rows["Max address space"] == [str(256 << 20)] * 2
    for name in ("Max open files", "Max file size", "Max core file size", "Max processes"):
        assert rows[name] == ["0", "0"]
    assert rows["Max cpu time"][0].isdigit()


def test_every_system_call_but_the_few_is_refused(sandbox):
    program = """
import ctypes, json, os
from pointmass.sandbox.confine import confine
from pointmass.sandbox import seccomp
parent = os.getpid()
ours, theirs = os.pipe()
other, unused = os.pipe()
if os.fork() == 0:
    libc = ctypes.CDLL(None, use_errno=True)
    confine(other, theirs, parent=parent, memory_mb=2048, seconds=30)
    # 335 and 336 are uretprobe and uprobe: Linux 6.14 passes them by every filter, and ends a process that makes them
    # from anywhere but the kernel's own trampoline (SIGILL).
    known = {0, 1, 9, 10, 28, 202, 335, 336, *seccomp._COMPUTING.values()}
    passed = []
    for number in range(1024):
        if number not in known:
            ctypes.set_errno(0)
            if libc.syscall(number, 0, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != 1:
                passed.append(number)
    os.write(theirs, json.dumps(passed).encode())
    os._exit(0)
os.close(theirs)
print(os.read(ours, 10000).decode())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 - ours

    assert done.stdout.strip() == "[]"


def test_a_call_that_is_known_is_let_through_for_what_it_is_needed_for(sandbox):
    calls = {
        (28, "0, 0, 4"): True,
        (28, "0, 0, 100"): False,  # MADV_HWPOISON
        (28, "0, 0, 12"): False,  # MADV_MERGEABLE
        (202, "0, 1, 0, 0, 0, 0"): True,
        (202, "0, 129, 0, 0, 0, 0"): True,  # FUTEX_WAKE | FUTEX_PRIVATE_FLAG
        (202, "0, 6, 0, 0, 0, 0"): False,  # FUTEX_LOCK_PI
        (202, "0, 12, 0, 0, 0, 0"): False,  # FUTEX_CMP_REQUEUE_PI
        (9, "0, 4096, 3, 34, -1, 0"): True,
        (9, "0, 4096, 7, 34, -1, 0"): False,  # PROT_EXEC
        (10, "0, 4096, 4"): False,
        (0, "other, 0, 0"): True,
        (0, "theirs, 0, 0"): False,
        (1, "theirs, 0, 0"): True,
        (1, "other, 0, 0"): False,
    }
    tries = ", ".join(f"refused({number}, {arguments})" for number, arguments in calls)
    program = f"""
import ctypes, json, os
from pointmass.sandbox.confine import confine
parent = os.getpid()
ours, theirs = os.pipe()
other, unused = os.pipe()
if os.fork() == 0:
    libc = ctypes.CDLL(None, use_errno=True)
    os.close(unused)
    confine(other, theirs, parent=parent, memory_mb=2048, seconds=30)
    def refused(*call):
        ctypes.set_errno(0)
        return libc.syscall(*call) == -1 and ctypes.get_errno() == 1
    os.write(theirs, json.dumps([{tries}]).encode())
    os._exit(0)
os.close(theirs)
os.close(unused)
print(os.read(ours, 1000).decode())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 - ours

    assert json.loads(done.stdout) == [not allowed for allowed in calls.values()]


def test_landlock_holds_by_itself_too():
    if not landlock_version():
        pytest.skip("this kernel has no Landlock")
    program = """
import os
from pointmass.sandbox.landlock import enter_domain
from pointmass.sandbox.seccomp import forbid_new_privileges
forbid_new_privileges()
enter_domain()
try:
    open("/etc/passwd").close()
except PermissionError as error:
    os.write(1, b"refused")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 - ours

    assert done.stdout == "refused"


def test_nothing_is_left_when_the_process_that_asked_is_killed(sandbox):
    program = f"""
from pointmass.sandbox import Sandbox, Limits
with Sandbox(limits=Limits(seconds=60)) as sandbox:
    print("open", flush=True)
    sandbox.run({BUSY!r}, "f", [[]])
"""
    asking = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)  # noqa: S603 - ours
    try:
        asking.stdout.readline()
        [origin] = until(lambda: children(asking.pid))
        [confined] = until(lambda: children(origin))
    finally:
        asking.kill()
        asking.wait()
        asking.stdout.close()

    assert until(lambda: not alive(origin) and not alive(confined))


def test_nothing_is_left_when_the_process_that_forks_is_killed(sandbox):
    before = set(children(os.getpid()))
    with Sandbox(limits=Limits(seconds=20)) as own:
        [origin] = set(children(os.getpid())) - before
        with concurrent.futures.ThreadPoolExecutor() as threads:
            under_way = threads.submit(own.run, BUSY, "f", [[]])
            [confined] = until(lambda: children(origin))
            os.kill(origin, signal.SIGKILL)
            gone = until(lambda: not alive(confined))
            error = under_way.exception(timeout=20)

    assert gone
    assert isinstance(error, SandboxError)
    assert "has ended" in str(error)


def test_a_process_that_nobody_ends_is_ended_by_the_kernel(sandbox):
    program = """
import os, signal, time
from pointmass.sandbox.confine import confine
parent = os.getpid()
ours, theirs = os.pipe()
pid = os.fork()
if pid == 0:
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    confine(ours, theirs, parent=parent, memory_mb=2048, seconds=0.3)
    os.read(ours, 1)
began = time.monotonic()
print(os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGALRM, time.monotonic() - began < 5)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 - ours

    assert done.stdout.split() == ["True", "True"]


def test_a_return_from_a_signal_that_never_came_puts_the_end_off_for_nobody(sandbox):
    program = """
import ctypes, os, signal
from pointmass.sandbox.confine import confine
parent = os.getpid()
ours, theirs = os.pipe()
pid = os.fork()
if pid == 0:
    libc = ctypes.CDLL(None, use_errno=True)
    word, stack = ctypes.create_string_buffer(8), ctypes.create_string_buffer(1 << 16)
    top = ((ctypes.addressof(stack) + (1 << 15)) & ~15) - 8
    confine(ours, theirs, parent=parent, memory_mb=2048, seconds=0.3)
    # struct sigcontext of x86-64: waits in futex for ever, with every signal blocked.
    call = ctypes.cast(libc.syscall, ctypes.c_void_p).value
    registers = [0] * 8 + [202, ctypes.addressof(word), 0, 0, 0, 0, 0, top, call]
    frame = [0] * 4 + registers + [0x202, 0x33 | (0x2b << 48)] + [0] * 5 + [0] * 8 + [2 ** 64 - 1]
    libc.syscall(*[ctypes.c_ulong(value) for value in [15, 0, 0, 0, 0, 0, *frame]])
    libc.syscall(202, word, 0, 0, None, None, 0)
print(os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGALRM)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 - ours

    assert done.stdout.strip() == "True"
