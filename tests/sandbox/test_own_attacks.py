"""Attacks that know how the sandbox is built: they paint its signs over first, so that only the kernel is left."""

from __future__ import annotations

import json
import os
import time

import pytest

# Finds the class that keeps the refusals among all classes, and makes it agree to everything: audit hook and import guard
# both ask it. From here on, every Python function works, and what it asks the kernel for is what counts.
PAINT = """
for c in object.__subclasses__():
    if c.__name__ == "Refusals":
        c.refuse = lambda *a, **k: None
        c.taken = lambda self: ""
POSIX = [c for c in object.__subclasses__() if c.__name__ == "BuiltinImporter"][0].load_module("posix")
def tried(call, *args):
    try:
        return repr(call(*args))
    except BaseException as e:
        return type(e).__name__ + " " + str(getattr(e, "errno", ""))
def pipe():
    for fd in range(3, 4096):
        try:
            if POSIX.write(fd, b"") == 0:
                return fd
        except OSError:
            pass
def mark():
    import sys
    at = sys._getframe()
    while at.f_code.co_name != "_serve":
        at = at.f_back
    return at.f_locals["text"][:16]
def put(text):
    data = len(text).to_bytes(4, "big") + text
    out = pipe()
    while data:
        data = data[POSIX.write(out, data):]
"""
EPERM = "PermissionError 1"


def painted(sandbox, source, *arguments, seconds=None):
    [outcome] = sandbox.run(PAINT + source, "f", [list(arguments)], seconds=seconds)
    return outcome


def test_the_signs_can_be_painted_over_so_these_attacks_try_the_kernel(sandbox):
    outcome = painted(sandbox, "import os\ndef f():\n    return [os.name, POSIX.getpid() > 0]\n")

    assert outcome.value == ["posix", True]


@pytest.mark.parametrize(
    "call",
    [
        "POSIX.open, '@SECRET@', 0",
        "POSIX.open, '@WRITE@', 65",
        "POSIX.open, '/proc/self/environ', 0",
        "POSIX.stat, '@SECRET@'",
        "POSIX.listdir, '@HOME@'",
        "POSIX.readlink, '/proc/self/exe'",
        "POSIX.unlink, '@DEL@'",
        "POSIX.rename, '@DEL@', '@WRITE@'",
        "POSIX.link, '@DEL@', '@WRITE@'",
        "POSIX.symlink, '@DEL@', '@WRITE@'",
        "POSIX.mkdir, '@WRITE@'",
        "POSIX.mkfifo, '@WRITE@'",
        "POSIX.chmod, '@SECRET@', 0o666",
        "POSIX.chown, '@SECRET@', 0, 0",
        "POSIX.truncate, '@DEL@', 0",
        "POSIX.utime, '@DEL@', (0, 0)",
        "POSIX.chdir, '@HOME@'",
        "POSIX.chroot, '/'",
        "POSIX.getcwd,",
        "POSIX.setxattr, '@DEL@', 'user.a', b'b'",
        "POSIX.statvfs, '/'",
        "POSIX.fsync, 1",
        "POSIX.fork,",
        "POSIX.execv, '/bin/sh', ['sh', '-c', 'echo hi > @WRITE@']",
        "POSIX.posix_spawn, '/bin/sh', ['sh', '-c', 'echo hi > @WRITE@'], {}",
        "POSIX.kill, @VICTIM@, 9",
        "POSIX.kill, -1, 9",
        "POSIX.killpg, 0, 9",
        "POSIX.pidfd_open, @VICTIM@",
        "POSIX.waitpid, -1, 1",
        "POSIX.setsid,",
        "POSIX.setuid, 0",
        "POSIX.setresuid, 0, 0, 0",
        "POSIX.setgroups, [0]",
        "POSIX.nice, 1",
        "POSIX.sched_setaffinity, 0, {0}",
        "POSIX.sched_setscheduler, 0, 0, POSIX.sched_param(0)",
        "POSIX.memfd_create, 'a'",
        "POSIX.eventfd, 0",
        "POSIX.pipe,",
        "POSIX.dup, 1",
        "POSIX.openpty,",
        "POSIX.read, 0, 10",
        "POSIX.write, 1, b'out'",
        "POSIX.write, 2, b'err'",
        "POSIX.sendfile, 1, 0, 0, 10",
        "POSIX.copy_file_range, 0, 1, 10",
        "POSIX.uname,",
    ],
)
def test_the_kernel_refuses_what_python_would_do(sandbox, fresh, call):
    outcome = painted(sandbox, fresh.placed(f"def f():\n    return tried({call})\n"))

    assert outcome.value == EPERM
    assert (fresh.folder / "kept").read_text() == "kept"
    assert (fresh.folder / "secret").stat().st_mode & 0o777 == 0o600
    assert not (fresh.folder / "written").exists()
    assert fresh.victim.poll() is None


