"""The samples that a file holds. They can be opened without the stub and without the model that answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pointmass.sample import Sample
from pointmass.shown import printable, repr_of
from pointmass.store import Holding, StorePort
from pointmass.workbench.baseline import read_sample
from pointmass.workbench.labels import Labels
from pointmass.workbench.made_in import MadeIn


@dataclass(frozen=True, slots=True, repr=False)
class KeptSample:
    """One sample that a file holds.

    Attributes:
        name: The name that was sampled.
        spec: The digest of the spec that was sampled.
        model: The identity of the model that answered.
        inputs: Number of inputs that have a draw.
        draws: Number of draws that the model answered.
        failed: Number of draws that failed and for which no later attempt succeeded.
        newest: Time of the newest draw, in seconds since 1970 (UTC).
    """

    name: str
    spec: str
    model: str
    inputs: int
    draws: int
    failed: int
    newest: float
    _held: Holding = field(repr=False)
    _store: StorePort = field(repr=False)
    _labels: Labels = field(repr=False)
    _home: MadeIn | None = field(default=None, repr=False)

    def open(self) -> Sample:
        """Return the sample with all of its draws; no model is asked.

        Raises:
            EvidenceError: The spec has types that only its own program can define.
        """
        return replace(read_sample(self._store, self._held, labelling=self._labels), home=self._home)

    def __repr__(self) -> str:
        """Say in one line which sample this is, how many inputs and draws it has, who answered, and when."""
        when = datetime.fromtimestamp(self.newest, UTC).strftime("%Y-%m-%d %H:%M UTC")
        failed = f", {self.failed:,} failed" if self.failed else ""
        said = f"{self.inputs:,} inputs, {self.draws:,} draws{failed}, {printable(self.model, keep='')}, {when}"
        return repr_of(f"<sample of {printable(self.name, keep='')}: {said}; spec {self.spec[:8]}>")


@dataclass(frozen=True, slots=True, repr=False)
class KeptSamples:
    """The samples of a file, newest first; ``wb.samples()[0].open()`` opens the newest."""

    entries: tuple[KeptSample, ...]

    def __iter__(self) -> Iterator[KeptSample]:
        """Iterate over the samples, newest first."""
        return iter(self.entries)

    def __len__(self) -> int:
        """Return the number of samples."""
        return len(self.entries)

    def __getitem__(self, number: int) -> KeptSample:
        """Return one sample by its position, from 0 for the newest."""
        return self.entries[number]

    def __repr__(self) -> str:
        """List the newest samples, one per line."""
        shown = [f"{number}  {each!r}" for number, each in enumerate(self.entries[:8])]
        more = [f"… and {len(self) - len(shown)} more"] if len(self) > len(shown) else []
        return repr_of("\n".join([*shown, *more]) or "the file holds no sample yet")


def kept_samples(store: StorePort, labels: Labels, name: str | None, home: MadeIn | None = None) -> KeptSamples:
    """List the samples of a file.

    Args:
        store: The store of the file.
        labels: What people said of inputs.
        name: The name whose samples are listed; ``None`` lists those of all names.
        home: Returns the workbench that has the file open.
    """
    found = [
        KeptSample(
            name=held.name,
            spec=held.series.spec,
            model=held.series.model,
            inputs=held.inputs,
            draws=held.draws,
            failed=held.failed,
            newest=held.newest,
            _held=held,
            _store=store,
            _labels=labels,
            _home=home,
        )
        for held in store.contents()
        if held.series.purpose in ("sample", "imported") and held.draws and (name is None or held.name == name)
    ]
    return KeptSamples(tuple(found))
