"""Who writes drafts when nobody is named."""

from __future__ import annotations

import json

import pytest

import pointmass as pm
from pointmass.errors import InputError
from pointmass.models.local_server import LocalServer

TITLES = [f"{a} {b} {n}" for n, a in enumerate(("Budget", "Plan", "Notes", "Tax")) for b in ("May", "June", "July")]
MODULE = '''def shout(title):
    """Write it in capitals, with a check digit."""
    return title.upper() + str(sum(map(ord, title)) * 7 % 97)
'''


def shout(title):
    return title.upper() + str(sum(map(ord, title)) * 7 % 97)


@pytest.fixture
def served():
    """A live model: the real SDK over HTTP, against a server on this machine that answers titles and writes modules."""
    asked = []

    def answer(body, number):
        said = json.dumps(body)
        if "write one module" in said or "Write one module" in said or "def shout" in said:
            asked.append("draft")
            return f"```python\n{MODULE}```"
        asked.append("draw")
        last = body["messages"][-1]["content"]
        text = last if isinstance(last, str) else "".join(part.get("text", "") for part in last)
        return shout(next(title for title in TITLES if title in text))

    with LocalServer(answer) as server:
        model = pm.AnthropicModel("local", base_url=server.url, api_key="none")
        with pm.Workbench(model=model, approver=pm.approved_by("a reader")) as wb:
            yield wb.define(pm.Spec("shout", "Shout.", (pm.Parameter("title", str),), str)), asked


def test_the_live_model_that_was_sampled_writes_drafts_and_says_before_what_they_cost(served, capsys):
    name, asked = served
    sample = name.sample(TITLES, draws=4, progress=False)
    asked.clear()
    proposal = name.stabilize(sample, probes=0, budget=0.2, drafts=2)

    assert asked == ["draft", "draft"]
    assert "writes 2 drafts" in capsys.readouterr().err
    assert any(author.startswith("local") for author in proposal.candidates["author"])


def test_nobody_writes_where_none_is_asked_for(served):
    name, asked = served
    sample = name.sample(TITLES, draws=4, progress=False)
    asked.clear()
    name.stabilize(sample, probes=0, budget=0.2, writer=None)

    assert asked == []


def test_a_writer_that_is_no_model_is_refused(served):
    name, _ = served
    sample = name.sample(TITLES[:3], draws=4, progress=False)

    with pytest.raises(InputError, match="writer="):
        name.stabilize(sample, writer="gpt")
