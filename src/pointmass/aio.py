"""The background event loop behind the synchronous face: coroutines run there, whatever thread or loop asks."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import contextvars
import threading
import weakref
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from pointmass.errors import CallError, SyncCallError

T = TypeVar("T")
ENDINGS = (SystemExit, KeyboardInterrupt)
"""What would end the thread that it is raised in. On the background's own thread nobody means that, and others wait."""
_BEAT = 0.1  # seconds; a kernel delivers an interrupt only to a thread or loop that wakes up now and then


class BackgroundLoop:
    """One event loop in a daemon thread, started when it is first needed.

    Notebooks own the loop of their thread, and their callbacks arrive on threads of their choosing; so nothing here
    ever runs on the loop or thread that a call arrives on, and no loop is patched.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._hearts: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, _Heart] = weakref.WeakKeyDictionary()

    def submit(self, coroutine: Coroutine[Any, Any, T]) -> concurrent.futures.Future[T]:
        """Start a coroutine in the background; what would end the thread comes out of it as a ``CallError``."""
        return asyncio.run_coroutine_threadsafe(_outlived(coroutine), self._started())

    def wait(self, coroutine: Coroutine[Any, Any, T], *, what: str) -> T:
        """Work off a coroutine and return its result; an interrupt cancels it and waits until it has stopped.

        Args:
            coroutine: What to do.
            what: What asks, for the message.

        Raises:
            CallError: What it called ended the program (``sys.exit()``).
            SyncCallError: The caller is the background thread itself, which would wait for itself forever.
        """
        if self.here():
            coroutine.close()
            raise SyncCallError(
                f"{what}: a blocking call from inside the event loop would wait for itself; write "
                "`async def` with a first parameter `ctx: pm.Context`, and `await ctx.call(name, ...)`"
            )
        future = self.submit(coroutine)
        try:
            while not future.done():
                with contextlib.suppress(concurrent.futures.TimeoutError):
                    future.exception(timeout=_BEAT)
            return future.result()
        except KeyboardInterrupt:
            future.cancel()
            self._settle()
            raise

    async def cross(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Await a coroutine that must work on this loop, from any loop; cancellation goes through."""
        if self.here():
            return await coroutine
        with self._beating():
            return await asyncio.wrap_future(self.submit(coroutine))

    @property
    def started(self) -> bool:
        """Whether the loop is at work."""
        return self._thread is not None

    def here(self) -> bool:
        """Whether the caller is the background thread."""
        return self._thread is threading.current_thread()

    def close(self) -> None:
        """Stop the loop: what is under way is cancelled. It starts again when it is needed again."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
        if loop is None or thread is None:
            return
        asyncio.run_coroutine_threadsafe(_cancel_all(), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()

    def _started(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None or self._thread is None or not self._thread.is_alive():
                self._loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=_run, args=(self._loop,), name="pointmass", daemon=True)
                self._thread.start()
            return self._loop

    def _beating(self) -> _Heart:
        """Return what keeps the running loop awake now and then: one for all that waits on it."""
        loop = asyncio.get_running_loop()
        with self._lock:
            return self._hearts.setdefault(loop, _Heart())

    def _settle(self) -> None:
        """Wait until what was cancelled has put its answers away: an interrupt loses nothing that came."""
        if self._loop is not None and not self.here():
            asyncio.run_coroutine_threadsafe(_wait_cancelled(), self._loop).result(timeout=10)


def on_this_thread(coroutine: Coroutine[Any, Any, T], *, what: str) -> T:
    """Work off a coroutine that waits for nothing, on this thread, in a copy of its context, and with no loop.

    An interrupt is raised within it. What would end the program comes out of it as a ``CallError``, as of the loop.

    Args:
        coroutine: What to do.
        what: What asks, for the message.

    Raises:
        CallError: It waited for something, or called what ended the program (``sys.exit()``).
    """
    try:
        return contextvars.copy_context().run(_driven, coroutine, what)
    except SystemExit as error:
        raise ended("a function that was called", error) from error


def _driven(coroutine: Coroutine[Any, Any, T], what: str) -> T:
    try:
        while coroutine.send(None) is None:  # others may have a turn, and there are none here
            pass
    except StopIteration as done:
        made: T = done.value
        return made
    coroutine.close()
    raise CallError(f"{what}: the model says that it answers at once, and it waits; let its at_once be False")


class _Heart:
    """Wakes one loop ten times a second, as long as somebody waits on it for another: once for all who wait."""

    __slots__ = ("_timer", "_waiting")

    def __init__(self) -> None:
        self._waiting = 0
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> None:
        self._waiting += 1
        if self._timer is None:
            self._beat(asyncio.get_running_loop())

    def __exit__(self, *_exception: object) -> None:
        self._waiting -= 1
        if not self._waiting and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _beat(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = loop.call_later(_BEAT, self._beat, loop)


async def in_thread(call: Callable[[], T]) -> T:
    """Await a function that may block, in a thread of its own and in the caller's context; it goes on if nobody waits any more.

    A thread for each, and no pool of a few: a function may wait for a model whose tools are such functions again.

    Raises:
        BaseException: Whatever the function raises.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()
    context = contextvars.copy_context()

    def work() -> None:
        try:
            made = context.run(call)
        except StopIteration as error:  # no future takes it
            _deliver(loop, future, future.set_exception, RuntimeError(f"it raised StopIteration: {error}"))
        except BaseException as error:  # noqa: BLE001 - raised where it is awaited
            _deliver(loop, future, future.set_exception, error)
        else:
            _deliver(loop, future, future.set_result, made)

    threading.Thread(target=work, name="pointmass call", daemon=True).start()
    return await future


def ended(who: str, error: BaseException) -> CallError:
    """Make an error of what would have ended the thread."""
    return CallError(
        f"{who} raised {type(error).__name__}({error}), which would end the program and not only this call; raise an "
        "ordinary exception there"
    )


def _deliver(
    loop: asyncio.AbstractEventLoop, future: asyncio.Future[Any], put: Callable[[Any], None], what: object
) -> None:
    def deliver() -> None:
        if not future.done():
            put(what)

    with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile, and nobody waits
        loop.call_soon_threadsafe(deliver)


async def _outlived(coroutine: Coroutine[Any, Any, T]) -> T:
    try:
        return await coroutine
    except ENDINGS as error:
        raise ended("a function that was called", error) from error


def _run(loop: asyncio.AbstractEventLoop) -> None:
    """Run a loop until it is stopped on purpose; a task that was ended keeps its exception, and the others go on."""
    while True:
        try:
            loop.run_forever()
        except ENDINGS:
            continue
        return


async def _wait_cancelled() -> None:
    stopping = [t for t in asyncio.all_tasks() if t is not asyncio.current_task() and t.cancelling()]
    if stopping:
        await asyncio.wait(stopping, timeout=5)


async def _cancel_all() -> None:
    tasks = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    # Models tie what they hold of this loop (connections) to an asynchronous generator, which is closed with it.
    await asyncio.get_running_loop().shutdown_asyncgens()
