"""Confine the calling process to computing: restrict descriptors, privileges, memory, time, files and network."""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import resource
import signal
import struct
from dataclasses import dataclass

from pointmass.sandbox.landlock import enter_domain
from pointmass.sandbox.seccomp import forbid_new_privileges, install

_NOBODY = 65534
_PARENT_DEATH_SIGNAL, _DUMPABLE = 1, 4  # linux/prctl.h
_CAPABILITY_VERSION = 0x20080522  # _LINUX_CAPABILITY_VERSION_3, linux/capability.h
_MEBIBYTE = 1 << 20
_STACK = 8 * _MEBIBYTE


@dataclass(frozen=True, slots=True)
class Confined:
    """The confinement in force.

    Attributes:
        landlock: The ABI version of Landlock, at least 1.
        uid: The id of the user that the process runs as.
    """

    landlock: int
    uid: int


def confine(read_from: int, write_to: int, *, parent: int, memory_mb: int, seconds: float) -> Confined:
    """Confine this process permanently: afterwards it can only read one pipe, write to another, and compute.

    Args:
        read_from: The descriptor of the pipe that requests come from.
        write_to: The descriptor of the pipe that answers go to.
        parent: The id of the parent process; this process ends with it.
        memory_mb: The most address space, in mebibytes.
        seconds: After how many seconds, of wall time or CPU time, the kernel ends the process in any case.

    Raises:
        OSError: A restriction could not be set; the process must not go on.
    """
    keep_only(read_from, write_to)
    os.chdir("/")
    _give_up_privileges()
    die_with(parent)
    uid = os.getuid()
    forbid_new_privileges()
    version = enter_domain()  # needs a descriptor for a moment, so it comes before the limits
    _limit(memory_mb, seconds)
    install(read_from, write_to)
    return Confined(landlock=version, uid=uid)


def keep_only(*descriptors: int) -> None:
    """Close every descriptor but these; 0, 1 and 2 become the null device."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    start = 3
    for kept in sorted(descriptors):
        os.closerange(start, kept)
        start = kept + 1
    # Descriptors that were opened under a higher limit than today's stay open, so the bound is that of the kernel.
    os.closerange(start, 1 << 20)


def die_with(parent: int) -> None:
    """Let the kernel end this process when *parent* ends.

    Raises:
        OSError: The kernel refuses, or the parent has ended already.
    """
    _prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        raise OSError("the process that asked has ended")


def hide_from_debuggers() -> None:
    """Keep other processes of the same user from reading the memory of this one."""
    _prctl(_DUMPABLE, 0)


def _give_up_privileges() -> None:
    """Stop being root if possible, and drop all capabilities in any case."""
    if os.geteuid() == 0:
        # In a user namespace without another user, root stays root, but without capabilities and behind the filter.
        with contextlib.suppress(OSError):
            os.setgroups([])
            os.setresgid(_NOBODY, _NOBODY, _NOBODY)
            os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    libc = ctypes.CDLL(None, use_errno=True)
    header = ctypes.create_string_buffer(struct.pack("=Ii", _CAPABILITY_VERSION, 0), 8)
    if libc.capset(header, ctypes.create_string_buffer(24)):
        raise OSError(ctypes.get_errno(), "capset")
    hide_from_debuggers()


def _limit(memory_mb: int, seconds: float) -> None:
    whole = math.ceil(seconds)
    limits = {
        resource.RLIMIT_AS: memory_mb * _MEBIBYTE,
        resource.RLIMIT_DATA: memory_mb * _MEBIBYTE,
        resource.RLIMIT_STACK: _STACK,
        resource.RLIMIT_CPU: whole,
        resource.RLIMIT_NOFILE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
    }
    for what, most in limits.items():
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)  # noqa: PLW2901 - never above what is given
        resource.setrlimit(what, (most, most))
    # A timer limits the wall time as well, as the process that should end this one may be gone. SIGALRM ends it by
    # default, but may be ignored or blocked, which is inherited from the process that started the interpreter.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0):
        raise OSError(ctypes.get_errno(), f"prctl {option}")
