"""The page that stabilizes: a search for code, and what it proposes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pointmass.errors import InputError
from pointmass.html import tree
from pointmass.html.tree import Part
from pointmass.widgets.board.base_page import Board, called
from pointmass.widgets.board.proposing import ProposalPage
from pointmass.workbench.stabilizing import drafts_estimate

if TYPE_CHECKING:
    from pointmass.jobs import Job
    from pointmass.sample import Sample
    from pointmass.stabilize import Proposal
    from pointmass.stabilize.written import Estimate
    from pointmass.workbench.options import StabilizeHow


class StabilizePage(ProposalPage):
    """Turn what is consistent into code, and undo it."""

    title = "Stabilize"

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self.values |= {"agreement": "0.8", "writer": "auto"}
        self._job: Job[Proposal] | None = None
        self._estimated: tuple[Sample, Estimate | None] | None = None

    def draw(self) -> Part:
        """Return the proposal, or how far the search is, and the call of the name."""
        if self._job is not None:
            return self._searching(self._job)
        found = self.board.proposal
        if self.board.sample is None and found is None:
            return tree.stack(tree.sub("Nothing was sampled yet: see the page Sample."), self._call_of_code())
        start = tree.row(
            tree.entry("agreement", str(self.values["agreement"]), said="agreement to prove", do="stabilize"),
            self._writer(),
            tree.button("Stabilize again" if found else "Stabilize", do="stabilize", main=found is None),
        )
        return tree.stack(start, self._cost(), super().draw() if found else self._call_of_code())

    def _call_of_code(self) -> Part | None:
        """Return the call of the name where code stands behind it without a proposal of this session."""
        return None if self.board.handle.kind == "neural" else self.call()

    def _drafts(self) -> Estimate | None:
        """Return what drafts of the model will cost; ``None`` where none is asked for."""
        sample = self.board.sample
        if sample is None:
            return None
        if self._estimated is None or self._estimated[0] is not sample:
            self._estimated = (sample, drafts_estimate(sample, self.board.workbench.harness.model))
        return self._estimated[1]

    def _writer(self) -> Part | None:
        if self._drafts() is None:
            return None
        options = [("auto", "the model and a search"), ("none", "a search only")]
        return tree.choice("writer", str(self.values["writer"]), options, said="who writes")

    def _cost(self) -> Part | None:
        drafts = self._drafts()
        return None if drafts is None or self.values["writer"] == "none" else tree.sub(f"It will ask for {drafts}.")

    def _how(self) -> StabilizeHow:
        """Return what ``stabilize`` is called with besides the sample."""
        how: StabilizeHow = {"agreement": self._agreement()}
        if self.values["writer"] == "none":
            how["writer"] = None
        return how

    def _searching(self, job: Job[Proposal]) -> Part:
        step = job.progress
        share = 0.0 if step.eta is None else step.elapsed / (step.elapsed + step.eta)
        left = "" if step.eta is None else f" · about {step.eta:.0f} s left"
        return tree.stack(
            tree.meter(share, said=f"{step.what} · {step.elapsed:.0f} s{left}"),
            tree.row(tree.button("Cancel", do="cancel")),
        )

    def do(self, action: str, value: str) -> None:
        """Search, cancel the search, or what a proposal is asked to do."""
        if action == "stabilize":
            self._search()
        elif action == "cancel" and self._job is not None:
            self._job.cancel()
        else:
            super().do(action, value)

    def _search(self) -> None:
        sample = self.board.sample
        if sample is None or self._job is not None:
            return
        job = self.board.handle.stabilize(sample, wait=False, **self._how())
        self._job = job

        def follow() -> None:
            while not job.done:
                self.board.paint()
                time.sleep(0.2)
            self._job = None
            self.take(job.result())

        self.board.work(follow)

    def _agreement(self) -> float:
        got = self.values["agreement"]
        try:
            return float(got)
        except ValueError:
            raise InputError(f"agreement to prove: got {got!r}; a fraction between 0 and 1, such as 0.9") from None

    @property
    def code(self) -> str:
        """The calls that propose and bind the same."""
        sample = self.board.sample
        if sample is None:
            return ""
        name = called(
            self.board.handle, otherwise=f"{called(self.board.workbench, otherwise='wb')}[{self.board.name!r}]"
        )
        writer = ", writer=None" if self.values["writer"] == "none" else ""
        agreement = "" if self.values["agreement"] == "0.8" else f", agreement={self.values['agreement']}"
        return f"p = {name}.stabilize({called(sample, otherwise='s')}{agreement}{writer})\np.accept()"
