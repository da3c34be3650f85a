import asyncio

import pytest

from pointmass.errors import InputError, LimitError, ModelTimeoutError
from pointmass.models.allowance import Used
from pointmass.models.base import Completion, Model, Price, Usage
from pointmass.models.limited import Limited
from pointmass.models.recorded import RecordedModel
from pointmass.models.simulated import SimulatedModel
from pointmass.models.wrapper import Wrapper


def lower(title):
    return title.lower()


def counting(**parts):
    return SimulatedModel({lower: 1}, tokens=(100, 20), price=Price(input=3.0, output=15.0), **parts)


class Failing(Model):
    identity = "failing"

    async def complete(self, _request, _index):
        raise ModelTimeoutError("late")


def gathered(model, request, draws):
    async def all_of_them():
        tasks = (model.complete(request, index) for index in range(draws))
        return await asyncio.gather(*tasks, return_exceptions=True)

    return asyncio.run(all_of_them())


def test_calls_are_never_overshot_by_calls_in_flight(make_request):
    model = Limited(counting(latency=0.01), calls=5)

    answers = gathered(model, make_request(), 64)

    assert sum(isinstance(answer, Completion) for answer in answers) == 5
    assert sum(isinstance(answer, LimitError) for answer in answers) == 59
    assert model.used.calls == 5


def test_the_error_says_what_was_used_and_what_the_limit_is(ask):
    model = Limited(counting(), calls=1)
    ask(model)

    with pytest.raises(LimitError, match=r"limit on 'simulated:.*' is used up: 1 of 1 calls; draw 7 of 'clean"):
        ask(model, index=7)


def test_tokens_stop_new_calls_once_they_are_reached(ask):
    model = Limited(counting(), tokens=200)
    ask(model)
    ask(model)

    with pytest.raises(LimitError, match="240 of 200 tokens; draw"):
        ask(model)
    assert model.used == Used(calls=2, tokens=240, dollars=pytest.approx(0.0012))


def test_tokens_overshoot_by_what_is_in_flight_at_most(make_request):
    model = Limited(counting(latency=0.01), tokens=120)

    first = gathered(model, make_request(), 8)
    second = gathered(model, make_request(), 8)

    assert all(isinstance(answer, Completion) for answer in first)
    assert all(isinstance(answer, LimitError) for answer in second)
    assert model.used.tokens == 8 * 120


def test_dollars_stop_new_calls_once_they_are_reached(ask):
    model = Limited(counting(), dollars=0.0006)
    ask(model)

    with pytest.raises(LimitError, match=r"\$0.0006 of \$0.0006; draw"):
        ask(model)


def test_dollars_without_prices_are_refused_at_once():
    with pytest.raises(InputError, match="needs prices, and this model has none; set price="):
        Limited(SimulatedModel({lower: 1}), dollars=2)


@pytest.mark.parametrize("limit", [{"calls": -1}, {"tokens": -5}, {"calls": float("nan")}])
def test_a_limit_below_zero_is_refused(limit):
    with pytest.raises(InputError, match="numbers from 0"):
        Limited(counting(), **limit)


def test_a_limit_of_no_calls_asks_nothing(ask):
    with pytest.raises(LimitError):
        ask(Limited(counting(), calls=0))


def test_a_model_that_counts_no_tokens_cannot_be_limited_by_them(ask):
    model = Limited(SimulatedModel({lower: 1}), tokens=1000)
    first = ask(model)

    assert first.text == "meeting notes.docx"
    with pytest.raises(LimitError, match="1 answers came without their tokens"):
        ask(model)


def test_a_price_that_did_not_come_ends_a_limit_of_dollars(ask):
    class Forgetful(SimulatedModel):
        priced = True

    model = Limited(Forgetful({lower: 1}), dollars=1)
    ask(model)

    with pytest.raises(LimitError, match="1 answers came without their dollars"):
        ask(model)


def test_replayed_answers_cost_nothing(ask):
    lines = [{"kind": "draw", "input": "A b", "draw": index, "output": "a-b"} for index in range(3)]
    model = Limited(RecordedModel(lines), tokens=1)

    for index in range(3):
        ask(model, "A b", index)

    assert model.used == Used(calls=3)


def test_cached_tokens_count_too(ask):
    def cached(title):
        return Completion(title, usage=Usage(1, 2, 30, 400))

    model = Limited(SimulatedModel({cached: 1}))
    ask(model)

    assert model.used.tokens == 433


def test_calls_that_fail_count_as_calls(ask):
    model = Limited(Failing(), calls=1)
    with pytest.raises(ModelTimeoutError):
        ask(model)

    with pytest.raises(LimitError):
        ask(model)


def test_wrappers_say_who_answers_and_what_it_costs():
    inner = counting()
    outer = Limited(Limited(inner, calls=1), tokens=1)

    assert outer.identity == inner.identity
    assert outer.priced
    assert repr(Limited(inner, calls=9, dollars=2)).endswith(", used 0 of 9 calls; $0.0000 of $2.0000)")


def test_wrappers_give_back_what_the_inner_model_holds():
    class Held(SimulatedModel):
        closed = False

        async def aclose(self):
            self.closed = True

    inner = Held({lower: 1})
    asyncio.run(Limited(inner).aclose())

    assert inner.closed
    assert issubclass(Limited, Wrapper)
