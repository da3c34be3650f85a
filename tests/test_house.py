"""The house rules that a machine can check: layers, public names, what an import costs, nothing of one machine."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
import typing
from pathlib import Path

import pytest

import pointmass

ROOT = Path(__file__).parents[1]
HEAVY = ("anthropic", "pandas", "scipy", "numpy", "IPython", "ipywidgets", "pydantic")
TEXT = {".py", ".md", ".toml", ".cfg", ".json", ".jsonl", ".css", ".js", ".ipynb", ".yml", ".yaml", ".sh", ".txt", ""}
# In pieces, so that this file does not find itself.
MACHINE = re.compile(
    "|".join(["/wo" + "rk/", "/ro" + "ot/", "/ho" + r"me/\w", "/Us" + r"ers/\w", "/tm" + r"p/venv", r"C:\\Us" + "ers"])
)


def python(program):
    """Run a program in a fresh interpreter and return what it prints."""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    return done.stdout.strip()


def files():
    """Every text file that belongs to the project, as git knows it, or as it lies there without git."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)  # noqa: S607 - whichever git
    names = listed.stdout.decode().split("\0")[:-1] if listed.returncode == 0 else None
    folders = ("src", "tests", "docs", "notebooks")
    paths = [ROOT / name for name in names] if names else [p for f in folders for p in (ROOT / f).rglob("*")]
    return [path for path in paths if path.suffix in TEXT and path.is_file() and "__pycache__" not in path.parts]


def test_the_layers_hold():
    program = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - ours

    assert done.returncode == 0, done.stdout + done.stderr


def test_every_public_name_is_listed_in_order_and_can_be_had():
    assert pointmass.__all__ == sorted(pointmass.__all__)
    assert len(set(pointmass.__all__)) == len(pointmass.__all__)
    for name in pointmass.__all__:
        assert getattr(pointmass, name) is not None


def test_every_public_name_is_documented_where_it_lives():
    named = {name: getattr(pointmass, name) for name in pointmass.__all__}
    undocumented = [
        name
        for name, thing in named.items()
        if (inspect.isclass(thing) or inspect.isfunction(thing)) and not thing.__doc__
    ]

    assert undocumented == []


def test_the_names_that_are_listed_are_those_that_dir_shows():
    assert dir(pointmass) == sorted(pointmass.__all__)


def test_a_name_that_is_not_public_says_what_is():
    with pytest.raises(AttributeError, match=r"module 'pointmass' has no attribute 'Wrokbench'; it has .*Workbench"):
        _ = pointmass.Wrokbench


def test_importing_the_package_loads_nothing_heavy():
    loaded = python(f"import sys, pointmass; print([name for name in {HEAVY!r} if name in sys.modules])")

    assert loaded == "[]"


def test_making_a_workbench_loads_nothing_heavy():
    loaded = python(
        "import sys, pointmass as pm\n"
        "wb = pm.Workbench()\n"
        "@wb.spec\n"
        "def clean(title: str) -> str:\n"
        "    'Clean it.'\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )

    assert loaded == "[]"


def tables_of_words():
    """Every table of a module that is keyed by a closed list of words, with that list."""
    for found in pkgutil.walk_packages(pointmass.__path__, "pointmass."):
        if ".data" in found.name or found.name.endswith("__main__"):
            continue
        module = importlib.import_module(found.name)
        for name, said in inspect.get_annotations(module).items():
            if str(said).startswith("dict["):
                key = typing.get_args(eval(said, {**vars(typing), **vars(module)}))[0]  # noqa: S307 - our own annotations
                if typing.get_origin(key) is typing.Literal:
                    yield f"{found.name}.{name}", set(getattr(module, name)), set(typing.get_args(key))


def test_a_table_of_a_closed_list_of_words_has_every_word_of_it():
    tables = list(tables_of_words())

    assert len(tables) >= 7
    assert {name: words ^ keys for name, keys, words in tables if keys != words} == {}


def test_every_text_of_an_object_is_made_printable():
    raw = []
    for path in sorted((ROOT / "src" / "pointmass").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == "__repr__":
                said = [each.value for each in ast.walk(node) if isinstance(each, ast.Return)]
                raw += [
                    f"{path.name}:{each.lineno}"
                    for each in said
                    if not isinstance(each, ast.Constant)
                    and not (isinstance(each, ast.Call) and getattr(each.func, "id", "") in {"printable", "repr_of"})
                ]

    assert raw == []


def test_no_file_names_a_path_of_one_machine():
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8", errors="replace") for path in files()}
    found = {name: MACHINE.findall(text) for name, text in texts.items()}

    assert len(texts) > 50
    assert {name: paths for name, paths in found.items() if paths} == {}
