"""The page that compares: two samples side by side, or this spec against a prompt that is edited in place."""

from __future__ import annotations

from typing import Any

from pointmass.comparison import compare
from pointmass.errors import InputError
from pointmass.html import tree
from pointmass.html.comparison import compare_part
from pointmass.html.tree import Part
from pointmass.widgets.board.base_page import Board, Page, called


class ComparePage(Page):
    """Hold one sample against another."""

    title = "Compare"

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self.values = {"a": "", "b": "", "prompt": ""}
        self._under_way = ""

    def draw(self) -> Part:
        """Return what is compared, and what was found."""
        sample = self.board.sample
        if sample is None:
            return tree.sub("Nothing was sampled yet: see the page Sample.")
        titles = [(title, title) for title in self.board.samples]
        prompt = self.values["prompt"] or sample.spec.prompt
        return tree.stack(
            tree.heading("two samples"),
            tree.row(
                tree.choice("a", self._of("a"), titles, said="this", many=True),
                tree.choice("b", self._of("b"), titles, said="against that", many=True),
                tree.button("Compare", do="compare", main=True, off=len(titles) < 2),  # noqa: PLR2004 - two are compared
            ),
            tree.heading("another prompt on the same inputs"),
            tree.row(tree.entry("prompt", prompt, said="the prompt", kind="area")),
            tree.row(
                tree.button("Sample it and compare", do="vary", off=bool(self._under_way)),
                tree.sub(
                    f"{len(sample):,} inputs × {sample.requested} draws: {len(sample) * sample.requested:,} requests"
                ),
            ),
            tree.sub(self._under_way) if self._under_way else None,
            compare_part(self.board.comparison.view()) if self.board.comparison else None,
        )

    def _of(self, which: str) -> str:
        titles = list(self.board.samples)
        place = {"a": -2, "b": -1}[which]
        usual = titles[place] if len(titles) >= -place else titles[0] if titles else ""
        return self.values[which] if self.values[which] in titles else usual

    def do(self, action: str, value: str) -> None:  # noqa: ARG002 - the buttons of this page have no value
        """Compare, or sample another prompt first."""
        if action == "compare":
            self._compare(self._of("a"), self._of("b"))
        elif action == "vary":
            self._vary()

    def _compare(self, a: str, b: str) -> None:
        if a == b:
            raise InputError("compare: choose two samples")
        samples = {a: self.board.samples[a], b: self.board.samples[b]}
        self._under_way = f"comparing {b} against {a} …"

        def task() -> None:
            try:
                self.board.comparison = compare(samples)
            finally:
                self._under_way = ""

        self.board.work(task)

    def _vary(self) -> None:
        sample, prompt = self.board.sample, self.values["prompt"].strip()
        if sample is None or not prompt or prompt == sample.spec.prompt:
            raise InputError("edit the prompt first: this is the one that was sampled")
        before = next((title for title, each in self.board.samples.items() if each is sample), "")
        self._under_way = "sampling the other prompt …"

        def told(progress: Any) -> None:
            self._under_way = f"sampling the other prompt: {progress.done:,} of {progress.total:,} draws"
            self.board.paint()

        def task() -> None:
            try:
                other = self.board.workbench.sample(
                    sample.spec, sample.inputs, sample.requested, prompt=prompt, progress=told
                )
                title = self.board.take(other, f"prompt {len(self.board.samples) + 1}")
                self.board.take(sample, before)
                self.values["a"], self.values["b"] = before, title
                self.board.comparison = compare({before: sample, title: other})
            finally:
                self._under_way = ""

        self.board.work(task)

    @property
    def code(self) -> str:
        """The call that compares the same."""
        a, b = self._of("a"), self._of("b")
        known = self.board.samples
        if a == b or not {a, b} <= set(known):
            return ""
        one, other = called(known[a], otherwise="s"), called(known[b], otherwise="other")
        return f"pm.compare({{{a!r}: {one}, {b!r}: {other}}})"
