from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

import pytest

from pointmass.synthesis import synthesize


def half_up(number, decimals):
    """Return what Decimal makes of it: the independent source of every half here."""
    return float(Decimal(str(number)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def amounts(seed, count=30, most=500):
    chance = random.Random(seed)  # noqa: S311 - no secret
    return [round(chance.random() * most, 2) for _ in range(count)]


def source(candidate):
    namespace = {}
    exec(candidate.source, namespace)  # noqa: S102 - tests may execute generated source
    return namespace


@pytest.mark.parametrize("seed", range(8))
def test_halves_that_go_up_are_learned_as_such(seed):
    shown = [*amounts(seed, 26, 20), 2.65, 1.05, 0.25, 8.35]
    learned = synthesize([(x, half_up(x, 1)) for x in shown])[0]
    fresh = [x / 100 for x in range(100, 1900) if learned.accepts(x / 100)]

    assert len(fresh) > 1000
    assert [learned(x) for x in fresh] == [half_up(x, 1) for x in fresh]


def test_where_no_example_tells_how_halves_go_they_are_handed_back():
    shown = [(0.4, 0), (1.6, 2), (2.3, 2), (7.9, 8), (12.2, 12), (30.7, 31), (5.5, 6), (1.5, 2), (7.5, 8)]
    learned = synthesize(shown)[0]

    assert not any(learned.accepts(x) or source(learned)["accepts"](x) for x in (0.5, 2.5, 4.5, 6.5))
    assert [learned(x) for x in (0.7, 3.2, 11.9) if learned.accepts(x)] == [1, 3, 12]


def test_a_factor_that_imitates_another_way_to_round_is_refused():
    shown = [(0.25, 0.3), (0.35, 0.4), (1.21, 1.2), (3.34, 3.3), (7.77, 7.8), (0.45, 0.5), (4.44, 4.4)]

    assert "*" not in synthesize(shown)[0].source.split("def f(")[1].split("\n\n\n")[0]


GROSS = {
    "tax": (lambda x: half_up(Decimal(str(x)) * Decimal("1.19"), 2), 1),
    "to the nearest coin": (lambda x: float((Decimal(str(x)) * 20).quantize(Decimal(1), ROUND_HALF_UP) / 20), 1),
    "tax by rate": (lambda x, rate: half_up(Decimal(str(x)) * (100 + rate) / 100, 2), 2),
    "share in percent": (lambda x, whole: round(x / whole * 100, 1), 2),
    "degrees": (lambda x: round((x - 32) * 5 / 9, 1), 1),
}


@pytest.mark.parametrize("name", GROSS)
def test_what_is_rounded_at_the_end_is_found(name):
    function, width = GROSS[name]
    columns = [amounts(name), [7, 19] * 15 if "rate" in name else [x + 40 for x in amounts(f"{name} whole")]]
    rows = list(zip(*columns[:width], strict=True))
    learned = synthesize([(list(row) if width > 1 else row[0], function(*row)) for row in rows])[0]
    fresh = [(x, *row[1:]) for x, row in zip(amounts("fresh", 30, 400), rows, strict=True)]
    accepted = [row for row in fresh if learned.accepts(list(row) if width > 1 else row[0])]

    assert learned.kind == "program"
    assert len(accepted) > 20
    assert [source(learned)["f"](*row) for row in accepted] == [function(*row) for row in accepted]
