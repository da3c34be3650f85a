from __future__ import annotations

import inspect
import typing
from dataclasses import fields

import pytest

import pointmass as pm
from pointmass.comparison import drift, settings
from pointmass.errors import EvidenceError, InputError, SpecError
from pointmass.models.base import Completion
from pointmass.sample import reading_options
from pointmass.sampler.drawing import MAX_CONCURRENCY
from pointmass.workbench import options

TITLES = [f"Title {i}" for i in range(6)]

PAIRS = {
    options.SampleOptions: options.SampleHow,
    options.VaryOptions: options.VaryHow,
    options.WatchOptions: options.WatchHow,
    options.JudgeOptions: options.JudgeHow,
    options.StabilizeOptions: options.StabilizeHow,
    settings.CompareOptions: settings.CompareHow,
    reading_options.ReadingOptions: reading_options.ReadingHow,
}


class Counting(pm.Model):
    """Answers in lower case, and counts what it is asked: each would cost money."""

    identity = "counting"

    def __init__(self):
        self.asked = 0

    async def complete(self, request, index):  # noqa: ARG002 - the seam has it
        self.asked += 1
        return Completion(request.inputs["title"].lower())


@pytest.fixture
def model():
    return Counting()


@pytest.fixture
def workbench(model):
    with pm.Workbench(model=model) as wb:
        yield wb


@pytest.fixture
def clean(workbench):
    return workbench.define(pm.Spec("clean", "Clean it.", (pm.Parameter("title", str),)))


@pytest.fixture
def drawn(clean):
    return clean.sample(TITLES, 2, progress=False)


CALLS = {
    "clean.watch(drawn, wait='no')": r"^clean\.watch: got wait='no'; it is True or False$",
    "clean.watch(drawn, runing=True)": r"^clean\.watch: got \['runing'\]; it takes a baseline, .*; is 'running' meant\?$",
    "clean.watch(drawn, draws=0)": r"^clean\.watch: got draws=0; it is a whole number of at least 1",
    "clean.watch(drawn, margin=20)": r"^clean\.watch: got margin=20; it is the shift to rule out, between 0 and 1",
    "clean.watch(drawn, model=3)": r"^clean\.watch: got model=3; it is a Model, or the name of one",
    "clean.watch(TITLES)": r"^clean\.watch: a sample is needed, got list",
    "pm.Judge(workbench, wait=False)('a', 'b')": r"^Judge: got \['wait'\]; it takes a workbench, about, draws, ",
    "pm.Judge(workbench, draws=0)": r"^Judge: got draws=0; it is a whole number of draws",
    "clean.vary(TITLES, 4, prompt=['x'], wait='no', progress=False)": r"^clean\.vary: got wait='no'; it is True or False$",
    "clean.vary(TITLES, modle=['a'])": r"^clean\.vary: got \['modle'\]; it takes inputs, draws, .*; is 'model' meant\?$",
    "clean.vary(TITLES, prompt=['x'], level=95)": r"^clean\.vary: got level=95; it is a fraction",
    "clean.vary(TITLES, prompt=['x'], score=3)": r"^clean\.vary: got score=3; it is a function",
    "clean.vary(TITLES, model=[3])": r"^clean\.vary: got model=3; it is a Model, or the name of one",
    "clean.stabilize(drawn, wait='no')": r"^clean\.stabilize: got wait='no'; it is True or False$",
    "clean.stabilize(drawn, budget='2')": r"^clean\.stabilize: got budget='2'; it is a number of seconds above 0$",
    "clean.stabilize(drawn, budget=-1)": r"^clean\.stabilize: got budget=-1; it is a number of seconds above 0$",
    "clean.stabilize(drawn, probs=0)": r"^clean\.stabilize: got \['probs'\]; .*; is 'probes' meant\?$",
    "clean.stabilize(drawn, writer='claude')": r"^clean\.stabilize: got writer='claude'; it is a Model, or \"auto\"",
    "clean.stabilize(drawn, allow_imports='numpy')": r"^clean\.stabilize: got allow_imports='numpy'; it is a list",
    "clean.stabilize(drawn, dollars='5')": r"^clean\.stabilize: got dollars='5'; it is US dollars",
    "workbench.stabilize('clean', drawn, foo=1)": r"^clean\.stabilize: got \['foo'\]; it takes a sample, wait, agreement, ",
    "clean.sample(TITLES, 3, fresh='no', progress=False)": r"^clean\.sample: got fresh='no'; it is True or False$",
    "clean.sample(TITLES, drawz=4)": r"^clean\.sample: got \['drawz'\]; .*; is 'draws' meant\?$",
    "clean.sample(TITLES, concurrency=0)": r"^clean\.sample: got concurrency=0; .* from 1 to 1,000$",
    "clean.sample(TITLES, progress='yes')": r"^clean\.sample: got progress='yes'; it is True, False, or a function",
    "clean.sample(TITLES, model=3)": r"^clean\.sample: got model=3; it is a Model, or the name of one",
    "clean.sample(TITLES, wait='no')": r"^clean\.sample: got wait='no'; it is True or False$",
    "workbench.sample('clean', TITLES, linkd=True)": r"^clean\.sample: got \['linkd'\]; .*; is 'linked' meant\?$",
    "pm.compare({'a': drawn, 'b': drawn}, agianst='b')": r"^compare: got \['agianst'\]; .*; is 'against' meant\?$",
    "pm.compare({'a': drawn, 'b': drawn}, wait='no')": r"^compare: got wait='no'; it is True or False$",
    "drawn.interpretations(kynd='text')": r"^clean\.interpretations: got \['kynd'\]; .*; is 'kind' meant\?$",
    "drawn.interpretations(same='text')": r"^clean\.interpretations: got same='text'; it is a function, or None$",
    "pm.compare({'a': drawn, 'b': drawn}, level=95)": r"^compare: got level=95; it is a fraction",
    "pm.compare({'a': drawn, 'b': drawn}, seed='x')": r"^compare: got seed='x'; it is a whole number",
}


