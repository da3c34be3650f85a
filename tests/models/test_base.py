import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointmass.models.base import Completion, Model, Price, Request, Usage, input_key

COUNT = st.integers(0, 10**9)
USAGE = st.builds(Usage, COUNT, COUNT, COUNT, COUNT, st.sampled_from([None, "standard", "batch"]))


class Echo(Model):
    identity = "echo"

    async def complete(self, request, index):
        return Completion(f"{request.spec} {index}")


def test_dollars_are_per_million_tokens():
    assert Price(input=3.0, output=15.0).dollars(Usage(1_000_000, 100_000)) == pytest.approx(4.5)


def test_cached_tokens_cost_as_input_unless_said_otherwise():
    usage = Usage(0, 0, 1_000_000, 1_000_000)

    assert Price(input=3.0, output=15.0).dollars(usage) == pytest.approx(6.0)
    assert Price(input=3.0, output=15.0, cache_read=0.3, cache_write=3.75).dollars(usage) == pytest.approx(4.05)


def test_a_batch_costs_half():
    price = Price(input=3.0, output=15.0)

    assert price.dollars(Usage(100, 100, service_tier="batch")) == pytest.approx(price.dollars(Usage(100, 100)) / 2)


@given(USAGE, USAGE, USAGE)
def test_tokens_add_up_in_any_grouping(a, b, c):
    assert (a + b) + c == a + (b + c)
    assert (a + Usage()) == a


@given(USAGE.filter(lambda usage: usage.service_tier is None), USAGE.filter(lambda usage: usage.service_tier is None))
def test_dollars_of_a_sum_are_the_sum_of_dollars(a, b):
    price = Price(input=3.0, output=15.0)

    assert price.dollars(a + b) == pytest.approx(price.dollars(a) + price.dollars(b))


def test_an_input_key_ignores_the_order_of_parameters():
    assert input_key({"a": 1, "b": "x"}) == input_key({"b": "x", "a": 1})
    assert input_key({"a": 1}) != input_key({"a": "1"})


def test_a_model_is_one_method_and_an_identity(ask):
    model = Echo()

    assert ask(model, index=3).text == "clean_filename 3"
    assert not model.priced


def test_a_model_without_complete_or_identity_cannot_be_made():
    with pytest.raises(TypeError, match="abstract"):
        Model()


def test_nothing_is_counted_unless_somebody_counted():
    completion = Completion("x")

    assert (completion.usage, completion.dollars, completion.latency) == (None, None, None)
    assert completion.origin == "fresh"


def test_a_request_is_told_apart_by_its_content():
    first = Request(spec="f", inputs={"a": 1}, messages=())

    assert first == Request(spec="f", inputs={"a": 1}, messages=())
    assert first != Request(spec="f", inputs={"a": 2}, messages=())
