"""The page that compares: samples side by side, or this spec against a prompt that is edited in place."""

from __future__ import annotations

from typing import Any

from pointmass.comparison import compare
from pointmass.errors import InputError
from pointmass.html import tree
from pointmass.html.comparison import surfaces_part
from pointmass.html.tree import Part
from pointmass.sample.decide import spec_diff
from pointmass.widgets.board.base_page import Board, Page, called
from pointmass.widgets.board.side_by_side import SideBySide


class ComparePage(Page):
    """Hold samples against one of them."""

    title = "Compare"

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self.values = {"base": "", "prompt": ""}
        self._picked: set[str] | None = None
        self._under_way = ""
        self._sides = SideBySide(board)

    def draw(self) -> Part:
        """Return what is compared, and what was found."""
        sample = self.board.sample
        if sample is None:
            return tree.sub("Nothing was sampled yet: see the page Sample.")
        titles = [(title, title) for title in self.board.samples]
        prompt = self.values["prompt"] or sample.spec.prompt
        base, others = self._base(), self._others()
        return tree.stack(
            tree.row(
                tree.choice("base", base, titles, said="compared with this", many=True),
                *(
                    tree.button(f"{'☑' if title in others else '☐'} {title}", do="pick", value=title)
                    for title in self.board.samples
                    if title != base
                ),
                tree.button("Compare", do="compare", main=True, off=not others),
            ),
            self._surfaces(base, others) if self.board.comparison is None else None,
            tree.fold(
                "another prompt on the same inputs",
                tree.row(tree.entry("prompt", prompt, said="the prompt", kind="area")),
                tree.row(
                    tree.button("Sample it and compare", do="vary", off=bool(self._under_way)),
                    tree.sub(
                        f"{len(sample):,} inputs × {sample.requested} draws: {len(sample) * sample.requested:,} requests"
                    ),
                ),
                key="vary",
                unfolded=len(titles) < 2 or self.board.comparison is None,  # noqa: PLR2004 - nothing else can be done
            ),
            tree.sub(self._under_way) if self._under_way else None,
            self._sides.draw(self.board.comparison) if self.board.comparison else None,
        )

    def _base(self) -> str:
        titles = list(self.board.samples)
        return self.values["base"] if self.values["base"] in titles else titles[0] if titles else ""

    def _others(self) -> list[str]:
        """Return the samples that are compared with the base: those that were picked, else the last one."""
        known = [title for title in self.board.samples if title != self._base()]
        return known[-1:] if self._picked is None else [title for title in known if title in self._picked]

    def _surfaces(self, base: str, others: list[str]) -> Part | None:
        """Show what of the spec each of them changes, as a diff."""
        first = self.board.samples.get(base)
        if first is None:
            return None
        return surfaces_part([(each, spec_diff(first.spec, self.board.samples[each].spec)) for each in others])

    def choose(self, name: str, value: Any) -> None:
        """Take the base, the prompt, or what of the comparison is looked at."""
        if self._sides.knows(name):
            self._sides.choose(name, value)
        else:
            super().choose(name, value)

    def do(self, action: str, value: str) -> None:
        """Pick a sample, compare, or sample another prompt first."""
        if action == "pick" and value in self.board.samples:
            self._picked = set(self._others()) ^ {value}
        elif action == "compare":
            self._compare()
        elif action == "vary":
            self._vary()

    def _compare(self) -> None:
        base, others = self._base(), self._others()
        if not others:
            raise InputError("compare: pick one or more samples")
        samples = {each: self.board.samples[each] for each in (base, *others)}
        self._under_way = f"comparing {', '.join(others)} with {base} …"

        def task() -> None:
            try:
                self.board.comparison = compare(samples, progress=False)
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
                self.values["base"] = before
                self._picked = {*(self._picked or ()), title}
                others = {each: self.board.samples[each] for each in self._others()}
                self.board.comparison = compare({before: sample, **others}, progress=False)
            finally:
                self._under_way = ""

        self.board.work(task)

    @property
    def code(self) -> str:
        """The call that compares the same."""
        base, others = self._base(), self._others()
        if not others:
            return ""
        known = self.board.samples
        said = (f"{each!r}: {called(known[each], otherwise=f's{at}')}" for at, each in enumerate((base, *others)))
        return f"pm.compare({{{', '.join(said)}}})"


class ComparedPage(Page):
    """Look into a comparison that was made before."""

    title = "Comparison"

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self.sides = SideBySide(board)

    def draw(self) -> Part:
        """Return what was compared, and what was found."""
        found = self.board.comparison
        return self.sides.draw(found) if found is not None else tree.sub("Nothing was compared yet.")

    def choose(self, name: str, value: Any) -> None:
        """Take what of the comparison is looked at."""
        if self.sides.knows(name):
            self.sides.choose(name, value)

    def do(self, action: str, value: str) -> None:
        """Do nothing: the page has no buttons."""

    @property
    def code(self) -> str:
        """The table of the inputs that are listed."""
        found = self.board.comparison
        return "" if found is None else f"{called(found, otherwise='c')}.inputs(every=True)"