@pytest.mark.parametrize("call", CALLS)
def test_a_wrong_argument_is_told_by_the_verb_that_was_called_and_nothing_is_asked(
    call, workbench, clean, drawn, model
):
    before = model.asked

    with pytest.raises(InputError, match=CALLS[call]):
        eval(call)  # noqa: S307 - our own calls, shown as they are written
    assert model.asked == before


def test_an_agreement_that_is_none_is_no_evidence(clean, drawn):
    with pytest.raises(EvidenceError, match=r"^clean\.stabilize: got agreement=90; .*0\.9 asks for 90 %$"):
        clean.stabilize(drawn, agreement=90)


def test_a_variant_that_cannot_be_is_told_before_the_spec_as_it_is_was_paid_for(clean, model):
    with pytest.raises(SpecError, match="the prompt uses"):
        clean.vary(TITLES, 2, prompt=["Clean {titel}."], progress=False)
    assert model.asked == 0


def test_a_part_of_a_spec_that_is_misspelt_names_the_part_that_was_meant(workbench):
    with pytest.raises(SpecError, match=r"^spec 'low': \['exmaples'\] are not parts .*; is 'examples' meant\?$"):

        @workbench.spec(exmaples=[("A", "a")])
        def low(title: str) -> str:
            """Write it in lower case."""


@pytest.mark.parametrize(("kind", "how"), PAIRS.items(), ids=lambda each: each.__name__)
def test_what_type_checkers_read_is_what_is_checked(kind, how):
    assert typing.get_type_hints(how) == {
        name: hint for name, hint in typing.get_type_hints(kind).items() if name in {f.name for f in fields(kind)}
    }
    assert list(how.__annotations__) == [each.name for each in fields(kind)]


@pytest.mark.parametrize("kind", PAIRS, ids=lambda each: each.__name__)
def test_every_default_is_one_that_may_be_given(kind):
    wrong = [
        each.name
        for each in fields(kind)
        if each.metadata["check"] is not None and not each.metadata["check"].fits(each.default)
    ]

    assert wrong == []


def test_defaults_that_stand_twice_are_equal():
    assert options.MARGIN == drift.MARGIN
    assert f"{MAX_CONCURRENCY:,}" in options.SampleOptions.__dataclass_fields__["concurrency"].metadata["check"].words


@pytest.mark.parametrize(
    ("verb", "kind"),
    [
        (pm.Handle.sample, options.SampleOptions),
        (pm.Handle.asample, options.SampleOptions),
        (pm.Handle.vary, options.VaryOptions),
        (pm.Handle.watch, options.WatchOptions),
        (pm.Handle.stabilize, options.StabilizeOptions),
        (pm.Workbench.sample, options.SampleOptions),
        (pm.Workbench.asample, options.SampleOptions),
        (pm.Workbench.stabilize, options.StabilizeOptions),
        (pm.Judge.__init__, options.JudgeOptions),
        (pm.compare, settings.CompareOptions),
        (pm.acompare, settings.CompareOptions),
        (pm.Sample.interpretations, reading_options.ReadingOptions),
    ],
    ids=lambda each: each.__qualname__,
)
def test_every_argument_of_a_verb_stands_in_its_signature(verb, kind):
    shown = inspect.signature(verb).parameters

    assert set(shown) >= {each.name for each in fields(kind)}
    assert not any(p.kind is p.VAR_KEYWORD for p in shown.values())
