"""The contract of a module, checked without executing it."""

import contextlib
import copy
import enum

import hypothesis
import hypothesis.strategies as st
import pydantic
import pytest

from pointmass.errors import ContractError
from pointmass.signature import Parameter
from pointmass.spec import Spec
from pointmass.stabilize.written import read_module, record_fields

GOOD = '''"""Write it in capitals."""

import re


def accepts(text: str) -> bool:
    return re.fullmatch("[a-z ]+", text) is not None


def shout(text: str) -> str:
    return text.upper()
'''


def faults(source, spec, **parts):
    with pytest.raises(ContractError) as caught:
        read_module(source, spec=spec, **parts)
    return list(caught.value.faults)


def test_a_module_that_keeps_the_contract_is_read_with_its_facts(shout):
    module = read_module(GOOD, spec=shout)

    assert (module.name, module.source, module.fields, module.guarded) == ("shout", GOOD, None, True)
    assert (module.imports, module.libraries, module.parameters) == (("re",), (), ("text",))
    assert (module.functions, module.lines) == (("accepts", "shout"), 11)


def test_a_function_without_a_guard_is_asked_behind_one_that_lets_all_through(shout):
    module = read_module("def shout(text):\n    return text.upper()", spec=shout)

    assert not module.guarded
    assert module.executable.startswith(module.source)
    assert "def accepts(*_):\n    return True\n" in module.executable


@pytest.mark.parametrize(
    "source",
    [
        "def shout(text:\n",
        "This is not code.",
        "x = '\0'",
        "return 1",
        "break",
        "def f(a, a): pass",
        "(" * 500,
        "",
        "  \n",
    ],
)
def test_what_does_not_parse_is_refused(shout, source):
    (fault,) = faults(source, shout)

    assert "is not Python" in fault or "there is no code" in fault


@pytest.mark.parametrize(
    "line",
    [
        "x = " + " + ".join(["'a'"] * 300),
        "x = " + "-" * 900 + "1",
        "x = (lambda: GOOD" + ".a" * 900 + "())",
        "if x:\n    pass\n" + "elif x:\n    pass\n" * 300,
    ],
)
def test_what_is_nested_too_deep_to_be_looked_at_is_refused(shout, line):
    (fault,) = faults(f"{GOOD}\n{line}\n", shout)

    assert fault.startswith("it is nested deeper than 150")


def test_lines_end_as_python_reads_them(shout):
    assert read_module("\ufeff" + GOOD.replace("\n", "\r\n"), spec=shout).source == GOOD
    assert read_module(GOOD.replace("\n", "\r"), spec=shout).lines == 11


@pytest.mark.parametrize("line", ["# -*- coding: latin-1 -*-", "# vim: set fileencoding=cp1252 :"])
def test_source_that_a_file_would_be_read_otherwise_from_is_refused(shout, line):
    assert faults(f"{line}\n{GOOD}", shout) == [
        f"line 1 declares the encoding {line.split('oding')[1].strip(' :=*-')!r}; source is UTF-8, so leave it out"
    ]
    assert read_module(f"# coding: utf-8\n{GOOD}", spec=shout).guarded


PIECES = (
    "def shout(text):",
    "def accepts(text):",
    "return text",
    "import os",
    "FIELDS =",
    "(",
    ")",
    "'a',",
    "\n",
    "\n    ",
    "=",
    "x",
    ".",
)


@hypothesis.given(source=st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=40))
def test_whatever_is_written_it_is_read_or_refused(source):
    spec = Spec("shout", "Shout.", (Parameter("text", str),))
    module = None
    with contextlib.suppress(ContractError):
        module = read_module(source, spec=spec)

    assert module is None or "shout" in module.functions


def test_a_module_that_nobody_would_read_is_refused(shout):
    (fault,) = faults("#" * 20_001, shout)

    assert fault == "the module has 20,001 characters, and 20,000 are allowed; write a shorter one"


