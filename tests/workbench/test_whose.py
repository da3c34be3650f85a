"""Evidence, history, bundle and every view name the model as it answered, and not the one that was asked."""

from __future__ import annotations

import json

import pytest

import pointmass as pm

TITLES = [f"Some Title {number}" for number in range(24)]


class Answering(pm.Model):
    """Answers in lower case, as one model or, from draw 2 on, as another."""

    identity = "asked-for"

    def __init__(self, *names):
        self.names = names

    async def complete(self, request, index):
        name = self.names[0] if index < 2 else self.names[-1]
        return pm.Completion(request.inputs["title"].lower(), model=name)


def workbench(*names, path=None):
    return pm.Workbench(path, model=Answering(*names), approver=pm.approved_by("a reader"))


def spec():
    return pm.Spec(
        "lower", "Write it in lower case.", (pm.Parameter("title", str),), options={"output_config": {"effort": "high"}}
    )


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """A proposal of a sample that two models answered, bound and exported."""
    folder = tmp_path_factory.mktemp("bundles")
    with workbench("claude-old", "claude-new") as wb:
        handle = wb.define(spec())
        sample = handle.sample(TITLES, draws=3, progress=False)
        proposal = handle.stabilize(sample, probes=0)
        proposal.accept()
        wb.export(folder)
        yield handle, sample, proposal, folder


WHO = "claude-old × 48 and claude-new × 24"


def test_a_mixed_sample_shows_itself(mixed):
    _, sample, _, _ = mixed

    assert WHO in repr(sample)
    assert WHO in sample._repr_html_()


def test_the_evidence_and_the_proposal_name_them(mixed):
    _, _, proposal, _ = mixed
    content = proposal.evidence.content()["behaviour"]

    assert content["models"] == {"claude-old": 48, "claude-new": 24}
    assert (content["effort"], content["asked"]) == ("high", "asked-for")
    assert content["first"] <= content["last"]
    assert WHO in repr(proposal)
    assert WHO in proposal._repr_html_()


def test_the_history_names_them(mixed):
    handle, _, _, _ = mixed

    assert WHO in repr(handle.history())


def test_the_bundle_names_them(mixed):
    *_, folder = mixed
    record = json.loads(next(folder.glob("lower/v*.json")).read_text())

    assert record["model"] == {"claude-old": 48, "claude-new": 24}
    assert record["evidence"]["behaviour"]["effort"] == "high"


def test_a_call_says_in_the_trace_who_answered():
    with workbench("claude-old") as wb:
        wb.define(spec())("A")

        assert [line.model for line in wb.trace()] == ["claude-old"]


def test_a_comparison_and_a_watch_name_those_of_each_side():
    with workbench("claude-old") as wb:
        handle = wb.define(spec())
        before = handle.sample(TITLES[:6], draws=2, progress=False)
        after = handle.sample(TITLES[:6], draws=2, model=Answering("claude-new"), fresh=True, progress=False)
        found = pm.compare({"before": before, "after": after})
        drift = handle.watch(before, model=Answering("claude-new"), progress=False)

    assert "before: claude-old; after: claude-new" in repr(found)
    assert "before: claude-old; after: claude-new" in found._repr_html_()
    assert "claude-new" in repr(drift)
