"""Execute source that nobody approved, to see what it does: in a confined process, with JSON arguments and results."""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from pointmass.errors import InputError, SandboxError, clip
from pointmass.sandbox import plain_json
from pointmass.sandbox.libraries import located
from pointmass.sandbox.modules import MODULES
from pointmass.sandbox.origin import Origin, check_platform
from pointmass.sandbox.outcome import Limits, Outcome
from pointmass.sandbox.process import Process, open_process, try_walls

Arguments = Sequence[Any] | Mapping[str, Any]
"""The arguments of one call, JSON data: by position, or by name."""


class Sandbox:
    """Executes source in processes that can only compute: without files, network, other processes, or environment.

        with Sandbox() as sandbox:
            outcomes = sandbox.run(source, "clean", [["A b"], {"title": "A b"}])

    Each ``run`` has its own process, which ends with it. The calls of one ``run`` share the process, so later calls see
    the state that the code keeps; after a timeout or a crash the next call has a fresh process. Several threads may use
    one sandbox.

    Args:
        limits: The limits on what the code may use.
        modules: The modules of the standard library that it may import.
        libraries: Installed libraries of pure Python that it may import as well, by their top-level names. They are
            loaded before the process is confined; files that they would read later are out of reach.
        hash_seed: The seed of ``hash``, 0 to 4294967295. Two sandboxes with different seeds reveal code that depends on
            the order of sets.
        zone: The time zone.

    Raises:
        ValueError: A module is not of the standard library, a library is not installed, or the seed is out of range.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        modules: Iterable[str] = MODULES,
        libraries: Iterable[str] = (),
        hash_seed: int = 0,
        zone: str = "UTC",
    ) -> None:
        self.limits = limits or Limits()
        self._modules = tuple(modules)
        self._libraries = located(libraries)
        self._hash_seed = hash_seed
        self._zone = zone
        self._origin: Origin | None = None
        foreign = [name for name in self._modules if name.partition(".")[0] not in sys.stdlib_module_names]
        if foreign:
            raise ValueError(
                f"sandbox: modules {foreign} are not of the standard library; installed ones are libraries="
            )
        if not 0 <= hash_seed < 1 << 32:
            raise ValueError(f"sandbox: the hash seed is {hash_seed}; allowed is 0 to {(1 << 32) - 1}")

    def __enter__(self) -> Self:
        """Start a fresh interpreter, and test the restrictions from inside a confined process.

        Raises:
            SandboxError: Code cannot be confined here; the message says what is missing.
        """
        check_platform()
        self.close()
        self._origin = Origin(self._modules, hash_seed=self._hash_seed, zone=self._zone, libraries=self._libraries)
        try:
            _check_confined(try_walls(self._origin, self.limits))
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process of the sandbox."""
        self.close()

    def close(self) -> None:
        """End every process of the sandbox."""
        origin, self._origin = self._origin, None
        if origin is not None:
            origin.close()

    def run(
        self, source: str, function: str, arguments_list: Iterable[Arguments], *, seconds: float | None = None
    ) -> list[Outcome]:
        """Execute the source and call one of its functions on every set of arguments, in their order.

        Args:
            source: Python source; it is executed as a module named ``generated``.
            function: The name of the function in it.
            arguments_list: The arguments of each call, JSON data: a list by position, or a mapping by name.
            seconds: The wall time of each call, and of executing the source; by default that of the limits.

        Returns:
            An outcome for each set of arguments. Nothing that the code does is raised here.

        Raises:
            InputError: Arguments that are not JSON data.
            SandboxError: The sandbox is not open, or a process could not be confined.
            ValueError: The time is not above zero.
        """
        each = self.limits.seconds if seconds is None else seconds
        if not (each > 0 and math.isfinite(each)):
            raise ValueError(f"sandbox: seconds is {seconds}; it must be above zero")
        if self._origin is None:
            raise SandboxError("sandbox: it is not open; use it as `with Sandbox() as sandbox:`")
        requests = [_request(arguments, number) for number, arguments in enumerate(arguments_list)]
        if len(source) > self.limits.source_chars:
            said = f"{len(source)} characters; {self.limits.source_chars} at most"
            return [Outcome("refused", rule="source", message=said) for _ in requests]
        calls = _Calls(self._origin, self.limits, json.dumps({"source": source, "function": function}).encode(), each)
        try:
            return [calls.call(request) for request in requests]
        finally:
            calls.close()


class _Calls:
    """The calls of one source: in one process as long as it lives, then in a new one."""

    def __init__(self, origin: Origin, limits: Limits, load: bytes, seconds: float) -> None:
        self._origin = origin
        self._limits = limits
        self._load = load
        self._seconds = seconds
        self._until = time.monotonic() + limits.total_seconds
        self._timeouts = 0
        self._process: Process | None = None
        self._unloadable: Outcome | None = None

    def call(self, request: bytes) -> Outcome:
        if len(request) > self._limits.arguments_bytes:
            said = f"{len(request)} bytes of JSON; {self._limits.arguments_bytes} at most"
            return Outcome("refused", rule="arguments", message=said)
        if self._unloadable is None and self._process is None:
            loaded = self._ask(self._load)
            self._unloadable = None if loaded.kind == "value" else loaded
        return self._unloadable or self._ask(request)

    def close(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def _ask(self, request: bytes) -> Outcome:
        left = self._until - time.monotonic()
        if left <= 0:
            spent = f"not called: the {self._limits.total_seconds:g} s of all calls are spent"
            return Outcome("timeout", message=spent)
        if self._timeouts >= self._limits.timeouts:
            return Outcome("timeout", message=f"not called: {self._timeouts} calls took too long")
        process = self._process or open_process(self._origin, self._limits, seconds=left)
        self._process = process
        outcome = process.ask(request, seconds=min(self._seconds, left))
        self._timeouts += outcome.kind == "timeout"
        if outcome.kind in ("timeout", "crashed"):
            self._process = None  # it has ended
        return outcome


def _check_confined(tried: Mapping[str, Any]) -> None:
    """Refuse to go on where one of the restrictions, tried from inside, did not hold."""
    broken = {wall: said for wall, said in tried["walls"].items() if said}
    if broken or not tried["walls"]:
        raise SandboxError(
            f"sandbox: code cannot be confined here: from inside, these restrictions had no effect: {clip(str(broken), 300)}; "
            "nothing was executed"
        )


def _request(arguments: Arguments, number: int) -> bytes:
    parts: dict[str, Any] = {"positional": [], "named": {}}
    if isinstance(arguments, Mapping):
        parts["named"] = dict(arguments)
    elif isinstance(arguments, Sequence) and not isinstance(arguments, str | bytes):
        parts["positional"] = list(arguments)
    else:
        raise InputError(
            f"sandbox: arguments {number} are {clip(repr(arguments))}; give a list of values or a mapping of names"
        )
    try:
        text = plain_json.write(parts)
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(f"sandbox: arguments {number} are not JSON data: {clip(str(error))}") from error
    if not plain_json.has_text_keys(parts):
        raise InputError(f"sandbox: arguments {number} are not JSON data: the keys of a mapping must be texts")
    return text.encode()
