"""A second restriction: a Landlock domain without rules, in which no file can be opened and no TCP port reached.

It is not enough by itself: the metadata of files (modes, times, owners), datagrams, and sockets with a path are
restricted only by the filter of system calls.
"""

from __future__ import annotations

import ctypes
import os
import struct

# linux/landlock.h; the numbers of the calls are the same on every architecture.
_CREATE_RULESET, _RESTRICT_SELF = 444, 446
_VERSION = 1
_FILE_ACCESS = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many kinds of file access Landlock can refuse, by the ABI version from which on it can."""
_NETWORK_SINCE, _SCOPES_SINCE = 4, 6
_BOTH = 3


def landlock_version() -> int:
    """Return the ABI version of Landlock in this kernel, 0 if there is none."""
    libc = ctypes.CDLL(None, use_errno=True)
    return max(0, int(libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)))


def enter_domain() -> int:
    """Refuse this process, permanently, everything that Landlock can refuse; `no_new_privs` must be set before.

    Returns:
        The ABI version in force, at least 1.

    Raises:
        OSError: The kernel has no Landlock, or it is switched off.
    """
    version = landlock_version()
    if version == 0:
        raise OSError("Landlock: this kernel has none, or it is switched off")
    files = (1 << max(count for since, count in _FILE_ACCESS.items() if since <= version)) - 1
    network = _BOTH if version >= _NETWORK_SINCE else 0
    scopes = _BOTH if version >= _SCOPES_SINCE else 0
    size = 24 if version >= _SCOPES_SINCE else 16 if version >= _NETWORK_SINCE else 8
    ruleset = ctypes.create_string_buffer(struct.pack("=QQQ", files, network, scopes), 24)
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = libc.syscall(_CREATE_RULESET, ruleset, ctypes.c_size_t(size), 0)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), "landlock_create_ruleset")
    try:
        if libc.syscall(_RESTRICT_SELF, descriptor, 0):
            raise OSError(ctypes.get_errno(), "landlock_restrict_self")
    finally:
        os.close(descriptor)
    return version
