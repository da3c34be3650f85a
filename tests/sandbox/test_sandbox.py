from __future__ import annotations

import concurrent.futures
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from pointmass.errors import InputError, SandboxError
from pointmass.sandbox import Limits, Outcome, Sandbox

GREET = "def greet(name, *, mark='!'):\n    return f'Hello {name}{mark}'\n"


def only(sandbox, body, *arguments, seconds=None):
    source = f"def f(*args):\n{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n"
    [outcome] = sandbox.run(source, "f", [list(arguments)], seconds=seconds)
    return outcome


def test_arguments_go_by_position_or_by_name(sandbox):
    outcomes = sandbox.run(GREET, "greet", [["Ann"], {"name": "Bob", "mark": "?"}, ("Cy",)])

    assert [outcome.value for outcome in outcomes] == ["Hello Ann!", "Hello Bob?", "Hello Cy!"]


def test_an_outcome_is_given_for_each_set_of_arguments_in_their_order(sandbox):
    source = "def f(x):\n    while x == 0:\n        pass\n    return 10 // x\n"
    outcomes = sandbox.run(source, "f", [[5], [0], [2], ["a"]], seconds=0.2)

    assert [(o.kind, o.value, o.error) for o in outcomes] == [
        ("value", 2, ""),
        ("timeout", None, ""),
        ("value", 5, ""),
        ("raised", None, "TypeError"),
    ]


def test_no_arguments_are_no_outcomes(sandbox):
    assert sandbox.run(GREET, "greet", []) == []


@pytest.mark.parametrize(
    "value",
    [None, True, 0, -1.5, "", "é\u2028\U0001f600", [], {}, [[1], {"a": [None]}], 10**400, {"ключ": "значение"}],
    ids=str,
)
def test_json_data_comes_back_as_it_went(sandbox, value):
    assert only(sandbox, "return args[0]", value) == Outcome("value", value=value, seconds=pytest.approx(0, abs=2))


def test_a_tuple_comes_back_as_a_list_and_a_key_as_a_text(sandbox):
    assert only(sandbox, "return {1: (2, 3)}").value == {"1": [2, 3]}


@pytest.mark.parametrize(
    "body", ["return {1}", "return float('nan')", "return f", "return b'a'", "return 1j", "return '\\ud800'"]
)
def test_a_result_that_is_not_json_is_refused_by_its_rule(sandbox, body):
    outcome = only(sandbox, body)

    assert (outcome.kind, outcome.rule, outcome.value) == ("refused", "result", None)
    assert outcome.error in {"TypeError", "ValueError", "UnicodeEncodeError"}


def test_a_result_nested_deeper_than_a_hundred_is_refused(sandbox):
    outcome = only(sandbox, "x = 1\nfor _ in range(200):\n    x = [x]\nreturn x")

    assert (outcome.rule, outcome.message) == ("result", "nested deeper than 100")


def test_a_result_that_is_too_long_is_refused(sandbox):
    outcome = only(sandbox, "return 'x' * (1 << 21)", seconds=5)

    assert (outcome.kind, outcome.rule) == ("refused", "result")
    assert "1048576 at most" in outcome.message


def test_a_result_at_the_limit_comes_through(sandbox):
    outcome = only(sandbox, "return 'x' * ((1 << 20) - 2)", seconds=5)

    assert len(outcome.value) == (1 << 20) - 2


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("import os", "imports"),
        ("import numpy", "imports"),
        ("from . import x", "imports"),
        ("open('a.txt')", "files"),
        ("import io\nio.open('a', 'w')", "files"),
        ("import pathlib\npathlib.Path('a').read_text()", "files"),
        ("import pathlib\nreturn pathlib.Path('a').exists()", "system calls"),
        ("input()", "input"),
        ("f.__code__.replace(co_name='g')", "interpreter"),
        ("try:\n    import os\nexcept ImportError:\n    return 1", "imports"),
    ],
)
def test_what_the_code_reached_for_is_told_by_its_rule(sandbox, body, rule):
    outcome = only(sandbox, body)

    assert (outcome.kind, outcome.rule, outcome.value) == ("refused", rule, None)


def test_a_refusal_of_one_call_is_not_told_of_the_next(sandbox):
    outcomes = sandbox.run("def f(x):\n    return open(x) if x else 1\n", "f", [["a"], [""]])

    assert [outcome.kind for outcome in outcomes] == ["refused", "value"]


def test_waiting_is_refused(sandbox):
    outcome = only(sandbox, "import time\ntime.sleep(100)")

    assert outcome.kind == "refused"
    assert outcome.seconds < 8


