"""What people do with lists and records every day: learned from thirty examples, right on others."""

from __future__ import annotations

import random
import statistics

import pytest

from pointmass.synthesis import synthesize

NAMES = "Ann Bo Cy Dee Ed Flo Gus Hal".split()  # noqa: SIM905 - shorter to read than a list
THINGS = "tea coffee milk bread salt plum fig pear".split()  # noqa: SIM905 - as above


def things(chance, least=1):
    return [chance.choice(THINGS) for _ in range(chance.randint(least, 5))]


def numbers(chance, least=1):
    return [chance.randint(-20, 90) for _ in range(chance.randint(least, 6))]


def rows(chance):
    return [
        {"name": chance.choice(THINGS), "count": chance.randint(1, 9), "price": round(chance.random() * 60, 2)}
        for _ in range(chance.randint(1, 4))
    ]


def person(chance):
    nick = chance.choice([None, chance.choice(THINGS)])
    return {
        "name": chance.choice(NAMES),
        "nick": nick,
        "age": chance.randint(1, 90),
        "member": chance.random() < 0.5,
        "state": chance.choice(["new", "paid", "sent"]),
        "total": chance.randint(10, 400),
    }


def lacking(chance):
    return {"id": chance.randint(1, 99), **({"lang": chance.choice(["de", "fr"])} if chance.random() < 0.6 else {})}


TASKS = {
    "joined": (things, ", ".join),
    "joined numbers": (numbers, lambda v: ";".join(map(str, v))),
    "joined in words": (things, lambda v: ", ".join(v[:-1]) + " and " + v[-1] if len(v) > 1 else v[0]),
    "sorted, each once": (things, lambda v: sorted(set(v))),
    "each once, whatever its case": (
        lambda c: [c.choice([t, t.upper(), f"{t} "]) for t in things(c, 0)],
        lambda v: list(dict.fromkeys(t.strip().lower() for t in v)),
    ),
    "the longest": (things, lambda v: max(v, key=len)),
    "the mean": (numbers, lambda v: round(sum(v) / len(v), 2)),
    "the median": (numbers, statistics.median),
    "the spread": (numbers, lambda v: max(v) - min(v)),
    "how many different": (things, lambda v: len(set(v))),
    "how many above": (numbers, lambda v: sum(x > 0 for x in v)),
    "at least eighteen": (lambda c: [c.randint(1, 60) for _ in range(c.randint(0, 6))], lambda v: [x for x in v if x >= 18]),
    "even": (numbers, lambda v: [x for x in v if x % 2 == 0]),
    "squares": (numbers, lambda v: [x * x for x in v]),
    "any below": (numbers, lambda v: any(x < 0 for x in v)),
    "holds": (things, lambda v: "tea" in v),
    "counted": (things, lambda v: {t: v.count(t) for t in v}),
    "the sum of products": (rows, lambda v: round(sum(r["count"] * r["price"] for r in v), 2)),
    "the dearest": (rows, lambda v: max(v, key=lambda r: r["price"])["name"]),
    "an amount": (rows, lambda v: f"{v[0]['name']}: ${v[0]['price']:.2f}"),
    "one field or another": (person, lambda p: p["name"] if p["member"] else p["state"]),
    "a nickname where there is one": (person, lambda p: p["nick"] or p["name"]),
    "a label by a truth value": (
        person,
        lambda p: {"who": p["name"], "status": "active" if p["member"] else "inactive"},
    ),
    "a label by a limit": (person, lambda p: "adult" if p["age"] >= 18 else "minor"),
    "a label by a state": (person, lambda p: {"new": "waiting", "paid": "open", "sent": "done"}[p["state"]]),
    "a sentence by a truth value": (person, lambda p: f"Dear {p['name']}" if p["member"] else f"Hello {p['name']}"),
    "ten percent for members": (person, lambda p: round(p["total"] * 0.9, 2) if p["member"] else p["total"]),
    "either": (person, lambda p: p["member"] or p["age"] >= 65),
    "a default": (lacking, lambda d: d.get("lang", "en")),
    "without nulls": (person, lambda p: {k: v for k, v in p.items() if v is not None}),
    "inverted": (lambda c: dict(zip(c.sample(THINGS, 3), c.sample(NAMES, 3), strict=True)), lambda d: {v: k for k, v in d.items()}),
}  # fmt: skip


@pytest.mark.parametrize("name", TASKS)
def test_an_everyday_map_is_found(name):
    # Branches of wide records take more than the default two seconds: what is tested is that they are found.
    given, wanted = TASKS[name]
    chance = random.Random(name)  # noqa: S311 - no secret
    inputs = list({str(one): one for one in (given(chance) for _ in range(120))}.values())
    learned = synthesize([(one, wanted(one)) for one in inputs[:30]], budget=8.0)[0]
    module = {}
    exec(learned.source, module)  # noqa: S102 - tests may execute generated source
    fresh = [one for one in inputs[30:] if module["accepts"](one)]

    assert learned.kind == "program"
    assert len(fresh) >= len(inputs[30:]) * 0.6
    assert [module["f"](one) for one in fresh] == [wanted(one) for one in fresh]


def test_a_field_that_stands_in_is_said_in_python_s_own_words():
    people = [
        {"nick": nick, "name": name}
        for nick, name in zip([None, "Bobby", "", "Ceecee"] * 3, NAMES + NAMES[:4], strict=True)
    ]
    learned = synthesize([(p, p["nick"] or p["name"]) for p in people])[0]

    assert 'data["nick"] or data["name"]' in learned.source
