"""One confined process as seen from outside: send it requests, check its answers, with a deadline, and end it."""

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
"""How many seconds after its time the kernel ends a process that nobody has ended."""
_ENVELOPE = 8192  # bytes of an answer besides its value
_LONGEST_NAME, _LONGEST_MESSAGE = 80, 300


@dataclass(frozen=True, slots=True)
class Process:
    """A confined process; it can be used again as long as its outcomes are values, exceptions or refusals."""

    origin: Origin
    pid: int
    channel: Channel

    def ask(self, request: bytes, *, seconds: float) -> Outcome:
        """Send a request, and return the outcome, whatever comes; after a timeout or a crash the process has ended.

        The request has a random mark that the answer must repeat. So code cannot write answers to later calls in
        advance.
        """
        began, mark = time.monotonic(), secrets.token_hex(MARK // 2).encode()
        try:
            self.channel.send(mark + request, until=began + seconds)
            answer = self.channel.receive(until=began + seconds)
            if not answer.startswith(mark):
                raise ValueError(mark)  # noqa: TRY301 - reported below, like every invalid answer
            return _believed(plain_json.read(answer[MARK:]), time.monotonic() - began)
        except Silence:
            self.end()
            return Outcome("timeout", message=f"no answer in {seconds:.3g} s", seconds=time.monotonic() - began)
        except Gone:
            return Outcome("crashed", message=f"its process has ended ({self.end()})", seconds=time.monotonic() - began)
        except (Excess, ValueError, KeyError, TypeError, RecursionError):
            self.end()
            took = time.monotonic() - began
            return Outcome("crashed", message="its process gave an invalid answer", seconds=took)

    def end(self) -> str:
        """End the process, and return how it ended: the name of a signal, or ``by itself``."""
        self.channel.close()
        number = self.origin.end(self.pid)
        with contextlib.suppress(ValueError):
            return signal.Signals(number).name
        return "by itself" if number == 0 else f"signal {number}"


def open_process(origin: Origin, limits: Limits, *, seconds: float) -> Process:
    """Fork and confine a process that waits for a source.

    Args:
        origin: The process to fork from.
        limits: The limits on what it may use.
        seconds: How long it is needed; the kernel ends it five seconds later in any case.

    Raises:
        SandboxError: It could not be confined.
    """
    process, _ = _start(origin, limits, seconds=seconds + _GRACE, probing=False)
    return process


def try_walls(origin: Origin, limits: Limits) -> dict[str, Any]:
    """Confine a process that tests the restrictions instead of executing code.

    Returns:
        ``landlock`` (the ABI version), ``uid``, and ``walls``: what happened at each attempt, empty if it was refused.

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
    """Return the outcome for an answer that may be forged, after checking its kind and the lengths of its texts.

    Raises:
        ValueError: It is not a valid answer; `KeyError` and `TypeError` mean the same.
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
        raise ValueError("an unknown rule")
    return cast("Rule", value)


def _text(value: Any, longest: int) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text is needed, got {type(value).__name__}")
    return clip(value, longest)