@pytest.mark.parametrize(
    ("source", "kind", "said"),
    [
        ("def g(x):\n    return x\n", "refused", "the source defines no function 'f'"),
        ("f = 3\n", "refused", "the source defines no function 'f'"),
        ("def f(x:\n", "raised", "'(' was never closed (<generated>, line 1)"),
        ("raise ValueError('no')\n", "raised", "no"),
        ("import sys\n", "refused", "imports: the module 'sys' is out of reach for code that nobody approved"),
        ("x = 1\n" * 50_000, "refused", "300000 characters; 100000 at most"),
        ("def f():\n\x00", "raised", "source code string cannot contain null bytes"),
    ],
    ids=["other name", "no function", "syntax", "raising", "import", "long", "null"],
)
def test_a_source_that_cannot_be_called_gives_the_same_outcome_for_all(sandbox, source, kind, said):
    first, second = sandbox.run(source, "f", [[1], [2]])

    assert (first.kind, first.message) == (kind, said)
    assert second == first


def test_arguments_that_are_too_long_are_refused_and_the_others_called(sandbox):
    first, second = sandbox.run("def f(x):\n    return len(x)\n", "f", [["x" * (1 << 20)], ["x"]])

    assert (first.kind, first.rule) == ("refused", "arguments")
    assert second.value == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("abc", "arguments 0 are 'abc'; give a list of values or a mapping of names"),
        (3, "arguments 0 are 3"),
        ([{1, 2}], "arguments 0 are not JSON data"),
        ([float("nan")], "arguments 0 are not JSON data"),
        ([[{"a": ({1: 2},)}]], "arguments 0 are not JSON data: the keys of a mapping must be texts"),
        ({1: 2}, "arguments 0 are not JSON data: the keys of a mapping must be texts"),
    ],
)
def test_arguments_that_are_not_json_are_the_callers_error(sandbox, arguments, said):
    with pytest.raises(InputError, match=said):
        sandbox.run(GREET, "greet", [arguments])


@pytest.mark.parametrize("seconds", [0, -1, float("inf"), float("nan")])
def test_a_time_that_is_none_is_the_callers_error(sandbox, seconds):
    with pytest.raises(ValueError, match="it must be above zero"):
        sandbox.run(GREET, "greet", [["a"]], seconds=seconds)


def test_all_calls_together_have_a_limit(sandbox):
    with Sandbox(limits=Limits(seconds=0.2, total_seconds=0.5)) as own:
        began = time.monotonic()
        outcomes = own.run("def f(x):\n    while True:\n        pass\n", "f", [[n] for n in range(50)])
        took = time.monotonic() - began

    assert {outcome.kind for outcome in outcomes} == {"timeout"}
    assert outcomes[-1].message == "not called: the 0.5 s of all calls are spent"
    assert took < 8


def test_code_that_took_too_long_several_times_is_not_called_again():
    loops = "def f(x):\n    while x % 2:\n        pass\n    return x\n"
    with Sandbox(limits=Limits(seconds=0.2, timeouts=2)) as own:
        outcomes = own.run(loops, "f", [[n] for n in range(8)])

    assert [outcome.kind for outcome in outcomes] == ["value", "timeout", "value", *["timeout"] * 5]
    assert {outcome.message for outcome in outcomes[4:]} == {"not called: 2 calls took too long"}


def test_state_is_kept_over_the_calls_of_one_run_and_not_beyond(sandbox):
    source = "n = []\ndef f():\n    n.append(1)\n    return len(n)\n"
    runs = [[outcome.value for outcome in sandbox.run(source, "f", [[], []])] for _ in range(2)]

    assert runs == [[1, 2], [1, 2]]


def test_what_is_printed_goes_nowhere(sandbox, capfd):
    outcome = only(sandbox, "print('x' * 100000, flush=True)\nreturn 1")

    assert outcome.value == 1
    assert capfd.readouterr() == ("", "")


