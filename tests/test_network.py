"""The tests' own guard: nothing leaves this machine unless a test is marked `live`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# 192.0.2.0/24 is kept for documentation (RFC 5737). A UDP socket that connects sends nothing, wherever it connects to.
TRIES = """
import socket
import threading

import pytest


def reach(host, kind=socket.SOCK_DGRAM):
    with socket.socket(socket.AF_INET, kind) as s:
        s.connect((host, 9))


def test_beyond():
    reach("192.0.2.1")


def test_swallowed():
    try:
        reach("192.0.2.1")
    except Exception:
        pass


def test_thread():
    thread = threading.Thread(target=test_swallowed)
    thread.start()
    thread.join()


def test_name():
    try:
        socket.getaddrinfo("service.example", 443)
    except Exception:
        pass


@pytest.mark.live
def test_live():
    reach("192.0.2.1")


def test_loopback():
    reach("127.0.0.1")
    with socket.create_server(("localhost", 0)) as server, socket.create_connection(server.getsockname()):
        pass


def test_nowhere():
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("nothing.invalid", 443)
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """What becomes of each test above, under a copy of this folder's conftest."""
    folder = tmp_path_factory.mktemp("network")
    shutil.copy(Path(__file__).with_name("conftest.py"), folder)
    (folder / "test_tries.py").write_text(TRIES)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = live\n")
    command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "--tb=no"]
    environment = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    said = re.findall(r"^test_tries\.py::test_(\w+) (PASSED|FAILED|ERROR)", done.stdout, re.MULTILINE)
    return {name: {word for other, word in said if other == name} for name, _ in said}


def test_a_connection_to_another_machine_fails_the_test(outcomes):
    assert outcomes["beyond"] == {"FAILED", "ERROR"}


@pytest.mark.parametrize("how", ["swallowed", "thread", "name"])
def test_a_connection_that_the_code_hides_is_found_at_the_end_of_the_test(outcomes, how):
    assert "ERROR" in outcomes[how]


@pytest.mark.parametrize("how", ["live", "loopback", "nowhere"])
def test_what_may_connect_connects(outcomes, how):
    assert outcomes[how] == {"PASSED"}
