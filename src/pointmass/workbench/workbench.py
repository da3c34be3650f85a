"""The workbench: the object through which a notebook uses pointmass. Its methods call the lower layers."""

from __future__ import annotations

import dataclasses
import os
import sys
import time
import weakref
from collections.abc import Callable, Coroutine, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Concatenate, Literal, Never, ParamSpec, Self, TypeVar, Unpack, overload

from pointmass.aio import BackgroundLoop
from pointmass.approval import Approver, deny, person
from pointmass.errors import BoundHereError, EvidenceError, InputError
from pointmass.facts import Notice
from pointmass.foreground import display
from pointmass.harness import Context, Harness, bind_function, bind_spec
from pointmass.jobs import Gauge, Job, check_wait, run
from pointmass.keywords import read, takes
from pointmass.models.base import Model
from pointmass.models.none import NoModel
from pointmass.registry import Event, Registry
from pointmass.run import Budget, Interceptor
from pointmass.run.shared import BudgetLedger
from pointmass.shown import printable
from pointmass.spec import OtherParts, Spec, SpecParts
from pointmass.store import Store, StorePort
from pointmass.workbench.handle import Handle
from pointmass.workbench.labels import Labels
from pointmass.workbench.looking import Looking
from pointmass.workbench.made_in import MadeIn
from pointmass.workbench.options import AGREEMENT, SampleHow, SampleOptions, StabilizeHow, StabilizeOptions
from pointmass.workbench.pending import approve, own_options
from pointmass.workbench.reopen import reopen, replaced
from pointmass.workbench.restore import given, restored, rolled_back
from pointmass.workbench.sampling import Sampling

if TYPE_CHECKING:
    from pointmass.sample import Sample
    from pointmass.sampler import Until
    from pointmass.stabilize import Proposal, Stage
    from pointmass.stabilize.course import Course
    from pointmass.workbench.one_sample import Drawing

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


