"""The workbench in a cell: choose a name, then sample, look, cluster, compare, stabilize, go back; all by mouse or keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pointmass.comparison import Comparison
from pointmass.html import render, tree
from pointmass.html.tree import Part
from pointmass.html.workbench import workbench_part
from pointmass.sample import Sample
from pointmass.stabilize import Proposal
from pointmass.widgets.board.base_page import Page
from pointmass.widgets.board.comparing import ComparePage
from pointmass.widgets.board.distribution import LIST, DistributionPage
from pointmass.widgets.board.drawn import drawn
from pointmass.widgets.board.past import HistoryPage, TracePage
from pointmass.widgets.board.readings import ReadingsPage
from pointmass.widgets.board.sampling import SamplePage
from pointmass.widgets.board.stabilizing import StabilizePage
from pointmass.widgets.tree import TreePanel

if TYPE_CHECKING:
    import pandas as pd

    from pointmass.workbench import Handle, Workbench

_PAGES: Mapping[str, type[Page]] = {
    "sample": SamplePage,
    "distribution": DistributionPage,
    "interpretations": ReadingsPage,
    "compare": ComparePage,
    "stabilize": StabilizePage,
    "history": HistoryPage,
    "trace": TracePage,
}


class WorkbenchPanel(TreePanel):
    """A workbench to work on.

    Attributes:
        workbench: The workbench.
        name: The name that was chosen; empty where there is none.
        page: The page that is shown.
        samples: The samples of the name that were drawn or opened here, by title.
        sample: The one that is looked at; ``None`` before any.
        proposal: The last proposal for the name; ``None`` before any.
        comparison: The last comparison; ``None`` before any.
    """

    def __init__(self, workbench: Workbench) -> None:
        self.workbench = workbench
        self.name = ""
        self.page = "sample"
        self.samples: dict[str, Sample] = {}
        self.sample: Sample | None = None
        self.proposal: Proposal | None = None
        self.comparison: Comparison | None = None
        self._pages: dict[str, Page] = {}
        self._worked: dict[str, dict[str, Any]] = {}
        self._choose_name(next(iter(workbench.names), ""))
        super().__init__(title="workbench")
        workbench.registry.follow(self._changed)

    # --- what was clicked, as Python values

    @property
    def selection(self) -> pd.DataFrame:
        """The draws that are looked at, as ``sample.frame`` has them: those of the selected input, else all.

        Raises:
            InputError: Nothing was sampled or opened yet.
        """
        from pointmass.errors import InputError  # noqa: PLC0415 - rarely needed

        if self.sample is None:
            raise InputError("panel.selection: no sample is looked at; draw one on the page Sample")
        page = self._pages["distribution"]
        row = page.row if isinstance(page, DistributionPage) else -1
        return drawn(self.sample, row)

    @property
    def known_workbench(self) -> Workbench:
        """The workbench."""
        return self.workbench

    @property
    def handle(self) -> Handle[..., Any]:
        """The handle of the name that was chosen."""
        return self.workbench[self.name]

    # --- what is shown

    def draw(self) -> Part:
        """Return the names, and the page of the chosen one."""
        names = workbench_part(self.workbench.view(), chosen=self.name, do="name")
        if not self.name:
            return names
        binding = self.workbench.registry.active.get(self.name)
        if binding is None or binding.spec is None:
            pages = {key: page for key, page in self._pages.items() if key in ("history", "trace")}
        else:
            pages = self._pages
        shown = self.page if self.page in pages else next(iter(pages))
        page = pages[shown]
        try:
            body = page.draw()
        except Exception as error:  # noqa: BLE001 - a page that cannot be drawn says so, and the others can be
            body = tree.told(f"{type(error).__name__}: {error}", good=False)
        code = page.code
        return tree.stack(
            names,
            tree.tabs("page", shown, [(key, each.title) for key, each in pages.items()], said=self.name),
            self._which() if shown in ("distribution", "interpretations", "stabilize") else None,
            tree.told(self.failure, good=False) if self.failure else None,
            body,
            tree.copied(code) if code else None,
        )

    def _which(self) -> Part | None:
        if len(self.samples) < 2:  # noqa: PLR2004 - there is nothing to choose
            return None
        now = next((title for title, each in self.samples.items() if each is self.sample), "")
        titles = [(title, title) for title in self.samples]
        return tree.row(tree.choice("sample", now, titles, said="sample", many=True))

    def still(self) -> str:
        """Return the names as static HTML, and under them the sample that is looked at."""
        made = render.to_html(workbench_part(self.workbench.view()), label="workbench")
        return made + (self.sample._repr_html_() if self.sample is not None else "")

    # --- what was done

    def choose(self, name: str, value: Any) -> None:
        """Take a page, a sample, or what the page asks for."""
        if name == "page" and value in self._pages:
            self.page = value
        elif name == "sample" and value in self.samples:
            self.sample = self.samples[value]
        elif self.name:
            self._pages[self.page].choose(name, value)

    def do(self, action: str, value: str) -> None:
        """Choose a name, or do what a button of the page does."""
        if action == "name":
            self._choose_name(value)
        elif self.name:
            self._pages[self.page].do(action, value)

    def take(self, sample: Sample, title: str = "") -> str:
        """Put a sample beside the others, look at it from now on, and return its title."""
        title = title or f"{len(sample):,} inputs × {sample.requested} draws"
        known = self.samples.get(title)
        if known is not None and known is not sample and known.digest != sample.digest:
            title = f"{title} ({len(self.samples) + 1})"
        self.samples[title] = self.sample = sample
        return title

    def go(self, page: str) -> None:
        """Show another page."""
        self.page = page

    def put_list(self, name: str, rows: list[dict[str, Any]]) -> None:
        """Give the rows of a picker."""
        self.lists = {**self.lists, name: rows}

    def _choose_name(self, name: str) -> None:
        """Work on a name; what was done with another stays with that one."""
        if name == self.name or (name and name not in self.workbench.registry.active):
            return
        if self.name:
            kept = ("page", "samples", "sample", "proposal", "comparison", "_pages")
            self._worked[self.name] = {key: getattr(self, key) for key in kept}
        self.name = name
        for key, value in self._worked.get(name, self._fresh()).items():
            setattr(self, key, value)

    def _fresh(self) -> dict[str, Any]:
        pages = {key: page(self) for key, page in _PAGES.items()}
        return {
            "page": "sample",
            "samples": {},
            "sample": None,
            "proposal": None,
            "comparison": None,
            "_pages": pages,
        }

    def _changed(self) -> None:
        """Show what a name means now, however it came to mean it."""
        if not self.name:
            self._choose_name(next(iter(self.workbench.names), ""))
        self.refresh()


__all__ = ["LIST", "WorkbenchPanel"]
