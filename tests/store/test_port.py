"""A store that is none of ours does everything that names need: nobody above asks for more than the port."""

from __future__ import annotations

from collections import defaultdict

import pytest

import pointmass as pm
from pointmass.draw import Draw
from pointmass.errors import LimitError, StoreError
from pointmass.store import Acknowledgement, BindingEvent, Holding, Series, Store, StorePort, counted


class Dicts:
    """Keeps everything in dicts."""

    path = None
    readonly = False

    def __init__(self):
        self.told, self.specs, self.rows, self.kept_calls, self.events, self.said = {}, {}, {}, [], [], []
        self.answers = defaultdict(lambda: defaultdict(list))
        self.numbers = defaultdict(int)
        self.spent = defaultdict(lambda: (0, 0, 0.0, 0.0, 0, 0))
        self.begun = defaultdict(int)

    @property
    def notices(self):
        return list(self.told)

    def tell(self, notice):
        self.told[notice] = None

    def put_spec(self, digest, name, content):
        self.specs[digest] = (name, dict(content))
        return Acknowledgement.of(None)

    def spec(self, digest):
        return self.specs[digest][1] if digest in self.specs else None

    def put_inputs(self, inputs):
        self.rows.update(inputs)
        return Acknowledgement.of(None)

    def input(self, key):
        return self.rows.get(key)

    def series(self, spec, model, *, purpose="sample", fresh=False):
        who = (spec, model, purpose)
        if fresh:
            self.begun[who] += 1
            return Series(*who, self.begun[who])
        return max((s for s in self.answers if (s.spec, s.model, s.purpose) == who), key=number, default=Series(*who))

    def append_draw(self, series, input_key, draw):
        self.answers[series][input_key].append(draw)
        return Acknowledgement.of(None)

    def next_index(self, series, input_key):
        self.numbers[series, input_key] += 1
        return Acknowledgement.of(self.numbers[series, input_key] - 1)

    def draws(self, series, *, input_keys=None, every=False):
        kept = self.answers.get(series, {})
        keys = list(kept) if input_keys is None else [key for key in input_keys if key in kept]
        found = {key: tuple(sorted(kept[key], key=lambda draw: draw.index)) for key in keys}
        return found if every else {key: counted(draws) for key, draws in found.items()}

    def contents(self):
        made = []
        for series, kept in self.answers.items():
            draws = [draw for each in kept.values() for draw in counted(each)]
            failed = sum(not draw.answered for draw in draws)
            newest = max(draw.time for draw in draws)
            made.append(Holding(series, self.specs[series.spec][0], len(kept), len(draws) - failed, failed, newest))
        return made[::-1]

    def append_call(self, call):
        self.kept_calls.append(call)
        return Acknowledgement.of(None)

    def calls(self, name=None):
        return [call for call in self.kept_calls if name in (None, call.name)]

    def append_label(self, label):
        self.said.append(label)
        return Acknowledgement.of(None)

    def labels(self, name=None):
        return [label for label in self.said if name in (None, label.name)]

    def use(self, budget, used, *, when=None):
        before = self.spent[budget]
        if when is None or when(before):
            self.spent[budget] = tuple(a + b for a, b in zip(before, used, strict=True))
        return Acknowledgement.of(before)

    def used(self, budget):
        return self.spent[budget]

    def append_binding(self, event, *, after=None):
        if after is not None and self.newest_binding(event["name"]) != after:
            return 0
        self.events.append(BindingEvent(len(self.events) + 1, 0.0, event["name"], dict(event)))
        return len(self.events)

    def newest_binding(self, name):
        return max((event.number for event in self.events if event.name == name), default=0)

    def bindings(self, name=None):
        return [event for event in self.events if name in (None, event.name)]

    def checkpoint(self):
        pass

    def close(self):
        pass


def number(series):
    return series.number


def lower(title: str) -> str:
    """Lower-case it."""
    return title.lower()


@pytest.fixture
def handle():
    model = pm.SimulatedModel({lower: 1.0}, tokens=(100, 10), price=pm.Price(input=10, output=100))
    with pm.Workbench(Dicts(), model=model, approver=pm.approved_by("a reader")) as workbench:
        yield workbench.define(pm.Spec("lower", "Lower-case it.", (pm.Parameter("title", str),)))


def test_ours_and_theirs_are_stores():
    with Store() as ours:
        assert isinstance(ours, StorePort)
    assert isinstance(Dicts(), StorePort)


def test_names_are_sampled_stabilized_called_and_softened_in_it(handle):
    titles = [f"Title {each}" for each in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    sample = handle.sample(titles, draws=4, progress=False)
    assert handle.sample(titles, draws=4, progress=False).draws == sample.draws

    handle.stabilize(sample, probes=0).accept()

    assert handle("Title B") == "title b"
    assert handle("ÄÖ 12 ½ – ß") == "äö 12 ½ – ß"
    assert handle.soften().action == "soften"
    assert [row.action for row in handle.history().events] == ["define", "stabilize", "soften"]


def test_labels_are_kept_in_it(handle):
    handle.label("A", "a")
    handle.label("B", wrong=["B"])
    handle.unlabel("A")

    assert list(handle.labels()["input"]) == ["B"]


def test_budgets_with_a_name_and_calls_are_kept_in_it(handle):
    workbench = handle._workbench  # noqa: SLF001 - the handle's own
    with workbench.budget("march", calls=1), pytest.raises(LimitError):
        handle.sample(["A", "B"], draws=2, progress=False)
    handle("C")

    assert workbench.budget("march", calls=2).used.calls == 1
    assert list(workbench.calls()["name"]) == ["lower"]


def test_a_row_that_cannot_be_kept_in_memory_costs_no_other():
    series = Series("d", "m")
    with Store() as store:
        store.put_inputs({"k": {"title": "A"}})
        store.append_draw(series, "k", Draw(0, "ok", "a", "a"))
        store.append_draw(series, "never put", Draw(0, "ok", "b", "b"))
        store.append_draw(series, "k", Draw(1, "ok", "c", "c"))

        with pytest.raises(StoreError, match="is not stored"):
            store.draws(series)
        assert [draw.outcome for draw in store.draws(series)["k"]] == ["a", "c"]
