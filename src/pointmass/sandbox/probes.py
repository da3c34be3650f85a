"""Test the restrictions from inside a confined process, against the kernel alone, before unapproved code runs."""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import resource
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path

_HELD = ""


def probe(memory_mb: int) -> dict[str, str]:
    """Try everything that must not work; return for each attempt what happened, empty if it was refused.

    Args:
        memory_mb: The memory limit that must hold, in mebibytes.
    """
    tries: dict[str, Callable[[], object]] = {
        "read a file": lambda: Path("/etc/passwd").read_bytes(),
        "look at a file": lambda: Path("/").stat(),
        "list a folder": lambda: os.listdir("/"),  # noqa: PTH208 - the system call itself
        "write a file": lambda: Path("/tmp/pointmass-probe").write_bytes(b""),  # noqa: S108 - must not come to be
        "change a file": lambda: Path("/").chmod(0o755),
        "change the environment of others": lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes(),
        "open a socket": socket.socket,
        "open a local socket": lambda: socket.socket(socket.AF_UNIX),
        "start a process": _fork,
        "become a program": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606 - must not come to be
        "start a thread": lambda: threading.Thread(target=int).start(),
        "signal a process": lambda: os.kill(os.getpid(), 0),
        "handle a signal": lambda: signal.signal(signal.SIGALRM, signal.SIG_IGN),
        "put off its end": lambda: signal.setitimer(signal.ITIMER_REAL, 0),
        "change user": lambda: os.setuid(0),
        "set a limit": lambda: _by_hand("setrlimit", resource.RLIMIT_CPU, ctypes.create_string_buffer(16)),
        "make memory executable": lambda: mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_EXEC),
        "trace a process": lambda: _by_hand("ptrace", 0, 0, 0, 0),
        "use more memory": lambda: bytearray((memory_mb << 20) + 1),
    }
    return {name: _tried(attempt) for name, attempt in tries.items()}


def _tried(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except MemoryError:
        return _HELD
    except OSError as error:
        return _HELD if error.errno == errno.EPERM else repr(error)
    except RuntimeError as error:  # the error of threading when the kernel refuses a clone
        return _HELD if "start new thread" in str(error) else repr(error)
    except BaseException as error:  # noqa: BLE001 - any other error does not show that the kernel refused
        return repr(error)
    return "it worked"


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _by_hand(name: str, *arguments: object) -> None:
    """Call a function of the C library directly, as Python's own function reports refusals differently."""
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), name)
