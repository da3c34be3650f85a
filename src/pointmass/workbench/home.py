"""The parts of a workbench that handles use, as a protocol, so that `handle` does not import `workbench`."""

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
from pointmass.workbench.labels import Labels
from pointmass.workbench.options import SampleHow, StabilizeHow
from pointmass.workbench.sampling import Sampling

if TYPE_CHECKING:
    from pointmass.sample import Sample
    from pointmass.sampler import Until
    from pointmass.stabilize import Proposal
    from pointmass.workbench.spending import Spending


class Home(Protocol):
    """The workbench of a handle; each method does what the method of ``Workbench`` with that name does."""

    store: StorePort
    registry: Registry
    harness: Harness
    labels: Labels

    @property
    def model(self) -> Model:
        """The model that answers specs."""

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
        """Return the stored draws of the last sample of a name."""

    def stabilize(
        self, name: str, sample: Sample, *, wait: bool, **how: Unpack[StabilizeHow]
    ) -> Proposal | Job[Proposal]:
        """Propose code for a name."""

    def propose(
        self, name: str, code: Any, sample: Sample, *, agreement: float, allow_imports: Sequence[str]
    ) -> Proposal:
        """Let the gate judge code that somebody wrote for a name."""

    def soften(self, name: str) -> Event:
        """Bind a name to its spec again."""

    def rollback(self, name: str, version: int, *, approver: Approver | None = None) -> Event:
        """Bind an earlier version of a name again."""

    def history(self, name: str) -> History:
        """Return every version that a name had."""

    def spending(self, name: str) -> Spending:
        """Return the tokens and dollars that the calls of a name used."""

    def tell(self) -> None:
        """Print every new notice to standard error, once."""
