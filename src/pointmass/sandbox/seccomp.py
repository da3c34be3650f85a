"""The main restriction: a filter of system calls that lets a process compute, and nothing else."""

from __future__ import annotations

import ctypes
import errno
import os
import struct

ARCHITECTURES = ("x86_64",)
"""The processors for which the numbers below were tested. On others nothing is executed."""

_AUDIT_ARCH = 0xC000003E  # AUDIT_ARCH_X86_64, linux/audit.h
_X32 = 0x40000000  # __X32_SYSCALL_BIT, asm/unistd.h: the same calls under other numbers

_READ, _WRITE, _MMAP, _MPROTECT, _MADVISE, _FUTEX = 0, 1, 9, 10, 28, 202
_COMPUTING = {
    "munmap": 11,
    "brk": 12,
    "mremap": 25,
    "sched_yield": 24,
    "getpid": 39,
    "exit": 60,
    "gettimeofday": 96,
    "gettid": 186,
    "clock_gettime": 228,
    "clock_getres": 229,
    "exit_group": 231,
    "getrandom": 318,
    "rseq": 334,
}
"""Numbers from asm/unistd_64.h: memory, clocks, randomness, exit; no descriptors, paths, processes, signals or sockets.

The return from a signal handler is missing, too: there are no handlers here, and a forged signal frame could block the
timer that ends the process.
"""

_PROT_EXEC = 4  # linux/mman.h
_FREEING = (4, 8, 14, 15)  # MADV_DONTNEED, _FREE, _HUGEPAGE, _NOHUGEPAGE: what allocators ask for
_WAITING = (0, 1, 9, 10)  # FUTEX_WAIT, _WAKE, _WAIT_BITSET, _WAKE_BITSET: what locks ask for; linux/futex.h
_FUTEX_COMMAND = 127
_WHOLE = 0xFFFFFFFF

# linux/bpf_common.h and linux/seccomp.h
_LOAD, _AND, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND, _THIRD = 0, 4, 16, 24, 32  # in struct seccomp_data; low halves of arguments

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2  # linux/prctl.h


def filter_program(read_from: int, write_to: int) -> bytes:
    """Return the filter as a program in classic BPF.

    A system call that is not allowed gives ``EPERM``, so that Python code sees a ``PermissionError``. A call with the
    numbers of another architecture kills the process.

    Args:
        read_from: The only descriptor that may be read.
        write_to: The only descriptor that may be written.
    """
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, _AUDIT_ARCH),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _KILL),
    ]
    for rule in (
        (_READ, _FIRST, _WHOLE, (read_from,)),
        (_WRITE, _FIRST, _WHOLE, (write_to,)),
        (_MMAP, _THIRD, _PROT_EXEC, (0,)),
        (_MPROTECT, _THIRD, _PROT_EXEC, (0,)),
        (_MADVISE, _THIRD, _WHOLE, _FREEING),
        (_FUTEX, _SECOND, _FUTEX_COMMAND, _WAITING),
    ):
        steps += _only(*rule)
    for number in _COMPUTING.values():
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    steps.append((_RETURN, 0, 0, _REFUSE))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _only(number: int, argument: int, mask: int, values: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    """Return the steps that allow a system call only if certain bits of one argument have one of the values."""
    compared = [(_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values)]
    checks = [(_LOAD, 0, 0, argument), (_AND, 0, 0, mask), *compared, (_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    return [(_EQUAL, 0, len(checks), number), *checks]


def forbid_new_privileges() -> None:
    """Give up, permanently, the privileges that a set-uid program would give.

    Raises:
        OSError: The kernel does not know the request.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "no_new_privs")


def install(read_from: int, write_to: int) -> None:
    """Install the filter in this process, permanently; call `forbid_new_privileges` before.

    Raises:
        OSError: The kernel has no filters, or the environment of the process (such as a container) forbids them.
    """
    program = filter_program(read_from, write_to)
    held = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: the number of steps, of eight bytes each, and their address.
    described = struct.pack("@HP", len(program) // 8, ctypes.addressof(held))
    pointer = ctypes.create_string_buffer(described, len(described))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(pointer), ctypes.c_ulong(0), ctypes.c_ulong(0)):
        raise OSError(ctypes.get_errno(), f"seccomp: {os.strerror(ctypes.get_errno())}")