class Workbench(Looking):
    """Names, their bindings, and all draws that were made.

    Args:
        path: The SQLite file that keeps draws and bindings; ``None`` keeps them in memory until the workbench is
            closed. Or a store of your own (``pointmass.store.StorePort``).
        model: The model that answers specs: ``pm.AnthropicModel(name)``, ``pm.RecordedModel(path)``, … With ``None``
            names can be defined, and a draw raises an error that says what to do.
        approver: Asked before code is bound: ``pm.ask`` asks the person; the default says no.
        around: Interceptors of every call, draw, probe and judgement, the outermost first. Each is an
            ``async def around(call, next)`` that gets a ``pm.Call`` and awaits ``next(call)``, which gives a
            ``pm.Record``.

    Raises:
        StoreError: The file cannot be used.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | StorePort | None = None,
        *,
        model: Model | None = None,
        approver: Approver = deny,
        around: Sequence[Interceptor] = (),
    ) -> None:
        if model is not None and not isinstance(model, Model):
            raise InputError(
                f"Workbench: model={model!r} is not a Model; write model=pm.AnthropicModel({str(model)!r})"
            )
        if not callable(approver):
            raise InputError(f"Workbench: approver={approver!r} cannot be asked; write approver=pm.ask")
        self.store: StorePort = path if isinstance(path, StorePort) else Store(path)
        self.registry = Registry(self.store)
        self.labels = Labels(self.store, self.registry.tell)
        self.approver = approver
        self._courses: dict[str, Course] = {}
        self._loop = BackgroundLoop()
        self.harness = Harness(self.registry, self.store, model or NoModel(), self._loop, around=around)
        self._end = weakref.finalize(self, _close, self.harness, self._loop, self.store)
        self._told: list[Notice] = []
        self._last: dict[str, Drawing] = {}
        reopen(self.registry, self.store)
        self.tell()

    @property
    def model(self) -> Model:
        """The model that answers specs; set it to use another."""
        return self.harness.model

    @model.setter
    def model(self, model: Model) -> None:
        self.harness.model = model

    def __getitem__(self, name: str) -> Handle[..., Any]:
        """Return the handle of a name.

        Raises:
            UnknownNameError: The name is not bound.
        """
        self.registry.resolve(name)
        return Handle(self, name, self.harness.call_now, self.harness.call)

    @overload
    def spec(self, function: Callable[P, R], /, **parts: Unpack[OtherParts]) -> Handle[P, R]: ...
    @overload
    def spec(self, /, **parts: Unpack[OtherParts]) -> Callable[[Callable[P, R]], Handle[P, R]]: ...
    @overload
    def spec(self, function: Callable[P, Any], /, *, returns: type[T], **parts: Unpack[OtherParts]) -> Handle[P, T]: ...
    @overload
    def spec(
        self, /, *, returns: type[T], **parts: Unpack[OtherParts]
    ) -> Callable[[Callable[P, Any]], Handle[P, T]]: ...
    @overload
    def spec(self, function: Callable[P, Any], /, **parts: Unpack[SpecParts]) -> Handle[P, Any]: ...
    @overload
    def spec(self, /, **parts: Unpack[SpecParts]) -> Callable[[Callable[P, Any]], Handle[P, Any]]: ...
    def spec(self, function: Callable[..., Any] | None = None, /, **parts: Unpack[SpecParts]) -> Any:
        """Define a spec from a typed stub: ``@wb.spec``, or ``@wb.spec(examples=[...], model=...)``.

        Args:
            function: The stub; its docstring is the prompt. Its body is never executed; end it with
                ``raise NotImplementedError`` if your type checker asks for a ``return``.
            **parts: Other parts of the spec: ``examples``, ``history``, ``tools``, ``model``, ``options``; and
                ``prompt`` and ``returns``, which replace the docstring and the return annotation of the stub.

        Returns:
            The handle; without *function*, a decorator that returns it.

        Raises:
            SpecError: The stub or a part is invalid; the message lists every fault.
        """
        if function is None:
            return lambda stub: self.define(Spec.from_function(stub, **parts))
        return self.define(Spec.from_function(function, **parts))

    def define(self, spec: Spec) -> Handle[..., Any]:
        """Bind a spec under its name and return the handle. If the name has this spec already, it keeps its code.

        If the file holds code for this spec, the code is executed only if this user approved it on this machine before,
        or if the approver says yes now. Otherwise a model answers, and ``pending()`` lists the code.

        Raises:
            InputError: *spec* is not a ``pm.Spec``; for a typed stub use ``wb.spec``.
        """
        if not isinstance(spec, Spec):
            raise InputError(
                f"define: a pm.Spec is needed, got {type(spec).__name__}; a typed stub goes to wb.spec(stub)"
            )
        another = replaced(self.registry, self.store, spec)
        if another is not None:
            sys.stderr.write(f"pointmass: {printable(another)}\n")
        self.store.put_spec(spec.digest, spec.name, spec.content())
        waits = restored(self.registry, spec, place=str(self.store.path or ""))
        binding = given(self.registry, waits, approver=self.approver) if waits else bind_spec(spec)
        if binding is None:
            self.registry.take(bind_spec(spec), waiting=waits)
        else:
            self.registry.bind(binding, action="define", by=person(), time=time.time())
        own_options(self.registry, spec)
        self.tell()
        return self[spec.name]

    @overload
    def bind(
        self, function: Callable[Concatenate[Context, P], Coroutine[Any, Any, R]], *, name: str | None = None
    ) -> Handle[P, R]: ...
    @overload
    def bind(self, function: Callable[Concatenate[Context, P], R], *, name: str | None = None) -> Handle[P, R]: ...
    @overload
    def bind(self, function: Callable[P, Coroutine[Any, Any, R]], *, name: str | None = None) -> Handle[P, R]: ...
    @overload
    def bind(self, function: Callable[P, R], *, name: str | None = None) -> Handle[P, R]: ...
    def bind(self, function: Callable[..., Any], *, name: str | None = None) -> Handle[..., Any]:
        """Bind a function of your own to a name, by default the function's name, and return the handle.

        If its first parameter is annotated ``pm.Context``, it gets a context through which it can call other names.
        """
        binding = bind_function(function, name=name, context=Context)
        self.registry.bind(binding, action="bind", by=person(), time=time.time())
        return self[binding.name]

    def call(self, name: str, inputs: Mapping[str, Any]) -> Any:
        """Call a name with a mapping from parameters to values, wait, and return its value.

        Raises:
            UnknownNameError: The name is not bound; the message lists the names that are.
            InputError: The inputs do not fit the parameters.
            OutcomeError: A model answered, and its answer is not a valid value.
        """
        return self.harness.call_now(name, (), _mapping(name, inputs))

    async def acall(self, name: str, inputs: Mapping[str, Any]) -> Any:
        """Do the same as ``call``, from a coroutine of any event loop."""
        return await self.harness.call(name, (), _mapping(name, inputs))

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
    @takes(SampleOptions)
    def sample(
        self, spec: Spec | str, inputs: Any, draws: int | Until = 16, *, wait: bool = True, **how: Unpack[SampleHow]
    ) -> Sample | Sampling:
        """Draw a sample: ask the model ``draws`` times about every input.

        Stored draws are used again, so the same call continues where an interrupted one stopped. An interrupt (Ctrl-C,
        the stop button) keeps the draws made until then.

        Args:
            spec: A spec, or the name of one.
            inputs: Values (one parameter), mappings, or a DataFrame with a column for each parameter.
            draws: Draws of each input, 1 or more; each draw is one request. Or a stopping rule, ``pm.until(mode=.95)``,
                which stops each input when its answer is known; the sample's notices say how many draws that saved.
            wait: ``False`` returns a ``Sampling`` at once, which can be awaited, looked at or cancelled.
            **how: ``concurrency`` (the most requests in flight at once, 1 to 1,000; 16), ``fresh`` (ignore stored
                draws; ``False``), ``linked`` (each draw is one conversation that answers all inputs in turn;
                ``False``), ``model`` (a ``Model`` in place of the workbench's, or the name by which the service knows a
                model), ``progress`` (``True``, ``False``, or a function of a ``Progress``). Parts of the spec,
                ``prompt``, ``examples``, ``history``, ``tools``, ``returns`` and ``options``, sample a variant with
                these parts changed.

        Returns:
            The sample; a ``Sampling`` if ``wait`` is ``False``.

        Raises:
            InputError: The inputs or another argument do not fit; no model was asked.
            ModelError: Every further draw would fail in the same way; the draws made until then are stored.
            LimitError: A limit was reached; the draws made until then are stored.
            Interrupted: The user interrupted it; ``handle.partial()`` has the draws made until then. A notebook shows
                only the message.
        """
        from pointmass.workbench.one_sample import start  # noqa: PLC0415 - deployed code samples nothing, and need not wait for it

        drawing = self._drawing(spec, inputs, draws, how, wait=wait)
        name = drawing.spec.name
        if wait:
            try:
                return drawing.wait()
            finally:
                self.tell()
        gauge = Gauge(f"{name}.sample", samples=1)
        watched = dataclasses.replace(drawing, progress=gauge.watching(drawing.progress))
        return Sampling(name, self._loop.submit(start(watched)), drawing.stored, gauge=gauge)

    @takes(SampleOptions)
    async def asample(self, spec: Spec | str, inputs: Any, draws: int | Until = 16, **how: Unpack[SampleHow]) -> Sample:
        """Do the same as ``sample``, from a coroutine of any event loop."""
        from pointmass.workbench.one_sample import start  # noqa: PLC0415 - as in sample

        return await self._loop.cross(start(self._drawing(spec, inputs, draws, how)))

    def partial(self, name: str) -> Sample:
        """Return the stored draws of the last sample of a name; see ``Handle.partial``.

        Raises:
            EvidenceError: The name was not sampled in this session.
        """
        if name not in self._last:
            raise EvidenceError(f"{name}: nothing was sampled in this session; draw a sample: {name}.sample(...)")
        return self._last[name].stored()

    @overload
    def stabilize(
        self, name: str, sample: Sample, *, wait: Literal[True] = True, **how: Unpack[StabilizeHow]
    ) -> Proposal: ...
    @overload
    def stabilize(
        self, name: str, sample: Sample, *, wait: Literal[False], **how: Unpack[StabilizeHow]
    ) -> Job[Proposal]: ...
    @overload
    def stabilize(
        self, name: str, sample: Sample, *, wait: bool, **how: Unpack[StabilizeHow]
    ) -> Proposal | Job[Proposal]: ...
    @takes(StabilizeOptions)
    def stabilize(
        self, name: str, sample: Sample, *, wait: bool = True, **how: Unpack[StabilizeHow]
    ) -> Proposal | Job[Proposal]:
        """Propose code for a name; see ``Handle.stabilize``."""
        from pointmass.workbench.stabilizing import stabilized  # noqa: PLC0415 - as in sample

        spec, whose = self[name].spec, f"{name}.stabilize"
        told = read(StabilizeOptions, how, whose=whose, first="a sample, wait")

        def work() -> Proposal:
            return stabilized(
                spec,
                sample,
                told,
                harness=self.harness,
                store=self.store,
                loop=self._loop,
                stage=self._stage(spec),
            )

        return run(whose, work, wait=wait, gauge=Gauge(whose, samples=1), display=display(told.progress))

    def _stage(self, spec: Spec) -> Stage:
        """Return what a proposal for a spec needs of the workbench: registry, approver, course and handle."""
        from pointmass.stabilize import Stage  # noqa: PLC0415 - as in sample

        return Stage(self.registry, self.approver, course=self._course(spec), handle=self[spec.name])

    def _course(self, spec: Spec) -> Course:
        """Return the record of the looks at a spec; looks of all sessions share one error level, see `Course`."""
        from pointmass.stabilize.course import Course  # noqa: PLC0415 - as in sample

        return self._courses.setdefault(spec.digest, Course(spec, self.store))

    def propose(
        self, name: str, code: Any, sample: Sample, *, agreement: float = AGREEMENT, allow_imports: Sequence[str] = ()
    ) -> Proposal:
        """Let the gate judge code that somebody wrote for a name; see ``Handle.propose``."""
        from pointmass.workbench.stabilizing import proposed  # noqa: PLC0415 - as in sample

        return proposed(
            self[name].spec,
            code,
            sample,
            agreement=agreement,
            allow_imports=allow_imports,
            stage=self._stage(self[name].spec),
        )

    def soften(self, name: str) -> Event:
        """Bind a name to its spec again, so that a model answers; the code stays in the name's history.

        Raises:
            EvidenceError: The name is bound to a person's function, which has no spec.
        """
        binding = bind_spec(self[name].spec)
        return self.registry.bind(binding, action="soften", by=person(), time=time.time())

    def rollback(self, name: str, version: int, *, approver: Approver | None = None) -> Event:
        """Bind an earlier version of a name again. If it is code, the approver is asked again.

        Args:
            name: The name.
            version: The number of the version, as ``history`` shows it.
            approver: Asked instead of the workbench's approver.

        Raises:
            UnknownNameError: The name has no such version.
            EvidenceError: The version belongs to an earlier session, and its spec or function is not defined in this
                one; or the name was bound to something else while the approver was asked.
            NotApprovedError: The version is code, and the approver said no.
        """
        before = self.registry.resolve(name)
        binding, by = rolled_back(self.registry, name, version, approver=approver or self.approver)
        return self.registry.bind(binding, action="rollback", by=by, time=time.time(), instead_of=before)

    def approve(self, name: str, *, approver: Approver | None = None) -> Handle[..., Any]:
        """Ask the approver about the code and options of a name that wait, and bind the code.

        The approval is kept for this user on this machine.

        Args:
            name: A name in ``pending()``.
            approver: Asked instead of the workbench's approver; ``pm.ask`` shows the complete code and asks the person.

        Raises:
            UnknownNameError: The name has nothing that waits for approval.
            NotApprovedError: The approver said no.
            EvidenceError: The name was bound to something else while the approver was asked.
            BundleError: The code cannot be executed on this machine.
        """
        approve(self.registry, name, approver=approver or self.approver)
        return self[name]

    def budget(
        self,
        name: str,
        *,
        calls: int | None = None,
        tokens: int | None = None,
        dollars: float | None = None,
        seconds: float | None = None,
    ) -> Budget:
        """Return a budget that is kept in the file: what was used under its name before counts, too.

        Several processes that have the file open share the budget. Each question is checked and counted in the file in
        one step, so all of them together never ask more than *calls* questions.

            with wb.budget("march", dollars=20): route.sample(...)

        Args:
            name: The name of the budget in this file.
            calls: The most questions to models.
            tokens: The most tokens, of input and output together.
            dollars: The most US dollars.
            seconds: The most seconds that models may take to answer, added up over all questions.

        Raises:
            InputError: A limit is not a number of 0 or more, or no limit is given.
            StoreError: The file's record of what was used cannot be read.
        """
        made = Budget(calls=calls, tokens=tokens, dollars=dollars, seconds=seconds)
        return made.kept(name, BudgetLedger(self.store, name))

    def export(self, folder: str | os.PathLike[str]) -> list[str]:
        """Write every name that has a spec as a bundle: spec, code, evidence and tests, in files that can be reviewed.

        Args:
            folder: The folder to write into, one subfolder per name; it is created if it does not exist.

        Returns:
            The names that were written, in alphabetical order.

        Raises:
            BundleError: No name has a spec, or a folder holds files that must not be overwritten.
        """
        from pointmass.workbench.export import export  # noqa: PLC0415 - only where a bundle is wanted

        return export(self.registry, folder)

    def close(self) -> None:
        """Close the file and the connections, and end the thread. Closing again does nothing."""
        self._end()

    def __enter__(self) -> Self:
        """Use the workbench in a ``with`` block that closes it."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the workbench."""
        self.close()

    def __reduce__(self) -> Never:
        """Refuse to be pickled.

        Raises:
            BoundHereError: Always; the message says what to do instead.
        """
        raise BoundHereError(
            "Workbench: it holds a file, connections and a thread of this process, so it cannot be pickled; open the file "
            "there, pm.Workbench(path), or load what was exported, pm.load(folder)"
        )

    def _drawing(
        self, spec: Spec | str, inputs: Any, draws: int | Until, how: SampleHow, *, wait: object = True
    ) -> Drawing:
        from pointmass.workbench.one_sample import Drawing  # noqa: PLC0415 - as in sample

        of = self[spec].spec if isinstance(spec, str) else spec
        told = read(SampleOptions, how, whose=f"{of.name}.sample", first="inputs, draws, wait")
        check_wait(f"{of.name}.sample", wait)
        drawing = Drawing.of(of, inputs, draws, told, harness=self.harness, store=self.store, labels=self.labels)
        drawing = dataclasses.replace(drawing, home=MadeIn(self))
        self._last[of.name] = drawing
        return drawing


def _mapping(name: str, inputs: Any) -> Mapping[str, Any]:
    if not isinstance(inputs, Mapping):
        raise InputError(
            f"{name}: inputs are one mapping of parameters, got {type(inputs).__name__}; write {{'x': ...}}"
        )
    return inputs


def _close(harness: Harness, loop: BackgroundLoop, store: StorePort) -> None:
    if loop.started:
        loop.wait(harness.model.aclose(), what="close")
        loop.close()
    store.close()
