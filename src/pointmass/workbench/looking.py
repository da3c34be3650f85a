"""What can be looked at in a workbench: its names and their past, its last calls, what waits; and its panel."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from pointmass.errors import EvidenceError
from pointmass.facts import Notice, notice
from pointmass.harness import Harness, TraceRecord
from pointmass.html import render
from pointmass.html.workbench import NameRow, WorkbenchView, workbench_part
from pointmass.plugins import notebook_part, part
from pointmass.registry import Binding, Registry
from pointmass.rounded import at_least
from pointmass.shown import printable, repr_of
from pointmass.store import StorePort
from pointmass.workbench.history import History
from pointmass.workbench.pending import PendingList, pending

if TYPE_CHECKING:
    from pointmass.workbench.estimate import SampleEstimate
    from pointmass.workbench.kept import KeptSamples


class Looking:
    """The part of a workbench that shows and changes nothing."""

    store: StorePort
    registry: Registry
    harness: Harness
    _told: list[Notice]

    @property
    def names(self) -> list[str]:
        """Every name that is bound, in alphabetical order."""
        return sorted(self.registry.active)

    def pending(self) -> PendingList:
        """List what waits for a yes: code and request options that came with a file. Nothing of it was executed or sent."""
        return pending(self.registry)

    def notices(self) -> list[Notice]:
        """Return what to know of the file and of what came with it: rows left out, what waits for a yes."""
        waiting = [notice("waits for a yes", name=each.name, what=each.what) for each in self.pending()]
        fault = self.registry.approvals.fault
        return [*self.store.notices, *([notice("approvals at fault", said=fault)] if fault else []), *waiting]

    def tell(self) -> None:
        """Say every notice on standard error, once."""
        new = [each for each in self.notices() if each not in self._told]
        self._told += new
        for each in new:
            sys.stderr.write(f"pointmass: {printable(each)}\n")

    def history(self, name: str) -> History:
        """Return every meaning that a name had, who approved it, and on what evidence."""
        active, events = self.registry.resolve(name).digest, tuple(self.registry.history(name))
        means = next((event.version for event in events if event.digest == active), None)
        return History(name, events, means, waiting=name in self.registry.waiting)

    def trace(self) -> list[TraceRecord]:
        """Return the last calls, oldest first: who answered each, why it fell through to the model, and what that used."""
        return self.harness.door.trace.records()

    def estimate(self, name: str, inputs: Any, draws: int = 16) -> SampleEstimate:
        """Say what a sample will ask for and cost, before the first request.

        Args:
            name: The name that would be sampled.
            inputs: As for ``sample``.
            draws: Draws of each input.

        Returns:
            The requests that are missing, and the tokens that they take: the mean of the draws of this name that were
            counted, else four characters a token. Dollars where the model has a price, and answers were counted.

        Raises:
            InputError: The inputs do not fit.
            EvidenceError: No spec stands behind the name.
        """
        from pointmass.workbench.estimate import estimate  # noqa: PLC0415 - deployed code samples nothing

        spec = self.registry.resolve(name).spec
        if spec is None:
            raise EvidenceError(f"{name}: a function stands behind the name, and no spec; define one to sample it")
        return estimate(spec, inputs, draws, harness=self.harness, store=self.store)

    def samples(self, name: str | None = None) -> KeptSamples:
        """List the samples that the file holds, the newest first; ``wb.samples()[0].open()`` opens one, and asks nothing.

        Args:
            name: Only those of one name.
        """
        from pointmass.workbench.kept import kept_samples  # noqa: PLC0415 - deployed code samples nothing

        return kept_samples(self.store, name)

    def view(self) -> WorkbenchView:
        """Return what is shown of it, as plain data."""
        by_code = Counter(line.name for line in self.trace() if line.by == "code")
        waits: dict[str, list[str]] = {}
        for each in self.pending():
            waits.setdefault(each.name, []).append(each.what)
        rows = tuple(self._row(name, by_code[name], waits.get(name, [])) for name in self.names)
        model = f"asks {self.harness.model.identity}"
        place = "in memory" if self.store.path is None else self.store.path.name
        return WorkbenchView(place, model, rows, tuple(self.notices()))

    def panel(self) -> Any:
        """Return the panel on which a sample is drawn, looked at, compared and stabilized by mouse; a cell shows it for ``wb``.

        ``panel.sample``, ``panel.selection``, ``panel.comparison`` and ``panel.proposal`` are what was clicked.

        Raises:
            InputError: What a notebook needs is not installed.
        """
        return part("workbench_panel")(self)

    def __repr__(self) -> str:
        """Say where it keeps what, who answers, how many names it has, and what waits."""
        where = "in memory" if self.store.path is None else self.store.path.name
        waits = f", {len(self.pending())} waiting for a yes" if self.pending() else ""
        names = f"{len(self.names)} name{'' if len(self.names) == 1 else 's'}"
        return repr_of(f"<Workbench {where}: {self.harness.model.identity}, {names}{waits}>")

    def _repr_html_(self) -> str:
        return render.to_html(workbench_part(self.view()), label="workbench")

    def _ipython_display_(self) -> None:
        """Show the panel in a notebook; elsewhere IPython goes on to the HTML and the text."""
        show = notebook_part("workbench_panel")
        if show is None:
            raise NotImplementedError
        show(self).display()

    def _row(self, name: str, by_code: int, waits: list[str]) -> NameRow:
        binding, active = self.registry.active[name], self.history(name).active
        return NameRow(
            name=name,
            kind=binding.kind,
            version="" if active is None else f"v{active}",
            agreement=_agreement(binding),
            saved=f"{by_code:,}" if binding.kind == "hybrid" or by_code else "",
            waits=", ".join(waits),
        )


def _agreement(binding: Binding) -> str:
    """Say what was proven of code, as the evidence beside it states."""
    bound = binding.artifact.evidence.get("agreement_at_least") if binding.artifact is not None else None
    return f"≥ {at_least(bound)}" if isinstance(bound, float | int) else ""