def test_no_descriptor_of_the_parent_is_there(sandbox, fresh):
    secret = os.open(fresh.folder / "secret", os.O_RDONLY)
    os.set_inheritable(secret, True)  # noqa: FBT003 - its only parameter
    source = """
def f():
    found = {}
    for fd in range(256):
        for call in (lambda: POSIX.pread(fd, 100, 0), lambda: POSIX.fstat(fd), lambda: POSIX.lseek(fd, 0, 0)):
            if (what := tried(call)) != "PermissionError 1":
                found[fd] = what
    return found
"""
    try:
        outcome = painted(sandbox, source)
    finally:
        os.close(secret)

    assert outcome.value == {}


def test_the_environment_holds_nothing_of_the_parents(sandbox, key_in_the_environment):
    outcome = painted(sandbox, "import os\ndef f():\n    return sorted(os.environ)\n")

    assert outcome.value == ["LC_ALL", "PYTHONHASHSEED", "TZ"]
    assert os.environ["ANTHROPIC_API_KEY"] == key_in_the_environment


def test_no_socket_can_be_had_whatever_module_is_found(sandbox, fresh):
    source = """
def f():
    found = [m for m in (tried_module(n) for n in ("socket", "_socket", "ssl", "_posixsubprocess")) if m]
    for c in object.__subclasses__():
        if c.__name__ == "BuiltinImporter":
            try:
                found.append(c.load_module("_socket"))
            except ImportError:
                pass
    return [tried(m.socket) for m in found if hasattr(m, "socket")]
def tried_module(name):
    try:
        return __import__(name)
    except ImportError:
        return None
"""
    outcome = painted(sandbox, source)

    assert outcome.kind == "value"
    assert set(outcome.value) <= {EPERM}
    assert fresh.heard() == set()


def test_native_code_can_be_called_and_the_kernel_refuses_it_all_the_same(sandbox, fresh):
    source = """
def classes(c=object):
    for s in type.__subclasses__(c):
        yield s
        yield from classes(s) if s is not type else ()
def f():
    lib = [c for c in classes() if c.__name__ == "CDLL"][0](None, use_errno=True)
    said = []
    for number, args in ((2, (b"@SECRET@", 0)), (41, (2, 1, 0)), (57, ()), (59, (b"/bin/sh", 0, 0)), (62, (@VICTIM@, 9)),
                         (101, (16, @VICTIM@)), (165, (0, 0, 0)), (272, (0x10000000,)), (310, (@VICTIM@, 0, 0, 0, 0, 0)),
                         (317, (1, 0, 0)), (321, (0, 0, 0)), (425, (1, 0)), (9, (0, 4096, 7, 34, -1, 0))):
        said.append(lib.syscall(number, *args))
    return said
"""
    outcome = painted(sandbox, fresh.placed(source))

    assert outcome.value == [-1] * 13
    assert fresh.heard() == set()
    assert fresh.victim.poll() is None


@pytest.mark.parametrize("number", ["0x40000002", "0x40000000 + 57"], ids=["open", "fork"])
def test_a_call_under_the_numbers_of_another_architecture_ends_the_process(sandbox, number):
    source = f"""
def classes(c=object):
    for s in type.__subclasses__(c):
        yield s
        yield from classes(s) if s is not type else ()
def f():
    return [c for c in classes() if c.__name__ == "CDLL"][0](None).syscall({number}, 0, 0, 0)
"""
    outcome = painted(sandbox, source)

    assert (outcome.kind, outcome.message) == ("crashed", "its process has ended (SIGSYS)")


