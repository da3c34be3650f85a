"""Whatever a function, its parameters, its module and its fields are called, the code around them does the same."""

from __future__ import annotations

import builtins
import keyword

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pointmass as pm
from pointmass.spec import TAKEN
from pointmass.stabilize.assemble import Piece, assembled
from pointmass.stabilize.guard import ContestedRegion, Guarded, Novelty, guarded
from pointmass.stabilize.signature import signature_of
from pointmass.synthesis.apart import known_again
from pointmass.synthesis.names import all_names
from pointmass.synthesis.operators import numbers, tests
from pointmass.synthesis.program import Apply, Literal, Var

SEEN = [["Ann not here", "x1"], ["Bob - left", "y22"], ["cy stays", "z3"]]
GIVEN = [
    *SEEN,
    ["Dee never came", "x4"],
    ["Ann, here", "y5"],
    ["Ünn", "x1"],
    ["Bob - left", "y 22"],
    ["", ""],
    [3, "x1"],
    ["a" * 99, "x1"],
]
MODULE = """import re
{others}

def {function}({first}, {second}=None):
    words = re.findall(r"\\w+", {first})
    return f"{{words[-1].upper()}} {{{second} or ''}}".strip()


def accepts({first}, {second}=None):
    return len({first}) < 50
"""
FIRST_NUMBER = Apply(numbers.NUMBER_IN, (Var(0), Literal(0)))
DOUBTS = (
    ContestedRegion(Apply(tests.FOUND, (Literal(r"(?<!\w)here", regex=True), Var(0))), "with the word here"),
    ContestedRegion(Apply(tests.AND, (Apply(tests.CONTAINS, (Var(0), Literal("-"))), Apply(numbers.ABOVE, (FIRST_NUMBER, Literal(2))))), "a number"),
)  # fmt: skip


def module_of(function, parameters, look, others=""):
    """A guarded module whose names are these."""
    first, second = [*parameters, "beside"][:2]
    source = MODULE.format(function=function, first=first, second=second, others=others)
    space = {}
    exec(source, space)  # noqa: S102 - written above
    seen = [each[: len(parameters)] for each in SEEN]
    known = Novelty(seen, [space[function](*each) for each in seen], labels=True)
    left = (known_again([tuple(GIVEN[3][: len(parameters)])], "LEFT", "Digests.", "Left."),)
    guard = Guarded(known, DOUBTS, left, look)
    return guarded(source, function, [(name, "str") for name in parameters], guard, own=True)


def behaviour(source, function, count):
    space = {}
    exec(source, space)  # noqa: S102 - written above
    return [
        (space["accepts"](*each[:count]), space["accepts"](*each[:count]) and space[function](*each[:count]))
        for each in GIVEN
    ]


LOOKS = ["through", "signs", "places"]
OWN = sorted(
    {name for look in LOOKS for count in (1, 2) for name in all_names(module_of("shown", ["given", "beside"][:count], look))}
    | {"answer", "new", "known", "record", "hashlib", "itertools", "unicodedata", "re", "json", "SEEN_GIVEN", "TURNS_SEEN", "PLACES"}
)  # fmt: skip
FUNCTIONS = [name for name in OWN if name not in {*TAKEN, *dir(builtins), "accepts", "given", "beside", "shown"}]
PARAMETERS = [name for name in FUNCTIONS if name not in {"hashlib", "itertools", "words"}]  # the module's own variable


def test_a_guard_is_the_same_whatever_the_function_and_its_parameters_are_called():
    wrong = []
    for look in LOOKS:
        alone, together = (behaviour(module_of("shown", ["given", "beside"][:n], look), "shown", n) for n in (1, 2))
        assert {accepted for accepted, _ in together} == {True, False}
        wrong += [(look, name) for name in FUNCTIONS if behaviour(module_of(name, ["given"], look), name, 1) != alone]
        for name in PARAMETERS:
            if behaviour(module_of("shown", [name], look), "shown", 1) != alone:
                wrong.append((look, "shown", name))
            if behaviour(module_of("shown", ["beside", name], look), "shown", 2) != together:
                wrong.append((look, "shown", "beside", name))

    assert len(PARAMETERS) > 20
    assert wrong == []


@pytest.mark.parametrize(
    "line",
    ["import math as json", "hashlib = 3", "from math import pi as unicodedata", "itertools = kinds = turns = []"],
)
def test_what_a_module_calls_like_an_import_of_the_guard_means_what_it_meant(line):
    with_it = behaviour(module_of("shown", ["given"], "places", line), "shown", 1)

    assert with_it == behaviour(module_of("shown", ["given"], "places"), "shown", 1)


def piece(field, function, parameter, answer):
    parameter = "given" if parameter in ("helper", "LIMIT") else parameter  # as any author would
    source = f"""LIMIT = {len(answer)}


def helper({parameter}):
    return {parameter}.split()[{answer}]


def {function}({parameter}):
    return helper({parameter})


def accepts({parameter}):
    return len({parameter}.split()) >= 2
"""
    return Piece(field, function, source)


NAMES = ["record", "known", "FIELDS", "helper", "LIMIT", "accepts_first", "accepts_last", "text", "first", "entry_first", "helper_last",
         "answer", "re", "json", "Any"]  # fmt: skip
FIELDS = ["first", "last name", "class", "1st", "accepts", "record", "known", "naïve", "a-b", "text", "FIELDS", "len"]


@given(
    parameter=st.sampled_from(NAMES),
    function=st.sampled_from(["entry", *NAMES[:2], *NAMES[3:12]]),
    fields=st.lists(st.sampled_from(FIELDS), min_size=2, max_size=2, unique=True),
)
@settings(max_examples=120)
def test_a_record_is_put_together_whatever_its_fields_and_parameters_are_called(parameter, function, fields):
    if parameter == function:
        return
    spec = pm.Spec(function, "Read it.", (pm.Parameter(parameter, str),), dict)
    signature = signature_of(spec)
    [own] = signature.names
    pieces = [piece(field, f"{function}_of_{at}", own, "0" if at else "-1") for at, field in enumerate(fields)]
    space = {}
    exec(assembled(spec, signature, pieces, complete=True), space)  # noqa: S102 - written above

    assert space["accepts"]("one two") is True
    assert space[function]("one two") == {fields[0]: "two", fields[1]: "one"}
    assert space["accepts"]("one") is False
    assert not keyword.iskeyword(own)
