"""Work under way: waited for, awaited, looked at, or cancelled; what came is kept."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import contextvars
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from pointmass.errors import CallError, InputError
from pointmass.shown import printable, repr_of

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
_BEAT = 0.1  # seconds; a kernel delivers an interrupt only to a thread or loop that wakes up now and then


class Interrupted(KeyboardInterrupt):
    """An interrupt (Ctrl-C, the stop button) that says what was kept. A notebook shows its message alone."""

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows in place of a traceback."""
        return [f"{type(self).__name__}: {printable(str(self))}"]


@dataclass(frozen=True, slots=True)
class Step:
    """How far a job is, at one moment.

    Attributes:
        what: What is being done: ``clean_filename.vary``, and which of its samples or steps.
        done: Draws that are there, or steps that are through; ``None`` before anything was begun.
        total: Draws that were asked for, or steps that there are; ``None`` before anything was begun.
        elapsed: Seconds since the job began.
        eta: Seconds that are left at the pace so far; ``None`` where that is not known.
    """

    what: str
    done: int | None
    total: int | None
    elapsed: float
    eta: float | None


class Drawn(Protocol):
    """What a sample tells of its progress (`pointmass.sampler.Progress`)."""

    @property
    def done(self) -> int:
        """Draws that are there."""

    @property
    def total(self) -> int:
        """Draws that were asked for."""

    @property
    def eta(self) -> float | None:
        """Seconds that are left."""

    @property
    def status(self) -> str:
        """``done`` at its end."""


D = TypeVar("D", bound=Drawn)


class Gauge:
    """Follows the progress of the samples of a job.

    Args:
        what: The verb.
        samples: How many samples it draws; 0 where it only computes.

    Attributes:
        what: The verb.
    """

    def __init__(self, what: str, *, samples: int) -> None:
        self.what = what
        self._samples = samples
        self._ended = 0
        self._now: Drawn | None = None
        self._steps: list[_Steps] = []
        self._began = time.monotonic()

    @property
    def hint(self) -> str:
        """Where what was drawn can be looked at, where something is."""
        return "; handle.partial() shows what was drawn" if self._samples else ""

    def watching(self, watch: Callable[[D], None] | None) -> Callable[[D], None]:
        """Return what a sample tells: this gauge, and whoever else watches."""

        def told(progress: D) -> None:
            self._now = progress
            self._ended += progress.status == "done"
            if watch is not None:
                watch(progress)

        return told

    @contextlib.contextmanager
    def within(self, part: _Steps) -> Generator[None, None, None]:
        """Count the steps of a part of the work while it lasts."""
        self._steps.append(part)
        try:
            yield
        finally:
            self._steps.remove(part)

    def step(self) -> Step:
        """Return how far it is."""
        now, elapsed = self._now, time.monotonic() - self._began
        within = tuple(self._steps)
        if within:
            share = 0.0
            for part in reversed(within):
                share = min((part.done + share) / part.total, 1.0)
            eta, last = elapsed * (1 - share) / share if share else None, within[-1]
            return Step(f"{self.what}: {last.what}", last.done, last.total, elapsed, eta)
        if now is None:
            return Step(self.what, None, None, elapsed, None)
        share = (min(self._ended, self._samples - 1) + now.done / max(now.total, 1)) / self._samples
        share = min(share, 1.0)
        which = f", sample {min(self._ended + 1, self._samples)} of {self._samples}" if self._samples > 1 else ""
        eta = now.eta if self._samples == 1 else elapsed * (1 - share) / share if share else None
        return Step(f"{self.what}{which}", now.done, now.total, elapsed, eta)


@dataclass(slots=True)
class _Steps:
    """Steps that a part of the work is made of."""

    what: str
    total: int
    done: int = 0


_gauge: contextvars.ContextVar[Gauge | None] = contextvars.ContextVar("pointmass_gauge", default=None)


def steps(what: str, items: Sequence[T]) -> Iterator[T]:
    """Go through the steps of a part of the work; the job that does it tells how far it is. Parts may lie in one another.

    Args:
        what: What a step does, in a few words: ``trying code on held-out inputs``.
        items: One for each step.
    """
    gauge = _gauge.get()
    if gauge is None:
        yield from items
        return
    here = _Steps(what, len(items))
    with gauge.within(here):
        for item in items:
            yield item
            here.done += 1


