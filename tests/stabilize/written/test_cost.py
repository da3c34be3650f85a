"""What drafts will cost, and what they cost."""

import asyncio

from pointmass.models.base import Completion, Price
from pointmass.models.limited import Limited
from pointmass.models.none import NoModel
from pointmass.stabilize.written import TeachingScore, draft_request, drafts, estimate, spent
from pointmass.stabilize.written.cost import price_of

CODE = "```python\ndef shout(text):\n    return text.upper()\n```"
WRONG = "```python\nimport os\n```"


class Priced(NoModel):
    price = Price(input=2.0, output=10.0)


def test_an_estimate_counts_four_characters_a_token(shout, teaching):
    request = draft_request(shout, teaching)
    characters = len(request.system) + len(request.messages[0]["content"])
    found = estimate(NoModel(), request, number=4, rounds=0)

    assert (found.calls.least, found.calls.most) == (4, 4)
    assert found.input_tokens.least == found.input_tokens.most == characters
    assert found.dollars is None
    assert str(found).startswith("4 drafts: 4 calls, about ")
    assert str(found).endswith("dollars not applicable: no price set")


def test_an_estimate_says_what_all_corrections_would_cost(shout, teaching):
    found = estimate(Limited(Priced(), calls=9), draft_request(shout, teaching), number=2, rounds=2)

    assert (found.calls.least, found.calls.most) == (2, 6)
    assert found.output_tokens.most == 2 * 3 * 20_000 / 4
    assert found.dollars.most == (found.input_tokens.most * 2 + found.output_tokens.most * 10) / 1e6
    assert "2 to 6 calls" in str(found)


def test_a_price_is_found_behind_what_is_wrapped_around_a_model():
    assert price_of(Limited(Priced(), calls=1)) == Priced.price
    assert price_of(NoModel()) is None


def test_what_was_spent_is_counted_over_all_answers(scripted, shout, teaching):
    author = scripted([CODE], [WRONG, CODE])
    made = asyncio.run(drafts(author, shout, teaching, number=2, tried=lambda _: TeachingScore((), 1, 1)))
    found = spent(made)

    assert (found.drafts, found.corrections, found.cost.draws) == (2, 1, 3)
    assert (found.cost.input_tokens, found.cost.output_tokens, found.cost.dollars) == (300, 60, 1.5)
    assert str(found) == "2 drafts took 3 answers (1 corrections): 300 tokens read and 60 written; $1.5000"
    assert made[1].cost.input_tokens == 200


def test_tokens_that_nobody_counted_are_not_made_up(scripted, shout, teaching):
    author = scripted([Completion(CODE)])
    made = asyncio.run(drafts(author, shout, teaching, number=1, tried=lambda _: TeachingScore((), 1, 1)))

    assert str(spent(made)) == "1 draft took 1 answer (0 corrections); tokens and dollars not recorded"
