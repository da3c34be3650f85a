from __future__ import annotations

import random

import pytest

from pointmass.synthesis import synthesize

NAMES = ["ada", "grace", "alan", "linus", "ken", "dennis", "radia", "bjarne", "guido", "hedy", "tim", "karen"]


def visits(count, seed=1):
    """Made-up lines of a log of visits, with who came, or nobody."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    lines = []
    for number in range(count):
        name, door = rng.choice(NAMES) + str(rng.randint(1, 99)), rng.randint(1, 9)
        said = [
            (f"door {door}: opened by {name}", name),
            (f"door {door}: opened by the guest {name} of floor 3", name),
            (f"door {door}: badge={name} refused", name),
            (f"door {door}: left open for {rng.randint(2, 50)} minutes", ""),
            (f"lift {door}: out of order, called service", ""),
        ]
        line, who = rng.choice(said)
        lines.append((f"{number:04d} {line}", who))
    return lines


def answered(candidate, examples):
    return [(candidate(text), wanted) for text, wanted in examples if candidate.accepts(text)]


def test_a_value_is_told_by_what_stands_before_it_and_may_be_missing():
    best = synthesize(visits(60), name="who", budget=1.0)[0]
    said = answered(best, visits(200, seed=2))

    assert best.kind == "program"
    assert len(said) >= 160
    assert all(answer == wanted for answer, wanted in said)


def test_a_few_exceptions_do_not_hide_the_rule_and_are_handed_back():
    examples = visits(80)
    odd = [
        (text, "the porter") if number in {7, 40, 63} else (text, who) for number, (text, who) in enumerate(examples)
    ]
    best = synthesize(odd, name="who", budget=1.0)[0]

    assert best.kind == "program"
    assert set(best.missed) >= {7, 40, 63}
    assert not any(best.accepts(odd[i][0]) for i in (7, 40, 63))


def test_nothing_is_answered_only_where_a_word_says_that_there_is_nothing():
    best = synthesize(visits(60), name="who", budget=1.0)[0]

    assert best("0001 door 3 creaks") == ""
    assert not best.accepts("0001 door 3 creaks")


@pytest.mark.parametrize("kind", ["203.0.113.7", "a.b@example.org"])
def test_what_is_recognized_needs_nothing_before_it(kind):
    rng = random.Random(3)  # noqa: S311 - no secret

    def made():
        value = (
            ".".join(str(rng.randint(1, 250)) for _ in range(4))
            if "@" not in kind
            else f"{rng.choice(NAMES)}@example.org"
        )
        return rng.choice(
            [
                (f"call from {value} now", value),
                (f"{value} rang twice", value),
                ("nobody rang", ""),
                (f"see {value}", value),
            ]
        )

    best = synthesize([made() for _ in range(40)], name="where", budget=1.0)[0]
    said = answered(best, [made() for _ in range(100)])

    assert len(said) > 60
    assert all(answer == wanted for answer, wanted in said)


def test_a_longer_anchor_says_where_a_shorter_one_is_wrong():
    rng = random.Random(1)  # noqa: S311 - no secret
    said = ["password for {}", "password for invalid user {}", "Invalid user {}", "key for {}", "no password given"]
    lines = [(rng.choice(said), rng.choice(NAMES) + str(rng.randint(1, 99))) for _ in range(160)]
    examples = [(line.format(name), name if "{}" in line else "") for line, name in lines]

    best = synthesize(examples[:60], name="who", budget=1.0)[0]
    answers = answered(best, examples[60:])

    assert best.kind == "program"
    assert len(answers) >= 90
    assert all(answer == wanted for answer, wanted in answers)
