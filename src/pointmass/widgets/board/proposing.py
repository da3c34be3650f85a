"""A proposal, to decide on: code, what speaks for it, one click and a yes; then the call, live, and the way back."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pointmass.errors import InputError, clip
from pointmass.html import tree
from pointmass.html.escape import CODE
from pointmass.html.tree import Part
from pointmass.widgets.board.base_page import Board, Page, called, pressed
from pointmass.widgets.board.sections import SECTIONS, Section

if TYPE_CHECKING:
    from pointmass.stabilize import Proposal


class ProposalPage(Page):
    """Look at a proposal from all sides, choose another guard or candidate, edit it, answer its questions, bind it, undo it."""

    title = "Proposal"

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self.values = {"section": "code"}
        self.told = ""
        self._asking = False
        self._answer: tuple[str, str] | None = None
        self._before: list[Proposal] = []
        self._sections: dict[str, Section] = {}

    # --- what is shown

    def draw(self) -> Part:
        """Return the proposal, and the call of its name where code answers."""
        proposal = self.board.proposal
        if proposal is None:
            return tree.sub("Nothing was proposed yet.")
        view = proposal.view()
        shown = self._shown(proposal)
        titles = [(key, each.title(proposal)) for key, each in shown.items()]
        if self._asking and view.bound is None:  # the code stands in the question: nothing else is to be read now
            return tree.stack(
                tree.say(f"{view.decision}: {view.sentence}"), tree.kpis(view.kpis), self._decide(proposal, view.bound)
            )
        section = self.values["section"] if self.values["section"] in shown else next(iter(shown), "")
        return tree.stack(
            tree.say(f"{view.decision}: {view.sentence}"),
            tree.kpis(view.kpis),
            self._decide(proposal, view.bound),
            tree.told(self.told, good=True) if self.told and view.bound is None else None,
            self.call() if view.bound is not None else None,
            tree.choice("section", section, titles, said="what of it") if titles else None,
            shown[section].draw(proposal) if section else None,
        )

    def _shown(self, proposal: Proposal) -> dict[str, Section]:
        """Return the sections that have something to show, each made once."""
        made = {key: self._sections.setdefault(key, kind(self)) for key, kind in SECTIONS.items()}
        return {key: each for key, each in made.items() if each.has(proposal)}

    def _decide(self, proposal: Proposal, bound: str | None) -> Part | None:
        back = tree.button("Back to the proposal before", do="before") if self._before else None
        if bound is not None:
            undo = tree.button("Undo", do="soften") if proposal.handle is not None else None
            return tree.row(tree.sub(f"✓ {tree.theirs(bound)}"), undo)
        if not proposal.source:
            return tree.row(tree.sub("There is nothing to bind."), back)
        if len(proposal.source) > CODE:
            return tree.row(
                tree.sub(
                    "This code is too long to be shown whole, and so to be approved, here: bind it with p.accept()."
                ),
                back,
            )
        if self._asking:
            return tree.box(
                tree.text(
                    f"Bind this code as {proposal.name}? This is all of it; a yes lets it be executed outside the sandbox."
                ),
                tree.code(proposal.source),
                tree.row(tree.button("Approve", do="approve", main=True), tree.button("Not now", do="decline")),
            )
        bind = tree.button(f"Bind it as {proposal.name}", do="bind", main=True)
        return tree.row(bind, tree.sub("nothing is bound yet"), back)

    def call(self) -> Part | None:
        """Return the call of the name, live."""
        handle = self.board.handle
        names = [parameter.name for parameter in handle.binding.parameters]
        entries = [
            tree.entry(f"call:{name}", self.values.get(f"call:{name}", ""), said=name, do="call") for name in names
        ]
        answer = self._answer
        return tree.stack(
            tree.heading(f"call {handle.name}"),
            tree.row(*entries, tree.button("Call", do="call")),
            tree.row(tree.label(answer[0], limit=2000), tree.sub(answer[1])) if answer else None,
        )

    # --- what is done

    def choose(self, name: str, value: Any) -> None:
        """Take what was typed or chosen, here or in a section."""
        self.values[name] = value if isinstance(value, int) else str(value)

    def do(self, action: str, value: str) -> None:
        """Ask, bind, undo, call, or what a button of a section does."""
        proposal = self.board.proposal
        if action == "call":
            self._call_name()
        elif proposal is None:
            return
        elif action == "bind" and not 0 < len(proposal.source) <= CODE:
            return  # what is not shown whole cannot be approved here, whatever a message asks for
        elif action in ("bind", "decline"):
            # Only where a person is to be asked is the panel who asks; any other approver decides by itself.
            self.told, self._asking = "", action == "bind" and proposal.asks
            if action == "bind" and not self._asking:
                self._bind(proposal)
        elif action == "approve" and self._asking:
            self._asking = False
            self._bind(proposal)
        elif action == "soften" and proposal.handle is not None:
            event = proposal.handle.soften()
            self.told = f"softened: the model answers again (v{event.version})"
        elif action == "before" and self._before:
            self.board.proposal, self._asking = self._before.pop(), False
        else:
            for section in self._shown(proposal).values():
                section.do(proposal, action, value)

    def take(self, proposal: Proposal) -> None:
        """Show a proposal from now on; nobody was asked about it yet."""
        self.told, self._asking, self._before = "", False, []
        self.board.proposal = proposal

    def make(self, made: Callable[[], Proposal]) -> None:
        """Make another proposal of the one that is shown, in the background; the one before can be gone back to."""
        before = self.board.proposal

        def task() -> None:
            found = made()
            if before is not None:
                self._before.append(before)
            self.told, self._asking = "", False
            self.board.proposal = found

        self.board.work(task)

    def _bind(self, proposal: Proposal) -> None:
        def task() -> None:
            event = proposal.accept(approver=pressed if proposal.asks else None)
            self.told = f"bound as v{event.version} · {event.kind} · by {event.by}"

        self.board.work(task)

    def _call_name(self) -> None:
        handle = self.board.handle
        given = {
            p.name: _read(self.values.get(f"call:{p.name}", ""), p.annotation, whose=f"{handle.name}: {p.name}")
            for p in handle.binding.parameters
        }

        def task() -> None:
            began = time.perf_counter()
            result = handle(**given)
            seconds = time.perf_counter() - began
            by = handle.workbench.trace()[-1].by
            text = result if isinstance(result, str) else repr(result)
            self._answer = (text, f"by {by}, {seconds:.3g} s")

        self.board.work(task)

    @property
    def code(self) -> str:
        """The call that binds the same."""
        proposal = self.board.proposal
        return "" if proposal is None else f"{called(proposal, otherwise='p')}.accept()"


def _read(text: str, annotation: Any, *, whose: str) -> Any:
    """Read what was typed as what the parameter takes.

    Raises:
        InputError: It takes a number, and this is none.
    """
    if annotation not in (int, float):
        return text
    try:
        return annotation(text)
    except ValueError:
        what = "a whole number, such as 3" if annotation is int else "a number, such as 2.5"
        raise InputError(f"{whose}: got {clip(repr(text))}; type {what}") from None
