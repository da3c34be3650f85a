"""A name that can be called like a function: what answers is looked up at each call."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, Literal, Never, Self, Unpack, overload

from pointmass.approval import Approver
from pointmass.errors import BoundHereError, EvidenceError
from pointmass.jobs import Gauge, Job, finished, run
from pointmass.keywords import read, takes
from pointmass.registry import Event, Kind
from pointmass.shown import repr_of
from pointmass.signature import MISSING, record_fields
from pointmass.spec import Spec
from pointmass.workbench.options import (
    AGREEMENT,
    SampleHow,
    SampleOptions,
    StabilizeHow,
    StabilizeOptions,
    VaryHow,
    VaryOptions,
    WatchHow,
    WatchOptions,
)

if TYPE_CHECKING:
    from typing_extensions import ParamSpec, TypeVar  # a bare `Handle` takes anything

    from pointmass.comparison.drift import Drift
    from pointmass.comparison.variation import Variation
    from pointmass.sample import Sample
    from pointmass.sampler import Until
    from pointmass.stabilize import Proposal
    from pointmass.workbench.history import History
    from pointmass.workbench.home import Home
    from pointmass.workbench.sampling import Sampling
    from pointmass.workbench.spending import Spending

    P = ParamSpec("P", default=...)
    R_co = TypeVar("R_co", covariant=True, default=Any)
else:
    from typing import ParamSpec, TypeVar

    P = ParamSpec("P")
    R_co = TypeVar("R_co", covariant=True)

_BEHIND: dict[Kind, str] = {
    "neural": "a model",
    "hybrid": "code, the model behind it",
    "symbolic": "a function",
}


class _Hints(dict[str, Any]):
    """The annotations of a handle's name, as a function has them; none for the class itself."""

    def __get__(self, handle: Handle[..., Any] | None, owner: type[Any]) -> dict[str, Any]:
        if handle is None:
            return self
        binding = handle.binding
        hints = {p.name: p.annotation for p in binding.parameters} | {"return": binding.returns}
        return {name: hint for name, hint in hints.items() if hint is not MISSING}


class _OwnSignature:
    """The signature of a handle's name; the class itself is called with other arguments, and so has its own."""

    def __get__(self, handle: Handle[..., Any] | None, owner: type[Any]) -> inspect.Signature:
        if handle is None:
            raise AttributeError(f"{owner.__name__} has no __signature__ of its own; each handle has")
        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        binding = handle.binding
        parameters = [
            inspect.Parameter(p.name, kind, default=p.default, annotation=p.annotation) for p in binding.parameters
        ]
        returns = inspect.Signature.empty if binding.returns is MISSING else binding.returns
        return inspect.Signature(parameters, return_annotation=returns)


