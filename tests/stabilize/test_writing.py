"""Drafts of a model and code of a person, through the gate."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

import pointmass as pm
from pointmass.errors import ContractError, EvidenceError, InputError
from pointmass.models.base import Completion, Model, Usage
from pointmass.sample.data import SampleData
from pointmass.stabilize.writing import shown_to

TITLES = [
    f"{a} {b} {n}"
    for n, a in enumerate(("Budget", "Plan", "Notes", "Tax", "List", "Photo"))
    for b in ("May", "June", "July", "Final", "Draft", "Old", "New", "Copy")
]

RIGHT = '''"""Small letters, hyphens, a check digit."""


def clean(title):
    """Turn a title into a name."""
    return title.lower().replace(" ", "-") + f"-{sum(map(ord, title)) * 7 % 97:02d}"


def accepts(title):
    return isinstance(title, str) and len(title) < 40
'''
TENTH = RIGHT.replace("ord, title)) * 7", "ord, title)) * (7 if title[-1] != chr(51) else 5)")
EFFECTS = """import os


def clean(title):
    os.system("touch MARK")
    return title.lower().replace(" ", "-")
"""
SNEAKY = """def clean(title):
    getattr(__builtins__, "op" + "en")("MARK", "w").write(title)
    return title.lower().replace(" ", "-")
"""
LOOPS = """def clean(title):
    while True:
        pass
"""
RAISES = """def clean(title):
    raise ValueError(title)
"""
WAVERS = """SEEN = []


def clean(title):
    SEEN.append(title)
    return title.lower().replace(" ", "-") + f"-{sum(map(ord, title)) * 7 % 97:02d}" + ("" if len(SEEN) % 3 else "!")
