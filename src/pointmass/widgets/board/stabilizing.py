"""The page that stabilizes: code proposed, what speaks for it, one click and a yes; then the call, live, and the way back."""

from __future__ import annotations

import time
from typing import Any

from pointmass.approval import ask
from pointmass.digest import canonical
from pointmass.errors import InputError
from pointmass.html import tree
from pointmass.html.escape import CODE
from pointmass.html.proposal import evidence_part
from pointmass.html.tree import Column, Part
from pointmass.jobs import Job
from pointmass.stabilize import Proposal
from pointmass.widgets.board.base_page import Board, Page, called, pressed

_LISTS = (("answers", "answers"), ("hands_back", "hands back"), ("wrong", "gets wrong"))
_ROWS = 200


class StabilizePage(Page):
    """Turn what is consistent into code, and undo it."""

    title = "Stabilize"

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self.values = {"agreement": "0.8", "list": "answers"}
        self._job: Job[Proposal] | None = None
        self._asking = False
        self._told = ""
        self._answer: tuple[str, str] | None = None

    # --- what is shown

    def draw(self) -> Part:
        """Return the proposal, or how far the search is, and the call of the name."""
        sample = self.board.sample
        if self._job is not None:
            return self._searching(self._job)
        if sample is None:
            return tree.stack(tree.sub("Nothing was sampled yet: see the page Sample."), self._call())
        again = "Stabilize again" if self.board.proposal else "Stabilize"
        start = tree.row(
            tree.entry("agreement", self.values["agreement"], said="agreement to prove", do="stabilize"),
            tree.button(again, do="stabilize", main=self.board.proposal is None),
        )
        return tree.stack(start, self._proposal(), None if self.board.proposal else self._call())

    def _searching(self, job: Job[Proposal]) -> Part:
        step = job.progress
        share = 0.0 if step.eta is None else step.elapsed / (step.elapsed + step.eta)
        left = "" if step.eta is None else f" · about {step.eta:.0f} s left"
        return tree.stack(
            tree.meter(share, said=f"{step.what} · {step.elapsed:.0f} s{left}"),
            tree.row(tree.button("Cancel", do="cancel")),
        )

    def _proposal(self) -> Part | None:
        proposal = self.board.proposal
        if proposal is None:
            return None
        view = proposal.view()
        bound = view.bound
        rows = getattr(proposal, self.values["list"])
        sides = [(name, f"{said} ({len(getattr(proposal, name)):,})") for name, said in _LISTS]
        return tree.stack(
            tree.say(f"{view.decision}: {view.sentence}"),
            tree.kpis(view.kpis),
            self._decide(proposal, bound),
            tree.told(self._told, good=True) if self._told and bound is None else None,
            self._call() if bound is not None else None,
            tree.heading("code") if view.source else None,
            tree.code(view.source) if view.source else None,
            tree.heading("what goes back to the model") if view.guard else None,
            tree.items(view.guard) if view.guard else None,
            tree.heading("inputs"),
            tree.row(tree.choice("list", self.values["list"], sides, said="which inputs")),
            _inputs(rows),
            tree.fold("evidence, fields, guard and notes", evidence_part(view), key="evidence folded"),
        )

    def _decide(self, proposal: Proposal, bound: str | None) -> Part | None:
        name = self.board.name
        if bound is not None:
            return tree.row(tree.sub(bound), tree.button("Undo", do="soften"))
        if not proposal.source or len(proposal.source) > CODE:
            return tree.sub(
                "There is nothing to bind." if not proposal.source else "This code is too long to be approved here."
            )
        if self._asking:
            return tree.box(
                tree.text(
                    f"Bind this code as {name}? It is shown whole below, and was never executed outside the sandbox."
                ),
                tree.row(tree.button("Approve", do="approve", main=True), tree.button("Not now", do="decline")),
            )
        return tree.row(tree.button(f"Bind it as {name}", do="bind", main=True), tree.sub("nothing is bound yet"))

    def _call(self) -> Part | None:
        handle = self.board.handle
        if handle.kind == "neural" and self._answer is None and self.board.proposal is None:
            return None
        names = [parameter.name for parameter in handle.binding.parameters]
        entries = [
            tree.entry(f"call:{name}", self.values.get(f"call:{name}", ""), said=name, do="call") for name in names
        ]
        answer = self._answer
        return tree.stack(
            tree.heading(f"call {self.board.name}"),
            tree.row(*entries, tree.button("Call", do="call")),
            tree.row(tree.label(answer[0], limit=2000), tree.sub(answer[1])) if answer else None,
        )

    # --- what is done

    def do(self, action: str, value: str) -> None:  # noqa: ARG002 - the buttons of this page have no value
        """Search, ask, bind, undo or call."""
        if action == "stabilize":
            self._search()
        elif action == "cancel" and self._job is not None:
            self._job.cancel()
        elif action in ("bind", "decline"):
            self._told = ""
            # Only where the workbench asks a person is the panel who asks; any other approver decides by itself.
            self._asking = action == "bind" and self.board.workbench.approver is ask
            if action == "bind" and not self._asking:
                self._bind()
        elif action == "approve" and self._asking:
            self._asking = False
            self._bind()
        elif action == "soften":
            event = self.board.handle.soften()
            self._told = f"softened: the model answers again (v{event.version})"
        elif action == "call":
            self._ask_name()

    def _search(self) -> None:
        sample = self.board.sample
        if sample is None or self._job is not None:
            return
        self._told, self._asking = "", False
        job = self.board.handle.stabilize(sample, agreement=self._agreement(), wait=False)
        self._job = job

        def follow() -> None:
            while not job.done:
                self.board.paint()
                time.sleep(0.2)
            self._job = None
            self.board.proposal = job.result()

        self.board.work(follow)

    def _agreement(self) -> float:
        try:
            return float(self.values["agreement"])
        except ValueError:
            got = self.values["agreement"]
            raise InputError(f"agreement to prove: got {got!r}; a fraction between 0 and 1, such as 0.9") from None

    def _bind(self) -> None:
        proposal = self.board.proposal
        if proposal is None:
            return

        def task() -> None:
            event = proposal.accept(approver=pressed if self.board.workbench.approver is ask else None)
            self._told = f"bound as v{event.version} · {event.kind} · by {event.by}"

        self.board.work(task)

    def _ask_name(self) -> None:
        handle = self.board.handle
        given = {p.name: _read(self.values.get(f"call:{p.name}", ""), p.annotation) for p in handle.binding.parameters}

        def task() -> None:
            began = time.perf_counter()
            result = handle(**given)
            seconds = time.perf_counter() - began
            by = self.board.workbench.trace()[-1].by
            text = result if isinstance(result, str) else repr(result)
            self._answer = (text, f"by {by}, {seconds:.3g} s")

        self.board.work(task)

    @property
    def code(self) -> str:
        """The calls that propose and bind the same."""
        sample = self.board.sample
        if sample is None:
            return ""
        name = called(
            self.board.handle, otherwise=f"{called(self.board.workbench, otherwise='wb')}[{self.board.name!r}]"
        )
        agreement = "" if self.values["agreement"] == "0.8" else f", agreement={self.values['agreement']}"
        return f"p = {name}.stabilize({called(sample, otherwise='s')}{agreement})\np.accept()"


def _inputs(rows: Any) -> Part:
    """Show a table of inputs with what stands beside each."""
    columns = [str(column) for column in rows.columns]
    cells = [[_cell(value) for value in row] for row in rows.head(_ROWS).itertuples(index=False)]
    return tree.table([Column(column) for column in columns], cells, key="inputs", total=len(rows))


def _cell(value: Any) -> Part:
    return tree.label(
        value if isinstance(value, str) else canonical(value) if isinstance(value, dict | list) else str(value),
        limit=160,
    )


def _read(text: str, annotation: Any) -> Any:
    """Read what was typed as what the parameter takes."""
    return annotation(text) if annotation in (int, float) else text
