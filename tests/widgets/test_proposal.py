"""The panel of a proposal: nothing is bound before a yes, what is approved is shown whole, and every side can be looked at."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

import pointmass as pm
from pointmass.approval import Decision
from pointmass.widgets import proposal_panel


def press(panel: Any, do: str, value: str = "") -> None:
    """Do what the browser does when a button is pressed, and wait for what it began."""
    panel.receive({"do": do, "value": value})
    panel.wait(60)


def put(panel: Any, name: str, value: object) -> None:
    panel.receive({"set": name, "value": value})


def shown(panel: Any) -> str:
    return json.dumps(panel.view, ensure_ascii=False)


def buttons(part: dict[str, Any]) -> list[str]:
    own = [part["do"]] if part["kind"] == "button" else []
    return own + [each for inner in part["parts"] for each in buttons(inner)]


@pytest.fixture
def proposal(made: Any) -> Any:
    return made.proposed()


@pytest.fixture
def panel(proposal: Any) -> Any:
    return proposal_panel(proposal)


def test_nothing_is_bound_before_somebody_approves(panel: Any, proposal: Any) -> None:
    press(panel, "approve")
    press(panel, "bind")

    assert proposal.bound is None
    assert "approve" in buttons(panel.view)


def test_an_approved_proposal_is_bound_called_and_undone_in_the_panel(panel: Any, proposal: Any) -> None:
    press(panel, "bind")
    press(panel, "approve")
    bound = proposal.bound
    put(panel, "call:title", "Report 77 FINAL.pdf")
    press(panel, "call")
    called = shown(panel)
    press(panel, "soften")

    assert bound.version == 2
    assert "report-77-final.pdf" in called
    assert "by code" in called
    assert proposal.bound is None
    assert "softened: the model answers again" in shown(panel)


def test_the_code_that_is_approved_stands_whole_beside_the_question(panel: Any, proposal: Any) -> None:
    press(panel, "bind")
    put(panel, "section", "inputs")

    assert json.dumps(proposal.source, ensure_ascii=False)[1:-1] in shown(panel)


def test_code_that_is_too_long_to_be_shown_cannot_be_approved_there(
    panel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pointmass.widgets.board.proposing.CODE", 100)
    panel.paint()
    offered = buttons(panel.view)
    press(panel, "bind")
    press(panel, "approve")

    assert "bind" not in offered
    assert panel.proposal.bound is None
    assert "too long to be shown whole, and so to be approved, here" in shown(panel)


def test_where_nobody_has_to_be_asked_one_click_binds(made: Any) -> None:
    proposal = made.proposed(approver=pm.approved_by("a reader"))
    press(proposal_panel(proposal), "bind")

    assert proposal.bound.by == "a reader"


def test_not_now_binds_nothing_and_can_be_thought_over(panel: Any, proposal: Any) -> None:
    press(panel, "bind")
    press(panel, "decline")
    declined = buttons(panel.view)
    press(panel, "bind")

    assert "approve" not in declined
    assert "approve" in buttons(panel.view)
    assert proposal.bound is None


def test_many_clicks_bind_once_and_off_the_thread_of_the_callback(made: Any) -> None:
    asked: list[int] = []

    def approver(question: pm.Question) -> Decision:
        asked.append(threading.get_ident())
        return Decision(approved=True, by="a reader", reason=question.name)

    proposal = made.proposed(approver=approver)
    panel = proposal_panel(proposal)
    clicks = [threading.Thread(target=panel.receive, args=({"do": "bind", "value": ""},)) for _ in range(8)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    panel.wait(60)

    assert len(proposal.handle.history()) == 2
    assert threading.get_ident() not in asked


def test_every_click_is_answered_even_one_that_does_nothing(panel: Any) -> None:
    press(panel, "approve")
    press(panel, "no such button")

    assert panel.answered == 2


@pytest.mark.parametrize("message", [{}, "bind", None, {"do": {"bind": 1}}, {"set": 3}])
def test_a_message_that_is_no_click_does_nothing(panel: Any, message: object) -> None:
    before = panel.view
    panel.receive(message)

    assert (panel.answered, panel.view) == (0, before)


def test_a_no_is_shown_and_may_be_tried_again(made: Any) -> None:
    answers = [False, True]

    def approver(question: pm.Question) -> Decision:
        return Decision(approved=answers.pop(0), by="a\u202ereader", reason=f"<img> {question.name}")

    proposal = made.proposed(approver=approver)
    panel = proposal_panel(proposal)
    press(panel, "bind")
    refused = shown(panel)
    press(panel, "bind")

    assert "<img> clean_filename" in refused
    assert "\u202e" not in refused
    assert proposal.bound is not None


def test_what_became_of_it_is_shown_however_it_came_about(panel: Any, proposal: Any) -> None:
    before, still = shown(panel), panel.still()
    proposal.accept(approver=pm.approved_by("a colleague"))

    assert "nothing bound yet" in before
    assert "nothing bound yet" in still
    assert "by a colleague" in shown(panel)
    assert "✓ bound as v2" in panel.still()


def test_another_guard_is_proposed_by_the_slider_and_can_be_gone_back_from(panel: Any, proposal: Any) -> None:
    put(panel, "section", "guard")
    put(panel, "strictness", len(proposal.curve) - 1)
    press(panel, "guard", str(len(proposal.curve) - 1))
    other = panel.proposal
    press(panel, "before")

    assert list(other.curve.chosen)[-1]
    assert other.evidence.sure.among == len(proposal.curve)
    assert panel.proposal is proposal


def test_a_click_on_an_input_shows_what_the_model_and_the_code_say_of_it(panel: Any) -> None:
    put(panel, "section", "inputs")
    put(panel, "list", "hands_back")
    press(panel, "input", "0")

    assert "as it was given" in shown(panel)
    assert '["README", "×4"]' in shown(panel)


def test_edited_code_is_judged_again_and_the_same_inputs_certify_nothing(panel: Any, proposal: Any) -> None:
    put(panel, "section", "edit")
    put(panel, "source", f"{proposal.source}\n# looked over\n")
    press(panel, "edit")

    assert panel.failure == ""
    assert panel.proposal is not proposal
    assert panel.proposal.evidence.certified == 0


def test_code_that_breaks_the_contract_is_told_and_the_proposal_stays(panel: Any, proposal: Any) -> None:
    put(panel, "source", "import os\n" + proposal.source)
    press(panel, "edit")

    assert "os" in panel.failure
    assert panel.proposal is proposal
    assert panel.failure in shown(panel)


def test_a_question_is_answered_by_a_click(made: Any) -> None:
    stems = [f"{a}{n}" for n, a in enumerate(("report", "notes", "scan", "photo"))]
    answers = {f"{stem}.{end}": [end.upper()] * 8 for stem in stems for end in ("pdf", "txt", "doc")}
    proposal = pm.Workbench().define(made.SPEC).stabilize(made.drawn(answers), probes=0)
    panel = proposal_panel(proposal)
    put(panel, "section", "questions")
    press(panel, "answer", "1:0")
    (taught,) = panel.proposal.evidence.taught

    assert panel.failure == ""
    assert (taught.by, taught.outcome) == ("a person", proposal.questions[0].answers[0].value)


def test_where_nothing_was_found_there_is_nothing_to_press(made: Any) -> None:
    answers = {f"t{n}": [f"a{n}", f"b{n}", f"c{n}", f"d{n}"] * 2 for n in range(8)}
    proposal = pm.Workbench().define(made.SPEC).stabilize(made.drawn(answers), probes=0)
    panel = proposal_panel(proposal)

    assert proposal.source == ""
    assert "There is nothing to bind." in shown(panel)
    assert "bind" not in buttons(panel.view)