class Handle(Generic[P, R_co]):
    """A name of a workbench, called like a function: ``Handle[[str], str]`` takes a text and returns one.

    Its meaning is looked up at each call, so that it may be a model today and code tomorrow; ``kind`` says which. To
    ``inspect.signature`` and ``typing.get_type_hints``, and so to frameworks that make tools of functions, it is a function:
    the same one, whatever stands behind the name.
    """

    __signature__ = _OwnSignature()
    __annotations__ = _Hints()

    def __init__(
        self,
        workbench: Home,
        name: str,
        call: Callable[[str, Sequence[Any], Mapping[str, Any]], Any],
        acall: Callable[[str, Sequence[Any], Mapping[str, Any]], Awaitable[Any]],
    ) -> None:
        self._workbench = workbench
        self._call = call
        self._acall = acall
        self.name = self.__name__ = self.__qualname__ = name
        self.__doc__ = self.binding.description

    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> R_co:
        """Call the name and wait for its value.

        Raises:
            InputError: The arguments do not fit.
            OutcomeError: A model answered, and its answer is not a value; ``known`` has what code gave of a record.
            ModelError: A model was asked and could not answer.
            NoModelError: A model is needed, and there is none.
        """
        value: R_co = self._call(self.name, args, kwargs)
        return value

    async def acall(self, /, *args: P.args, **kwargs: P.kwargs) -> R_co:
        """Call the name from a coroutine of any loop: arguments, value and errors as ``handle(...)``."""
        value: R_co = await self._acall(self.name, args, kwargs)
        return value

    @property
    def workbench(self) -> Any:
        """The workbench that the name belongs to."""
        return self._workbench

    @property
    def binding(self) -> Any:
        """What the name means now."""
        return self._workbench.registry.resolve(self.name)

    @property
    def kind(self) -> Kind:
        """What stands behind the name now: ``neural``, ``symbolic`` or ``hybrid``."""
        kind: Kind = self.binding.kind
        return kind

    @property
    def spec(self) -> Spec:
        """The spec behind the name.

        Raises:
            EvidenceError: The name is a function that a person bound; there is no spec.
        """
        spec: Spec | None = self.binding.spec
        if spec is None:
            raise EvidenceError(f"{self.name}: a function stands behind the name, and no spec; define one to sample it")
        return spec

    @property
    def source(self) -> str:
        """The code that answers before the model does; empty while the name is neural."""
        artifact = self.binding.artifact
        return artifact.source if artifact else ""

    @overload
    def sample(
        self, inputs: Any, draws: int | Until = 16, *, wait: Literal[True] = True, **how: Unpack[SampleHow]
    ) -> Sample: ...
    @overload
    def sample(
        self, inputs: Any, draws: int | Until = 16, *, wait: Literal[False], **how: Unpack[SampleHow]
    ) -> Sampling: ...
    @overload
    def sample(
        self, inputs: Any, draws: int | Until = 16, *, wait: bool, **how: Unpack[SampleHow]
    ) -> Sample | Sampling: ...
    @takes(SampleOptions)
    def sample(
        self, inputs: Any, draws: int | Until = 16, *, wait: bool = True, **how: Unpack[SampleHow]
    ) -> Sample | Sampling:
        """Draw a sample and wait for it; see ``Workbench.sample``."""
        return self._workbench.sample(self.spec, inputs, draws, wait=wait, **how)

    @takes(SampleOptions)
    async def asample(self, inputs: Any, draws: int | Until = 16, **how: Unpack[SampleHow]) -> Sample:
        """Draw a sample from a coroutine; see ``Workbench.sample``."""
        return await self._workbench.asample(self.spec, inputs, draws, **how)

    def partial(self) -> Sample:
        """Return what is stored of the name's last sample in this session: of one under way, or that was interrupted.

        What ``vary`` and ``watch`` draw counts, too: of those it is the variant, or the look, that was drawn last.

        Raises:
            EvidenceError: Nothing was sampled in this session.
        """
        return self._workbench.partial(self.name)

    @overload
    def vary(
        self, inputs: Any, draws: int | Until = 16, *, wait: Literal[True] = True, **how: Unpack[VaryHow]
    ) -> Variation: ...
    @overload
    def vary(
        self, inputs: Any, draws: int | Until = 16, *, wait: Literal[False], **how: Unpack[VaryHow]
    ) -> Job[Variation]: ...
    @overload
    def vary(
        self, inputs: Any, draws: int | Until = 16, *, wait: bool, **how: Unpack[VaryHow]
    ) -> Variation | Job[Variation]: ...
    @takes(VaryOptions)
    def vary(
        self, inputs: Any, draws: int | Until = 16, *, wait: bool = True, **how: Unpack[VaryHow]
    ) -> Variation | Job[Variation]:
        """Sample variants of the spec on the same inputs, and tabulate what each surface did to the distribution.

        Args:
            inputs: As for ``sample``.
            draws: Draws of each input and variant, or a stopping rule.
            wait: ``False`` returns a ``Job`` at once, to be awaited, looked at or cancelled.
            **how: Lists of values (or mappings of names to values) for ``prompt``, ``examples``, ``history``,
                ``tools``, ``returns``, ``model``, ``effort`` or ``options``; each value is a variant with that one surface
                changed. ``cross=True`` also changes two surfaces together. ``target``, ``score``, ``level`` and ``seed``
                go to ``pm.compare``; ``concurrency``, ``fresh``, ``linked`` and ``progress`` to ``sample``.

        Raises:
            InputError: Nothing is varied, a surface is not given a list, or an argument does not fit; nothing was asked.
        """
        from pointmass.workbench.one_sample import shown_by  # noqa: PLC0415 - as in vary
        from pointmass.workbench.vary import vary  # noqa: PLC0415 - deployed code varies nothing

        spec = self.spec
        whose = f"{spec.name}.vary"
        told = read(VaryOptions, how, whose=whose, first="inputs, draws, wait")
        # A number of draws is drawn in turns, and told as one; a rule looks at one sample after the other.
        gauge = Gauge(whose, samples=1 if isinstance(draws, int) else told.samples)
        if not wait:
            told = dataclasses.replace(told, progress=gauge.watching(shown_by(told.progress)))
        return run(whose, lambda: vary(self._workbench, spec, inputs, draws, told), wait=wait, gauge=gauge)

    @takes(VaryOptions)
    async def avary(self, inputs: Any, draws: int | Until = 16, **how: Unpack[VaryHow]) -> Variation:
        """Sample variants from a coroutine; see ``vary``."""
        return await finished(self.vary(inputs, draws, wait=False, **how))

    @overload
    def watch(self, baseline: Sample, *, wait: Literal[True] = True, **how: Unpack[WatchHow]) -> Drift: ...
    @overload
    def watch(self, baseline: Sample, *, wait: Literal[False], **how: Unpack[WatchHow]) -> Job[Drift]: ...
    @overload
    def watch(self, baseline: Sample, *, wait: bool, **how: Unpack[WatchHow]) -> Drift | Job[Drift]: ...
    @takes(WatchOptions)
    def watch(self, baseline: Sample, *, wait: bool = True, **how: Unpack[WatchHow]) -> Drift | Job[Drift]:
        """Draw anew on the inputs of a saved sample, and say whether the answers are still the same.

        Args:
            baseline: A sample of this spec; it is itself a sample, and never taken as exact.
            wait: ``False`` returns a ``Job`` at once, to be awaited, looked at or cancelled.
            **how: ``draws`` (as many as the baseline's), ``margin`` (the shift to rule out, 0.2), ``level`` (0.95),
                ``running`` (weigh all looks at this baseline together that the workbench's file holds, so that one may
                look every day; ``False`` takes this look only), ``seed`` (same seed, same p-values), and as for ``sample``
                ``concurrency``, ``fresh`` (``True`` here), ``linked`` (as the baseline), ``model`` and ``progress``.

        Returns:
            ``.verdict`` (``same``, ``moved`` or ``could not find out``), ``.reason``, ``.moved`` (the inputs),
            ``.comparison`` (this look), ``.course`` (all looks).

        Raises:
            InputError: An argument does not fit; nothing was asked.
            EvidenceError: The baseline was drawn from another spec.
        """
        from pointmass.workbench.one_sample import shown_by  # noqa: PLC0415 - as in vary
        from pointmass.workbench.watch import watch  # noqa: PLC0415 - as in vary

        spec = self.spec
        whose = f"{spec.name}.watch"
        told = read(WatchOptions, how, whose=whose, first="a baseline, wait")
        gauge = Gauge(whose, samples=1)
        if not wait:
            told = dataclasses.replace(told, progress=gauge.watching(shown_by(told.progress)))
        return run(whose, lambda: watch(self._workbench, spec, baseline, told), wait=wait, gauge=gauge)

    @takes(WatchOptions)
    async def awatch(self, baseline: Sample, **how: Unpack[WatchHow]) -> Drift:
        """Draw anew and compare from a coroutine; see ``watch``."""
        return await finished(self.watch(baseline, wait=False, **how))

    @overload
    def stabilize(self, sample: Sample, *, wait: Literal[True] = True, **how: Unpack[StabilizeHow]) -> Proposal: ...
    @overload
    def stabilize(self, sample: Sample, *, wait: Literal[False], **how: Unpack[StabilizeHow]) -> Job[Proposal]: ...
    @overload
    def stabilize(self, sample: Sample, *, wait: bool, **how: Unpack[StabilizeHow]) -> Proposal | Job[Proposal]: ...
    @takes(StabilizeOptions)
    def stabilize(self, sample: Sample, *, wait: bool = True, **how: Unpack[StabilizeHow]) -> Proposal | Job[Proposal]:
        """Propose code for the name, made from a sample of its spec. Nothing is bound.

        Candidates come from several authors: the synthesizer, and a model that writes drafts from the spec and a third of the
        inputs. One gate judges them alike, on inputs that they did not see, in the sandbox.

        Where the best programs disagree on an input that was not sampled, the model that was sampled is asked about it.
        What is asked is stored as any draw, is shown with what it cost, and is only learned from: it never counts as
        evidence. What the model cannot be asked is left in ``p.questions``, for a person to answer.

        Args:
            sample: Inputs × draws of this spec.
            wait: ``False`` returns a ``Job`` at once, to be awaited or cancelled.
            **how: ``agreement``: The agreement with the model's mode to prove, a fraction in (0, 1); 0.75.
                ``budget``: Seconds for one search of the synthesizer, counted in steps, so that two runs find the same; the
                fields of a record share them; 0.75.
                ``probes``: How many inputs outside the sample the model may be asked about, each drawn as often as the
                sample and 8 times at most; 8, and 0 for none.
                ``writer``: Who writes drafts: a model, ``None`` for nobody, or ``"auto"``: the model that was sampled, where
                it is a live service (a recording never writes). The cost is estimated on standard error before, and counted
                after.
                ``drafts``: How many drafts, each corrected at most twice; 3.
                ``dollars``: What all that may cost at most, where the models have a price; for a writer of its own once more.
                ``model``: Whom to ask about further inputs; the workbench's by default, if it is the one that was sampled.
                ``answers``: What a person says of some inputs: ``{input: result}``, or pairs.
                ``allow_model``: Whether a fitted model may choose a label where no rule does.
                ``allow_imports``: Libraries that drafts may import besides the standard library; they must be installed,
                and of pure Python.

        Raises:
            EvidenceError: The sample is of another spec, or of one input, or ``model`` is not who was sampled.
            InputError: An argument does not fit.
            SandboxError: Code cannot be confined on this machine.
        """
        return self._workbench.stabilize(self.name, sample, wait=wait, **how)

    @takes(StabilizeOptions)
    async def astabilize(self, sample: Sample, **how: Unpack[StabilizeHow]) -> Proposal:
        """Propose code from a coroutine; see ``stabilize``."""
        return await finished(self.stabilize(sample, wait=False, **how))

    def propose(
        self, code: Any, sample: Sample, *, agreement: float = AGREEMENT, allow_imports: Sequence[str] = ()
    ) -> Proposal:
        """Let the gate judge anybody's code for the name: a colleague's, a coding agent's, your own. Nothing is bound.

        The code keeps the contract of a written module: the standard library only, no input or output, a function named like
        the spec, and, if its author has one, ``accepts`` with the same parameters, which says where it may answer. Without it
        the guard is learned. For a record it may return some of the fields, and a constant ``FIELDS`` may name them.

        Args:
            code: A function, the path of a ``.py`` file, or the text of a module.
            sample: Inputs × draws of this spec, on which it is tried. Its author should not have seen their answers: what
                was written from them proves less than the bound says.
            agreement: The agreement with the model's mode to prove, a fraction in (0, 1).
            allow_imports: Libraries that the code may import besides the standard library.

        Raises:
            ContractError: The code does not keep the contract; the message lists every fault.
            EvidenceError: The sample is of another spec, or the code is not a candidate (it repeats inputs, or gives
                different answers to the same input).
            InputError: This is not code, or not a sample.
            SandboxError: Code cannot be confined on this machine.
        """
        return self._workbench.propose(self.name, code, sample, agreement=agreement, allow_imports=allow_imports)

    def soften(self) -> Event:
        """Let the spec answer again; what the name meant stays in its history."""
        return self._workbench.soften(self.name)

    def rollback(self, version: int, *, approver: Approver | None = None) -> Event:
        """Give the name back what an earlier version meant; see ``Workbench.rollback``."""
        return self._workbench.rollback(self.name, version, approver=approver)

    def history(self) -> History:
        """Return every meaning that the name had, who approved it, and on what evidence."""
        return self._workbench.history(self.name)

    def spending(self) -> Spending:
        """Return what the remembered calls of the name used, by who answered them, and what code saved.

        ``.parts`` has calls, tokens and dollars, ``.whole`` what a draw of the whole spec takes, ``.saved`` the
        difference, tokens read and written apart; ``None`` where nobody counted.
        """
        return self._workbench.spending(self.name)

    def __copy__(self) -> Self:
        """Return the handle itself, as a function does."""
        return self

    def __deepcopy__(self, memo: object) -> Self:
        """Return the handle itself, as a function does."""
        return self

    def __reduce__(self) -> Never:
        """Refuse to be pickled.

        Raises:
            BoundHereError: Always; the message says what to do instead.
        """
        raise BoundHereError(
            f"{self.name}: a handle is bound to its workbench, which holds a file, connections and a thread, so it cannot be "
            f"pickled; there, write pm.load(folder)[{self.name!r}] after wb.export(folder) here, or define the spec again"
        )

    def __repr__(self) -> str:
        """Say what the name is, honestly."""
        binding = self.binding
        takes = ", ".join(p.name for p in binding.parameters)
        behind = _BEHIND[binding.kind]
        given = binding.fields
        rest = [each.key for each in record_fields(binding.returns) if each.key not in given] if given else []
        if rest:
            behind = f"code for {', '.join(given)}; a model for {', '.join(rest)}"
        waits = self._workbench.registry.waiting.get(self.name)
        if waits is not None:
            behind += f"; code v{waits.version} waits for a yes, see wb.pending()"
        return repr_of(f"<{self.name}({takes}): {binding.kind} · {behind}>")
