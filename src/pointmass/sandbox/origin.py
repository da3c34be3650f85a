"""The trusted side of the process that confined processes are forked from: start it, send it requests, end it."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import select
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pointmass.errors import SandboxError, clip
from pointmass.sandbox.seccomp import ARCHITECTURES

_START_SECONDS = 60.0
"""How long loading the modules may take: a tenth of a second on an idle machine, and much more on a busy one."""
_ASK_SECONDS = 30.0
_MESSAGE = 1 << 14

# Only the sandbox package is loaded, and not the rest of pointmass, as everything loaded is in the memory of confined
# code.
_PROGRAM = """
import json, sys, types
for name, folder in (("pointmass", sys.argv[1]), ("pointmass.sandbox", sys.argv[2])):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [folder]
from pointmass.sandbox import zygote
zygote.serve(int(sys.argv[3]), sys.argv[5:], json.loads(sys.argv[4]))
"""
_FLAGS = ("-s", "-S", "-P", "-B")


def check_platform(*, system: str = sys.platform, machine: str = "", executable: str = sys.executable) -> None:
    """Check that processes can be confined on this platform.

    Args:
        system: The system, as `sys.platform` names it.
        machine: The processor, as `platform.machine` names it; empty for this machine.
        executable: The interpreter to start.

    Raises:
        SandboxError: The system is not Linux, the processor is not one for which the filter of system calls was tested,
            or there is no interpreter to start.
    """
    machine = machine or platform.machine()
    here = f"{system} on {machine}"
    if not system.startswith("linux"):
        raise SandboxError(
            f"sandbox: unapproved code is confined by Linux on x86-64 (seccomp, Landlock), and this is {here}; nothing was "
            "executed: propose code on such a machine or container, and load what was approved anywhere (pm.load)"
        )
    if machine not in ARCHITECTURES:
        raise SandboxError(
            f"sandbox: the filter of system calls was tried on {list(ARCHITECTURES)}, and this is {here}; nothing was "
            "executed: propose code on such a machine or container, and load what was approved anywhere (pm.load)"
        )
    if not executable:
        raise SandboxError("sandbox: a fresh interpreter is needed, and sys.executable is empty; nothing was executed")


class Origin:
    """A fresh interpreter, with an almost empty environment, that forks on request.

    Args:
        modules: The modules of the standard library that it loads.
        hash_seed: Its PYTHONHASHSEED.
        zone: Its time zone, TZ.
        libraries: Installed libraries that it loads as well, each with its folder.

    Raises:
        SandboxError: It does not start.
    """

    def __init__(
        self, modules: Sequence[str], *, hash_seed: int, zone: str, libraries: Mapping[str, str] | None = None
    ) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._control, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._asked = 0
        folder = Path(__file__).parent
        arguments = [
            str(folder.parent),
            str(folder),
            str(self._theirs.fileno()),
            json.dumps(dict(libraries or {})),
            *modules,
        ]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, and names of modules that were checked
                [sys.executable, *_FLAGS, "-c", _PROGRAM, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={"PYTHONHASHSEED": str(hash_seed), "TZ": zone, "LC_ALL": "C.UTF-8"},
                cwd="/",
                start_new_session=True,
                pass_fds=(self._theirs.fileno(),),
            )
            self._theirs.close()
            self._hear(0, _START_SECONDS)
        except OSError as error:
            self.close()
            raise SandboxError(f"sandbox: no fresh interpreter: {clip(str(error))}; nothing was executed") from error
        except (
            BaseException
        ):  # an interrupt, or the end of a job: an interpreter that is not known yet ends with its control
            self.close()
            raise

    def fork(self, asked: dict[str, Any], reading: int, writing: int) -> int:
        """Fork a process that has the two descriptors, and return its process id.

        Raises:
            SandboxError: It cannot be forked.
        """
        answer = self._ask({"do": "fork", **asked}, [reading, writing])
        if not answer["pid"]:
            raise SandboxError(
                f"sandbox: no process to confine: {clip(answer['error'])}; nothing was executed, end other processes"
            )
        return int(answer["pid"])

    def end(self, pid: int) -> int:
        """Kill a process that was forked; return the signal that ended it, 0 if it had ended by itself."""
        return int(self._ask({"do": "end", "pid": pid}, [])["signal"])

    def close(self) -> None:
        """End the interpreter, and with it every process that was forked from it."""
        self._control.close()
        self._theirs.close()
        if os.getpid() != self._owner:  # a fork of the owner has the descriptors, but is not the parent
            return
        process = self._process
        if process is None:
            return
        process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()

    def __del__(self) -> None:
        """Close what nobody closed: a job may end between the start of the interpreter and the moment that somebody knows it."""
        with contextlib.suppress(Exception):
            self.close()

    def _ask(self, asked: dict[str, Any], descriptors: list[int]) -> dict[str, Any]:
        if os.getpid() != self._owner:
            raise SandboxError(f"sandbox: it belongs to process {self._owner}; open another one in this process")
        with self._lock:
            self._asked += 1
            number = self._asked
            try:
                socket.send_fds(self._control, [json.dumps({"number": number, **asked}).encode()], descriptors)
            except OSError as error:
                raise self._ended() from error
            return self._hear(number, _ASK_SECONDS)

    def _hear(self, number: int, seconds: float) -> dict[str, Any]:
        """Wait for the answer with this number; earlier answers belong to interrupted requests and are dropped."""
        until = time.monotonic() + seconds
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        while poll.poll(max(0, (until - time.monotonic()) * 1000)):
            try:
                message = self._control.recv(_MESSAGE)
            except OSError as error:
                raise self._ended() from error
            if not message:
                raise self._ended()
            answer = dict(json.loads(message))
            if answer["number"] == number:
                return answer
        raise SandboxError(f"sandbox: the fresh interpreter did not answer in {seconds:g} s; nothing was executed")

    def _ended(self) -> SandboxError:
        assert self._process is not None  # noqa: S101 - what has ended was started
        self._process.kill()
        said = b""
        with contextlib.suppress(ValueError, OSError):
            said = self._process.communicate()[1] or b""
        last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return SandboxError(
            f"sandbox: the fresh interpreter has ended: {clip(last) or 'no word why'}; open another one"
        )
