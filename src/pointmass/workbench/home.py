"""Where a handle belongs: what it and its verbs need of their workbench."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, Protocol, Unpack, overload

from pointmass.approval import Approver
from pointmass.harness import Harness
from pointmass.jobs import Job
from pointmass.models.base import Model
from pointmass.registry import Event, Registry
from pointmass.spec import Spec
from pointmass.store import StorePort
from pointmass.workbench.history import History
from pointmass.workbench.options import SampleHow, StabilizeHow
from pointmass.workbench.sampling import Sampling

if TYPE_CHECKING:
    from pointmass.sample import Sample
    from pointmass.sampler import Until
    from pointmass.stabilize import Proposal
    from pointmass.workbench.spending import Spending


class Home(Protocol):
    """A workbench, as its handles know it; each method as ``Workbench`` says."""

    store: StorePort
    registry: Registry
    harness: Harness

    @property
    def model(self) -> Model:
        """What answers specs."""

    @overload
    def sample(
        self,
        spec: Spec | str,
        inputs: Any,
        draws: int | Until = 16,
        *,
        wait: Literal[True] = True,
        **how: Unpack[SampleHow],
    ) -> Sample: ...
    @overload
    def sample(
        self, spec: Spec | str, inputs: Any, draws: int | Until = 16, *, wait: Literal[False], **how: Unpack[SampleHow]
    ) -> Sampling: ...
    @overload
    def sample(
        self, spec: Spec | str, inputs: Any, draws: int | Until = 16, *, wait: bool, **how: Unpack[SampleHow]
    ) -> Sample | Sampling: ...
    async def asample(self, spec: Spec | str, inputs: Any, draws: int | Until = 16, **how: Unpack[SampleHow]) -> Sample:
        """Draw a sample from a coroutine."""

    def partial(self, name: str) -> Sample:
        """Return what is stored of the last sample of a name."""

    def stabilize(
        self, name: str, sample: Sample, *, wait: bool, **how: Unpack[StabilizeHow]
    ) -> Proposal | Job[Proposal]:
        """Propose code for a name."""

    def propose(
        self, name: str, code: Any, sample: Sample, *, agreement: float, allow_imports: Sequence[str]
    ) -> Proposal:
        """Let the gate judge anybody's code for a name."""

    def soften(self, name: str) -> Event:
        """Let the spec behind a name answer again."""

    def rollback(self, name: str, version: int, *, approver: Approver | None = None) -> Event:
        """Give a name back what an earlier version meant."""

    def history(self, name: str) -> History:
        """Return every meaning that a name had."""

    def spending(self, name: str) -> Spending:
        """Return what the remembered calls of a name used."""

    def tell(self) -> None:
        """Say every notice once."""
