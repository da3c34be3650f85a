from __future__ import annotations

import itertools
from typing import NotRequired, TypedDict

import pytest

import pointmass as pm


class Person(TypedDict):
    name: str
    mail: str


class Loose(TypedDict):
    name: str
    mail: NotRequired[str]


class Noted(TypedDict):
    name: str
    mail: str
    note: str


HOSTS = {"Lee": "x.org", "Ford": "y.com", "Stone": "z.net", "Hill": "q.io"}
LINES = [
    f"{first} {last} <{first[0].lower()}{last.lower()}@{host}>"
    for first in ("Ann", "Bob", "Cy", "Dee", "Eve", "Finn", "Gus", "Hal")
    for last, host in HOSTS.items()
]


def person(line):
    name, mail = line[:-1].split(" <")
    return {"name": name.upper(), "mail": mail}


@pytest.fixture
def stabilized():
    made = []

    def stabilize(program, returns, lines=LINES, **how):
        wb = pm.Workbench(model=pm.SimulatedModel({program: 1.0}, linked=False), approver=pm.approved_by("a reader"))
        made.append(wb)
        name = wb.define(pm.Spec("person", "Read the person.", (pm.Parameter("line", str),), returns))
        return name, name.stabilize(name.sample(lines, draws=8, progress=False), **how)

    yield stabilize
    for wb in made:
        wb.close()


def by_field(proposal):
    return proposal.fields.set_index("field")


def test_a_record_whose_fields_are_all_settled_is_code_and_every_field_says_how(stabilized):
    name, proposal = stabilized(person, Person)
    proposal.accept()
    fields = by_field(proposal)

    assert name("Ida Wu <iwu@x.org>") == {"name": "IDA WU", "mail": "iwu@x.org"}
    assert fields.index.tolist() == ["name", "mail"]
    assert (fields["agreed"] == fields["answered"]).all()
    assert "upper-case" in fields.loc["name", "program"]
    # 32 without a failure: .05 ** (1 / 32) = .911.
    assert fields["at_least"].tolist() == pytest.approx([0.05 ** (1 / 32)] * 2)


def test_a_field_whose_variance_is_the_point_stays_neural_and_the_others_are_told(stabilized):
    words = itertools.count()
    _, proposal = stabilized(lambda line: {**person(line), "note": f"{next(words)} words about them"}, Noted)
    fields = by_field(proposal)

    assert fields["decision"].to_dict() == {"name": "stabilize", "mail": "stabilize", "note": "keep neural"}
    assert "keep calling it" in fields.loc["note", "why"]
    assert proposal.decision == "stabilize fields"
    assert "code gives `name`, `mail`, and the model is asked for `note` only" in proposal.advice.reason


def test_code_for_some_fields_is_bound_and_no_input_of_which_it_gives_some_counts_as_handed_back(stabilized):
    words = itertools.count()
    name, proposal = stabilized(lambda line: {**person(line), "note": f"{next(words)} words about them"}, Noted)
    proposal.accept()
    said = name(LINES[0])

    assert {key: said[key] for key in ("name", "mail")} == person(LINES[0])
    assert len(proposal.answers) == len(LINES)
    assert proposal.hands_back.empty
    assert proposal.view().gives_up == ()


def test_a_field_for_which_nobody_has_code_names_no_author(stabilized):
    words = itertools.count()
    name, _ = stabilized(lambda line: {**person(line), "note": f"{next(words)} words about them"}, Noted)
    mine = (
        "def person(line):\n    name, mail = line[:-1].split(' <')\n    return {'name': name.upper(), 'mail': mail}\n"
    )
    fields = by_field(name.propose(mine, name.sample(LINES, draws=8, progress=False)))

    assert fields["decision"].to_dict() == {"name": "stabilize", "mail": "stabilize", "note": "keep neural"}
    assert [bool(author) for author in fields["author"]] == [True, True, False]


def test_code_gives_the_fields_that_hold_and_no_other(stabilized, says):
    words = itertools.count()
    _, proposal = stabilized(lambda line: {**person(line), "note": f"{next(words)} words"}, Noted)

    assert says(proposal, "Ida Wu <iwu@x.org>") == {"name": "IDA WU", "mail": "iwu@x.org"}


def test_a_field_does_not_wait_for_the_evidence_of_another(stabilized):
    words = itertools.count()
    _, proposal = stabilized(lambda line: {**person(line), "note": f"{next(words)} words"}, Noted)

    # 32 inputs without a failure: .05 ** (1 / 32) = .911; no input is settled as a whole record.
    assert proposal.evidence.settled == 0
    assert by_field(proposal).loc["mail", "at_least"] == pytest.approx(0.05 ** (1 / 32))
    assert proposal.evidence.bound == pytest.approx(0.05 ** (1 / 32))


def test_where_the_type_names_no_fields_code_must_give_all_of_them_or_none(stabilized):
    words = itertools.count()
    _, proposal = stabilized(lambda line: {**person(line), "mail": str(next(words))}, dict, budget=0.5)

    assert (proposal.decision, proposal.source) == ("keep neural", "")
    assert "declare them (a TypedDict)" in proposal.advice.reason


def test_results_that_are_no_records_have_no_fields(stabilized):
    _, proposal = stabilized(lambda line: line.upper(), str)

    assert len(proposal.fields) == 0
    assert proposal.view().fields == ()


def test_the_panel_shows_every_field(stabilized):
    _, proposal = stabilized(person, Person)

    assert [(row.name, row.decision, row.bound) for row in proposal.view().fields] == [
        ("name", "stabilize", "≥ 91%"),
        ("mail", "stabilize", "≥ 91%"),
    ]


@pytest.mark.parametrize("returns", [Loose, dict[str, str], dict])
def test_a_record_of_any_type_is_decided_on_field_by_field(stabilized, returns):
    words = itertools.count()
    _, proposal = stabilized(lambda line: {**person(line), "mail": str(next(words))}, returns, budget=0.5)

    assert by_field(proposal)["decision"].to_dict() == {"name": "stabilize", "mail": "keep neural"}


def test_a_field_that_some_records_leave_out_is_one_that_may_be_nothing(stabilized):
    def sometimes(line):
        return {"name": person(line)["name"]} if line.startswith("Ann") else person(line)

    _, proposal = stabilized(sometimes, Loose, budget=0.5)

    assert by_field(proposal).loc["name", "decision"] == "stabilize"


def test_a_call_counts_as_saved_only_where_code_gives_all_fields(stabilized):
    words = itertools.count()
    _, some = stabilized(lambda line: {**person(line), "note": f"{next(words)} words"}, Noted)
    _, every = stabilized(person, Person)

    assert (some.evidence.coverage, some.evidence.whole, some.evidence.ledger.calls) == (1.0, 0.0, 0.0)
    assert (every.evidence.whole, every.evidence.ledger.calls) == (1.0, 1000.0)
    assert "some fields on 100% of inputs like these, all fields on none" in repr(some)
