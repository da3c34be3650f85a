"""The harness: looks a name up at each call, and lets code, a person's function or a model answer."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from pointmass.aio import BackgroundLoop, in_thread, on_this_thread
from pointmass.draw import Draw
from pointmass.errors import CallError, LimitError, ModelError, NoModelError, PointmassError
from pointmass.facts import notice
from pointmass.harness.arguments import binding_inputs, fitted, in_order
from pointmass.harness.ask import Ask
from pointmass.harness.partial import Fallback, fallback_after
from pointmass.harness.rest import ask_rest, rest_of
from pointmass.harness.tools import as_tool, complete_with_tools
from pointmass.models.base import Completion, Model, Request, Tool, input_key
from pointmass.models.request import render, request_digest, shared_digest
from pointmass.registry import Binding, Registry
from pointmass.run import By, Call, Door, HandedBack, Interceptor, Record, here, within
from pointmass.run.budget import in_force
from pointmass.run.call import enter, leave
from pointmass.run.door import check_depth
from pointmass.run.trace import what_raised
from pointmass.sampler import UnderWay, failed_draw
from pointmass.spec import Spec
from pointmass.store import Acknowledgement, Series, StorePort

T = TypeVar("T")
_HANDED_BACK = Fallback(notice("handed back"))

_now = time.perf_counter_ns


class Context:
    """What a bound function gets as its first argument if it asks for it; it calls other names with it.

    Example: ``kind = await ctx.call("route_ticket", text)``. The name is looked up at each call.
    """

    __slots__ = ("_harness", "_parent")

    def __init__(self, harness: Harness, parent: Call) -> None:
        self._harness = harness
        self._parent = parent

    async def call(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """Call a name.

        Args:
            name: The name.
            *args: Its arguments, by position.
            **kwargs: Its arguments, by name.

        Raises:
            UnknownNameError: Nothing is bound to the name.
            InputError: The arguments do not fit the parameters.
            DepthError: Calls are nested too deep.
        """
        return await self._harness.call(name, args, kwargs, parent=self._parent)


class Harness:
    """Calls names for Python and for models. Each workbench has one.

    Args:
        registry: Every name with its binding.
        store: Keeps draws and calls.
        model: The model that answers.
        loop: The event loop in the background, on which models that wait are asked.
        around: Interceptors of a person, the outermost first.

    Attributes:
        registry: As given.
        model: As given.
        loop: As given.
        door: The chain of interceptors with the trace.
        under_way: The draws that are being asked for now.
    """

    def __init__(
        self,
        registry: Registry,
        store: StorePort,
        model: Model,
        loop: BackgroundLoop,
        *,
        around: Sequence[Interceptor] = (),
    ) -> None:
        self.registry = registry
        self.model = model
        self.under_way = UnderWay()
        self.door = Door(*around, keep=store.append_call)
        self._store = store
        self.loop = loop
        self._call_series: dict[tuple[str, str], Series] = {}
        self._shared: dict[tuple[str, str], tuple[tuple[Tool, ...] | None, str]] = {}
        self._rests: dict[tuple[str, tuple[str, ...]], Spec] = {}

    def call_now(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Call a name and wait for its value. Code is called on this thread, without an event loop or a `Call`."""
        binding = self.registry.active.get(name)
        if binding is None or not binding.straight or not self.door.open:
            return self._call_slowly(self.registry.resolve(name), args, kwargs)
        if kwargs or len(args) != len(binding.names):  # the code takes all arguments, by position
            args = in_order(binding, args, kwargs)
        start = _now()
        try:
            if binding.accepts is None or binding.accepts(*args):
                value = binding.function(*args)  # type: ignore[misc] # straight: there is code
                if type(value) is not binding.returns:
                    value = binding.typed(value)  # type: ignore[misc] # as above
                around = here()
                depth = 0 if around is None else around.depth + 1
                self.door.trace.lines.append((name, "code", "", "", depth, start, _now()))
                return value
            why = _HANDED_BACK
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the code raises, the model answers instead
            why = fallback_after(error)
        return self._asked_now(binding, binding_inputs(binding, args, {}), why)

    async def call(
        self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], *, parent: Call | None = None
    ) -> Any:
        """Call a name from a coroutine of any event loop; models are asked on the background loop."""
        binding = self.registry.resolve(name)
        inputs = binding_inputs(binding, args, kwargs)
        parent = parent or here()
        if binding.kind == "symbolic":
            call = Call.put(name, inputs, "function", parent=parent)
            return (await self.door.run(call, functools.partial(self._by_function, binding))).value
        why = Fallback()
        if binding.function is not None:
            call = Call.put(name, inputs, "code", spec=_digest(binding), parent=parent)
            try:
                return (await self.door.run(call, functools.partial(_by_code, binding))).value
            except HandedBack as handed:
                why = handed.why
        return await self.loop.cross(self._asked(binding, inputs, why, parent))

    async def complete(self, request: Request, index: int, *, model: Model | None = None, within: Call) -> Completion:
        """Let a model answer a request, with its tools, whose calls are calls within *within*.

        Args:
            request: What is sent.
            index: The number of the draw.
            model: The model; by default the harness's own.
            within: The call that the model answers.
        """

        async def call(name: str, arguments: Mapping[str, Any]) -> Any:
            return await self.call(name, (), arguments, parent=within)

        return await complete_with_tools(model or self.model, request, index, call=call)

    def tools(self, spec: Spec) -> list[Tool]:
        """Return the tools of a spec, each described as its name is bound now.

        Raises:
            UnknownNameError: One of the tools is not bound.
        """
        return [as_tool(self.registry.resolve(name)) for name in spec.tools]

    def _call_slowly(self, binding: Binding, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Call a name that code does not answer directly: no code is bound, or an interceptor is around calls."""
        inputs = binding_inputs(binding, args, kwargs)
        if self.door.open and binding.kind == "symbolic" and not binding.is_async:
            return self._function_now(binding, inputs)
        if binding.kind == "neural":
            return self._asked_now(binding, inputs, Fallback())
        return self.loop.wait(self.call(binding.name, (), inputs, parent=here()), what=binding.name)

    def _function_now(self, binding: Binding, inputs: Mapping[str, Any]) -> Any:
        """Call a person's function on this thread, without the door; its own calls are calls within this one."""
        call = Call.put(binding.name, inputs, "function")
        check_depth(call)
        made = self._bound(binding, call)
        start, error = _now(), ""
        try:
            token = enter(call)
            try:
                return made()
            finally:
                leave(token)
        except Exception as raised:
            error = what_raised(raised)
            raise
        finally:
            self.door.trace.lines.append((binding.name, "function", "", error, call.depth, start, _now()))

    def _bound(self, binding: Binding, call: Call) -> Callable[[], Any]:
        """Return a person's function with its arguments bound, converted to the types that it declares."""
        assert binding.function is not None  # noqa: S101 - a symbolic binding has code
        context = (Context(self, call),) if binding.takes_context else ()
        return functools.partial(binding.function, *context, **fitted(binding, call.inputs))

    async def _by_function(self, binding: Binding, call: Call) -> Record:
        made = self._bound(binding, call)
        with within(call):
            if binding.is_async:
                return Record(call, await made())
            # On the background loop a blocking function would hold up all other calls.
            return Record(call, await in_thread(made) if self.loop.here() else made())

    def _asked_now(self, binding: Binding, inputs: Mapping[str, Any], why: Fallback) -> Any:
        """Ask a name's model and wait for the value; on this thread if nothing in the call needs to wait."""
        assert binding.spec is not None  # noqa: S101 - as below
        waits = not self.model.at_once or binding.spec.tools or not self.door.open or in_force() or self.loop.here()
        asked = self._asked(binding, inputs, why, here(), at_once=not waits)
        return (self.loop.wait if waits else on_this_thread)(asked, what=binding.name)

    async def _asked(
        self, binding: Binding, inputs: Mapping[str, Any], why: Fallback, parent: Call | None, *, at_once: bool = False
    ) -> Any:
        """Ask a name's model for one draw of what code did not give, store the draw, and return the value of the call.

        Args:
            binding: The binding of the name.
            inputs: The arguments by parameter name.
            why: Why code did not answer, and the fields that it gave.
            parent: The call around this one.
            at_once: Whether to block until the store has written, and await nothing.
        """
        assert binding.spec is not None  # noqa: S101 - neural and hybrid bindings have a spec
        spec = binding.spec
        ask = self._asking(spec, spec.inputs(inputs), why)
        to: By = "code+model" if why.known else "model"
        key = input_key(ask.row)
        call = Call.put(spec.name, ask.row, to, spec=ask.spec.digest, parent=parent, note=ask.note or "", key=key)
        return (await self.door.run(call, functools.partial(self._by_model, ask, at_once))).value

    def _asking(self, spec: Spec, row: Mapping[str, Any], why: Fallback) -> Ask:
        tools = self.tools(spec)
        if not why.known:
            return Ask(spec, row, render(spec, row, tools=tools), why.note)
        key = (spec.digest, tuple(why.known))
        if key not in self._rests:
            self._rests[key] = rest_of(spec, why.known)
        return ask_rest(spec, self._rests[key], row, why.known, tools=tools)

    async def _by_model(self, ask: Ask, at_once: bool, call: Call) -> Record:  # noqa: FBT001 - given by functools.partial
        """Ask the model for a draw, store the draw, and return the record of the call.

        Raises:
            NotApprovedError: The spec's request options came with a file, and nobody approved them.
            OutcomeError: The model's answer is not a value; the draw is stored.
            ModelError: The model could not answer; a failed draw is stored.
        """
        self.registry.check_sent(ask.spec)
        series, key = self._series(ask.spec), call.key
        self._store.put_inputs({key: ask.row})
        index = await _stored(self._store.next_index(series, key), at_once=at_once)
        request = request_digest(ask.request, self._shared_digest(ask))
        try:
            completion = await self.complete(ask.request, index, within=call)
        except (CallError, LimitError, ModelError, NoModelError) as error:
            if isinstance(error, ModelError) or error.spent is not None:
                failed = failed_draw(index, error, request=request, detail=str(error))
                await _stored(self._store.append_draw(series, key, failed), at_once=at_once)
            told = self._told(ask, error)
            if told is error:
                raise
            raise told from error
        draw = ask.read(completion, index, request=request)
        await _stored(self._store.append_draw(series, key, draw), at_once=at_once)
        return Record(call, _value(ask, draw, completion), completion)

    def _shared_digest(self, ask: Ask) -> str:
        """Return the digest of what all requests of a spec share; it is computed again only if the tools change."""
        of = (ask.spec.digest, self.model.adds)
        tools, made = self._shared.get(of, (None, ""))
        if tools != ask.request.tools:
            made = shared_digest(ask.request, self.model.adds)
            self._shared[of] = (ask.request.tools, made)
        return made

    def _told(self, ask: Ask, error: PointmassError) -> PointmassError:
        """Return the error to raise for a model's error, with a note if code of the name waits for approval."""
        told = ask.model_error(error)
        waits = self.registry.waiting.get(ask.spec.name)
        if waits is not None and isinstance(error, NoModelError):
            told.add_note(
                f"code v{waits.version} of the name waits for approval on this machine: wb.pending(), wb.approve(name)"
            )
        return told

    def _series(self, spec: Spec) -> Series:
        """Return the series for the draws of calls of a spec. It is kept, as looking it up waits for the disk."""
        key = (spec.digest, self.model.identity)
        if key not in self._call_series:
            self._store.put_spec(spec.digest, spec.name, spec.content())
            self._call_series[key] = self._store.series(*key, purpose="call")
        return self._call_series[key]


async def _stored(written: Acknowledgement[T], *, at_once: bool) -> T:
    """Return the result of a write when it is stored, by blocking or by awaiting."""
    return written.result() if at_once else await written


async def _by_code(binding: Binding, call: Call) -> Record:
    """Let code answer a call.

    Raises:
        HandedBack: The code does not answer: its guard refused the input, it raised, or it gave only some fields.
    """
    assert binding.function is not None  # noqa: S101 - as below
    assert binding.typed is not None  # noqa: S101 - narrows the type: the binding is of an artifact
    try:
        args = [call.inputs.get(p.name, p.default) for p in binding.parameters]
        if binding.accepts is None or binding.accepts(*args):
            value = binding.function(*args)
            return Record(call, value if type(value) is binding.returns else binding.typed(value))
    except (Exception, SystemExit) as error:
        raise HandedBack(fallback_after(error)) from error
    raise HandedBack(_HANDED_BACK)


def _value(ask: Ask, draw: Draw, completion: Completion) -> Any:
    """Return the value of a call for a draw.

    Raises:
        OutcomeError: The model's answer is not a value; the error's ``spent`` says what the answer used.
    """
    try:
        if draw.status != "ok":
            raise ask.no_value(draw)
        return ask.value(draw)
    except PointmassError as error:
        error.spent = completion
        raise


def _digest(binding: Binding) -> str:
    return binding.spec.digest if binding.spec is not None else ""
