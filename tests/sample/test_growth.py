"""Whoever looks at a sample waits in proportion to what is in it."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

import pytest

from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.sample import Stopped
from pointmass.sample.labelling import Label

LABELS = ("billing", "technical", "account", "other")


@pytest.fixture
def tickets(make_sample):
    """Build a sample of so many inputs, every second one contested, with a refusal and a failure here and there."""

    def make(n: int) -> Any:
        answers = {}
        for i in range(n):
            said: list[Any] = [LABELS[i % 4]] * 3 + [LABELS[(i * (i % 2)) % 3]] * 2
            if not i % 7:
                said[4] = Draw(4, "refusal", None, "no")
            if not i % 11:
                said[3] = Draw(3, "failed", None, "", detail="it broke")
            answers[f"Ticket {i}: please help"] = said
        return make_sample(answers)

    return make


class Everybody:
    """Says of each of some inputs that its answer is right."""

    def __init__(self, sample: Any) -> None:
        self._labels = {canonical(dict(row)): Label(dict(row), '"billing"', (), "me", 0.0, "") for row in sample.rows}

    def known(self, spec: Any) -> Any:  # noqa: ARG002 - the port's signature
        return self._labels


LOOKS = {
    "agreement": lambda s: s.agreement().interval(),
    "behaviour": lambda s: s.behaviour,
    "clarify": lambda s: s.clarify(),
    "clarify, answered": lambda s: s.clarify().answer({1: "A"}),
    "clarify, beside": lambda s: s.clarify(most=len(s) // 4).beside(replace(s)),
    "clarify, shown": lambda s: s.clarify(most=len(s))._repr_html_(),
    "cost": lambda s: s.cost(),
    "counts": lambda s: s.counts(),
    "digest": lambda s: s.digest,
    "errors": lambda s: s.errors(chosen=dict.fromkeys(s.inputs, "billing"), baseline=replace(s)),
    "errors by input": lambda s: s.errors(per="input"),
    "errors by reading": lambda s: s.errors(per="reading"),
    "fields": lambda s: s.fields(),
    "fixed": lambda s: replace(s, stopped=Stopped("it is known", 2)).fixed(),
    "frame": lambda s: s.frame,
    "html": lambda s: s._repr_html_(),
    "inputs": lambda s: s.inputs,
    "interpretations": lambda s: s.interpretations(),
    "interpretations, as text": lambda s: s.interpretations(kind="text"),
    "interpretations, shown": lambda s: s.interpretations()._repr_html_(),
    "interpretations, by hand": lambda s: (
        s.interpretations().merge("billing", "technical").rename("billing", "x").undo()
    ),
    "interpretations, repr": lambda s: repr(s.interpretations()),
    "interpretations, hold_out": lambda s: s.interpretations().hold_out(),
    "labels": lambda s: replace(s, labelling=Everybody(s)).labels(),
    "made": lambda s: s.made,
    "mimebundle": lambda s: s._repr_mimebundle_(),
    "modes": lambda s: s.modes(),
    "n_draws": lambda s: s.n_draws,
    "repr": repr,
    "slip": lambda s: s.slip,
    "statuses": lambda s: s.statuses(),
    "table": lambda s: s.table(),
    "value_counts": lambda s: s.value_counts(),
    "view": lambda s: s.view(),
}


@pytest.mark.parametrize("look", LOOKS)
def test_twice_the_inputs_take_about_twice_the_work(look, tickets, is_linear):
    assert is_linear(LOOKS[look], tickets)


def test_a_look_that_counts_the_sample_for_every_input_is_found_out(tickets, is_linear):
    assert not is_linear(lambda s: [s.counts()[row] for row in range(len(s))], tickets)


def test_every_public_method_is_among_them(tickets):
    public = {name for name in dir(tickets(4)) if not name.startswith("_")}
    said = {look.partition(",")[0].partition(" ")[0] for look in LOOKS}
    given = {
        "spec",
        "rows",
        "weights",
        "edit_log",
        "home",
        "draws",
        "requested",
        "model",
        "notices",
        "linked",
        "earlier",
        "labelling",
        "name",
        "conversing",
        "stopped",
    }
    # Of one input or draw; of whoever asks; of a notebook, and tested with the widgets; the same from a coroutine; views that
    # are tested, in a file.
    apart = {"given", "again", "request", "replay", "once", "panel", "ainterpretations", "report"}

    assert public - given - apart <= said


def test_an_outcome_is_written_once_for_all_who_count_it():
    draw, other = (Draw(i, "ok", {"b": [1, 2], "a": "x"}, "") for i in range(2))

    assert draw.key == '{"a":"x","b":[1,2]}'
    assert draw.key is draw.key is other.key


def test_what_was_counted_is_nobodys_to_change(tickets):
    sample = tickets(8)
    sample.counts()[0].clear()
    sample.statuses().clear()
    sample.modes().clear()

    assert (len(sample.counts()[0]), sample.statuses().total(), len(sample.modes())) == (2, 40, 8)


def test_a_changed_copy_is_counted_anew(tickets):
    sample = tickets(8)
    sample.modes(), sample.digest
    other = replace(sample, draws=tuple(row[:1] for row in sample.draws))

    assert [mode.answered for mode in other.modes()] == [1] * 8
    assert other.digest != sample.digest


def test_what_was_counted_does_not_travel(tickets):
    sample = tickets(8)
    plain = pickle.dumps(sample)
    sample.view(), sample.table()

    assert pickle.dumps(sample) == plain
    assert pickle.loads(plain).view() == sample.view()  # noqa: S301 - written by this test