@pytest.mark.parametrize(
    "forged",
    [
        "[[[[",
        "[]",
        "1.",
        "",
        '{"kind":"value"',
        '{"kind":"value"}',
        '{"kind":"failed"}',
        '{"kind":["value"]}',
        '{"kind":"raised"}',
        '{"kind":"value","value":[1e999]}',
        '{"kind":"value","value":"\\ud800"}',
        '{"kind":"refused","rule":"\\u001b[31mfiles","error":"","message":""}',
        '{"kind":"refused","rule":["files"],"error":"","message":""}',
    ],
    ids=[
        *("open", "list", "number", "empty", "cut", "bare", "unknown", "odd", "wordless", "too great", "half"),
        *("no rule", "a list of rules"),
    ],
)
def test_a_forged_answer_is_no_answer(sandbox, forged):
    outcome = painted(sandbox, f"def f():\n    put(mark() + {forged.encode()!r})\n    POSIX._exit(0)\n")

    assert outcome.kind == "crashed"
    assert outcome.value is None


@pytest.mark.parametrize(
    "frame",
    [b"\xff\xff\xff\xff", b"\x00\x00\x00\x02\xff\xfe", b"\x00\x00\x00\x00"],
    ids=["endless", "bytes", "nothing"],
)
def test_a_forged_frame_is_no_answer(sandbox, frame):
    outcome = painted(sandbox, f"def f():\n    POSIX.write(pipe(), {frame!r})\n    POSIX._exit(0)\n")

    assert outcome.kind == "crashed"


def test_what_code_writes_of_its_own_accord_answers_no_later_call(sandbox):
    source = """
CALLS = []
def f(x):
    CALLS.append(x)
    if len(CALLS) == 1:
        put(mark() + b'{"kind":"value","value":"forged"}')
    return x
"""
    outcomes = sandbox.run(PAINT + source, "f", [["a"], ["b"], ["c"]])

    # A call may lie about itself, as it may by what it returns; the call after it gets its own answer, or none.
    assert [(outcome.kind, outcome.value) for outcome in outcomes] == [
        ("value", "forged"),
        ("crashed", None),
        ("value", "forged"),
    ]


def test_an_answer_before_its_mark_could_be_known_is_none(sandbox):
    source = """
def f(x):
    put(b'0' * 16 + b'{"kind":"value","value":"forged"}')
    return x
"""
    [outcome] = sandbox.run(PAINT + source, "f", [["a"]])

    assert outcome.kind == "crashed"


@pytest.mark.parametrize(
    "value",
    [
        '"[" * 500000',
        '"[" * 900 + "]" * 900',
        '"9" * 900000',
        '"-Infinity"',
        '"NaN"',
        """'{"a":' * 3000 + "1" + "}" * 3000""",
        """"[" * 101 + ('"' + chr(92)) * 450000""",
    ],
    ids=["unclosed", "deep", "digits", "infinity", "nan", "objects", "quotes"],
)
def test_a_forged_value_costs_the_parent_neither_stack_nor_time(sandbox, value):
    source = f"""
def f():
    put(mark() + ('{{"kind": "value", "value": ' + {value} + '}}').encode())
    while True:
        pass
"""
    began = time.monotonic()
    outcome = painted(sandbox, source)

    assert outcome.kind == "crashed"
    assert time.monotonic() - began < 8


def test_an_answer_that_comes_byte_by_byte_is_late(sandbox):
    source = """
import time
def f():
    out = pipe()
    POSIX.write(out, (1000).to_bytes(4, "big"))
    while True:
        POSIX.write(out, b" ")
        end = time.monotonic() + 0.02
        while time.monotonic() < end:
            pass
"""
    began = time.monotonic()
    outcome = painted(sandbox, source, seconds=0.3)

    assert outcome.kind == "timeout"
    assert time.monotonic() - began < 8


