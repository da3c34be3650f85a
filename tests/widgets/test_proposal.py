from __future__ import annotations

import html
import threading
from dataclasses import replace
from typing import Any

import pytest

from pointmass.errors import NotApprovedError
from pointmass.html import proposal_html
from pointmass.widgets import proposal_panel


def press(panel: Any, what: object) -> None:
    """Do what the browser does when a button is pressed."""
    panel._handle_custom_msg(what, [])  # noqa: SLF001 - the documented way to test a widget without a browser


class Binder:
    """An ``accept`` that says what it is told to say, and on which thread it was called."""

    def __init__(self, *says: str | Exception) -> None:
        self.says = list(says)
        self.threads: list[int] = []
        self.go = threading.Event()
        self.go.set()

    def __call__(self) -> str:
        self.threads.append(threading.get_ident())
        self.go.wait(10)
        said = self.says.pop(0)
        if isinstance(said, Exception):
            raise said
        return said


def test_nothing_is_bound_before_somebody_approves(made: Any) -> None:
    accept = Binder("bound")
    panel = proposal_panel(made.proposal_view(), accept=accept)
    press(panel, {"do": "approve"})
    press(panel, {"do": "stabilize"})

    assert (panel.status, accept.threads) == ("asking", [])


def test_an_approved_proposal_is_bound_off_the_callback_thread(made: Any) -> None:
    accept = Binder("bound as v2 · hybrid")
    panel = proposal_panel(made.proposal_view(), accept=accept)
    press(panel, {"do": "stabilize"})
    press(panel, {"do": "approve"})

    assert panel.wait(10) == "bound"
    assert panel.message == "bound as v2 · hybrid"
    assert accept.threads != [threading.get_ident()]


@pytest.mark.parametrize("size", [20_001, 42_085, 499_000])
def test_what_is_approved_is_shown_whole_in_the_panel_and_in_the_static_page(made: Any, size: int) -> None:
    source = "TABLE = [\n" + "    'a & b',\n" * (size // 13) + "]\ndef accepts(title): ...\n"
    view = replace(made.proposal_view(), source=source)
    panel = proposal_panel(view, accept=Binder("bound"))

    assert panel.view["source"] == source
    assert html.escape(source) in proposal_html(view)
    assert panel.view["can_accept"]


def test_code_that_is_too_long_to_be_shown_cannot_be_approved_there(made: Any) -> None:
    accept = Binder("bound")
    panel = proposal_panel(replace(made.proposal_view(), source="x = 1\n" * 100_000), accept=accept)
    press(panel, {"do": "stabilize"})
    press(panel, {"do": "approve"})

    assert (panel.status, accept.threads, panel.view["can_accept"]) == ("proposed", [], False)
    assert "too long to be shown, and so to be approved, here" in panel.view["hint"]


def test_where_nobody_has_to_be_asked_one_click_binds(made: Any) -> None:
    panel = proposal_panel(made.proposal_view(), accept=Binder("bound"), needs_confirmation=False)
    press(panel, {"do": "stabilize"})

    assert panel.wait(10) == "bound"


def test_not_now_binds_nothing_and_can_be_thought_over(made: Any) -> None:
    accept = Binder("bound")
    panel = proposal_panel(made.proposal_view(), accept=accept)
    press(panel, {"do": "stabilize"})
    press(panel, {"do": "decline"})
    declined = panel.status
    press(panel, {"do": "stabilize"})

    assert (declined, panel.status, accept.threads) == ("declined", "asking", [])


def test_many_clicks_bind_once(made: Any) -> None:
    accept = Binder("bound", "bound twice")
    accept.go.clear()
    panel = proposal_panel(made.proposal_view(), accept=accept, needs_confirmation=False)
    clicks = [threading.Thread(target=press, args=(panel, {"do": "stabilize"})) for _ in range(8)]
    for click in clicks:
        click.start()
    for click in clicks:
        click.join()
    accept.go.set()
    panel.wait(10)
    press(panel, {"do": "stabilize"})

    assert (panel.status, panel.message, len(accept.threads)) == ("bound", "bound", 1)


def test_every_click_is_answered_even_one_that_does_nothing(made: Any) -> None:
    panel = proposal_panel(made.proposal_view(), accept=Binder("bound"))
    press(panel, {"do": "approve"})
    press(panel, {"do": "stabilize"})

    assert panel.answered == 2


@pytest.mark.parametrize("message", [{"do": "explode"}, {}, "stabilize", None, {"do": {"stabilize": 1}}])
def test_a_message_that_is_no_click_does_nothing(made: Any, message: object) -> None:
    panel = proposal_panel(made.proposal_view(), accept=Binder("bound"))
    press(panel, message)

    assert (panel.status, panel.answered) == ("proposed", 0)


def test_a_failure_is_shown_and_may_be_tried_again(made: Any) -> None:
    panel = proposal_panel(
        made.proposal_view(), accept=Binder(ValueError("a\u202eb <img>"), "bound"), needs_confirmation=False
    )
    press(panel, {"do": "stabilize"})
    first = (panel.wait(10), panel.message)
    press(panel, {"do": "stabilize"})

    assert first == ("failed", "ValueError: a⟨U+202E⟩b <img>")
    assert (panel.wait(10), panel.message) == ("bound", "bound")


def test_an_error_of_ours_is_shown_as_it_says_itself(made: Any) -> None:
    accept = Binder(NotApprovedError("f: nobody did not approve"))
    panel = proposal_panel(made.proposal_view(), accept=accept, needs_confirmation=False)
    panel.stabilize()

    assert (panel.wait(10), panel.message) == ("failed", "f: nobody did not approve")


def test_without_accept_there_is_nothing_to_press(made: Any) -> None:
    panel = proposal_panel(made.proposal_view())
    press(panel, {"do": "stabilize"})

    assert panel.status == "proposed"
    assert panel.view["can_accept"] is False
    assert panel.view["hint"] == "bind it in code: p.accept()"


def test_a_proposal_that_is_bound_already_says_so(made: Any) -> None:
    panel = proposal_panel(replace(made.proposal_view(), bound="bound as v2"), accept=Binder("again"))
    panel.stabilize()

    assert (panel.status, panel.message) == ("bound", "bound as v2")


def test_the_static_html_tells_what_became_of_it(made: Any) -> None:
    panel = proposal_panel(made.proposal_view(), accept=Binder("bound as v2"), needs_confirmation=False)
    before = panel.still()
    panel.stabilize()
    panel.wait(10)

    assert "nothing bound yet" in before
    assert "✓ bound as v2" in panel.still()


def test_the_panel_asks_with_the_name(made: Any) -> None:
    asked = proposal_panel(made.proposal_view(), accept=Binder()).view["question"]

    assert (
        asked
        == "Bind this code as clean_filename? It has not been executed yet; before it is bound it must repeat what was certified."
    )
