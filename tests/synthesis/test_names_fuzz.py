"""Whatever the function and its parameters are called, the source does what the program and its guard do."""

from __future__ import annotations

import ast
import builtins
import keyword
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pointmass.spec import TAKEN
from pointmass.synthesis import Signature, synthesize
from pointmass.synthesis.names import all_names, top_names

WORDS = ["ann", "Bob", "cy", "Dee", "eve9", "flo"]
TASKS = {
    "split": [(f"{a}-{b}" if a < b else a, a.upper() if a < b else a) for a in WORDS for b in WORDS],
    "label": [(f"the {a} {w} came", "money" if w in ("refund", "charge") else "time")
              for a in WORDS for w in ("refund", "charge", "late", "delay")],
    "date": [(f"{y}-{m:02d}-{d:02d}", f"{d}.{m}.{y}") for y in (2019, 2024) for m in (1, 5, 12) for d in (1, 9, 28)],
    "number": [(n, round(n * 1.19, 2)) for n in range(1, 40, 3)],
    "list": [([a, b], f"{b}, {a}") for a in WORDS for b in WORDS[:2]],
    "words": [(f"{a} {b}  {c}", f"{c.title()} {a.title()}") for a in WORDS[:3] for b in WORDS[:3] for c in WORDS[3:]],
    "two": [([a, b], f"{a}: {b.lower()}") for a in WORDS for b in WORDS],
}  # fmt: skip
CHANGED = ["", "ann-$%^", "eve9-", "refund late", "2024-13-40", "Ünn - x", "a" * 2000, None, 3.5, [], ["a"], {"a": 1}]


def signature_of(parameters, task):
    kinds = {"number": "float", "list": "list[str]"}
    several = parameters[: 2 if task == "two" else 1]
    return Signature(tuple((p, kinds.get(task, "str")) for p in several), "float" if task == "number" else "str")


def found(function, parameters, task):
    return synthesize(TASKS[task], name=function, signature=signature_of(parameters, task), budget=0.05)[:3]


@cache
def found_once(task):
    return found("shown", ["given", "beside"], task)


def renamed(function, parameters, task):
    """What a search with these names finds, without searching once more: names take part in the writing only."""
    signature = signature_of(parameters, task)
    return [replace(candidate, name=function, signature=signature) for candidate in found_once(task)]


def identifiers():
    """Names of the code itself, as it is written with names that hide nothing."""
    used = set()
    for task in TASKS:
        for candidate in found_once(task):
            used |= all_names(candidate.source) | top_names(candidate.source)
    return sorted(used - {"shown", "given", "beside", "accepts"})


@pytest.fixture(scope="module")
def names():
    more = ["answer", "others", "read", "agreed", "text", "record", "known", "reason", "LABELS", "UNSEEN", "Counter", "statistics",
            "itertools", "hashlib", "Decimal", "second_reading", "_reading_2", "value", "words", "explained"]  # fmt: skip
    return sorted({*identifiers(), *more} - {*TAKEN, *keyword.kwlist, *dir(builtins)})


def answer_of(function, arguments):
    try:
        return "gave", function(*arguments)
    except Exception as error:  # noqa: BLE001 - any is an answer here
        return "raised", type(error).__name__


def differences(candidates, function, task):
    for candidate in candidates:
        module = {}
        exec(compile(ast.parse(candidate.source), "generated", "exec"), module)  # noqa: S102 - what was just written
        for given_ in [given_ for given_, _ in TASKS[task]] + CHANGED:
            arguments = given_ if task == "two" and isinstance(given_, list) and len(given_) == 2 else [given_]
            if task == "two" and len(arguments) != 2:
                continue
            accepted = module["accepts"](*arguments)
            wanted = candidate.accepts(given_)
            if accepted != wanted:
                yield candidate.source, given_, accepted, wanted
            elif wanted and module[function](*arguments) != candidate(given_):
                yield candidate.source, given_, module[function](*arguments), candidate(given_)


def test_names_that_the_code_uses_itself_change_nothing(names):
    wrong = {}
    for at, name in enumerate(names):
        task = [*TASKS][at % len(TASKS)]
        for function, parameters in (
            (name, ["given", "beside"]),
            ("shown", [name, "beside"]),
            ("shown", ["given", name]),
        ):
            first = next(differences(renamed(function, parameters, task), function, task), None)
            if first:
                wrong[function, *parameters] = first

    assert len(names) > 40
    assert wrong == {}


@given(st.data())
@settings(max_examples=40)
def test_two_names_of_the_code_together_change_nothing(names, data):
    function, first, second = data.draw(st.lists(st.sampled_from(names), min_size=3, max_size=3, unique=True))
    task = data.draw(st.sampled_from([*TASKS]))

    searched = found(function, [first, second], task)

    assert [candidate.program for candidate in searched] == [candidate.program for candidate in found_once(task)]
    assert list(differences(searched, function, task)) == []