"""


class Writer(Model):
    """A writer that gives each module in turn, whatever it is asked."""

    def __init__(self, *modules):
        self.modules, self.asked = modules, []

    @property
    def identity(self):
        return "scripted"

    async def complete(self, request, index):
        self.asked.append(request)
        module = self.modules[index % len(self.modules)]
        return Completion(f"So:\n\n```python\n{module}```\n", model="author-1", usage=Usage(100, 50), dollars=0.01)


def checked(title):
    """What no program of the synthesizer says: only what somebody wrote can answer here."""
    return title.lower().replace(" ", "-") + f"-{sum(map(ord, title)) * 7 % 97:02d}"


@pytest.fixture
def clean():
    with pm.Workbench(model=pm.SimulatedModel({checked: 1.0}, linked=False), approver=pm.approved_by("a reader")) as wb:
        yield wb.define(pm.Spec("clean", "Clean the title.", (pm.Parameter("title", str),), str))


@pytest.fixture
def sample(clean):
    return clean.sample(TITLES, draws=8, progress=False)


def authors(proposal):
    return proposal.candidates.set_index("author")["why_not"].to_dict()


def test_a_draft_is_certified_on_the_inputs_that_its_author_did_not_see(clean, sample):
    proposal = clean.stabilize(sample, writer=Writer(RIGHT), drafts=1, probes=0, budget=0.2)
    evidence = proposal.evidence

    assert evidence.author == "author-1 (draft 1)"
    # A third of 48 was shown: the other 32 certify, and without a failure prove .05 ** (1 / 32).
    assert (evidence.certified, evidence.answered, evidence.agreed) == (32, 32, 32)
    assert evidence.bound == pytest.approx(0.05 ** (1 / 32))
    assert "16 that its author saw do not count" in evidence.method


def test_what_the_author_saw_and_the_code_answers_does_not_stay_with_the_model(clean, sample):
    proposal = clean.stabilize(sample, writer=Writer(RIGHT), drafts=1, probes=0, budget=0.2)

    assert len(proposal.answers) == len(TITLES)
    assert proposal.hands_back.empty
    assert proposal.evidence.gives_up == ()


def test_what_a_writer_is_asked_holds_none_of_the_inputs_that_certify_it(clean, sample):
    writer = Writer(RIGHT)
    clean.stabilize(sample, writer=writer, drafts=1, probes=0)
    shown = {TITLES[row] for row in shown_to(SampleData(sample.spec, sample.rows, sample.weights, sample.draws, 8, ""))}
    asked = "".join(str(turn["content"]) for request in writer.asked for turn in request.messages)

    assert len(shown) == 16
    assert all((title in asked) is (title in shown) for title in TITLES)


def test_the_prompt_the_author_and_the_cost_are_kept(clean, sample):
    proposal = clean.stabilize(sample, writer=Writer(RIGHT), drafts=2, probes=0, budget=0.2)
    content = proposal.artifact.evidence

    assert content["author"].startswith("author-1")
    assert "Clean the title." in content["prompt"]
    assert any(note.startswith("Drafts: 2 drafts took 2 answers") for note in proposal.notes)
    assert proposal.evidence.ledger.spent.dollars == pytest.approx(0.02)


def test_written_code_is_bound_and_called(clean, sample):
    clean.stabilize(sample, writer=Writer(RIGHT), drafts=1, probes=0, budget=0.2).accept()

    assert clean("Budget June 5") == checked("Budget June 5")
    assert "Small letters, hyphens, a check digit." in clean.source


def test_a_draft_that_is_wrong_on_a_kind_of_input_is_not_proposed_and_hands_back_what_was_seen_of_it(
    clean, sample, says
):
    proposal = clean.stabilize(sample, writer=Writer(TENTH), drafts=1, probes=0, budget=0.2)
    wrong = [title for title in TITLES if title.endswith("3")]

    assert proposal.decision == "sample more"
    assert [says(proposal, title) for title in wrong] == ["(handed back)"] * len(wrong)
    # No guard can know others of their kind: the agreement counts what it would get wrong.
    assert proposal.evidence.agreed < proposal.evidence.answered


def test_of_a_right_and_a_wrong_draft_the_right_one_is_proposed(clean, sample):
    half = RIGHT.replace("* 7 %", "* (7 if len(title) % 2 else 8) %")
    proposal = clean.stabilize(sample, writer=Writer(half, RIGHT), drafts=2, probes=0, budget=0.2)

    assert proposal.evidence.author == "author-1 (draft 2)"
    assert proposal.evidence.agreed == proposal.evidence.answered == 32
    assert authors(proposal)["author-1 (draft 1)"]


@pytest.mark.parametrize(
    "planted", [EFFECTS, SNEAKY, LOOPS, RAISES, WAVERS], ids=["effects", "sneaky", "loops", "raises", "wavers"]
)
def test_a_planted_draft_earns_nothing_and_does_nothing(clean, sample, planted, tmp_path):
    mark = tmp_path / "mark"
    module = planted.replace("MARK", str(mark)).replace("while True", "while 1")
    with contextlib.chdir(tmp_path):
        proposal = clean.stabilize(sample, writer=Writer(module), drafts=1, probes=0, budget=0.2)

    assert "stabilize" not in proposal.decision
    assert not mark.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_draft_that_looks_its_examples_up_is_refused(clean, sample):
    table = "ANSWERS = " + repr({title: checked(title) for title in TITLES})
    module = f"{table}\n\n\ndef clean(title):\n    return ANSWERS[title]\n\n\ndef accepts(title):\n    return title in ANSWERS\n"
    proposal = clean.stabilize(sample, writer=Writer(module), drafts=1, probes=0, budget=0.2)

    assert "stabilize" not in proposal.decision
    assert "it contains 48 of the sampled inputs word for word" in authors(proposal)["author-1 (draft 1)"]


def test_a_draft_keyed_on_digests_of_the_inputs_that_it_saw_answers_no_other(clean, sample):
    known = {hash_of(title): checked(title)[:4] for title in TITLES}
    module = (
        f"import hashlib\n\nANSWERS = {known!r}\n\n\ndef clean(title):\n"
        "    return ANSWERS[hashlib.sha256(title.encode()).hexdigest()[:8]]\n"
    )
    proposal = clean.stabilize(sample, writer=Writer(module), drafts=1, probes=0, budget=0.2)

    assert "stabilize" not in proposal.decision


def hash_of(title):
    import hashlib

    return hashlib.sha256(title.encode()).hexdigest()[:8]


def test_a_recording_never_writes_unless_it_is_given_as_the_writer(clean, sample):
    assert clean.stabilize(sample, probes=0).written.drafts == ()


def test_a_person_may_give_a_function(clean, sample):
    def turned(title):
        return title.lower().replace(" ", "-") + f"-{sum(map(ord, title)) * 7 % 97:02d}"

    evidence = clean.propose(turned, sample).evidence

    assert (evidence.certified, evidence.agreed, evidence.kind) == (48, 48, "written")


def test_a_person_may_give_a_path_or_the_text_of_a_module(clean, sample, tmp_path):
    path = tmp_path / "code.py"
    path.write_text(RIGHT, encoding="utf-8")

    for code in (path, str(path), RIGHT, f"Here:\n```python\n{RIGHT}```"):
        assert "stabilize" in clean.propose(code, sample).decision


def test_a_function_brings_what_it_uses_of_its_module(clean, sample):
    assert clean.propose(with_helper, sample).evidence.agreed == 48


SIGN = "-"


def helper(text):
    return sum(map(ord, text)) * 7 % 97


def with_helper(title):
    return title.lower().replace(" ", SIGN) + f"-{helper(title):02d}"


def test_a_function_that_uses_what_cannot_be_written_down_is_refused(clean, sample):
    folder = Path()

    def turned(title):
        return title.lower() + str(folder)

    with pytest.raises(InputError, match=r"uses \['folder'\] of the function around it"):
        clean.propose(turned, sample)


def test_code_without_a_guard_gets_a_learned_one(clean, sample, says):
    proposal = clean.propose(RIGHT.partition("def accepts")[0], sample)

    assert says(proposal, "Budget June 5") == checked("Budget June 5")
    assert says(proposal, "C++ & more") == "(handed back)"


def test_code_that_breaks_the_contract_names_every_fault(clean, sample):
    with pytest.raises(ContractError) as refused:
        clean.propose("import os\n\n\nasync def clean(a, b):\n    return open(a)\n", sample)

    assert len(refused.value.faults) > 1


def test_code_that_repeats_inputs_is_no_candidate(clean, sample):
    code = f"ANSWERS = {dict.fromkeys(TITLES, 'x')!r}\n\n\ndef clean(title):\n    return ANSWERS[title]\n"

    with pytest.raises(EvidenceError, match="contains 48 of the sampled inputs"):
        clean.propose(code, sample)