def test_every_fault_is_said_at_once(shout):
    source = "import os\nimport socket\nFIELDS = ('a',)\ndef yell(text):\n    return eval(text)\n"
    found = faults(source, shout)

    assert len(found) == 5
    assert any("defines ['yell'], and needed is `def shout(text)`" in fault for fault in found)
    assert any("FIELDS, and 'shout' returns str" in fault for fault in found)
    assert any("line 1 imports 'os'" in fault for fault in found)
    assert any("line 2 imports 'socket'" in fault for fault in found)
    assert any("line 5 uses eval" in fault for fault in found)


def test_the_message_is_one_line_for_one_fault_and_a_list_for_several():
    one, two = ContractError("shout", ["first"]), ContractError("shout", ["first", "second"])

    assert str(one) == "code for 'shout': first"
    assert str(two) == "code for 'shout': these must be mended\n  - first\n  - second"
    assert (copy.copy(two).faults, str(copy.copy(two))) == (two.faults, str(two))


@pytest.mark.parametrize(
    "head",
    [
        "shout(words)",
        "shout()",
        "shout(text, other)",
        "shout(*text)",
        "shout(text, *, loud=True)",
        "shout(text, **more)",
    ],
)
def test_the_function_takes_the_parameters_of_the_spec(shout, head):
    (fault,) = faults(f"def {head}:\n    return ''\n", shout)

    assert "write `def shout(text)`" in fault


def test_the_guard_takes_the_parameters_of_the_function(shout):
    (fault,) = faults(GOOD.replace("accepts(text: str)", "accepts()"), shout)

    assert "'accepts' in line 6 takes ()" in fault
    assert "write `def accepts(text)`" in fault


@pytest.mark.parametrize("head", ["shout(text, /)", "shout(text='')", "shout(text: str = 'a') -> str"])
def test_types_defaults_and_parameters_by_position_do_not_matter(shout, head):
    assert read_module(f"def {head}:\n    return text\n", spec=shout).parameters == ("text",)


def test_a_parameter_may_have_the_name_that_generated_code_gives_it():
    spec = Spec("shout", "Shout.", (Parameter("json", str),))

    assert read_module("def shout(json_):\n    return json_\n", spec=spec).parameters == ("json_",)
    assert read_module("def shout(json):\n    return json\n", spec=spec).parameters == ("json",)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("shout = str.upper\n", "is no `def`"),
        ("class shout:\n    pass\n", "is no `def`"),
        ("if True:\n    def shout(text):\n        return text\n", "defines no function 'shout'"),
        ("def shout(text):\n    return text\ndef shout(text):\n    return ''\n", "defines 'shout' 2 times"),
        ("def shout(text):\n    return text\nshout = repr\n", "defines 'shout' 2 times, last in line 3"),
        ("async def shout(text):\n    return text\n", "is asynchronous"),
        ("def shout(text):\n    yield text\n", "yields in line 2"),
        (
            "def shout(text):\n    global accepts\n    del accepts\n    return text\n",
            "would change what 'accepts' means",
        ),
        (
            "def accepts(text):\n    return True\ndef shout(text):\n    return text\ndel accepts\n",
            "would change what 'accepts'",
        ),
    ],
)
def test_the_names_of_the_contract_are_defined_once_as_functions(shout, source, said):
    assert any(said in fault for fault in faults(source, shout))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("import os", "imports 'os'"),
        ("from os.path import join", "imports 'os.path'"),
        ("from . import other", "which is relative"),
        ("from re import *", "imports * of 're'"),
        ("import dateutil.parser", "imports 'dateutil.parser'"),
        ("x = open('a')", "uses open"),
        ("exec('x = 1')", "uses exec"),
        ("x = compile('1', '', 'eval')", "uses compile"),
        ("x = __import__('os')", "uses __import__"),
        ("x = input()", "uses input"),
        ("breakpoint()", "uses breakpoint"),
        ("print('here')", "uses print"),
        ("x = globals()", "uses globals"),
        ("x = (lambda: 0).__globals__", "uses .__globals__"),
        ("x = ().__class__.__base__.__subclasses__()", "uses .__subclasses__"),
        ("import datetime\nx = datetime.datetime.now()", "asks for the time (datetime.datetime.now())"),
        ("from datetime import date as day\nx = day.today()", "asks for the time (day.today())"),
        ("from time import time\nx = time()", "asks for the time (time())"),
    ],
)
def test_what_code_for_a_spec_has_no_use_for_is_refused_in_words(shout, line, said):
    assert any(said in fault for fault in faults(f"{GOOD}\n{line}\n", shout))