def test_a_forged_error_is_clipped_and_can_be_printed(sandbox):
    source = r"""
class Loud(Exception):
    def __str__(self):
        return "\ud800" + "x" * 100000
Loud.__name__ = "y" * 100000
def f():
    raise Loud
"""
    outcome = painted(sandbox, source)

    assert (len(outcome.error), len(outcome.message)) == (80, 300)
    assert outcome.message.encode("utf-8").startswith(b"?x")


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    while True:\n        try:\n            POSIX.sched_yield()\n        except BaseException:\n            pass\n",
        "import time\ndef f():\n    for _ in range(10**9):\n        tried(time.sleep, 10)\n",
        "class A:\n    def __del__(self):\n        while True:\n            pass\ndef f():\n    A()\n",
        "class A(dict):\n    def items(self):\n        while True:\n            pass\ndef f():\n    return A(a=1)\n",
        "class A(Exception):\n    def __str__(self):\n        while True:\n            pass\ndef f():\n    raise A\n",
        "def f():\n    return 7 ** 7 ** 7 ** 7\n",
        "def f():\n    return sum(1 for _ in iter(int, 1))\n",
        "def f():\n    POSIX.read(min(fd for fd in range(3, 64) if tried(POSIX.read, fd, 0) == \"b''\"), 1)\n",
    ],
    ids=["yield", "sleep", "finalizer", "writing", "message", "power", "iterator", "reading"],
)
def test_nothing_holds_up_the_parent_for_longer_than_the_limit(sandbox, source):
    began = time.monotonic()
    outcome = painted(sandbox, source, seconds=0.3)

    assert outcome.kind == "timeout"
    assert time.monotonic() - began < 8


def test_a_source_that_never_ends_loading_is_loaded_once(sandbox):
    began = time.monotonic()
    outcomes = sandbox.run("while True:\n    pass\n", "f", [[n] for n in range(100)], seconds=0.2)

    assert {outcome.kind for outcome in outcomes} == {"timeout"}
    assert time.monotonic() - began < 8


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    POSIX._exit(0)\n",
        "def f():\n    POSIX.abort()\n",
        "import sys\ndef f():\n    sys.setrecursionlimit(10**9)\n    class A:\n        __repr__ = lambda s: repr([s])\n    return repr(A())\n",
        "def f():\n    return eval('(' * 10**5)\n",
        "def f():\n    return eval('-' * 10**6 + '1')\n",
        "def f():\n    raise SystemExit(0)\n",
        "def f():\n    raise KeyboardInterrupt\n",
        "def f():\n    x = []\n    x.append(x)\n    return x\n",
    ],
    ids=["exit", "abort", "stack", "parser", "compiler", "system exit", "interrupt", "circle"],
)
def test_the_end_of_a_process_is_only_an_outcome(sandbox, source):
    outcome = painted(sandbox, source, seconds=2)
    [after] = sandbox.run("def f(x):\n    return x\n", "f", [[1]])

    assert outcome.kind in {"crashed", "raised", "refused"}
    assert after.value == 1


def test_memory_that_is_hoarded_over_calls_is_still_limited(sandbox):
    source = "HELD = []\ndef f(x):\n    HELD.append(bytearray(40 << 20))\n    return len(HELD)\n"
    outcomes = sandbox.run(source, "f", [[n] for n in range(12)])

    assert outcomes[0].value == 1
    assert outcomes[-1].error == "MemoryError"


def test_the_memory_limit_cannot_be_raised(sandbox):
    source = """
def f():
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (-1, -1))
    return len(bytearray(700 << 20))
"""
    outcome = painted(sandbox, source)

    assert outcome.kind != "value"


def test_what_one_source_leaves_behind_the_next_does_not_find(sandbox):
    painted(
        sandbox, "import re, json\ndef f():\n    re.left = json.left = 1\n    __builtins__['left'] = 1\n    return 1\n"
    )
    [outcome] = sandbox.run(
        "import re, json\ndef f():\n    return [hasattr(re, 'left'), hasattr(json, 'left'), 'left' in __builtins__]\n",
        "f",
        [[]],
    )

    assert outcome.value == [False, False, False]


def test_values_are_data_whatever_they_look_like(sandbox):
    text = '{"__reduce__": ["os.system", ["id"]]}'
    outcome = painted(sandbox, f"def f():\n    return {text!r}\n")

    assert json.loads(outcome.value) == {"__reduce__": ["os.system", ["id"]]}
