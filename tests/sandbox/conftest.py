"""A sandbox, and a small world around it that attacks can be seen in: a secret, listeners, a process of the same user."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pointmass.errors import SandboxError
from pointmass.sandbox import Limits, Sandbox

CANARY, KEY = "CANARY-7f3a", "sk-canary-0000"


@pytest.fixture(scope="session")
def sandbox():
    """One sandbox for all tests; each `run` has a process of its own anyway."""
    try:
        opened = Sandbox(limits=Limits(seconds=10)).__enter__()  # machines are shared and slow at times
    except SandboxError as error:
        pytest.skip(str(error))
    with contextlib.closing(opened):
        yield opened


@dataclass
class World:
    """What an attack may try to reach, and how it is seen that it did."""

    folder: Path
    listeners: dict[str, socket.socket]
    victim: subprocess.Popen
    hits: set = field(default_factory=set)

    @property
    def places(self):
        return {
            "@SECRET@": str(self.folder / "secret"),
            "@HOME@": str(self.folder),
            "@WRITE@": str(self.folder / "written"),
            "@DEL@": str(self.folder / "kept"),
            "@UNIX@": str(self.folder / "unix"),
            "@ABS@": self.listeners["abs"].getsockname()[1:].decode(),
            "@TCP@": str(self.listeners["tcp"].getsockname()[1]),
            "@UDP@": str(self.listeners["udp"].getsockname()[1]),
            "@VICTIM@": str(self.victim.pid),
        }

    def placed(self, text):
        for name, place in self.places.items():
            text = text.replace(name, place)
        return text

    def reset(self):
        """Put everything back, whatever an attack did."""
        self.hits.clear()
        self.heard()
        self.hits.clear()
        (self.folder / "written").unlink(missing_ok=True)
        (self.folder / "kept").write_text("kept")
        (self.folder / "secret").write_text(f"{CANARY} secret")
        (self.folder / "secret").chmod(0o600)

    def heard(self):
        """Which listeners were reached."""
        while ready := select.select(list(self.listeners.values()), [], [], 0)[0]:
            for listener in ready:
                self.hits.update(name for name, one in self.listeners.items() if one is listener)
                if listener.type == socket.SOCK_DGRAM:
                    listener.recv(100)
                else:
                    listener.accept()[0].close()
        return self.hits

    def seen(self, effect, *, text, seconds):
        """Whether the effect of an attack is there. Effects that are not a breach are never seen here."""
        kind, value, number = effect["kind"], self.placed(str(effect.get("value", ""))), effect.get("n", 0)
        path = Path(value or "/nowhere")
        if kind == "file_exists_later":
            time.sleep(effect["wait"])
        return {
            "result_contains": lambda: value in text,
            "file_exists": path.exists,
            "file_exists_later": path.exists,
            "file_missing": lambda: not path.exists(),
            "file_mode_is": lambda: path.stat().st_mode & 0o777 == effect["mode"],
            "file_size_gt": lambda: path.exists() and path.stat().st_size > number,
            "tcp_hit": lambda: "tcp" in self.heard(),
            "udp_hit": lambda: "udp" in self.heard(),
            "unix_hit": lambda: "unix" in self.heard(),
            "abs_hit": lambda: "abs" in self.heard(),
            "victim_dead": lambda: self.victim.poll() is not None,
            "wall_gt": lambda: seconds > number,
        }.get(kind, lambda: False)()


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("world")
    listeners = {
        "tcp": socket.create_server(("127.0.0.1", 0)),
        "udp": socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        "unix": socket.socket(socket.AF_UNIX),
        "abs": socket.socket(socket.AF_UNIX),
    }
    listeners["udp"].bind(("127.0.0.1", 0))
    listeners["unix"].bind(str(folder / "unix"))
    listeners["abs"].bind(f"\0pointmass-{os.getpid()}")
    for name in ("unix", "abs"):
        listeners[name].listen()
    # A process's environment in /proc is the one that it was started with, so the key stands in this one's.
    victim = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], env={"ANTHROPIC_API_KEY": KEY})
    made = World(folder, listeners, victim)
    made.reset()
    try:
        yield made
    finally:
        victim.kill()
        victim.wait()
        for listener in listeners.values():
            listener.close()


@pytest.fixture
def fresh(world):
    """The world as it is before an attack."""
    world.reset()
    return world


@pytest.fixture
def key_in_the_environment():
    """A key as people have it, in the environment of the process that opens the sandbox."""
    before = os.environ.get("ANTHROPIC_API_KEY")
    os.environ["ANTHROPIC_API_KEY"] = KEY
    yield KEY
    del os.environ["ANTHROPIC_API_KEY"]
    if before is not None:
        os.environ["ANTHROPIC_API_KEY"] = before


@pytest.fixture
def bare():
    """Execute a source with nothing around it, in a process that ends soon; returns what it says."""

    def execute(source, arguments):
        program = f"import json\n{source}\nprint(json.dumps(f(*{arguments!r}), default=repr))"
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603 - bounded attacks
        return done.stdout

    return execute
