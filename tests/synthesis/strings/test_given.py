from __future__ import annotations

import datetime as dt
import random

import pytest

from pointmass.synthesis import synthesize


def ordinal(number):
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def money(chance):
    return round(chance.random() * 10 ** chance.randint(1, 5), 2)


WRITTEN = {
    "two decimals": (money, lambda x: f"{x:.2f}"),
    "thousands": (lambda c: c.randrange(10 ** c.randint(1, 7)), lambda n: f"{n:,}"),
    "an amount": (money, lambda x: f"${x:,.2f}"),
    "an amount in euros": (money, lambda x: f"{x:,.2f} €".translate(str.maketrans(",.", ".,"))),
    "a number": (lambda c: c.randint(1, 9999), lambda n: f"No. {n}"),
    "padded": (lambda c: c.randrange(10 ** c.randint(1, 5)), lambda n: f"{n:05d}"),
    "one of another": (lambda c: [c.randint(1, 20), c.randint(20, 60)], lambda n: f"{n[0]} of {n[1]}"),
    "a name and a number": (lambda c: [c.choice("Ann Bo Cy Dee".split()), c.randint(1, 99)], lambda p: f"{p[0]} ({p[1]})"),  # noqa: SIM905 - shorter to read than a list
    "hexadecimal": (lambda c: c.randrange(70000), lambda n: f"{n:x}"),
    "a colour": (lambda c: [c.randrange(256) for _ in "rgb"], lambda p: "#{:02x}{:02x}{:02x}".format(*p)),
    "with its ending": (lambda c: c.randint(1, 130), ordinal),
    "a duration": (lambda c: c.randrange(10 ** c.randint(1, 5)), lambda s: f"{s // 3600}:{s % 3600 // 60:02d}:{s % 60:02d}"),
    "a share": (lambda c: [c.randint(0, 50), c.randint(50, 90)], lambda p: f"{p[0] / p[1]:.1%}"),
    "thousandths": (lambda c: c.randrange(30000), lambda m: f"{m / 1000:.1f} km"),
    "cents": (lambda c: c.randrange(10 ** c.randint(1, 6)), lambda n: f"${n / 100:,.2f}"),
    "one or several": (lambda c: c.choice([1, 1, c.randint(2, 90)]), lambda n: f"{n} item" + "s" * (n != 1)),
    "yes or no": (lambda c: [c.choice("Ann Bo Cy Dee".split()), c.random() < 0.5], lambda p: f"{p[0]}: {'yes' if p[1] else 'no'}"),  # noqa: SIM905 - as above
    "a moment": (
        lambda c: c.randint(1_400_000_000, 1_700_000_000),
        lambda s: dt.datetime.fromtimestamp(s, dt.UTC).strftime("%Y-%m-%d"),
    ),
    "a date in digits": (
        lambda c: int((dt.date(2015, 1, 1) + dt.timedelta(days=c.randrange(4000))).strftime("%Y%m%d")),
        lambda n: f"{n % 100:02d}.{n // 100 % 100:02d}.{n // 10000}",
    ),
}  # fmt: skip


def source(candidate):
    namespace = {}
    exec(candidate.source, namespace)  # noqa: S102 - tests may execute generated source
    return namespace


@pytest.mark.parametrize("name", WRITTEN)
def test_a_number_is_written_as_the_examples_write_it(name):
    given, wanted = WRITTEN[name]
    chance = random.Random(name)  # noqa: S311 - no secret
    inputs = list({str(one): one for one in (given(chance) for _ in range(120))}.values())
    learned = synthesize([(one, wanted(one)) for one in inputs[:30]])[0]
    module = source(learned)
    fresh = [one for one in inputs[30:] if learned.accepts(one)]

    assert learned.kind == "program"
    assert len(fresh) >= len(inputs[30:]) * 0.6
    assert [learned(one) for one in fresh] == [wanted(one) for one in fresh]
    assert [module["f"](*one) if learned.rows else module["f"](one) for one in fresh] == [learned(one) for one in fresh]


def test_no_number_is_written_as_less_than_nothing_where_it_rounds_to_nothing():
    learned = synthesize([(x, f"{x:.1f}") for x in (-3.25, -1.13, 2.61, 4.18, 0.07, -0.52)])[0]

    assert learned(-0.01) == "0.0"


def test_a_number_written_out_by_one_example_is_no_label():
    learned = synthesize([(47.9, "47.90"), (12.25, "12.25"), (3.11, "3.11"), (8.37, "8.37"), (1.01, "1.01")])[0]

    assert learned(12.5) == "12.50"
