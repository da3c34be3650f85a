"""The process that confined processes are forked from: it loads the modules, and never executes unapproved code."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from pointmass.sandbox.confine import hide_from_debuggers
from pointmass.sandbox.libraries import load
from pointmass.sandbox.modules import preload
from pointmass.sandbox.worker import work

_MESSAGE = 1 << 14  # bytes of a request or an answer at most


def serve(control: int, modules: Sequence[str], libraries: Mapping[str, str]) -> NoReturn:
    """Fork and end processes on requests from the control socket; end when its other side is closed.

    Args:
        control: The descriptor of a SOCK_SEQPACKET socket.
        modules: The modules to load before the first fork.
        libraries: Installed libraries to load as well, each with its folder.
    """
    connection = socket.socket(fileno=control)
    sys.argv.clear()  # so that the children do not have the command line in memory
    sys.orig_argv.clear()
    preload(modules)
    modules = [*modules, *load(libraries)]
    hide_from_debuggers()
    gc.collect()
    gc.freeze()  # so that collections in the children do not copy pages that they share
    mine = os.getpid()
    children: set[int] = set()
    connection.send(b'{"number": 0}')
    while True:
        message, descriptors, _, _ = socket.recv_fds(connection, _MESSAGE, 2)
        if not message:
            os._exit(0)  # the kernel then ends the children
        asked = json.loads(message)
        if asked["do"] == "fork":
            answer = _fork(asked, descriptors, mine, modules)
            children.update([answer["pid"]] if answer["pid"] else [])
        else:
            answer = _end(int(asked["pid"]), children)
        connection.send(json.dumps({"number": asked["number"], **answer}).encode())


def _fork(asked: dict[str, Any], descriptors: list[int], mine: int, modules: Sequence[str]) -> dict[str, Any]:
    try:
        reading, writing = descriptors
        pid = os.fork()
        if pid == 0:
            try:
                work(reading, writing, {**asked, "parent": mine, "modules": list(modules)})
            finally:
                os._exit(1)
    except (OSError, ValueError) as error:
        return {"pid": 0, "error": str(error)}
    finally:
        for descriptor in descriptors:
            os.close(descriptor)
    return {"pid": pid}


def _end(pid: int, children: set[int]) -> dict[str, Any]:
    """Kill a child and wait for it; until then its process id cannot be reused."""
    if pid not in children:
        return {"signal": 0}
    children.remove(pid)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return {"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}
