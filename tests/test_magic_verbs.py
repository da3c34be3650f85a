"""``%sample``, ``%stabilize``, ``%soften`` in a real IPython: what they do, what they say, what Tab offers, and that they go again."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from typing import Any

import pytest

from pointmass.magics.line import LineError, split, value_of

START = '''
import io, json, contextlib
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("""
import pointmass as pm
def snake(name): return name.lower().replace(" ", "_")
wb = pm.Workbench(model=pm.SimulatedModel({snake: 1.0}), approver=pm.approved_by("me"))
@wb.spec
def slug(name: str) -> str:
    \\"\\"\\"Make a file name.\\"\\"\\"
names = [f"Item {n} Blue" for n in range(40)]
numbers = [3]
""").raise_error()
shell.run_line_magic("reload_ext", "pointmass")
'''


def shell(script: str) -> Any:
    """Run in an IPython of its own what prints one line of JSON at its end."""
    source = textwrap.dedent(START) + textwrap.dedent(script)
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_name_is_sampled_stabilized_and_softened_by_lines() -> None:
    told = shell("""
        shell.run_cell("s = %sample slug names draws=4 progress=False").raise_error()
        shell.run_cell("p = %stabilize slug s probes=0\\np.accept()").raise_error()
        kinds = [shell.user_ns["wb"]["slug"].kind]
        shell.run_cell("%stabilize slug probes=0").raise_error()
        shell.run_cell("%soften slug").raise_error()
        s = shell.user_ns["s"]
        print(json.dumps([len(s), s.requested, *kinds, shell.user_ns["wb"]["slug"].kind]))
    """)

    assert told == [40, 4, "hybrid", "neural"]


def test_a_wrong_line_is_told_in_one_line_with_what_it_takes() -> None:
    told = shell("""
        said = []
        for line in ("%sample slug", "%sample slog names", "%sample slug nums", "%sample slug names draws=os.system('x')",
                     "%sample slug ['a", "%soften slug now", "%sample slug names --workbench nb", "%sample slug names daws=3"):
            with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(out):
                shell.run_cell(line)
            said.append(out.getvalue().strip().splitlines()[-1])
        print(json.dumps(said))
    """)

    assert told[0].startswith("UsageError: %sample NAME INPUTS [draws=16]")
    assert told[0].endswith("got 1 word without '='; it takes a NAME and INPUTS")
    assert told[1] == "UsageError: %sample: 'slog' is not bound; bound are ['slug']"
    assert "got nums: 'nums' is not defined" in told[2].replace("'nums': ", "nums: ", 1)
    assert "it is no constant; give a variable, or a constant of Python" in told[3]
    assert "a quote or a bracket is not closed" in told[4]
    assert "it takes a NAME" in told[5]
    assert "--workbench nb is not a workbench; there are ['wb']" in told[6]
    assert "got ['daws']; it takes " in told[7]


def test_tab_offers_names_then_variables_that_fit_then_options() -> None:
    told = shell("""
        shell.run_cell("s = %sample slug names draws=2 progress=False").raise_error()
        def offered(line):
            return shell.complete("", line, len(line))[1]
        lines = ("%sample ", "%sample sl", "x = %sample slug na", "%sample slug names dr", "%stabilize slug ", "%soften s")
        print(json.dumps([offered(line) for line in lines]))
    """)

    assert "slug" in told[0]
    assert "slug" in told[1]
    assert "names" in told[2]
    assert "draws=" in told[3]
    assert "s" in told[4]
    assert "agreement=" in told[4]
    assert "names" not in told[4]
    assert "slug" in told[5]


def test_help_says_how_and_unloading_takes_all_of_it_away() -> None:
    told = shell("""
        with contextlib.redirect_stdout(io.StringIO()) as out:
            shell.run_cell("%sample?")
        shell.run_line_magic("unload_ext", "pointmass")
        left = [name for kind in ("line", "cell") for name in ("spec", "sample", "stabilize", "soften")
                if name in shell.magics_manager.magics[kind]]
        offered = shell.complete("", "%sample sl", 10)[1]
        print(json.dumps([out.getvalue(), left, [each for each in offered if "slug" in each]]))
    """)

    assert "%sample NAME INPUTS [draws=16] [OPTION=VALUE ...]" in told[0]
    assert "s = %sample clean_filename titles draws=8" in told[0]
    assert told[1:] == [[], []]


def test_words_are_split_at_spaces_outside_of_quotes_and_brackets() -> None:
    line = """slug ["a b", 'c'] prompt="it's  \\"so\\"" options={"a": 1}"""

    assert split(line, usage="%x") == ["slug", """["a b", 'c']""", '''prompt="it's  \\"so\\""''', 'options={"a": 1}']


@pytest.mark.parametrize("text", ["__import__('os')", "a.b()", "[x for x in y]", "1 +", "nothing", "names.__class__"])
def test_nothing_of_a_line_is_executed(text: str) -> None:
    with pytest.raises(LineError):
        value_of(text, {"names": [1], "a": 1}, usage="%x")
