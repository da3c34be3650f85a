"""The harness: calls a name with inputs, through one door, and remembers who answered."""

from __future__ import annotations

import functools
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from pointmass.aio import BackgroundLoop, in_thread
from pointmass.draw import Draw
from pointmass.errors import CallError, DepthError, LimitError, ModelError, NoModelError
from pointmass.harness.arguments import binding_inputs, fitted, in_order
from pointmass.harness.ask import Ask
from pointmass.harness.partial import Fell, fell, what_raised
from pointmass.harness.rest import ask_rest, rest_of
from pointmass.harness.tools import as_tool, complete_with_tools
from pointmass.harness.trace import KEPT, By, Line, TraceRecord, records, spent
from pointmass.models.base import Completion, Model, Request, Tool, input_key
from pointmass.models.request import render, request_digest, shared_digest
from pointmass.registry import Binding, Registry
from pointmass.sampler import failed_draw
from pointmass.spec import Spec
from pointmass.store import Series, Store

MAX_DEPTH = 32
"""How deep names may call names."""

HANDED_BACK = "the guard handed it back"
"""The note of a call that the guard did not let the code answer."""

_now = time.perf_counter_ns
_DEPTH: ContextVar[int] = ContextVar("depth", default=0)
"""How deep the function is that this thread works for: a plain function calls names without a ``Context``."""


