"""One page of the workbench's panel, alone: a sample, its readings, a comparison, or a proposal, as a cell shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from pointmass.errors import InputError
from pointmass.html import render, tree
from pointmass.html.comparison import compare_html
from pointmass.html.interpretations import interpretations_part
from pointmass.html.proposal import proposal_html
from pointmass.html.sample import sample_html
from pointmass.html.tree import Part
from pointmass.interpretations import Cluster, InputReadings, Interpretations
from pointmass.sample import Sample
from pointmass.stabilize import Proposal
from pointmass.widgets.board.base_page import Page
from pointmass.widgets.board.comparing import ComparedPage
from pointmass.widgets.board.distribution import DistributionPage
from pointmass.widgets.board.drawn import drawn, drawn_as
from pointmass.widgets.board.proposing import ProposalPage
from pointmass.widgets.board.readings import NO_SAMPLE, ReadingsPage
from pointmass.widgets.tree import TreePanel

if TYPE_CHECKING:
    import pandas as pd

    from pointmass.comparison import Comparison
    from pointmass.comparison.data import Change, Contrast


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
        self._page = self.begin()
        super().__init__(title=f"{self._page.title.lower()} of {tree.theirs(name)}")
        if handle is not None:
            handle.workbench.registry.follow(self._changed)

    def begin(self) -> Page:
        """Make the page."""
        return self.kind(self)

    @property
    def known_workbench(self) -> Any:
        """The workbench that the name belongs to; ``None`` where no workbench made what is shown, or it is gone."""
        return None if self._handle is None else self._handle.workbench

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


class InterpretationsPanel(OnePage):
    """The readings of a sample, to look at and to change by hand; ``panel.found`` is what they are now.

    ``panel.selected`` is the number of the input that was chosen, ``panel.readings`` are the readings that were chosen, and
    ``panel.selection`` are their draws.
    """

    kind = ReadingsPage
    _page: ReadingsPage

    def __init__(self, found: Interpretations) -> None:
        self._given = found
        sample = found.regrouping.sample if found.regrouping is not None else None
        super().__init__(found.name or "outcomes", sample=sample)

    def begin(self) -> Page:
        """Make the page, and show what is there already."""
        page = ReadingsPage(self)
        page.begin(self._given)
        return page

    @property
    def known_workbench(self) -> Any:
        """The workbench that made the sample; ``None`` where none did, or it is gone."""
        home = self.sample.home if self.sample is not None else None
        return home() if home is not None else None

    @property
    def found(self) -> Interpretations:
        """The interpretations as they are now: after what was merged, split, named, undone, or compared otherwise."""
        return self._page.found or self._given

    @property
    def selected(self) -> int:
        """The number of the input that was chosen, in ``found.inputs``, from 0; -1 for none."""
        return self._page.row if 0 <= self._page.row < len(self.found.inputs) else -1

    @property
    def row(self) -> InputReadings | None:
        """The readings of the chosen input; ``None`` for none."""
        return self.found.inputs[self.selected] if self.selected >= 0 else None

    @property
    def readings(self) -> tuple[Cluster, ...]:
        """The readings whose cards were chosen, across inputs or of the chosen input; all that have a card where none was."""
        found, row = self.found, self.row
        every = found.programs if len(found.programs) > 1 else row.clusters if row is not None else ()
        return tuple(each for each in every if each.label in self._page.chosen) or every

    @property
    def selection(self) -> pd.DataFrame:
        """The draws of the chosen input that were read in the chosen ways, as ``sample.frame`` has them.

        Raises:
            InputError: No sample stands behind the readings.
        """
        if self.sample is None:
            raise InputError(f"panel.selection: {NO_SAMPLE}")
        return drawn_as(self.sample, self.found, self.selected, [each.label for each in self.readings])

    def do(self, action: str, value: str) -> None:
        """Do what was clicked, and let the notebook store what is true after that."""
        before = self.found, self._page.told
        super().do(action, value)
        if self.found is not before[0] or self._page.told != before[1]:
            self.renew()

    def head(self) -> Part:
        """Return the name, and how the answers were compared."""
        return tree.head(self.name, ["interpretations", f"compared as {self.found.kind}"])

    def still(self) -> str:
        """Return the interpretations as static HTML, with what was done by hand and what was defined."""
        told, code = self._page.told, self._page.code
        part = tree.stack(
            tree.told(told, good=True) if told else None,
            interpretations_part(self._page.view),
            tree.copied(code) if code else None,
        )
        return render.to_html(part, label=str(self.title))

    def text(self) -> str:
        """Return the interpretations as a few lines of plain text."""
        return repr(self.found)


class ComparisonPanel(OnePage):
    """A comparison to look into: ``panel.selected`` is the number of the input that was chosen, ``panel.selection`` its row."""

    kind = ComparedPage
    comparison: Comparison
    _page: ComparedPage

    def __init__(self, comparison: Comparison) -> None:
        self._given = comparison
        super().__init__(comparison.name)

    def begin(self) -> Page:
        """Make the page, of the comparison that was given."""
        self.comparison = self._given
        return ComparedPage(self)

    @property
    def variant(self) -> str:
        """The variant that is looked at, beside the one that all are compared with."""
        return self._contrast.variant

    @property
    def selected(self) -> int:
        """The number of the input that was chosen, from 0, in the order of ``comparison.inputs(every=True)``; -1 for none."""
        return self._page.sides.row

    @property
    def row(self) -> Change | None:
        """The chosen input under both variants: counts, and how sure it is that it moved; ``None`` for none."""
        return self._contrast.changes[self.selected] if self.selected >= 0 else None

    @property
    def selection(self) -> pd.DataFrame:
        """The row of the chosen input, as ``comparison.inputs(every=True)`` has it; all rows of the variant where none is chosen."""
        at = self._page.sides.variant
        before = sum(len(each.changes) for each in self.comparison.contrasts[:at])
        every = self.comparison.inputs(every=True)
        if self.selected >= 0:
            return every.iloc[before + self.selected : before + self.selected + 1]
        return every.iloc[before : before + len(self._contrast.changes)]

    def head(self) -> Part:
        """Return the name, and the facts beside it."""
        return tree.head(self.name, self.comparison.view().chips)

    def still(self) -> str:
        """Return the comparison as static HTML."""
        return compare_html(self.comparison.view())

    def text(self) -> str:
        """Return the comparison as a few lines of plain text."""
        return repr(self.comparison)

    @property
    def _contrast(self) -> Contrast:
        return self._page.sides.contrast(self.comparison)
