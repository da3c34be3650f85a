from __future__ import annotations

import enum
import subprocess
import sys
import textwrap
from types import SimpleNamespace
from typing import Annotated, Any, Literal

import pytest

import pointmass as pm
from pointmass.errors import SpecError, UnknownNameError
from pointmass.magics.spec_cell import define, find_workbench, read_line
from pointmass.signature import MISSING


class Colour(enum.Enum):
    RED = "red"


NAMES: dict[str, Any] = {"Colour": Colour, "space": SimpleNamespace(Colour=Colour), "number": 3}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("str", str),
        ("list[int]", list[int]),
        ("dict[str, list[int]]", dict[str, list[int]]),
        ("tuple[int, ...]", tuple[int, ...]),
        ("Literal['a', 'b --model c', -1, True]", Literal["a", "b --model c", -1, True]),
        ("Literal[Colour.RED]", Literal[Colour.RED]),
        ("int | None", int | None),
        ("Optional[int]", int | None),
        ("Colour", Colour),
        ("space.Colour", Colour),
        ("'Colour'", Colour),
        ("list['Colour | None']", list[Colour | None]),
        ("Annotated[str, 'a title']", Annotated[str, "a title"]),
    ],
)
def test_a_type_means_what_it_means_in_a_cell(written: str, meant: Any) -> None:
    read = read_line(f"f(x: {written}) -> {written}", NAMES)

    assert (read.parameters[0].annotation, read.returns) == (meant, meant)


def test_the_line_gives_name_parameters_and_options() -> None:
    read = read_line("f(a: str, b: int = 2, *, c: Colour = Colour.RED) -> str --model m-1 --workbench=other", NAMES)

    assert (read.name, read.model, read.workbench) == ("f", "m-1", "other")
    assert [(p.name, p.default) for p in read.parameters] == [("a", MISSING), ("b", 2), ("c", Colour.RED)]


@pytest.mark.parametrize(
    "line",
    ["", "f", "f(x: str", "f(x) -> str: pass; import os", "f(x: str) -> str\nimport os", "1(x: str) -> str", "class"],
)
def test_a_line_that_is_no_signature_says_how_to_write_one(line: str) -> None:
    with pytest.raises(SpecError, match=r"is not a signature; write %%spec name\(param: type"):
        read_line(line, NAMES)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("f(x: Missing) -> str", "'Missing' is not defined"),
        ("f(x: space.Shape) -> str", "has no attribute 'Shape'"),
        ("f(x: __import__('os').system) -> str", "is not a name"),
        ("f(x: str.__class__) -> str", "is not a name"),
        ("f(x: print('hello')) -> str", "names, dots, brackets and |"),
        ("f(x: [int]) -> str", "names, dots, brackets and |"),
        ("f(x: Literal[f()]) -> str", "is not a constant"),
        ("f(x: number[int]) -> str", "not subscriptable"),
        ("f(x: 'not a ( type') -> str", "was never closed"),
        ("f(x: str = open('x')) -> str", "has the default"),
        ("f(*x: str) -> str", "'x' is starred"),
        ("f(x: str) -> str --effort high", "allowed is"),
        ("f(x: str) -> str --model", "allowed is"),
        ("f(x: str) -> str --model 'm", "No closing quotation"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(line: str, complaint: str) -> None:
    assert complaint in str(SpecError("f", read_line(line, NAMES).faults))


def test_all_faults_of_a_line_are_said_at_once() -> None:
    assert len(read_line("f(x: A, y: B, **z) -> C --effort high", NAMES).faults) == 5


def test_nothing_of_a_line_is_executed(capsys: pytest.CaptureFixture[str]) -> None:
    assert read_line("f(x: print('a') = print('b')) -> print('c')", NAMES).faults
    assert capsys.readouterr().out == ""


def test_the_cell_is_the_prompt_and_the_name_becomes_a_variable() -> None:
    names: dict[str, Any] = {"wb": pm.Workbench()}
    handle = define("clean(title: str) -> str --model m-1", "\n    Turn each title\n    into a file name.\n", names)

    assert names["clean"] is handle
    assert handle.spec.prompt == "Turn each title\ninto a file name."
    assert (handle.spec.model, handle.kind) == ("m-1", "neural")


def test_a_missing_type_is_the_specs_to_complain_about() -> None:
    with pytest.raises(SpecError, match="has no annotation"):
        define("f(x) -> str", "Do it.", {"wb": pm.Workbench()})


def test_the_faults_of_the_line_and_of_the_cell_are_said_at_once() -> None:
    with pytest.raises(SpecError) as caught:
        define("bad(x: Nope, n: Nope = 3, *z) -> str", "Do {q} with {x}, {n}, {z}.", {"wb": pm.Workbench()})

    said = [fault.split(";")[0] for fault in caught.value.faults]
    assert said == [
        "parameter 'x' has the type Nope: 'Nope' is not defined",
        "parameter 'n' has the type Nope: 'Nope' is not defined",
        "parameter 'z' is starred",
        "the prompt uses ['q'], but the parameters are ['x', 'n', 'z'] (write {{name}} for braces as text)",
    ]


def test_the_workbench_is_named_or_wb_or_the_only_one() -> None:
    one, other = pm.Workbench(), pm.Workbench()

    assert find_workbench("b", {"wb": one, "b": other}) is other
    assert find_workbench(None, {"wb": one, "b": other}) is one
    assert find_workbench(None, {"mine": one, "also": one, "_": other}) is one


@pytest.mark.parametrize(
    ("name", "names", "complaint"),
    [
        (None, [], "no workbench to work on; make one first"),
        (None, ["a", "b"], r"several workbenches to work on; there are \['a', 'b'\]"),
        ("c", ["a"], r"--workbench c is not a workbench; there are \['a'\]"),
    ],
)
def test_without_one_workbench_it_says_what_there_is(name: str | None, names: list[str], complaint: str) -> None:
    with pytest.raises(UnknownNameError, match=complaint):
        find_workbench(name, {key: pm.Workbench() for key in names})


def test_the_magic_comes_and_goes_with_the_extension() -> None:
    script = """
        from IPython.core.interactiveshell import InteractiveShell
        shell = InteractiveShell.instance()
        shell.run_cell("import pointmass as pm; wb = pm.Workbench()").raise_error()
        shell.run_line_magic("reload_ext", "pointmass")
        shell.run_cell("%%spec shout(word: str) -> str\\nSay it loud.").raise_error()
        print(shell.user_ns["shout"].spec.signature, "|", shell.user_ns["shout"].spec.prompt)
        shell.run_line_magic("unload_ext", "pointmass")
        print("spec" in shell.magics_manager.magics["cell"])
    """
    done = subprocess.run(  # noqa: S603 - this interpreter, our own words
        [sys.executable, "-c", textwrap.dedent(script)], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-2:] == ["shout(word: str) -> str | Say it loud.", "False"]