class Job(Generic[T_co]):
    """Something that is being done in the background.

    ``await`` it, or ask for its ``result()``. ``cancel()`` stops it as an interrupt would: what was drawn is kept.
    """

    __slots__ = ("_cancel", "_future", "_gauge", "_name", "_partial")

    def __init__(
        self,
        name: str,
        future: concurrent.futures.Future[T_co],
        *,
        gauge: Gauge,
        cancel: Callable[[], object] | None = None,
        partial: Callable[[], T_co] | None = None,
    ) -> None:
        self._name = name
        self._future = future
        self._gauge = gauge
        self._cancel = cancel or future.cancel
        self._partial = partial

    @property
    def done(self) -> bool:
        """Whether it has ended, one way or another."""
        return self._future.done()

    @property
    def progress(self) -> Step:
        """How far it is: what is being done, how many draws are there, and the seconds that are left."""
        return self._gauge.step()

    def cancel(self) -> None:
        """Stop it; what was drawn is kept."""
        self._cancel()

    def partial(self) -> T_co:
        """Return what has come so far.

        Raises:
            CallError: There is nothing to look at before its end; the draws are in ``handle.partial()``.
        """
        if self._partial is None:
            raise CallError(f"{self._name}: it has no result before its end{self._gauge.hint}")
        return self._partial()

    def result(self) -> T_co:
        """Wait for the result; when it was cancelled, return what came until there.

        Raises:
            CallError: It was cancelled, and there is nothing to look at before its end.
        """
        while True:
            try:
                return self._future.result(timeout=_BEAT)
            except concurrent.futures.CancelledError:
                return self.partial()
            except concurrent.futures.TimeoutError:
                if self._future.done():  # it ended just now; or this is an error of the work itself
                    return self.partial() if self._future.cancelled() else self._future.result()

    def __await__(self) -> Generator[Any, None, T_co]:
        """Await the result from any loop."""
        return self._wait().__await__()

    def __repr__(self) -> str:
        """Say what it is, without figures that change while they are printed."""
        state = "ended" if self.done else "under way; await it, or .cancel()"
        return repr_of(f"<{type(self).__name__} of {self._name}: {state}>")

    async def _wait(self) -> T_co:
        waiting = asyncio.wrap_future(self._future)
        while not waiting.done():
            await asyncio.wait({waiting}, timeout=_BEAT)
        return self.partial() if waiting.cancelled() else waiting.result()


def run(
    name: str,
    work: Callable[[], T],
    *,
    wait: bool,
    gauge: Gauge,
    display: Callable[[Gauge], contextlib.AbstractContextManager[object]] | None = None,
) -> T | Job[T]:
    """Do something here and now, or, where nobody waits, in the background.

    Args:
        name: The verb, for messages.
        work: What to do.
        wait: Whether to wait for it.
        gauge: What follows its progress; within another job that one's does.
        display: Shows the progress of what is waited for, as long as the block lasts that it makes.

    Raises:
        InputError: ``wait`` is neither ``True`` nor ``False``.
        Interrupted: It was interrupted; what was drawn is kept.
    """
    check_wait(name, wait)
    if not wait:
        return in_background(name, work, gauge=gauge)
    try:
        return _in_front(work, gauge, display)
    except Interrupted:
        raise
    except KeyboardInterrupt:
        raise Interrupted(f"{name}: stopped, and without a result{gauge.hint}") from None


def _in_front(
    work: Callable[[], T],
    gauge: Gauge,
    display: Callable[[Gauge], contextlib.AbstractContextManager[object]] | None,
) -> T:
    if _gauge.get() is not None:  # a part of another job, which tells how far this is
        return work()
    token = _gauge.set(gauge)
    try:
        with display(gauge) if display else contextlib.nullcontext():
            return work()
    finally:
        _gauge.reset(token)


def check_wait(name: str, wait: object) -> None:
    """Check that ``wait`` is a truth value.

    Raises:
        InputError: It is none.
    """
    if not isinstance(wait, bool):
        raise InputError(f"{name}: got wait={wait!r}; it is True or False")


def in_background(name: str, work: Callable[[], T], *, gauge: Gauge) -> Job[T]:
    """Do something in a thread of its own, in the caller's context.

    Args:
        name: The verb, for messages.
        work: What to do.
        gauge: What follows its progress.
    """
    future: concurrent.futures.Future[T] = concurrent.futures.Future()
    context = contextvars.copy_context()
    context.run(_gauge.set, gauge)
    thread = _Interruptible(context, work, future)
    thread.start()
    return Job(name, future, gauge=gauge, cancel=thread.interrupt)


async def finished(job: Job[T]) -> T:
    """Await a job; whoever stops waiting stops it."""
    try:
        return await job
    except asyncio.CancelledError:
        job.cancel()
        raise


class _Interruptible(threading.Thread):
    """A thread that can be interrupted as the main thread is by Ctrl-C, wherever it is in plain Python."""

    def __init__(
        self, context: contextvars.Context, work: Callable[[], Any], future: concurrent.futures.Future[Any]
    ) -> None:
        super().__init__(name="pointmass job", daemon=True)
        self._context = context
        self._work = work
        self._future = future
        self._lock = threading.Lock()
        self._open = True  # whether an interrupt still finds the work under way

    def run(self) -> None:
        try:
            try:
                made = self._context.run(self._work)
            finally:
                with self._lock:
                    self._open = False
        except KeyboardInterrupt:
            self._future.cancel()
            self._future.set_running_or_notify_cancel()
        except BaseException as error:  # noqa: BLE001 - raised where it is waited for
            self._future.set_exception(error)
        else:
            self._future.set_result(made)

    def interrupt(self) -> None:
        """Raise an interrupt in the thread, once, while it works."""
        import ctypes  # noqa: PLC0415 - only where something is cancelled

        with self._lock:
            if self._open and self.ident is not None:
                self._open = False
                # What a signal does to the main thread; the same paths put away what came.
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(self.ident), ctypes.py_object(KeyboardInterrupt)
                )
