"""Programs of every kind, learned from hostile examples: the source is clean, harmless and answers as the program does."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pointmass.synthesis import synthesize

MARKS = [
    '"',
    "'",
    '"""',
    "\\",
    "\\\\",
    "\\n",
    "\n",
    "\r\n",
    "\t",
    "\x00",
    "\x1b[2J",
    "{",
    "}}",
    "{x}",
    "%s",
    "#",
    ")",
    "(?:",
    "[^",
    "|",
    "*+",
    "$",
    "^",
    "\u202e",
    "\u2028",
    "\u00a0",
    "\ud800",
    "é",
    "日",
    "\U0001f600",
    "'; import os; '",
    "\n    return 1\n",
]
WORDS = ["ann", "Bob", "cy", "Dee", "eve9", "flo", "Gus", "hal"]
KINDS = {
    "swapped": lambda m: [(f"{a}{m}{b}", f"{b}{m}{a}") for a, b in pairs()],
    "first": lambda m: [(f"{a}{m}{b}", a) for a, b in pairs()],
    "framed": lambda m: [(a, f"{m}{a}{m}") for a in WORDS[:4]],
    "list": lambda m: [(m.join(WORDS[:n]), WORDS[:n]) for n in (2, 3, 4)],
    "count": lambda m: [(m.join(WORDS[:n]), n) for n in (2, 3, 4, 5)],
    "record": lambda m: [(f"{a}{m}{b}", {f"x{m}": a, "y": b}) for a, b in pairs()],
    "branch": lambda m: [(f"{a}{m}" if i % 2 else a, a.upper() if i % 2 else a) for i, a in enumerate(WORDS)],
    "truth": lambda m: [(f"{a}{m}" if i % 2 else a, i % 2 == 1) for i, a in enumerate(WORDS)],
    "labels": lambda m: [(f"{a} {('card', 'cash')[i % 2]} {m}", f"to{m}{i % 2}") for i, a in enumerate(WORDS)],
    "rows": lambda m: [([a, f"{m}{b}"], f"{b}{m}{a}") for a, b in pairs()],
    "keys": lambda m: [({f"k{m}": a, "n": [b]}, {f"v{m}": b, "w": a}) for a, b in pairs()],
    "picked": lambda m: [({f"k{m}": {"in": f"{m}{a}"}, "n": [b]}, f"{m}{a}") for a, b in pairs()],
    "last": lambda m: [({f"k{m}": [a, b], "n": 1}, b) for a, b in pairs()],
    "chosen": lambda m: [({"t": ("x", m)[i % 2], "a": a, "b": [i]}, a if i % 2 else "") for i, a in enumerate(WORDS)],
    "rewrite": lambda m: [(f"{a} & {b}{m}.TXT", f"{a}-and-{b}.txt".lower()) for a, b in pairs()],
    "constant": lambda m: [(f"{a}{b}", m) for a in WORDS[:4] for b in WORDS[4:8]],
    "table": lambda m: [("q" + m, "w1"), ("zz", "#" + m)],
    "optional": lambda m: [(f"{a}{m}" if i % 2 else a, a if i % 2 else None) for i, a in enumerate(WORDS)],
}
ALLOWED = {
    "re",
    "unicodedata",
    "json",
    "datetime",
    "math",
    "typing",
    "decimal",
    "calendar",
    "collections",
    "hashlib",
    "itertools",
}
UNDEFINED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def pairs():
    return list(zip(WORDS[:4], WORDS[4:], strict=True))


def found(kind, mark):
    for candidate in synthesize(KINDS[kind](mark), budget=0.3)[:3]:
        for level in {0, candidate.strictness, len(candidate.by_strictness) - 1}:
            yield candidate.at(level)


def answer(function, arguments):
    try:
        return json.dumps(function(*arguments))
    except UNDEFINED:
        return "undefined"


def check(candidate, inputs):
    tree = ast.parse(candidate.source)
    namespace = {}
    exec(compile(tree, "generated", "exec"), namespace)  # noqa: S102 - tests may execute generated source
    imported = {
        n.module if isinstance(n, ast.ImportFrom) else n.names[0].name
        for n in ast.walk(tree)
        if isinstance(n, ast.Import | ast.ImportFrom)
    }

    assert imported <= ALLOWED
    for one in inputs:
        arguments = one if candidate.rows else [one]
        accepted = candidate.accepts(one)
        assert namespace["accepts"](*arguments) == accepted
        if accepted:
            assert answer(namespace["f"], arguments) == answer(lambda *_, one=one: candidate(one), arguments)


@pytest.mark.parametrize("kind", KINDS)
@given(mark=st.one_of(st.sampled_from(MARKS), st.text(min_size=1, max_size=3)), other=st.text(max_size=6))
@settings(max_examples=8, deadline=None)
def test_what_examples_hold_stays_data_in_every_kind_of_program(kind, mark, other):
    examples = KINDS[kind](mark)
    inputs = [g for g, _ in examples]
    if isinstance(inputs[0], str):
        inputs += [other, mark, inputs[0] + other, other + inputs[0]]
    for candidate in found(kind, mark):
        check(candidate, inputs)


def test_the_sources_pass_ruff_and_mypy(tmp_path):
    for number, mark in enumerate(MARKS[::3]):
        for kind in KINDS:
            for place, candidate in enumerate(found(kind, mark)):
                (tmp_path / f"{kind}_{number}_{place}.py").write_text(candidate.source, encoding="utf-8")
    lint = [sys.executable, "-m", "ruff", "check", "--isolated", "--quiet", str(tmp_path)]
    types = [sys.executable, "-m", "mypy", "--strict", "--config-file", os.devnull, "--cache-dir", os.devnull]

    assert subprocess.run(lint, capture_output=True, text=True, check=False).stdout == ""  # noqa: S603 - our own files
    assert "Success" in subprocess.run([*types, str(tmp_path)], capture_output=True, text=True, check=False).stdout  # noqa: S603
