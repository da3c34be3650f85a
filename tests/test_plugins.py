from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from pointmass.plugins import NOTEBOOK, in_notebook, notebook_part

KERNEL = """
from IPython.core.interactiveshell import InteractiveShell
from pointmass.plugins import in_notebook, notebook_part
shell = InteractiveShell.instance()
print(in_notebook(), notebook_part("sample"))
shell.kernel = object()  # what ipykernel's shell has, and a terminal's has not
print(in_notebook(), callable(notebook_part("sample")), callable(notebook_part("proposal")), notebook_part("nothing"))
"""


def test_outside_a_notebook_nothing_is_shown_in_one():
    assert not in_notebook()
    assert notebook_part("sample") is None


@pytest.fixture(scope="module")
def told():
    """What a process says in which IPython runs, first as in a terminal, then as in a kernel."""
    done = subprocess.run([sys.executable, "-c", KERNEL], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    return done.stdout.splitlines()


def test_ipython_in_a_terminal_is_no_notebook(told):
    assert told[0] == "False None"


def test_in_a_kernel_a_view_is_found_by_its_entry_point(told):
    assert told[1] == "True True True None"


def test_every_view_that_is_registered_is_there():
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = project["entry-points"][NOTEBOOK]

    assert {"comparison_panel", "interpretations_panel", "proposal_panel", "sample_panel", "workbench_panel"} <= set(
        named
    )
    assert all(callable(EntryPoint(name, value, NOTEBOOK).load()) for name, value in named.items())
