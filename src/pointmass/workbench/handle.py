"""Handles: a handle stands for a name and is called like a function. Its binding is looked up at each call."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, Literal, Never, Self, Unpack, overload

from pointmass.approval import Approver
from pointmass.errors import BoundHereError, EvidenceError
from pointmass.foreground import display
from pointmass.jobs import Gauge, Job, finished, run
from pointmass.keywords import read, takes
from pointmass.registry import Event, Kind
from pointmass.shown import repr_of
from pointmass.signature import MISSING, record_fields
from pointmass.spec import Spec
from pointmass.workbench.labels import UNSAID, label, row_of
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
    import pandas as pd
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
    """The annotations of a handle, made from its binding as a function's would be; the class itself has none."""

    def __get__(self, handle: Handle[..., Any] | None, owner: type[Any]) -> dict[str, Any]:
        if handle is None:
            return self
        binding = handle.binding
        hints = {p.name: p.annotation for p in binding.parameters} | {"return": binding.returns}
        return {name: hint for name, hint in hints.items() if hint is not MISSING}


class _OwnSignature:
    """The signature of a handle, made from its binding; the class itself has none, as it takes other arguments."""

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
    """A name of a workbench that is called like a function: ``Handle[[str], str]`` takes a text and returns a text.

    The binding is looked up at each call, so a model may answer today and code tomorrow; ``kind`` says which. The
    signature and the type hints of a handle are those of its binding (for ``inspect.signature``,
    ``typing.get_type_hints``, and frameworks that make tools from functions); they stay the same when code takes the
    place of the model.
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
        """Call the name, wait, and return its value.

        Raises:
            InputError: The arguments do not fit the parameters.
            OutcomeError: A model answered, and its answer is not a valid value. The error's ``known`` holds the fields
                of a record that code did give.
            ModelError: A model was asked and could not answer.
            NoModelError: A model is needed, and the workbench has none.
        """
        value: R_co = self._call(self.name, args, kwargs)
        return value

    async def acall(self, /, *args: P.args, **kwargs: P.kwargs) -> R_co:
        """Do the same as ``handle(...)``, from a coroutine of any event loop."""
        value: R_co = await self._acall(self.name, args, kwargs)
        return value

    @property
    def workbench(self) -> Any:
        """The workbench that the name belongs to."""
        return self._workbench

    @property
    def binding(self) -> Any:
        """The binding that the name has now."""
        return self._workbench.registry.resolve(self.name)

    @property
    def kind(self) -> Kind:
        """What answers now: ``neural`` (a model), ``symbolic`` (a function) or ``hybrid`` (code, then a model)."""
        kind: Kind = self.binding.kind
        return kind

    @property
    def spec(self) -> Spec:
        """The spec of the name.

        Raises:
            EvidenceError: The name is bound to a person's function, which has no spec.
        """
        spec: Spec | None = self.binding.spec
        if spec is None:
            raise EvidenceError(f"{self.name}: a function stands behind the name, and no spec; define one to sample it")
        return spec

    @property
    def source(self) -> str:
        """The source of the code that answers before the model is asked; empty if there is none."""
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
        """Return what is stored of the name's last sample in this session, also of one under way or interrupted.

        ``vary`` draws samples, too; after it, this is the variant that was drawn last.

        Raises:
            EvidenceError: The name was not sampled in this session.
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
        """Sample variants of the spec on the same inputs, and tabulate how each change moved the distribution.

        Args:
            inputs: As for ``sample``.
            draws: Draws of each input and variant, or a stopping rule.
            wait: ``False`` returns a ``Job`` at once, which can be awaited, looked at or cancelled.
            **how: Lists of values (or mappings from names to values) for ``prompt``, ``examples``, ``history``,
                ``tools``, ``returns``, ``model``, ``effort`` or ``options``. Each value makes a variant in which that
                one part of the spec, its surface, is changed. ``cross=True`` also changes two surfaces together
                (``.interactions()`` says whether both do more or less than each alone).
                ``target``, ``score``, ``level`` and ``seed`` are given to ``pm.compare``; ``concurrency``, ``fresh``,
                ``linked`` and ``progress`` to ``sample``.

        Raises:
            InputError: Nothing is varied, a surface's values are not a list or mapping, or an argument does not fit. No
                model was asked.
        """
        from pointmass.workbench.one_sample import shown_by  # noqa: PLC0415 - as in vary
        from pointmass.workbench.vary import vary  # noqa: PLC0415 - deployed code varies nothing

        spec = self.spec
        whose = f"{spec.name}.vary"
        told = read(VaryOptions, how, whose=whose, first="inputs, draws, wait")
        # With a number of draws the variants take turns and report one progress; with a rule they are drawn in
        # sequence.
        gauge = Gauge(whose, samples=1 if isinstance(draws, int) else told.samples)
        if not wait:
            told = dataclasses.replace(told, progress=gauge.watching(shown_by(told.progress)))
        shown = display(told.progress, between=False)  # its samples show themselves
        return run(
            whose, lambda: vary(self._workbench, spec, inputs, draws, told), wait=wait, gauge=gauge, display=shown
        )

    @takes(VaryOptions)
    async def avary(self, inputs: Any, draws: int | Until = 16, **how: Unpack[VaryHow]) -> Variation:
        """Do the same as ``vary``, from a coroutine."""
        return await finished(self.vary(inputs, draws, wait=False, **how))

    @overload
    def watch(self, baseline: Sample, *, wait: Literal[True] = True, **how: Unpack[WatchHow]) -> Drift: ...
    @overload
    def watch(self, baseline: Sample, *, wait: Literal[False], **how: Unpack[WatchHow]) -> Job[Drift]: ...
    @overload
    def watch(self, baseline: Sample, *, wait: bool, **how: Unpack[WatchHow]) -> Drift | Job[Drift]: ...
    @takes(WatchOptions)
    def watch(self, baseline: Sample, *, wait: bool = True, **how: Unpack[WatchHow]) -> Drift | Job[Drift]:
        """Draw the inputs of a saved sample again, and say whether the model still answers the same.

        Args:
            baseline: The saved sample, of this spec. Its own sampling error is taken into account.
            wait: ``False`` returns a ``Job`` at once, which can be awaited, looked at or cancelled.
            **how: ``draws`` of each input (by default as many as the baseline's); ``margin``, the shift to rule out
                (0.2): by how much a new draw and one of the baseline agree less often than two draws of the same
                sample; ``level``, the confidence level (0.95); ``running``, whether all looks at this baseline in the
                workbench's file are tested together, so that you may look every day (``False``: only this look);
                ``seed`` (the same seed gives the same p-values); and as for ``sample`` ``concurrency``, ``fresh``
                (``True`` here), ``linked`` (as the baseline), ``model`` and ``progress``.

        Returns:
            The result, with ``.verdict`` (``same``, ``moved`` or ``could not find out``), ``.reason``, ``.moved`` (the
            inputs whose answers moved), ``.comparison`` (of this look) and ``.course`` (of all looks).

        Raises:
            InputError: An argument does not fit; no model was asked.
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
        shown = display(told.progress, between=False)  # its samples show themselves
        return run(whose, lambda: watch(self._workbench, spec, baseline, told), wait=wait, gauge=gauge, display=shown)

    @takes(WatchOptions)
    async def awatch(self, baseline: Sample, **how: Unpack[WatchHow]) -> Drift:
        """Do the same as ``watch``, from a coroutine."""
        return await finished(self.watch(baseline, wait=False, **how))

    @overload
    def stabilize(self, sample: Sample, *, wait: Literal[True] = True, **how: Unpack[StabilizeHow]) -> Proposal: ...
    @overload
    def stabilize(self, sample: Sample, *, wait: Literal[False], **how: Unpack[StabilizeHow]) -> Job[Proposal]: ...
    @overload
    def stabilize(self, sample: Sample, *, wait: bool, **how: Unpack[StabilizeHow]) -> Proposal | Job[Proposal]: ...
    @takes(StabilizeOptions)
    def stabilize(self, sample: Sample, *, wait: bool = True, **how: Unpack[StabilizeHow]) -> Proposal | Job[Proposal]:
        """Propose code for the name, made from a sample of its spec. The code is not bound by this call.

        Candidates come from several authors: the synthesizer, and a model that writes drafts from the spec and a third
        of the inputs. The same gate judges all of them, in the sandbox, on inputs that they did not see.

        If the best programs disagree on an input outside the sample, the model that was sampled is asked about it.
        These draws are stored and shown with their cost. They are only used to learn from, never as evidence. If the
        model cannot be asked, such inputs are listed in ``p.questions``, for a person to answer.

        Args:
            sample: A sample of this spec, of two inputs or more.
            wait: ``False`` returns a ``Job`` at once, which can be awaited or cancelled.
            **how: ``agreement``: The agreement with the model's mode to prove, a fraction in (0, 1); 0.75.
                ``budget``: Seconds for one search of the synthesizer, above 0; 0.75. They are counted in steps and not
                by the clock, so that two runs find the same code. The fields of a record share them.
                ``probes``: The most inputs outside the sample that the model is asked about; 8, and 0 for none. Each is
                drawn as often as the sample's inputs, but at most 8 times.
                ``writer``: The model that writes drafts, or ``None`` for none. ``"auto"`` is the model that was sampled
                if it is a live service (a recording never writes). An estimate of the cost is printed to standard error
                before, and the cost is counted after.
                ``drafts``: How many drafts are written, 1 or more; 3. Each is corrected at most twice.
                ``dollars``: The most US dollars that all of this may cost, if the models have a price. A ``writer``
                that is another live model has a limit of its own of the same amount.
                ``model``: The model to ask about further inputs; by default the workbench's, if it is the one that was
                sampled.
                ``answers``: Answers of a person to some inputs: ``{input: result}``, or pairs.
                ``allow_model``: Whether a fitted model may choose a label where no rule does.
                ``allow_imports``: Libraries that drafts may import besides the standard library; they must be installed
                and written in pure Python.
                ``progress``: Whether to show the progress, if it takes longer than a second.

        Raises:
            EvidenceError: The sample is of another spec or of one input only, or ``model`` is not the model that was
                sampled.
            InputError: An argument does not fit.
            SandboxError: Code cannot be run in a sandbox on this machine.
        """
        return self._workbench.stabilize(self.name, sample, wait=wait, **how)

    @takes(StabilizeOptions)
    async def astabilize(self, sample: Sample, **how: Unpack[StabilizeHow]) -> Proposal:
        """Do the same as ``stabilize``, from a coroutine."""
        return await finished(self.stabilize(sample, wait=False, **how))

    def propose(
        self, code: Any, sample: Sample, *, agreement: float = AGREEMENT, allow_imports: Sequence[str] = ()
    ) -> Proposal:
        """Let the gate judge code that somebody wrote for the name: a colleague, a coding agent, or you.

        It is not bound by this call. The code must keep the contract of a written module. It uses only the standard
        library, and no input or output. It has a function with the spec's name. It may have a function ``accepts`` with
        the same parameters, which returns whether the code may answer; without it, a guard is learned. For a record the
        function may return some of the fields, and a constant ``FIELDS`` may name them.

        Args:
            code: A function, the path of a ``.py`` file, or the text of a module.
            sample: A sample of this spec, on which the code is tried. Its author should not have seen the answers: for
                code that was written from them, the bound is too high.
            agreement: The agreement with the model's mode to prove, a fraction in (0, 1).
            allow_imports: Libraries that the code may import besides the standard library.

        Raises:
            ContractError: The code does not keep the contract; the message lists every fault.
            EvidenceError: The sample is of another spec, or the code is not a candidate (it repeats inputs, or gives
                different answers to the same input).
            InputError: *code* is not code, or *sample* is not a sample.
            SandboxError: Code cannot be run in a sandbox on this machine.
        """
        return self._workbench.propose(self.name, code, sample, agreement=agreement, allow_imports=allow_imports)

    def label(self, given: Any, right: Any = UNSAID, *, wrong: Sequence[Any] | None = None) -> None:
        """Say which answer of an input is right. It is kept in the file, and shared by all samples of the name.

        ``pm.compare`` counts how often each variant is right on the labelled inputs. ``stabilize`` counts no answer as agreed
        that a label contradicts, hands such inputs back to the model, and learns from labels of inputs that the model is
        divided on. What is said later holds; nothing is written over.

        Args:
            given: The input: a value where there is one parameter, else a mapping. It need not have been sampled.
            right: The right answer.
            wrong: In its place, the answers that are wrong, where none that was seen is right.

        Raises:
            InputError: The input or an answer does not fit the spec.
            StoreError: The file may only be looked at.
        """
        label(self._workbench.labels, self.spec, given, right=right, wrong=wrong)

    def unlabel(self, given: Any) -> None:
        """Take back what was said of an input; that it was said stays in the file.

        Raises:
            InputError: The input does not fit the spec.
        """
        self._workbench.labels.take_back(self.spec, row_of(self.spec, given))

    def labels(self) -> pd.DataFrame:
        """Tabulate what people say of inputs of the name by now, the newest first.

        Returns:
            Columns: ``input``, the ``right`` answer (missing where it is not known), the answers that are ``wrong``, ``by``
            whom, ``time``, the ``spec`` whose answers were looked at, and whether it is ``this_spec``: a label stays when
            the prompt is edited, as long as it fits the types.
        """
        return self._workbench.labels.frame(self.spec)

    def soften(self) -> Event:
        """Bind the name to its spec again, so that a model answers; the code stays in the name's history."""
        return self._workbench.soften(self.name)

    def rollback(self, version: int, *, approver: Approver | None = None) -> Event:
        """Bind an earlier version of the name again; see ``Workbench.rollback``."""
        return self._workbench.rollback(self.name, version, approver=approver)

    def history(self) -> History:
        """Return every version that the name had, with who bound or approved it, when, and on what evidence."""
        return self._workbench.history(self.name)

    def spending(self) -> Spending:
        """Return the tokens and dollars that the calls in the trace used, by who answered them, and what code saved.

        ``.parts`` has the calls, tokens and dollars; ``.whole`` what one draw of the whole spec takes on average;
        ``.saved`` what was saved. Input and output tokens are counted separately. ``None`` means that nothing was
        counted.
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
        """Say in one line which parameters the name has, what answers it, and what waits for approval."""
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