class Context:
    """What a bound function gets as its first parameter, to call other names with.

    ``kind = await ctx.call("route_ticket", text)``: looked up late, whatever stands behind the name.
    """

    __slots__ = ("_depth", "_harness")

    def __init__(self, harness: Harness, depth: int) -> None:
        self._harness = harness
        self._depth = depth

    async def call(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        """Call a name.

        Raises:
            UnknownNameError: Nothing is bound to it.
            InputError: The arguments do not fit.
            DepthError: Names call names too deep.
        """
        return await self._harness.call(name, args, kwargs, depth=self._depth + 1)


class Harness:
    """Calls names. One for each workbench; every call, from Python or from a model, goes through ``call``."""

    def __init__(self, registry: Registry, store: Store, model: Model, loop: BackgroundLoop) -> None:
        self.registry = registry
        self.model = model
        self._store = store
        self._loop = loop
        self._lines: deque[Line] = deque(maxlen=KEPT)
        self._places: dict[tuple[str, str], Series] = {}
        self._rests: dict[tuple[str, tuple[str, ...]], Spec] = {}

    def trace(self) -> list[TraceRecord]:
        """Return the calls that are remembered, oldest first."""
        return records(self._lines)

    def call_now(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        """Call a name and wait. Plain Python is called straight, on this thread, with no loop."""
        binding = self.registry.active.get(name)
        if binding is None or not binding.straight:
            return self._call_slowly(self.registry.resolve(name), args, kwargs)
        if kwargs:
            args = in_order(binding, args, kwargs)
        start = _now()
        try:
            if binding.accepts is None or binding.accepts(*args):
                value = binding.function(*args)  # type: ignore[misc] # straight: there is code
                self._lines.append((name, "code", "", "", 0, start, _now()))
                return value
            why = Fell(HANDED_BACK)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the code raises, the spec behind it answers
            why = fell(error)
        depth = _checked_depth(name, _DEPTH.get())
        return self._loop.wait(self._ask(binding, binding_inputs(binding, args, {}), why, depth), what=name)

    async def call(self, name: str, args: Sequence[Any], kwargs: Mapping[str, Any], *, depth: int = 0) -> Any:
        """Call a name from a coroutine of any loop; only the asking of a model crosses to the background loop."""
        _checked_depth(name, depth)
        binding = self.registry.resolve(name)
        inputs = binding_inputs(binding, args, kwargs)
        if binding.kind == "symbolic":
            return await self._call_function(binding, fitted(binding, inputs), depth)
        why = Fell()
        if binding.function is not None:
            answered, value, why = self._try_code(binding, inputs, depth)
            if answered:
                return value
        return await self._loop.cross(self._ask(binding, inputs, why, depth))

    async def complete(self, request: Request, index: int, *, model: Model | None = None, depth: int = 0) -> Completion:
        """Complete a request with its tools: what a sample's draws go through, too."""

        async def call(name: str, arguments: Mapping[str, Any]) -> Any:
            return await self.call(name, (), arguments, depth=depth + 1)

        return await complete_with_tools(model or self.model, request, index, call=call)

    def tools(self, spec: Spec) -> list[Tool]:
        """Look up what the model of a spec may call, now.

        Raises:
            UnknownNameError: One of its tools is not bound.
        """
        return [as_tool(self.registry.resolve(name)) for name in spec.tools]

    def _call_slowly(self, binding: Binding, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        inputs = binding_inputs(binding, args, kwargs)
        if binding.kind == "symbolic" and not binding.is_async:
            assert binding.function is not None  # noqa: S101 - a symbolic binding has code
            inputs = fitted(binding, inputs)
            start, error = _now(), ""
            context = (Context(self, 0),) if binding.takes_context else ()
            try:
                return binding.function(*context, **inputs)
            except Exception as raised:
                error = what_raised(raised)
                raise
            finally:
                self._lines.append((binding.name, "function", "", error, 0, start, _now()))
        return self._loop.wait(self.call(binding.name, (), inputs, depth=_DEPTH.get()), what=binding.name)

    def _try_code(self, binding: Binding, inputs: Mapping[str, Any], depth: int) -> tuple[bool, Any, Fell]:
        assert binding.function is not None  # noqa: S101 - checked by the caller
        start = _now()
        try:
            args = [inputs.get(p.name, p.default) for p in binding.parameters]
            if binding.accepts is None or binding.accepts(*args):
                value = binding.function(*args)
                self._lines.append((binding.name, "code", "", "", depth, start, _now()))
                return True, value, Fell()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever the code raises, the spec behind it answers
            return False, None, fell(error)
        return False, None, Fell(HANDED_BACK)

    async def _call_function(self, binding: Binding, inputs: Mapping[str, Any], depth: int) -> Any:
        assert binding.function is not None  # noqa: S101 - a symbolic binding has code
        start, error = _now(), ""
        context = (Context(self, depth),) if binding.takes_context else ()
        call = functools.partial(binding.function, *context, **inputs)
        try:
            if binding.is_async:
                return await call()
            # On the background's own loop everybody else would wait for it, too.
            return await in_thread(functools.partial(_deeper, depth, call)) if self._loop.here() else call()
        except (Exception, SystemExit) as raised:
            error = what_raised(raised)
            raise
        finally:
            self._lines.append((binding.name, "function", "", error, depth, start, _now()))

    async def _ask(self, binding: Binding, inputs: Mapping[str, Any], why: Fell, depth: int) -> Any:
        """Ask the spec behind a name for one draw of what code did not give, keep the draw, and return its value."""
        assert binding.spec is not None  # noqa: S101 - neural and hybrid bindings have a spec
        start, error, draw, note = _now(), "", None, why.note
        by: By = "code+model" if why.known else "model"
        try:
            ask = self._asking(binding.spec, binding.spec.inputs(inputs), why)
            note = ask.note
            draw = await self._draw(ask, depth)
            if draw.status != "ok":
                raise ask.no_value(draw)  # noqa: TRY301 - noted below, as every error of a call
            return ask.value(draw)
        except Exception as raised:
            error = what_raised(raised)
            raise
        finally:
            self._lines.append((binding.name, by, note, error, depth, start, _now(), spent(draw)))

    def _asking(self, spec: Spec, row: Mapping[str, Any], why: Fell) -> Ask:
        tools = self.tools(spec)
        if not why.known:
            return Ask(spec, row, render(spec, row, tools=tools), why.note)
        key = (spec.digest, tuple(why.known))
        if key not in self._rests:
            self._rests[key] = rest_of(spec, why.known)
        return ask_rest(spec, self._rests[key], row, why.known, tools=tools)

    async def _draw(self, ask: Ask, depth: int) -> Draw:
        self.registry.check_sent(ask.spec)
        series, key = self._series(ask.spec), input_key(ask.row)
        self._store.put_inputs({key: ask.row})
        index = await self._store.next_index(series, key)
        request = request_digest(ask.request, shared_digest(ask.request, self.model.adds))
        try:
            completion = await self.complete(ask.request, index, depth=depth)
        except (CallError, LimitError, ModelError, NoModelError) as error:
            if isinstance(error, ModelError) or error.spent is not None:
                failed = failed_draw(index, error, request=request, detail=str(error))
                await self._store.append_draw(series, key, failed)
            told = ask.blamed(error)
            waits = self.registry.waiting.get(ask.spec.name)
            if waits is not None and isinstance(error, NoModelError):
                told.add_note(
                    f"code v{waits.version} of the name waits for a yes on this machine: wb.pending(), wb.approve(name)"
                )
            if told is error:
                raise
            raise told from error
        draw = ask.read(completion, index, request=request)
        await self._store.append_draw(series, key, draw)
        return draw

    def _series(self, spec: Spec) -> Series:
        """Name the series that the single draws of calls go into; looked up once, for the look-up waits for the disk."""
        place = (spec.digest, self.model.identity)
        if place not in self._places:
            self._store.put_spec(spec.digest, spec.name, spec.content())
            self._places[place] = self._store.series(*place, purpose="call")
        return self._places[place]


def _checked_depth(name: str, depth: int) -> int:
    if depth > MAX_DEPTH:
        raise DepthError(f"{name}: names call names {depth} deep, allowed are {MAX_DEPTH}; is there a circle?")
    return depth


def _deeper(depth: int, call: Callable[[], Any]) -> Any:
    """Call a function so that what it calls by name is one deeper."""
    _DEPTH.set(depth + 1)
    return call()
