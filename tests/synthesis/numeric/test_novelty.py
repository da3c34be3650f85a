"""What no example had is handed back, however loose the guard: signs, decimals, limits, kinds of values, keys."""

from __future__ import annotations

import random

import pytest

from pointmass.synthesis import synthesize

ODD = [
    None, True, False, 0, -1, 3, 10**30, 2.5, -0.0, 1e-9, float("nan"), float("inf"), "", " ", "a", "12", [], [[]], [None], ["a"],
    [1, "a"], [1e300], {}, {"a": None}, {"name": None}, {"name": "Ann"}, {"name": "Ann", "age": "9"}, {"name": 3, "age": 3},
    {"name": "Ann", "age": 30}, {"name": "Ann", "age": True}, {"name": "", "age": 30}, {"name": "Ann", "age": 30, "x": 1},
    {"name": "Ann", "age": -3}, {"name": "Ann", "age": 2.5}, {"name": [], "age": {}},
]  # fmt: skip
PEOPLE = [
    {"name": name, "age": age} for name, age in zip(["Ann", "Bo", "Cy", "Dee"] * 3, range(20, 80, 5), strict=True)
]
LEARNED = {
    "a product": [(float(x), round(x * 119 / 100, 2)) for x in random.Random(3).sample(range(1, 400), 30)],  # noqa: S311 - no secret
    "an amount": [(x, f"{x:.2f}") for x in (1.25, 3.5, 12.75, 100.1, 47.2, 8.05)],
    "whole": [(x, x * 2) for x in (1, 5, 3)],
    "labels": [(x, "low" if x < 10 else "high") for x in (1, 4, 8, 30, 35)],
    "a filter": [(v, [x for x in v if x > 0]) for v in ([3, -2, 7], [-5, 9], [4], [-1, -8], [12, -3, 44], [-7, 2])],
    "a record": [(p, f"{p['name']} ({p['age']})") for p in PEOPLE],
    "a field": [(p, p["name"]) for p in PEOPLE],
    "fields": [(p, {"who": p["name"]}) for p in PEOPLE],
    "a choice": [([p["name"], p["age"] > 40], p["name"] if p["age"] > 40 else "nobody") for p in PEOPLE],
}


def learned(name):
    found = synthesize(LEARNED[name])[0]
    assert found.kind == "program"
    return found


def source(candidate):
    namespace = {}
    exec(candidate.source, namespace)  # noqa: S102 - tests may execute generated source
    return namespace


@pytest.mark.parametrize("name", LEARNED)
def test_no_guard_raises_and_the_source_accepts_what_the_candidate_accepts(name):
    found = learned(name)
    for level in range(len(found.by_strictness)):
        accepts = source(found.at(level))["accepts"]
        for odd in ODD:
            row = [odd, True] if found.rows else [odd]

            assert accepts(*row) == found.at(level).accepts(row if found.rows else odd)


def at_every_level(name, given):
    return {learned(name).at(level).accepts(given) for level in range(5)}


def test_more_decimals_than_any_example_had_are_handed_back():
    assert at_every_level("a product", 185.37) == {False}
    assert at_every_level("an amount", 7.125) == {False}


def test_a_sign_or_a_magnitude_that_no_example_had_is_handed_back():
    assert at_every_level("a product", 0.0) == {False}
    assert at_every_level("a product", -12.0) == {False}
    assert at_every_level("a product", 4000.0) == {False}


def test_an_item_between_the_last_dropped_and_the_first_kept_is_handed_back():
    assert at_every_level("a filter", [0, 1]) == {False}
    assert at_every_level("a filter", [5, -5]) == {True}


def test_a_number_between_the_limits_that_the_examples_allow_is_handed_back():
    assert at_every_level("labels", 20) == {False}


@pytest.mark.parametrize("odd", [p for p in ODD if isinstance(p, dict) and p != {"name": "Ann", "age": 30}])
def test_a_record_unlike_the_examples_is_handed_back(odd):
    assert at_every_level("a record", odd) == {False}
    assert at_every_level("a field", odd) == {False}


def test_a_record_like_the_examples_is_answered():
    assert at_every_level("a record", {"name": "Ann", "age": 33}) == {True}


def test_a_value_beside_the_few_that_a_condition_asks_for_is_handed_back():
    states = ["new", "paid", "sent"] * 4
    examples = [({"id": i, "state": s}, "open" if s == "paid" else "waiting") for i, s in enumerate(states)]
    found = synthesize(examples)[0]

    assert [found.accepts({"id": 5, "state": s}) for s in ("new", "paid", "lost")] == [True, True, False]


def test_keys_that_are_data_are_no_fields():
    pairs = [dict.fromkeys(random.Random(i).sample(range(100), 3), str(i)) for i in range(12)]  # noqa: S311 - as above
    examples = [
        ({f"k{k}": f"{v}{k}" for k, v in pair.items()}, {f"{v}{k}": f"k{k}" for k, v in pair.items()}) for pair in pairs
    ]

    assert synthesize(examples)[0].accepts({"k777": "a", "k12": "b"})


NAMES = "Ann Bob Cid Dee Eva Flo Gil Hal Ida Jim Kay Lou".split()  # noqa: SIM905 - shorter to read


def test_an_answer_of_a_kind_that_none_of_many_examples_had_is_handed_back():
    found = synthesize([(f"{at} by {name}", name) for at, name in enumerate(NAMES)])[0]

    assert found.accepts("7 by Meg")
    assert at_no_level(found, "7 by 42")


@pytest.mark.parametrize("name", ["Ирина", "Zoë", "An+n"])
def test_a_text_within_a_record_with_a_character_that_no_example_had_is_handed_back(name):
    found = synthesize([({"name": one, "age": at + 20}, one.lower()) for at, one in enumerate(NAMES)])[0]

    assert found.accepts({"name": "Meg", "age": 30})
    assert at_no_level(found, {"name": name, "age": 30})


def at_no_level(found, given):
    return not any(found.at(level).accepts(given) for level in range(len(found.by_strictness)))
