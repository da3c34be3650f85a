"""What every test gets: no connection leaves this machine, approvals of its own, and the same cases everywhere."""

from __future__ import annotations

import ipaddress
import os
import signal
import sys
import tempfile

import hypothesis
import pytest

# The machines that run these tests are shared and slow at times, so time says nothing about a property.
hypothesis.settings.register_profile("pointmass", deadline=None, derandomize=True)
hypothesis.settings.load_profile("pointmass")


# What the tests approve is not an approval of whoever runs them; the processes that they start share it.
_HOME = tempfile.TemporaryDirectory(prefix="pointmass-approvals-")
os.environ["POINTMASS_HOME"] = _HOME.name


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Start one worker more than there are cores: some tests wait for a service, a browser or a limit of time."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Give a worker whole files, in the order of collection, and one of them all browser tests: they share a JupyterLab."""
    from xdist.scheduler import LoadScopeScheduling

    config.option.loadscopereorder = False

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.split("::", 1)[0]
            return "tests/browser" if file.startswith("tests/browser/") else file

    return ByFile(config, log)


class NoNetworkError(Exception):
    """A test tried to reach another machine."""


class _Gate:
    """Watches every connection that this process makes. An audit hook cannot be taken out again, so there is one."""

    def __init__(self):
        self.closed = False
        self.refused = []

    def __call__(self, event, arguments):
        if self.closed and event in {"socket.connect", "socket.sendto", "socket.getaddrinfo"}:
            host = _host(event, arguments)
            if host is not None and not _is_here(host):
                self.refused.append(f"{event} {host}")
                raise NoNetworkError(f"{event} to {host}: only tests marked `live` may leave this machine")


def _host(event, arguments):
    if event == "socket.getaddrinfo":
        return arguments[0]
    address = arguments[1]  # (host, port, ...) of an internet socket; a path of a Unix socket stays on the machine
    return address[0] if isinstance(address, tuple) else None


def _is_here(host):
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    # RFC 6761: .localhost is always this machine, and .invalid never resolves.
    if name in {"", "localhost"} or name.endswith((".localhost", ".invalid")):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


_GATE = _Gate()
sys.addaudithook(_GATE)


@pytest.fixture(autouse=True)
def no_network(request):
    """Make a connection beyond loopback an error, also where the code under test swallows it."""
    if request.node.get_closest_marker("live"):
        yield
        return
    _GATE.refused.clear()
    _GATE.closed = True
    try:
        yield
    finally:
        _GATE.closed = False
    assert not _GATE.refused, f"the test tried to leave this machine: {_GATE.refused}"


@pytest.fixture
def interruptible():
    """Let an interrupt interrupt, here and in children, also where whoever started the tests has it ignored (``nohup``, ``&``)."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def is_linear():
    """Tell whether work grows with what it is given and not with its square, by calls counted and never by time.

    ``is_linear(work, of)``: ``work(of(n))`` is done for n, 2n and 4n; of linear work the second step up costs twice the first,
    of quadratic work four times. What is loaded and cached once is loaded by a run that is not counted.
    """

    def tell(work, of, n=40):
        work(of(n))
        few, more, most = (_calls(work, of(size)) for size in (n, 2 * n, 4 * n))
        return most - more <= 2.8 * (more - few) + 50

    return tell


def _calls(work, given):
    """Count the calls, of Python and of C functions, that some work takes."""
    count = 0

    def seen(frame, event, argument):
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work(given)
    finally:
        sys.setprofile(before)
    return count
