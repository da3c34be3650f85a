import asyncio
import dataclasses
import enum
import functools
import json
import os
import subprocess
import sys
from collections import Counter

import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from pointmass.answers import read, result_schema
from pointmass.errors import InputError, ModelResponseError
from pointmass.models.base import Completion, Price, Request, Usage
from pointmass.models.fingerprint import fingerprint
from pointmass.models.simulated import SimulatedModel


def lower(title):
    return title.lower()


def slug(title):
    return title.lower().replace(" ", "-")


def shout(title):
    return title.upper()


def texts(model, make_request, inputs="A b", draws=16, **parts):
    async def all_of_them():
        return [(await model.complete(make_request(inputs, **parts), index)).text for index in range(draws)]

    return asyncio.run(all_of_them())


def test_one_program_answers_everything(ask):
    assert ask(SimulatedModel({slug: 1})).text == "meeting-notes.docx"


def test_shares_of_draws_follow_the_weights(make_request):
    model = SimulatedModel({lower: 6, slug: 3, shout: 1}, seed=3)

    counts = Counter(texts(model, make_request, draws=2000))
    observed = [counts["a b"], counts["a-b"], counts["A B"]]
    test = scipy.stats.chisquare(observed, [1200, 600, 200])

    assert model.shares == (0.6, 0.3, 0.1)
    assert test.pvalue > 0.001


def test_linked_draws_are_one_program_for_all_inputs(make_request):
    model = SimulatedModel({lower: 1, slug: 1}, linked=True)

    drawn = [[model.program(make_request(text), index) for text in ("A b", "C d", "E f")] for index in range(50)]

    assert all(len(set(row)) == 1 for row in drawn)
    assert len({row[0] for row in drawn}) == 2


def test_unlinked_draws_choose_for_each_input(make_request):
    model = SimulatedModel({lower: 1, slug: 1}, linked=False)

    drawn = [[model.program(make_request(text), index) for text in ("A b", "C d", "E f")] for index in range(50)]

    assert any(len(set(row)) == 2 for row in drawn)


def test_draws_are_linked_where_the_request_is_a_turn_of_a_conversation(make_request):
    model = SimulatedModel({lower: 1, slug: 1})

    def drawn(**how):
        asked = [make_request(text, **how) for text in ("A b", "C d", "E f")]
        return [{model.program(each, index) for each in asked} for index in range(50)]

    assert {len(each) for each in drawn(linked=True)} == {1}
    assert {len(each) for each in drawn()} == {1, 2}


def test_noise_is_the_share_of_answers_that_another_program_gives(make_request):
    clean = SimulatedModel({lower: 1, slug: 1})
    noisy = SimulatedModel({lower: 1, slug: 1}, noise=0.2)
    requests = [make_request(f"Title {number}") for number in range(50)]

    moved = sum(clean.program(r, index) is not noisy.program(r, index) for r in requests for index in range(40))

    # 2,000 answers at 0.2: the count is binomial; its 99.9 % interval from scipy.
    low, high = scipy.stats.binom.interval(0.999, 2000, 0.2)
    assert low <= moved <= high


def test_full_noise_never_answers_with_the_chosen_program(make_request):
    clean, noisy = SimulatedModel({lower: 3, slug: 1}), SimulatedModel({lower: 3, slug: 1}, noise=1.0)

    assert all(clean.program(make_request(), i) is not noisy.program(make_request(), i) for i in range(100))


@settings(deadline=None)  # a loaded machine is not a fault
@given(st.permutations(range(12)))
def test_draws_do_not_depend_on_their_order(order):
    model = SimulatedModel({lower: 2, slug: 1, shout: 1}, noise=0.3, linked=False)
    request = Request(spec="f", inputs={"title": "A b"}, messages=())

    async def draw(indexes):
        return {index: (await model.complete(request, index)).text for index in indexes}

    assert asyncio.run(draw(order)) == asyncio.run(draw(range(12)))


def test_another_seed_and_another_spec_draw_another_sequence(make_request):
    first = texts(SimulatedModel({lower: 1, slug: 1}), make_request, draws=64)

    assert first != texts(SimulatedModel({lower: 1, slug: 1}, seed=1), make_request, draws=64)
    assert first != texts(SimulatedModel({lower: 1, slug: 1}), make_request, draws=64, spec="another")


SCRIPT = """
import asyncio
from pointmass.models.base import Request
from pointmass.models.simulated import SimulatedModel
def lower(title): return title.lower()
def slug(title): return title.lower().replace(" ", "-")
model = SimulatedModel({lower: 1, slug: 1}, seed=5, noise=0.1)
request = Request(spec="f", inputs={"title": "A b"}, messages=())
async def all_of_them(): return [(await model.complete(request, i)).text for i in range(40)]
print(model.identity, *asyncio.run(all_of_them()), sep="\\n")
"""


