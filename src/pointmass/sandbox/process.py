"""One confined process seen from outside: asked, heard with a deadline, disbelieved, ended."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import time
from dataclasses import dataclass
from typing import Any, cast

from pointmass.errors import SandboxError, clip
from pointmass.sandbox import plain_json
from pointmass.sandbox.frames import MARK, Channel, Excess, Gone, Silence
from pointmass.sandbox.origin import Origin
from pointmass.sandbox.outcome import RULES, Limits, Outcome, Rule

_READY_SECONDS = 30.0
_GRACE = 5.0
"""Seconds after which the kernel ends a process that nobody ended."""
_ENVELOPE = 8192  # bytes of an answer besides its value
_LONGEST_NAME, _LONGEST_MESSAGE = 80, 300


@dataclass(frozen=True, slots=True)
class Process:
    """A process that can compute and answer; use it until it says something else than a value, an exception, a refusal."""

    origin: Origin
    pid: int
    channel: Channel

    def ask(self, request: bytes, *, seconds: float) -> Outcome:
        """Send a request, and make an outcome of whatever comes; after a timeout or a crash the process has ended.

        The request has a mark that nobody could know before, and its answer must repeat it: what code wrote of its own
        accord is not an answer to a later call.
        """
        began, mark = time.monotonic(), secrets.token_hex(MARK // 2).encode()
        try:
            self.channel.send(mark + request, until=began + seconds)
            answer = self.channel.receive(until=began + seconds)
            if not answer.startswith(mark):
                raise ValueError(mark)  # noqa: TRY301 - told below, as every answer that is none
            return _believed(plain_json.read(answer[MARK:]), time.monotonic() - began)
        except Silence:
            self.end()
            return Outcome("timeout", message=f"no answer in {seconds:.3g} s", seconds=time.monotonic() - began)
        except Gone:
            return Outcome("crashed", message=f"its process has ended ({self.end()})", seconds=time.monotonic() - began)
        except (Excess, ValueError, KeyError, TypeError, RecursionError):
            self.end()
            took = time.monotonic() - began
            return Outcome("crashed", message="its process gave an answer that is none", seconds=took)

    def end(self) -> str:
        """End the process, and say how it had ended: the name of a signal, or ``by itself``."""
        self.channel.close()
        number = self.origin.end(self.pid)
        with contextlib.suppress(ValueError):
            return signal.Signals(number).name
        return "by itself" if number == 0 else f"signal {number}"


def open_process(origin: Origin, limits: Limits, *, seconds: float) -> Process:
    """Fork and confine a process that waits for a source.

    Args:
        origin: What it is forked from.
        limits: How much it may cost.
        seconds: How long it is needed; somewhat later the kernel ends it in any case.

    Raises:
        SandboxError: It could not be confined.
    """
    process, _ = _start(origin, limits, seconds=seconds + _GRACE, probing=False)
    return process


def try_walls(origin: Origin, limits: Limits) -> dict[str, Any]:
    """Confine a process that tries the walls instead of executing anything.

    Returns:
        ``landlock`` (the ABI), ``uid``, and ``walls``: what happened at each, empty where it held.

    Raises:
        SandboxError: It could not be confined.
    """
    process, ready = _start(origin, limits, seconds=_READY_SECONDS, probing=True)
    process.end()
    return ready


def _start(origin: Origin, limits: Limits, *, seconds: float, probing: bool) -> tuple[Process, dict[str, Any]]:
    asked = {
        "memory_mb": limits.memory_mb,
        "seconds": seconds,
        "result_bytes": limits.result_bytes,
        "probe": probing,
    }
    process = _forked(origin, asked, largest=limits.result_bytes + _ENVELOPE)
    try:
        ready = dict(json.loads(process.channel.receive(until=time.monotonic() + _READY_SECONDS)))
    except Gone as error:
        raise _unconfined(f"its process has ended ({process.end()})") from error
    except Silence as error:
        process.end()
        raise _unconfined(f"it was not ready in {_READY_SECONDS:g} s") from error
    except BaseException:
        process.end()
        raise
    if ready["kind"] != "ready":
        process.end()
        raise _unconfined(f"{ready['error']}: {ready['message']}")
    return process, ready


def _forked(origin: Origin, asked: dict[str, Any], *, largest: int) -> Process:
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    channel = Channel(ours_in, ours_out, largest=largest)
    try:
        return Process(origin, origin.fork(asked, theirs_in, theirs_out), channel)
    except BaseException:
        channel.close()
        raise
    finally:
        os.close(theirs_in)
        os.close(theirs_out)


def _unconfined(why: str) -> SandboxError:
    return SandboxError(f"sandbox: code cannot be confined here: {clip(why, 200)}; nothing was executed")


def _believed(answer: Any, seconds: float) -> Outcome:
    """Make an outcome of an answer that may be forged: data only, of the kinds and lengths that there are.

    Raises:
        ValueError: It is not an answer. As `KeyError` and `TypeError`.
    """
    kind = answer["kind"]
    if kind == "value":
        return Outcome("value", value=answer["value"], seconds=seconds)
    if kind not in ("raised", "refused"):
        raise ValueError(kind)
    return Outcome(
        kind,
        error=_text(answer["error"], _LONGEST_NAME),
        message=_text(answer["message"], _LONGEST_MESSAGE),
        rule=_rule(answer["rule"]) if kind == "refused" else "",
        seconds=seconds,
    )


def _rule(value: Any) -> Rule:
    if value not in RULES:
        raise ValueError("a rule that there is not")
    return cast("Rule", value)


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text is needed, got {type(value).__name__}")
    return clip(value, longest)
