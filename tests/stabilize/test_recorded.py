"""Real draws: what the proposals of the recorded specs promise, and keep."""

from __future__ import annotations

from typing import Literal

import pytest

import pointmass as pm

FRESH = [
    # Ordinary titles that are not among the recorded ones, with the names that the recorded convention gives them.
    ("Team Photo.JPG", "team-photo.jpg"),
    ("holiday plans (draft 2).docx", "holiday-plans-draft-2.docx"),
    ("Invoice 8841.pdf", "invoice-8841.pdf"),
    ("my_notes_final.txt", "my-notes-final.txt"),
    ("Bread & Butter recipes.docx", "bread-and-butter-recipes.docx"),
    ("Q1 Budget 2025.xlsx", "q1-budget-2025.xlsx"),
    ("scan 2023-11-02.pdf", "scan-2023-11-02.pdf"),
    ("Mike's resume.doc", "mikes-resume.doc"),
]


@pytest.fixture(scope="module")
def stabilized():
    made = {}

    def stabilize(name, returns=str):
        model = pm.shipped(name)
        wb = pm.Workbench(model=model, approver=pm.approved_by("a reader"))
        made[name] = wb
        said = model.header
        spec = pm.Spec(said["spec"], f"The recorded {name}.", (pm.Parameter(said["parameter"], str),), returns)
        handle = wb.define(spec)
        return handle.stabilize(handle.sample(pm.shipped_inputs(name), draws=said["draws"], progress=False))

    yield stabilize
    for wb in made.values():
        wb.close()


def module_of(proposal):
    module = {"accepts": lambda _: False}
    exec(proposal.source, module)  # noqa: S102 - the test reads what would be bound
    return module


def test_clean_filename_answers_most_fresh_titles_and_answers_them_right(stabilized):
    module = module_of(stabilized("clean_filename"))
    answered = [(title, name) for title, name in FRESH if module["accepts"](title)]

    assert len(answered) >= 0.7 * len(FRESH)
    assert [module["clean_filename"](title) for title, _ in answered] == [name for _, name in answered]


def test_clean_filename_agrees_with_the_mode_on_all_that_it_answers_unseen(stabilized):
    evidence = stabilized("clean_filename").evidence

    assert evidence.agreed >= 0.9 * evidence.answered


def test_own_messages_never_invents_a_label(stabilized):
    labels = Literal["cards", "transfers", "top_ups", "identity", "fees", "other"]
    proposal = stabilized("own_messages", labels)
    module = module_of(proposal)
    messages = [*pm.shipped_inputs("own_messages"), "Hello", "", "card " * 40, "Where is the fee for my transfer?"]
    said = {module[proposal.name](message) for message in messages if module["accepts"](message)}

    assert said <= set(labels.__args__)


def test_interpret_token_hands_the_contested_token_back(stabilized):
    module = module_of(stabilized("interpret_token"))

    assert not module["accepts"]("007")
