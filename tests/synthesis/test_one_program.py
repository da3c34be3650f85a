"""The source that is bound is the program that was weighed: the same answers and the same guard, whatever is given."""

from __future__ import annotations

import json
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pointmass.synthesis import Signature, synthesize

FIRST = "Ana Ben Carla David Elena Felix Grace Hassan Ingrid Jonas Kaito Lena".split()  # noqa: SIM905 - shorter to read
LAST = "Abbott Bauer Castro Dubois Eriksen Fischer Garcia Hansen Ivanov Jansen Lopez Moreau".split()  # noqa: SIM905
PAIRS = list(zip(FIRST, LAST, strict=True))
NULLABLE = Signature((("x", "str | None"),), "str | None")
TASKS = {
    "joined keys": ([({"first": a, "last": b}, f"{a} {b}") for a, b in PAIRS], {}),
    "keys side by side": ([({"first": a, "last": b}, a + b) for a, b in PAIRS], {}),
    "two texts": ([([a, b], f"{b}, {a[0]}.") for a, b in PAIRS], {}),
    "text and number": ([([a, i], f"{a} {i}") for i, (a, _) in enumerate(PAIRS)], {}),
    "nullable": ([(None, None), *((a, a.upper()) for a in FIRST)], {"signature": NULLABLE}),
    "a list": ([([a, b, a], f"{a}+{b}") for a, b in PAIRS], {"signature": Signature((("x", "list[Any]"),), "str")}),
    "names of a list": ([([a, b], f"{a} / {b}") for a, b in PAIRS], {"signature": Signature((("x", "Any"),), "str")}),
    "a number": ([(i, i * 2 + 3) for i in range(12)], {}),
    "branches": ([(f"{a} {i}", a.upper() if i > 5 else a.lower()) for i, a in enumerate(FIRST)], {}),
    "exceptions": ([(f"{a} {b}", "?" if a == "Ben" else f"{b}, {a}") for a, b in PAIRS], {}),
    "a table": ([(a, b[::-1] + a[1]) for a, b in PAIRS[:4]], {}),
    "records": ([(f"{a} <{b}@x.org>", {"name": a, "mail": f"{b}@x.org"}) for a, b in PAIRS], {}),
}
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 40),
    st.floats(allow_nan=False),
    st.sampled_from([*FIRST, "Ana Abbott", "Zora 99", "\ud800", "", " "]),
    st.text(max_size=6),
)
ANYTHING = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=4),
    st.fixed_dictionaries({"first": SCALARS, "last": SCALARS}),
    st.dictionaries(st.text(max_size=3), SCALARS, max_size=2),
    st.lists(st.dictionaries(st.text(max_size=2), st.lists(SCALARS, max_size=2), max_size=2), max_size=2),
)


@cache
def learned(task):
    examples, options = TASKS[task]
    made = []
    for candidate in synthesize(examples, budget=1, **options)[:4]:
        for level in range(len(candidate.by_strictness)):
            namespace: dict[str, object] = {}
            exec(candidate.at(level).source, namespace)  # noqa: S102 - tests may execute generated source
            made.append((candidate.at(level), namespace))
    return made


def answer(function, *arguments):
    try:
        return json.dumps(function(*arguments))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return "undefined"


def fits(candidate, arguments):
    """Whether a caller keeps to the annotation of the texts."""
    kinds = [annotation for _, annotation in candidate.signature.parameters]
    return all(isinstance(a, str) or kind != "str" for a, kind in zip(arguments, kinds, strict=True))


@pytest.mark.parametrize("task", TASKS)
@given(given=ANYTHING, other=SCALARS)
@settings(max_examples=60, deadline=None)
def test_source_and_tree_agree_on_anything(task, given, other):
    for candidate, module in learned(task):
        value = [given, other] if candidate.rows and len(candidate.signature.parameters) > 1 else given
        arguments = value if candidate.rows else [value]
        if len(arguments) == len(candidate.signature.parameters):
            assert module["accepts"](*arguments) is candidate.accepts(value)
            if fits(candidate, arguments):
                assert answer(module["f"], *arguments) == answer(candidate, value)


def test_null_is_never_written_as_a_text():
    best = synthesize(TASKS["joined keys"][0])[0]
    namespace: dict[str, object] = {}
    exec(best.source, namespace)  # noqa: S102 - tests may execute generated source

    assert 'data["first"] + " " + data["last"]' in best.source
    assert namespace["accepts"]({"first": "Tim", "last": None}) is False
    with pytest.raises(TypeError):
        namespace["f"]({"first": "Tim", "last": None})


def test_no_line_of_a_source_is_longer_than_120_characters():
    for task in TASKS:
        for candidate, _ in learned(task):
            assert max(map(len, candidate.source.splitlines())) <= 120
