from __future__ import annotations

import dataclasses
import json

import pytest

from pointmass.draw import Draw
from pointmass.sample import Sample


def drawn(model, index=0, *, time=1_790_000_000.0, **more):
    return Draw(index, "ok", "a", "a", model=model, time=time, **more)


def test_it_is_the_model_that_answered_and_not_the_one_that_was_asked(make_sample):
    sample = make_sample({"x": [drawn("claude-a"), drawn("claude-a", 1)]})

    assert sample.behaviour.who == "claude-a"
    assert sample.model == "a model"
    assert ", claude-a>" in repr(sample)
    assert "claude-a" in sample.view().model


def test_several_models_are_named_with_their_draws_the_most_first(make_sample):
    sample = make_sample({"x": [drawn("b"), drawn("c", 1)], "y": [drawn("c"), drawn("c", 1)]})

    assert sample.behaviour.mixed
    assert sample.behaviour.who == "c × 3 and b × 1"
    assert "c × 3 and b × 1" in repr(sample)
    assert sample.behaviour.content()["models"] == {"c": 3, "b": 1}


def test_a_name_that_was_not_said_is_not_recorded_and_none_is_made_up(make_sample):
    sample = make_sample({"x": ["a", "a"]})

    assert sample.behaviour.who == "model not recorded (a model)"
    assert sample.behaviour.content()["models"] == {"not recorded": 2}
    assert sample.behaviour.content()["asked"] == "a model"


def test_what_failed_says_nothing_of_who_answers(make_sample):
    assert make_sample({"x": [Draw(0, "failed", detail="down")]}).behaviour.who == "nobody answered (asked: a model)"


def test_first_and_last_time_are_those_of_the_answers(make_sample):
    behaviour = make_sample({"x": [drawn("m", time=1_790_000_000.0), drawn("m", 1, time=1_790_003_600.0)]}).behaviour

    assert behaviour.when == "2026-09-21 14:13 UTC to 2026-09-21 15:13 UTC"
    assert (behaviour.content()["first"], behaviour.content()["last"]) == (
        "2026-09-21T14:13:20+00:00",
        "2026-09-21T15:13:20+00:00",
    )


def test_a_time_that_no_calendar_has_is_said_to_be_unknown(make_sample):
    behaviour = make_sample({"x": [drawn("m", time=1e300)]}).behaviour

    assert "unknown" in behaviour.when
    assert behaviour.content()["first"] is None


def test_effort_and_options_are_said(make_sample):
    sample = make_sample({"x": [drawn("m")]})
    options = {"output_config": {"effort": "high"}, "max_tokens": 256}
    sample = dataclasses.replace(sample, spec=dataclasses.replace(sample.spec, options=options))

    assert sample.behaviour.effort == "high"
    assert sample.behaviour.how == "effort high, max_tokens=256"
    assert sample.behaviour.content()["options"] == options


@pytest.mark.parametrize(
    ("origins", "said"),
    [(("replayed",) * 2, "replayed from a recording"), (("fresh", "replayed"), ", 1 of 2 replayed")],
)
def test_replayed_answers_are_said_to_be_so(make_sample, origins, said):
    draws = [drawn("m", index, origin=origin) for index, origin in enumerate(origins)]

    assert said in make_sample({"x": draws}).behaviour.when


def test_it_is_json_data_with_the_versions_that_looked_at_it(make_sample):
    content = make_sample({"x": [drawn("m")]}).behaviour.content()

    assert json.loads(json.dumps(content)) == content
    assert {"python", "pointmass", "pydantic"} <= set(content["versions"])


def test_a_sample_without_draws_has_nobody_behind_it(make_sample):
    empty = dataclasses.replace(make_sample({"x": ["a"]}), draws=((),))

    assert isinstance(empty, Sample)
    assert empty.behaviour.who.startswith("nobody answered")
    assert empty.behaviour.when == ""
