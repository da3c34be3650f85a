"""One page of the workbench's panel, alone: a sample, or a proposal, as a cell shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pointmass.errors import InputError
from pointmass.html import tree
from pointmass.html.proposal import proposal_html
from pointmass.html.sample import sample_html
from pointmass.html.tree import Part
from pointmass.sample import Sample
from pointmass.stabilize import Proposal
from pointmass.widgets.board.base_page import Page
from pointmass.widgets.board.distribution import DistributionPage
from pointmass.widgets.board.drawn import drawn
from pointmass.widgets.board.proposing import ProposalPage
from pointmass.widgets.tree import TreePanel

if TYPE_CHECKING:
    import pandas as pd

    from pointmass.comparison import Comparison


class OnePage(TreePanel):
    """A panel of one page.

    Attributes:
        name: The name of the spec.
        sample: The sample that is looked at.
        proposal: The proposal that is looked at: another one after a choice, an edit or an answer.
    """

    kind: ClassVar[type[Page]]

    def __init__(
        self, name: str, *, handle: Any = None, sample: Sample | None = None, proposal: Proposal | None = None
    ) -> None:
        self.name = name
        self.sample = sample
        self.proposal = proposal
        self.samples: dict[str, Sample] = {}
        self.comparison: Comparison | None = None
        self._handle = handle
        self._page = self.kind(self)
        super().__init__(title=f"{self._page.title.lower()} of {tree.theirs(name)}")
        if handle is not None:
            handle.workbench.registry.follow(self._changed)

    @property
    def handle(self) -> Any:
        """The handle of the name.

        Raises:
            InputError: No workbench made what is shown.
        """
        if self._handle is None:
            raise InputError(
                f"{self.name}: no workbench made what is shown, so that its name cannot be called from here"
            )
        return self._handle

    @property
    def workbench(self) -> Any:
        """The workbench that the name belongs to."""
        return self.handle.workbench

    def head(self) -> Part:
        """Return what stands above the page."""
        raise NotImplementedError

    def draw(self) -> Part:
        """Return the page, and the code that does the same."""
        code = self._page.code
        return tree.stack(
            self.head(),
            tree.told(self.failure, good=False) if self.failure else None,
            self._page.draw(),
            tree.copied(code) if code else None,
        )

    def choose(self, name: str, value: Any) -> None:
        """Take what was typed or chosen."""
        self._page.choose(name, value)

    def do(self, action: str, value: str) -> None:
        """Do what was clicked."""
        self._page.do(action, value)

    def take(self, sample: Sample, title: str = "") -> str:
        """Look at another sample from now on, and return its title."""
        self.sample = sample
        return title

    def go(self, page: str) -> None:
        """Show another page: there is none."""

    def put_list(self, name: str, rows: list[dict[str, Any]]) -> None:
        """Give the rows of a picker."""
        self.lists = {**self.lists, name: rows}

    def _changed(self) -> None:
        """Show what the name means now, however it came to mean it."""
        self.refresh()


class SamplePanel(OnePage):
    """A sample to look into: ``panel.selected`` is the number of the input that was chosen, ``panel.selection`` its draws."""

    kind = DistributionPage
    sample: Sample

    def __init__(self, sample: Sample) -> None:
        super().__init__(sample.name, sample=sample)

    @property
    def selected(self) -> int:
        """The number of the input that was chosen, from 0; -1 for none."""
        page = self._page
        return page.row if isinstance(page, DistributionPage) else -1

    @property
    def row(self) -> Any:
        """The chosen input with its outcomes, as the view has it; ``None`` for none."""
        return self.sample.view().inputs[self.selected] if self.selected >= 0 else None

    @property
    def selection(self) -> pd.DataFrame:
        """The draws of the chosen input, as ``sample.frame`` has them; all draws where none is chosen."""
        return drawn(self.sample, self.selected)

    def head(self) -> Part:
        """Return the name, and the facts beside it."""
        view = self.sample.view()
        size = f"{view.n_inputs:,} input{'' if view.n_inputs == 1 else 's'} × {view.n_draws:,} draws"
        return tree.head(self.name, [view.kind, tree.theirs(view.model), size])

    def still(self) -> str:
        """Return the sample as static HTML."""
        return sample_html(self.sample.view())


class ProposalPanel(OnePage):
    """A proposal to decide on; ``panel.proposal`` is the one that is looked at now."""

    kind = ProposalPage
    proposal: Proposal

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(proposal.name, handle=proposal.handle, proposal=proposal)

    def head(self) -> Part:
        """Return the name, and whether anything is bound."""
        state = "proposal, nothing bound yet" if self.proposal.bound is None else "decided"
        return tree.head(self.name, [self.proposal.decision, state])

    def still(self) -> str:
        """Return the proposal as static HTML, with what became of it."""
        return proposal_html(self.proposal.view())
