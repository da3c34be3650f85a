from __future__ import annotations

import ast

from hypothesis import given, settings
from hypothesis import strategies as st

from pointmass.synthesis import literals, synthesize

HOSTILE = [
    '"""',
    "'",
    '"',
    "\\",
    "{",
    "}",
    "\n",
    "\r",
    "\x00",
    "\u202e",
    "\u2028",
    "\ud800",
    "#",
    "__import__('os')",
    "ü",
    "%s",
]
TEXT = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=4)), max_size=5).map("".join)


@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXT),
        lambda s: st.one_of(st.lists(s, max_size=3), st.dictionaries(TEXT, s, max_size=3)),
        max_leaves=6,
    )
)
def test_a_literal_evaluates_to_its_value(value):
    assert eval(literals.literal(value)) == value  # noqa: S307 - the point of the test


@given(TEXT)
def test_a_literal_shows_no_character_that_could_mislead_a_reader(text):
    shown = literals.string_literal(text)

    assert "\n" not in shown
    assert all((c.isascii() and c.isprintable()) or 0xC0 <= ord(c) < 0x180 for c in shown)


@given(st.dictionaries(TEXT, TEXT, min_size=1, max_size=4), st.lists(TEXT, max_size=2))
@settings(max_examples=60, deadline=None)
def test_examples_can_neither_break_nor_inject_code(pairs, contested):
    for candidate in synthesize(list(pairs.items()), contested=contested, budget=0.2):
        tree = ast.parse(candidate.source)
        namespace = {}
        exec(compile(tree, "generated", "exec"), namespace)  # noqa: S102
        imported = {
            n.module if isinstance(n, ast.ImportFrom) else n.names[0].name
            for n in ast.walk(tree)
            if isinstance(n, ast.Import | ast.ImportFrom)
        }

        assert imported <= {"re", "unicodedata", "json", "datetime", "hashlib", "math", "typing"}
        for text in [*pairs, *contested, "other"]:
            assert namespace["accepts"](text) == candidate.accepts(text)
            if candidate.accepts(text):
                assert namespace["f"](text) == candidate(text)


def test_a_long_text_is_no_trouble():
    candidates = synthesize([("a" * 100_000, "b"), ("c" * 100_000, "d")])

    assert candidates[-1]("a" * 100_000) == "b"