def test_classes_of_the_source_work_as_in_a_module(sandbox):
    source = """
from __future__ import annotations
import enum, typing
from dataclasses import asdict, dataclass, field
class Colour(enum.Enum):
    RED = "red"
@dataclass
class Point:
    x: int
    tags: list[str] = field(default_factory=list)
    kind: typing.ClassVar[str] = "p"
class Pair(typing.NamedTuple):
    a: int
    b: Point
def f(x):
    return [asdict(Point(x)), Pair(1, 2), Colour("red").name, sorted(typing.get_type_hints(Point))]
"""
    [outcome] = sandbox.run(source, "f", [[3]])

    assert outcome.value == [{"x": 3, "tags": []}, [1, 2], "RED", ["kind", "tags", "x"]]


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("from datetime import datetime\nreturn datetime.strptime('3 May 2024', '%d %B %Y').strftime('%A')", "Friday"),
        ("return 'Straße'.encode('cp1252').decode('latin-1').encode('utf-16').hex()[:4]", "fffe"),
        ("import unicodedata\nreturn unicodedata.normalize('NFKD', 'é').encode('ascii', 'ignore').decode()", "e"),
        ("return 'bücher.example'.encode('idna').decode()", "xn--bcher-kva.example"),
        ("from pathlib import PurePath\nreturn PurePath('a/b.tar.gz').suffixes", [".tar", ".gz"]),
        ("import html\nreturn html.unescape('&eacute;&#33;')", "é!"),
        ("return eval('1 + 1')", 2),
        ("import hashlib\nreturn hashlib.sha256(b'').hexdigest()[:8]", "e3b0c442"),
        ("import time\nreturn time.strftime('%Z', time.localtime(0))", "UTC"),
        ("return '\\N{EURO SIGN}'", "€"),
        ("import warnings\nwarnings.warn('old', DeprecationWarning)\nreturn 1", 1),
        ("try:\n    'a'.encode('klingon')\nexcept LookupError:\n    return 'unknown'", "unknown"),
    ],
)
def test_what_the_library_loads_late_is_there(sandbox, body, value):
    assert only(sandbox, body).value == value


def test_other_modules_of_the_standard_library_can_be_let_in(sandbox):
    with Sandbox(modules=["os", "logging"]) as own:
        inside = own.run("import os\ndef f(x):\n    return os.path.splitext(x)[1]\n", "f", [["a/b.TXT"]])
        reaching = own.run("import os\ndef f(x):\n    return os.listdir(x)\n", "f", [["/"]])

    assert inside[0].value == ".TXT"
    assert (reaching[0].kind, reaching[0].rule) == ("refused", "files")


def test_a_module_of_somebody_else_cannot_be_let_in():
    with pytest.raises(ValueError, match=r"modules \['numpy'\] are not of the standard library"):
        Sandbox(modules=["re", "numpy"])


def test_a_seed_is_one_that_python_takes():
    with pytest.raises(ValueError, match="allowed is 0 to 4294967295"):
        Sandbox(hash_seed=-1)


def test_random_numbers_differ_from_process_to_process(sandbox):
    source = "import random\ndef f():\n    return random.random()\n"

    assert sandbox.run(source, "f", [[]])[0].value != sandbox.run(source, "f", [[]])[0].value


def test_several_threads_use_one_sandbox(sandbox):
    def one(number):
        return [
            o.value for o in sandbox.run("def f(x):\n    return x * 2\n", "f", [[number], [number + 1]], seconds=10)
        ]

    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        values = list(threads.map(one, range(64)))

    assert values == [[2 * n, 2 * n + 2] for n in range(64)]


def test_no_descriptor_and_no_process_is_left_over(sandbox):
    sandbox.run(GREET, "greet", [["a"]])
    before = set(Path("/proc/self/fd").iterdir())
    for source in (GREET, "raise ValueError\n", "while True:\n    pass\n", "def greet(x):\n    return x.a\n"):
        sandbox.run(source, "greet", [["a"]], seconds=0.1)
    after = set(Path("/proc/self/fd").iterdir())

    assert after == before


def test_it_can_be_opened_again_after_it_was_closed(sandbox):
    own = Sandbox()
    with own:
        first = own.run(GREET, "greet", [["a"]])
    with pytest.raises(SandboxError, match="it is not open"):
        own.run(GREET, "greet", [["a"]])
    with own:
        second = own.run(GREET, "greet", [["a"]])
    own.close()

    assert first[0].value == second[0].value == "Hello a!"


def test_an_interrupt_ends_the_process_and_leaves_the_sandbox_usable(sandbox, interruptible):
    program = """
import os, threading, signal, time
from pointmass.sandbox import Limits, Sandbox
with Sandbox(limits=Limits(seconds=30)) as sandbox:
    for delay in (0.0, 0.001, 0.003, 0.006, 0.02, 0.3):
        timer = threading.Timer(delay, os.kill, [os.getpid(), signal.SIGINT])
        try:
            timer.start()
            sandbox.run("def f():\\n    while True:\\n        pass\\n", "f", [[]])
        except KeyboardInterrupt:
            print("interrupted", flush=True)
        print(sandbox.run("def f():\\n    return 1\\n", "f", [[]])[0].value, flush=True)
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - ours

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["interrupted", "1"] * 6
