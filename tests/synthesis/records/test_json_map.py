from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from functools import cache

import pytest

from pointmass.synthesis import synthesize


def order(number):
    """Return an order with some rows, made from a seed."""
    chance = random.Random(number)  # noqa: S311 - no secret
    rows = [
        {
            "item": chance.choice(["blue hat", "red hat", "scarf", "old shoe"]) + f" {i}",
            "price": chance.randrange(1, 60),
            "count": chance.randrange(1, 9),
            "paid": chance.random() < 0.5,
        }
        for i in range(chance.randrange(3, 6))
    ]
    for row in rows[:: chance.choice([2, 3])]:
        row["note"] = f"n{row['price']}"
    return {"id": number, "to": {"name": f"Ann {number}"}, "rows": rows, "bags": [{"tags": ["x", str(number)]}, {}]}


FUNCTIONS = {
    "sum of products": lambda d: sum(r["price"] * r["count"] for r in d["rows"]),
    "greatest product": lambda d: max(r["price"] * r["count"] for r in d["rows"]),
    "both conditions": lambda d: [r for r in d["rows"] if r["paid"] and r["price"] >= 20],
    "either condition": lambda d: [r for r in d["rows"] if r["paid"] or r["price"] >= 20],
    "names of the unpaid": lambda d: [r["item"] for r in d["rows"] if not r["paid"]],
    "holds a word": lambda d: [r for r in d["rows"] if "hat" in r["item"]],
    "sorted, then mapped": lambda d: [r["item"] for r in sorted(d["rows"], key=lambda r: r["price"])],
    "the dearest": lambda d: max(d["rows"], key=lambda r: r["price"]),
    "falling numbers": lambda d: sorted((r["price"] for r in d["rows"]), reverse=True),
    "what there is of a field": lambda d: [r["note"] for r in d["rows"] if "note" in r],
    "objects by a value": lambda d: {r["item"]: r["price"] for r in d["rows"]},
    "renamed": lambda d: {"who": d["to"]["name"], "lines": [{"n": r["item"], "p": r["price"]} for r in d["rows"]]},
    "every second": lambda d: d["rows"][::2],
    "the middle": lambda d: d["rows"][1:-1],
    "through all lists": lambda d: [t for b in d["bags"] for t in b.get("tags", [])],
}
# More examples where a condition has to be told from others.
SHOWN = {"both conditions": 10, "either condition": 10, "holds a word": 6, "names of the unpaid": 5}


@cache
def learned(name):
    found = synthesize([(order(i), FUNCTIONS[name](order(i))) for i in range(SHOWN.get(name, 4))])[0]
    namespace = {}
    exec(found.source, namespace)  # noqa: S102 - tests may execute generated source
    return found, namespace


def answer(function, given):
    try:
        return json.dumps(function(given), sort_keys=True)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return "undefined"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_map_from_json_to_json_is_found(name):
    found, _ = learned(name)

    assert found.kind == "program"
    assert [answer(found, order(i)) for i in range(50, 60)] == [
        answer(FUNCTIONS[name], order(i)) for i in range(50, 60)
    ]


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("odd", [{}, [], None, 7, "a", {"rows": None}, {"rows": [{}, 3, None]}, {"bags": [[[]]]}])
def test_the_source_answers_as_the_tree_does_on_every_input(name, odd):
    found, module = learned(name)

    assert answer(module["f"], odd) == answer(found, odd)
    assert module["accepts"](odd) == found.accepts(odd)


def test_one_item_is_written_alone_and_none_as_nothing_where_the_examples_do_so():
    def given(*names):
        return {"people": [{"name": n} for n in names]}

    found = synthesize(
        [(given("a", "b"), ["a", "b"]), (given("c"), "c"), (given(), None), (given("d", "e"), ["d", "e"])]
    )

    assert [found[0](given(*names)) for names in ("xyz", "q", "")] == [["x", "y", "z"], "q", None]


def test_true_is_not_one_when_values_of_several_types_are_compared():
    rows = [[True, 1, 0, "a"], [1, True, None, 2], [0, False, 1, True]]
    found = synthesize(
        [([{"v": v} for v in row], [{"v": v} for v in row if not (v == 1 and v is not True)]) for row in rows]
    )

    assert found[0]([{"v": True}, {"v": 1}, {"v": "z"}]) == [{"v": True}, {"v": "z"}]


def test_the_sources_are_clean(tmp_path):
    for number, name in enumerate(FUNCTIONS):
        (tmp_path / f"f{number}.py").write_text(learned(name)[0].source, encoding="utf-8")
    lint = [sys.executable, "-m", "ruff", "check", "--isolated", "--quiet", str(tmp_path)]
    nowhere = ["--config-file", os.devnull, "--cache-dir", os.devnull]
    types = [sys.executable, "-m", "mypy", "--strict", *nowhere, str(tmp_path)]

    assert subprocess.run(lint, capture_output=True, text=True, check=False).stdout == ""  # noqa: S603 - our own files
    assert "Success" in subprocess.run(types, capture_output=True, text=True, check=False).stdout  # noqa: S603
