from __future__ import annotations

import itertools

import pytest

from pointmass.synthesis import synthesize
from pointmass.synthesis.apart import apart

WORDS = "alpha beta gamma delta omega kappa sigma theta rho mu nu xi".split()  # noqa: SIM905 - shorter to read
PLAIN = [(f"{one} {other}",) for one in WORDS for other in WORDS[:4]]
BRACKETED = [(f"{word} (old)",) for word in WORDS]


def test_a_kind_of_input_is_handed_back_by_what_tells_it_and_quoted_nowhere():
    checks = apart(BRACKETED, PLAIN)

    assert all(any(check.test.value(env) for check in checks) for env in [*BRACKETED, ("pi (old)",)])
    assert not any(check.test.value(env) for check in checks for env in PLAIN)


def test_what_nothing_tells_is_known_again_by_its_digest():
    (check,) = apart(PLAIN[5:6], [*PLAIN[:5], *PLAIN[6:]])

    assert [env for env in PLAIN if check.test.value(env)] == PLAIN[5:6]
    assert not check.test.value(("pi phi",))


def test_of_nothing_nothing_is_handed_back():
    assert apart([], PLAIN) == []


RIVERS = ["Rhine", "Elbe", "Oder", "Spree", "Havel", "Isar", "Lech", "Inn", "Ems", "Weser", "Saar", "Mosel"]
FAMILIES = {
    "a label": [(f"{word} {river}", word) for river in RIVERS for word in ("boat on the", "walk along the", "bridge over")],
    "a list": [
        (f"rivers: {', '.join(RIVERS[at : at + size])}", RIVERS[at : at + size]) for at in range(8) for size in (1, 2, 3)
    ],
    "a normal form": [(f"{one} / {other} ({at})", f"{one}-{other}-{at}".lower()) for at, (one, other) in enumerate(itertools.pairwise(RIVERS))],
    "a text": [(f"{one}.{other}", other) for one, other in itertools.pairwise(RIVERS)],
}  # fmt: skip
CONTESTED = {
    "a label": "bridge over Zambezi",
    "a list": "rivers: Zambezi, Elbe",
    "a normal form": "Zambezi / Elbe (7)",
    "a text": "Zambezi.Elbe",
}


@pytest.mark.parametrize("family", FAMILIES)
def test_what_is_contested_is_handed_back_at_every_level_and_quoted_by_no_family(family):
    best, plain = (synthesize(FAMILIES[family], contested=each)[0] for each in ([CONTESTED[family]], []))

    assert plain.kind != "table"
    assert plain.accepts(CONTESTED[family])
    assert not any(best.at(level).accepts(CONTESTED[family]) for level in range(len(best.by_strictness)))
    assert "zambezi" not in best.source.lower()
