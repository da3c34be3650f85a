"""The methods of a workbench that only show: names, histories, last calls, notices, pending approvals, the panel."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from pointmass.errors import EvidenceError
from pointmass.facts import Notice, notice
from pointmass.harness import Harness
from pointmass.html import render
from pointmass.html.workbench import NameRow, WorkbenchView, workbench_part
from pointmass.plugins import display_panel, part
from pointmass.registry import Binding, Registry
from pointmass.rounded import at_least
from pointmass.shown import printable, repr_of
from pointmass.store import StorePort
from pointmass.workbench.history import History
from pointmass.workbench.labels import Labels
from pointmass.workbench.last_calls import LastCalls
from pointmass.workbench.made_in import MadeIn
from pointmass.workbench.pending import PendingList, pending

if TYPE_CHECKING:
    import pandas as pd

    from pointmass.workbench.estimate import SampleEstimate
    from pointmass.workbench.kept import KeptSamples
    from pointmass.workbench.spending import Spending


class Looking:
    """The methods of a workbench that show something and change no binding or draw."""

    store: StorePort
    registry: Registry
    harness: Harness
    labels: Labels
    _told: list[Notice]

    @property
    def names(self) -> list[str]:
        """Every name that is bound, in alphabetical order."""
        return sorted(self.registry.active)

    def pending(self) -> PendingList:
        """List the code and request options from a file that wait for approval; none were executed or sent yet."""
        return pending(self.registry)

    def notices(self) -> list[Notice]:
        """Return notices about the file and its content: rows that were left out, and what waits for approval."""
        waiting = [notice("waits for a yes", name=each.name, what=each.what) for each in self.pending()]
        fault = self.registry.approvals.fault
        return [*self.store.notices, *([notice("approvals at fault", said=fault)] if fault else []), *waiting]

    def tell(self) -> None:
        """Print every notice that was not printed yet to standard error."""
        new = [each for each in self.notices() if each not in self._told]
        self._told += new
        for each in new:
            sys.stderr.write(f"pointmass: {printable(each)}\n")

    def history(self, name: str) -> History:
        """Return every version that a name had, with who bound or approved it, when, and on what evidence."""
        active, events = self.registry.resolve(name).digest, tuple(self.registry.history(name))
        means = next((event.version for event in events if event.digest == active), None)
        return History(name, events, means, waiting=name in self.registry.waiting)

    def trace(self, name: str | None = None) -> LastCalls:
        """Return the last calls, oldest first: who answered, why code did not, and the tokens that the model used.

        Args:
            name: The name whose calls are returned; ``None`` returns those of all names.
        """
        records = self.harness.door.trace.records()
        return LastCalls(tuple(each for each in records if name in (None, each.name)), name or "")

    def calls(self, name: str | None = None) -> pd.DataFrame:
        """Return a DataFrame of the calls that the file keeps, of all sessions: one row per call, oldest first.

        Its columns are the fields of ``pointmass.store.StoredCall``. The file keeps every call that a model answered,
        and the calls of code and functions that went through a coroutine (``acall``, a model's tools, async functions).
        Code and functions called directly from synchronous Python are only in ``trace()``, so that they stay as fast as
        Python; if ``around`` has interceptors, they are kept, too. The draws of samples are not calls and are not
        listed.

        Args:
            name: The name whose calls are returned; ``None`` returns those of all names.
        """
        from pointmass.workbench.calls import calls_frame  # noqa: PLC0415 - deployed code looks at nothing

        return calls_frame(self.store.calls(name))

    def spending(self, name: str) -> Spending:
        """Return the tokens and dollars that the calls of a name used; see ``Handle.spending``."""
        from pointmass.workbench.spending import spending  # noqa: PLC0415 - as in calls

        spec, model = self.registry.resolve(name).spec, self.harness.model.identity
        return spending(name, self.trace(), spec=spec, model=model, store=self.store)

    def estimate(self, name: str, inputs: Any, draws: int = 16) -> SampleEstimate:
        """Estimate the requests, tokens and dollars that a sample will take; no model is asked.

        Args:
            name: The name that would be sampled.
            inputs: As for ``sample``.
            draws: Draws of each input.

        Returns:
            The number of requests and their tokens. The tokens are estimated from the stored draws of this spec and
            model that have a token count; if there are none, from the number of characters, four per token, for the
            input only. Dollars are given if the model has a price and stored draws have a token count.

        Raises:
            InputError: The inputs do not fit.
            EvidenceError: The name is bound to a person's function, which has no spec.
        """
        from pointmass.workbench.estimate import estimate  # noqa: PLC0415 - deployed code samples nothing

        spec = self.registry.resolve(name).spec
        if spec is None:
            raise EvidenceError(f"{name}: a function stands behind the name, and no spec; define one to sample it")
        return estimate(spec, inputs, draws, harness=self.harness, store=self.store)

    def samples(self, name: str | None = None) -> KeptSamples:
        """List the samples that the file holds, newest first; ``wb.samples()[0].open()`` reads one from the file.

        Args:
            name: The name whose samples are listed; ``None`` lists those of all names.
        """
        from pointmass.workbench.kept import kept_samples  # noqa: PLC0415 - deployed code samples nothing

        return kept_samples(self.store, self.labels, name, MadeIn(self))

    def view(self) -> WorkbenchView:
        """Return what the notebook shows of the workbench, as plain data."""
        by_code = Counter(line.name for line in self.trace() if line.by == "code")
        waits: dict[str, list[str]] = {}
        for each in self.pending():
            waits.setdefault(each.name, []).append(each.what)
        rows = tuple(self._row(name, by_code[name], waits.get(name, [])) for name in self.names)
        model = f"asks {self.harness.model.identity}"
        place = "in memory" if self.store.path is None else self.store.path.name
        return WorkbenchView(place, model, rows, tuple(self.notices()))

    def panel(self) -> Any:
        """Return the panel for notebooks, in which you draw, view, compare and stabilize samples by mouse.

        A cell that ends with the workbench shows this panel. Its ``sample``, ``selection``, ``comparison`` and
        ``proposal`` are what was made or chosen in it.

        Raises:
            InputError: The packages that notebooks need are not installed.
        """
        return part("workbench_panel")(self)

    def __repr__(self) -> str:
        """Say in one line which file and model it uses, how many names it has, and how many approvals wait."""
        where = "in memory" if self.store.path is None else self.store.path.name
        waits = f", {len(self.pending())} waiting for a yes" if self.pending() else ""
        names = f"{len(self.names)} name{'' if len(self.names) == 1 else 's'}"
        return repr_of(f"<Workbench {where}: {self.harness.model.identity}, {names}{waits}>")

    def _repr_html_(self) -> str:
        return render.to_html(workbench_part(self.view()), label="workbench")

    def _ipython_display_(self) -> None:
        """Show the panel in a notebook; elsewhere raise NotImplementedError, so IPython shows HTML or text."""
        display_panel("workbench_panel", self)

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
    """Return the lower bound on agreement that the evidence of the code states; an empty text if there is none."""
    bound = binding.artifact.evidence.get("agreement_at_least") if binding.artifact is not None else None
    return f"≥ {at_least(bound)}" if isinstance(bound, float | int) else ""
