"""A few wrong examples cost no more than saying them."""

# ruff: noqa: S311 - seeded examples
from __future__ import annotations

import datetime as dt
import hashlib
import json
import random

import pytest

from pointmass.synthesis import synthesize
from pointmass.synthesis.nearly import allowed, price

FIRST = "Ana Ben Carla David Elena Felix Grace Hassan Ingrid Jonas Kaito Lena Maria Nils Olga Peter".split()  # noqa: SIM905
LAST = "Abbott Bauer Castro Dubois Eriksen Fischer Garcia Hansen Ivanov Jansen Lopez Moreau".split()  # noqa: SIM905

ODD = ["qx", "", "vvv", "1", "-"]


def names(count):
    chosen = random.Random(5)
    texts = [f"{chosen.choice(FIRST)} {chosen.choice(LAST)} {i + 10}" for i in range(count)]
    return [(t, f"{t.split()[1]}, {t[0]}.") for t in texts]


def days(count):
    dates = [dt.date.fromordinal(735_000 + 31 * i) for i in range(count)]
    return [(d.strftime("%d/%m/%Y"), d.isoformat()) for d in dates]


def halves(count):
    chosen = random.Random(7)
    pairs = [(chosen.choice(FIRST), i) for i in chosen.sample(range(1, 200), count)]
    return [(f"{n} {i}", n.upper() if i > 100 else n.lower()) for n, i in pairs]


def lists(count):
    chosen = random.Random(9)
    rows = [chosen.sample(FIRST, 1 + i % 4) for i in range(count)]
    rows = [*map(list, dict.fromkeys(map(tuple, rows)))]
    return [(", ".join(row), row) for row in rows]


def doubled(count):
    return [(i * 7 + i % 3, 2 * (i * 7 + i % 3) + 3) for i in range(count)]


@pytest.mark.parametrize(
    ("examples", "wrong", "fresh", "wanted"),
    [
        (names(30), "?", "Zora Novak 99", "Novak, Z."),
        (days(30), "2001", "24/12/2025", "2025-12-24"),
        (halves(40), "?", "Zora 150", "ZORA"),
        (lists(30), ["?"], "Zora, Mia", ["Zora", "Mia"]),
        (doubled(30), 0, 100, 203),
    ],
)
def test_wrong_examples_are_exceptions_and_handed_back(examples, wrong, fresh, wanted):
    at = (4, 19)
    spoiled = [(given, wrong if i in at else out) for i, (given, out) in enumerate(examples)]

    best = synthesize(spoiled, budget=6)[0]

    assert best.missed == at
    assert best.support == len(examples) - 2
    assert best(fresh) == wanted
    assert best.accepts(fresh)
    assert not any(best.at(level).accepts(examples[i][0]) for i in at for level in range(len(best.by_strictness)))


def test_exceptions_are_known_again_by_their_digests_and_not_quoted():
    examples = names(30)
    spoiled = [(given, "?" if i == 4 else out) for i, (given, out) in enumerate(examples)]
    odd = examples[4][0]

    source = synthesize(spoiled, budget=6)[0].source

    assert hashlib.sha256(json.dumps(odd).encode()).hexdigest()[:6] in source
    assert not any(given in source for given, _ in examples)


def test_exceptions_of_one_kind_are_told_by_a_condition():
    examples = [(f"{w.lower()} {i}", w) for i, w in enumerate(FIRST * 3)]
    spoiled = [(g, o) if i >= 5 else (f"old {90 + i}", ODD[i]) for i, (g, o) in enumerate(examples)]

    best = synthesize(spoiled, budget=6)[0]

    assert best.missed == (0, 1, 2, 3, 4)
    assert "# The 5 examples with this have answers of their own." in best.source
    assert "sha256" not in best.source


def test_what_an_exception_costs_is_what_listing_it_would():
    examples = names(30)
    spoiled = [(given, "?" if i == 4 else out) for i, (given, out) in enumerate(examples)]

    clean, nearly = synthesize(examples, budget=6)[0], synthesize(spoiled, budget=6)[0]

    assert nearly.cost == pytest.approx(clean.cost + price("?"))
    assert price("?") == 8 + 2 * len('"?"')


@pytest.mark.parametrize(("count", "most"), [(9, 0), (10, 1), (15, 1), (16, 2), (40, 5)])
def test_of_a_few_examples_each_is_meant(count, most):
    assert allowed(count) == most


def test_a_rule_for_half_of_the_examples_ends_no_search():
    chosen = random.Random(1)
    words = ["alpha", "beta", "gamma", "delta", "omega"]
    texts = [
        f"{chosen.choice(words) if i >= 24 else 'beta'} {chosen.randint(10, 99)}{'X' if (i < 23 or i % 3 == 0) else 'Y'}"
        for i in range(40)
    ]
    examples = [(t, "xray" if t.endswith("X") else "yankee") for t in texts]
    random.Random(3).shuffle(examples)

    for count in (8, 12, 20, 40):
        best = synthesize(examples[:count], name="label", budget=4)[0]
        assert not best.missed
        assert [best(t) for t in ("delta 12X", "beta 12Y")] == ["xray", "yankee"]
