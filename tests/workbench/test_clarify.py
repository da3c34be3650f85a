from __future__ import annotations

import pytest

import pointmass as pm

TITLES = ["README", "To Do", "Q1 Report.pdf"]


def keep(title):
    return title.replace(" ", "-")


def lower(title):
    return keep(title).lower()


class Heeding(pm.Model):
    """Samples a program among those that give the examples of the request: P(program | examples)."""

    def __init__(self, programs):
        self.programs = programs

    @property
    def identity(self):
        return "heeding"

    async def complete(self, request, index):
        turns = [turn["content"] for turn in request.messages[:-1]]
        examples = list(zip(turns[::2], turns[1::2], strict=True))
        fitting = {p: w for p, w in self.programs.items() if all(p(title=a) == b for a, b in examples)}
        return await pm.SimulatedModel(fitting, linked=False).complete(request, index)


@pytest.fixture
def clean():
    with pm.Workbench(model=Heeding({keep: 0.5, lower: 0.5})) as wb:
        yield wb, wb.define(pm.Spec("clean", "Clean the title.", (pm.Parameter("title", str),)))


def test_an_answer_settles_the_ambiguity_once_the_new_spec_is_defined_and_sampled(clean):
    wb, name = clean
    asked = name.sample(TITLES, draws=16, progress=False).clarify(most=1)
    new = asked.answer({asked.questions[0].input: "A"})
    table = asked.beside(wb.define(new).sample(TITLES, draws=16, progress=False))

    assert set(table["now"]) == {"unanimous"}
    assert table["after"].tolist() == [1.0, 0.0]
    assert 0 < table["before"].min() < 1


def test_nothing_is_bound_until_the_person_defines_it(clean):
    wb, name = clean
    new = name.sample(TITLES, draws=16, progress=False).clarify().answer({1: "A"})

    assert [event.version for event in name.history()] == [1]
    wb.define(new)
    assert [event.version for event in name.history()] == [1, 2]
    assert name.spec == new