def test_draws_and_identity_are_the_same_in_every_process():
    said = {
        subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-c", SCRIPT],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(said) == 1
    assert "a-b" in next(iter(said))


def test_identity_changes_with_seed_weights_noise_name_and_code():
    def edited(title):
        return title.strip()

    edited.__name__ = "lower"
    models = [
        SimulatedModel({lower: 1, slug: 1}),
        SimulatedModel({lower: 1, slug: 1}, seed=1),
        SimulatedModel({lower: 2, slug: 1}),
        SimulatedModel({lower: 1, slug: 1}, noise=0.1),
        SimulatedModel({lower: 1, slug: 1}, name="other"),
        SimulatedModel({lower: 1, slug: 1}, linked=False),
        SimulatedModel({edited: 1, slug: 1}),
    ]

    assert len({model.identity for model in models}) == len(models)
    assert SimulatedModel([(lower, 1), (slug, 1)]).identity == models[0].identity


def constant(value):
    return lambda **_: value


def test_a_fingerprint_sees_constants_closures_and_bound_arguments():
    made = [
        constant("a"),
        constant("b"),
        constant(["a", {"k": 1}]),
        functools.partial(lower, title="a"),
        functools.partial(lower, title="b"),
        lambda title: title[0],
        lambda title: title[1],
        lambda title, *, n=1: title[n],
        lambda title, *, n=2: title[n],
        lambda title: title in {"a", "b"},
        str.upper,
        "".join,
    ]

    assert len({fingerprint(function) for function in made}) == len(made)
    assert fingerprint(constant("a")) == fingerprint(constant("a"))


def test_a_function_that_closes_over_itself_has_a_fingerprint():
    def countdown(n):
        return countdown(n - 1) if n else "done"

    assert len(fingerprint(countdown)) == 64


class Team(enum.Enum):
    CARDS = "cards"
    FEES = "fees"


@dataclasses.dataclass
class Ticket:
    team: Team
    urgent: bool


@pytest.mark.parametrize(
    ("returns", "result", "value"),
    [
        (str, "a-b", "a-b"),
        (int, 3, 3),
        (Team, Team.CARDS, "cards"),
        (Team, "cards", "cards"),
        (Ticket, Ticket(Team.FEES, urgent=True), {"team": "fees", "urgent": True}),
        (Ticket, {"team": "fees", "urgent": False}, {"team": "fees", "urgent": False}),
        (list[str], ["a", "b"], ["a", "b"]),
        (bool, False, False),
    ],
)
def test_a_result_is_said_as_the_schema_asks_and_reads_back(ask, returns, result, value):
    completion = ask(SimulatedModel({constant(result): 1}), schema=result_schema(returns))

    assert read(completion.text, returns).value == value


def test_a_result_that_is_no_object_travels_wrapped(ask):
    assert json.loads(ask(SimulatedModel({constant(3): 1}), schema=result_schema(int)).text) == {"result": 3}


def test_plain_text_is_asked_of_a_program_that_returns_data(ask):
    assert ask(SimulatedModel({constant(3): 1})).text == "3"
    assert ask(SimulatedModel({constant(Team.CARDS): 1})).text == "cards"


def test_a_program_may_play_a_refusal(ask):
    completion = ask(SimulatedModel({constant(Completion("I cannot.", stop_reason="refusal")): 1}))

    assert completion.stop_reason == "refusal"
    assert completion.text == "I cannot."
    assert completion.model == "simulated"


def test_a_program_that_raises_is_a_response_that_cannot_be_read(ask):
    with pytest.raises(ModelResponseError, match="program 'broken' raised ZeroDivisionError"):
        ask(SimulatedModel({broken: 1}))


def broken(title):
    return len(title) / 0


def test_a_program_that_would_end_the_process_is_a_response_that_cannot_be_read(ask):
    with pytest.raises(ModelResponseError, match="raised SystemExit: usage"):
        ask(SimulatedModel({(lambda title: sys.exit("usage")): 1}))


def test_nobody_counts_tokens_unless_told(ask):
    completion = ask(SimulatedModel({lower: 1}))

    assert completion.usage is None
    assert completion.dollars is None
    assert completion.latency is None


def test_tokens_and_price_are_reported_when_given(ask):
    model = SimulatedModel({lower: 1}, tokens=(1000, 100), price=Price(input=3.0, output=15.0))

    completion = ask(model)

    assert completion.usage == Usage(1000, 100)
    assert completion.dollars == pytest.approx(0.0045)
    assert model.priced


def test_latency_is_taken_and_measured(ask):
    assert ask(SimulatedModel({lower: 1}, latency=0.02)).latency >= 0.02


@pytest.mark.parametrize("programs", [{}, {lower: 0}, {lower: -1, slug: 2}, {lower: float("nan")}])
def test_weights_that_cannot_be_are_refused(programs):
    with pytest.raises(InputError, match="weights are"):
        SimulatedModel(programs)


@pytest.mark.parametrize(("programs", "noise"), [({lower: 1}, 0.1), ({lower: 1, slug: 1}, 1.5)])
def test_noise_that_cannot_be_is_refused(programs, noise):
    with pytest.raises(InputError, match="noise is"):
        SimulatedModel(programs, noise=noise)


def test_repr_shows_the_mixture():
    assert repr(SimulatedModel({lower: 3, slug: 1})).startswith("SimulatedModel({lower: 0.75, slug: 0.25}, seed=0")
