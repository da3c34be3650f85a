from __future__ import annotations

import random

from pointmass.synthesis import synthesize


def digits(chance, count):
    return "".join(chance.choice("0123456789") for _ in range(count))


def test_a_code_of_any_length_is_written_in_groups():
    chance = random.Random(1)  # noqa: S311 - no secret
    codes = [country + digits(chance, count) for country, count in [("DE", 20), ("NL", 16), ("FR", 25)] * 5]
    learned = synthesize([(c, " ".join(c[i : i + 4] for i in range(0, len(c), 4))) for c in codes])[0]

    assert learned("AT611904300234573201") == "AT61 1904 3002 3457 3201"
    assert learned.accepts("DE89370400440532013000")


def test_all_but_the_last_digits_are_masked_however_many_there_are():
    chance = random.Random(2)  # noqa: S311 - no secret
    cards = [digits(chance, count) for count in (12, 13, 15, 16, 16, 19, 14, 16)]
    learned = synthesize([(c, "*" * (len(c) - 4) + c[-4:]) for c in cards])[0]

    assert learned("4242424242424242") == "************4242"