@pytest.mark.parametrize(
    "line",
    [
        "import urllib.parse\nfrom collections import abc, Counter",
        "x = re.compile('a')",
        "def inner(input):\n    return input",
        "from datetime import date\nx = date(2024, 3, 1).isoformat()",
        "class Clock:\n    def now(self):\n        return 0\nx = Clock().now()",
        "x = type(GOOD := 'a').__name__",
    ],
)
def test_what_only_looks_like_it_is_let_through(shout, line):
    assert read_module(f"{GOOD}\n{line}\n", spec=shout).guarded


def test_a_person_may_allow_further_imports(shout):
    source = f"import locale\nfrom dateutil import tz\nimport dateutil.parser\n{GOOD}"
    module = read_module(source, spec=shout, allow_imports=("dateutil", "locale"))

    assert module.libraries == ("dateutil", "dateutil.parser")
    assert "and dateutil" in faults(f"import idna\n{GOOD}", shout, allow_imports=("dateutil",))[0]


def test_what_is_inside_a_module_of_the_standard_library_is_allowed_by_its_own_name(shout):
    source = f"import email.utils\n{GOOD}"

    assert "imports 'email.utils'" in faults(source, shout, allow_imports=("email",))[0]
    assert read_module(source, spec=shout, allow_imports=("email.utils",)).libraries == ()


def test_an_allowed_library_that_is_not_installed_cannot_be_tried(shout):
    (fault,) = faults(f"import nowhere_to_be_found\n{GOOD}", shout, allow_imports=("nowhere_to_be_found",))

    assert "so that nobody can try it; install it, or do without" in fault


BOOK = "def read_book(entry):\n    return {'title': entry}\n"


@pytest.mark.parametrize("line", ["FIELDS = ('title',)", "FIELDS: tuple[str, ...] = ('title',)"])
def test_a_module_says_which_fields_it_returns(read_book, line):
    assert read_module(f"{line}\n{BOOK}", spec=read_book).fields == ("title",)
    assert read_module(BOOK, spec=read_book).fields is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("FIELDS = ('title', 'format')", "names ['format'], which 'read_book' does not return; allowed are ['title',"),
        ("FIELDS = ('title', 'title')", "names a field twice"),
        ("FIELDS = ()", "must be a literal tuple"),
        ("FIELDS = 'title'", "must be a literal tuple"),
        ("FIELDS = ['title']", "must be a literal tuple"),
        ("FIELDS = tuple(['title'])", "must be a literal tuple"),
        ("FIELDS = ('title', 1)", "must be a literal tuple"),
        ("FIELDS = ('title',)\nFIELDS += ('topic',)", "sets FIELDS 2 times"),
        ("def FIELDS():\n    return 1", "FIELDS is not a constant"),
    ],
)
def test_the_fields_are_a_literal_tuple_of_names_that_there_are(read_book, line, said):
    assert any(said in fault for fault in faults(f"{line}\n{BOOK}", read_book))


class Colour(enum.Enum):
    RED = "red"


class Point(pydantic.BaseModel):
    x: int
    y: int = pydantic.Field(alias="up")


class Tree(pydantic.BaseModel):
    name: str
    under: "list[Tree]"


@pytest.mark.parametrize(
    ("returns", "fields"),
    [
        (str, None),
        (list[str], None),
        (Colour, None),
        (int | None, None),
        (Point, ("x", "up")),
        (Point | None, ("x", "up")),
        (Tree, ("name", "under")),
        (dict[str, int], ()),
        (list[Point], None),
    ],
)
def test_the_fields_of_a_type_are_those_of_its_json(returns, fields):
    assert record_fields(returns) == fields
