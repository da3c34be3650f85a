"""Call unapproved code and report in JSON what happened; the code may forge these reports, as it shares the process."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from typing import Any

from pointmass.sandbox import plain_json
from pointmass.sandbox.refusals import Refusals

_LONGEST = 500  # characters of a message; the trusted side shortens it again
_NO_MEMORY = json.dumps({"kind": "raised", "error": "MemoryError", "message": "the memory limit is reached"}).encode()


class NoFunctionError(Exception):
    """The source does not define the function that is to be called."""


def told(call: Callable[[], Any], refusals: Refusals, most: int) -> bytes:
    """Call a function, and return the answer as JSON.

    Args:
        call: The function.
        refusals: Records the rules that the call breaks.
        most: The greatest length of the value, in bytes of JSON.
    """
    try:
        return _called(call, refusals, most)
    except BaseException:  # noqa: BLE001 - no memory was left to write the answer
        return _NO_MEMORY


def failed(error: BaseException) -> bytes:
    """Return the answer that the process could not be confined."""
    return _written("failed", error=_name(error), message=_message(error))


def _called(call: Callable[[], Any], refusals: Refusals, most: int) -> bytes:
    try:
        value = call()
    except MemoryError:
        return _NO_MEMORY
    except NoFunctionError as error:
        return _written("refused", rule="function", error="", message=_message(error))
    except BaseException as error:  # noqa: BLE001 - whatever the code raises is what it did
        # The kernel may refuse what no audit event reported: `stat`, or a system call made directly.
        kernel = isinstance(error, OSError) and error.errno == errno.EPERM
        rule = refusals.taken() or ("system calls" if kernel else "")
        parts = {"error": _name(error), "message": _message(error)}
        return _written("refused", rule=rule, **parts) if rule else _written("raised", **parts)
    if rule := refusals.taken():
        return _written("refused", rule=rule, error="", message="the code went on after it was refused")
    return _value(value, most)


def _value(value: object, most: int) -> bytes:
    try:
        text = plain_json.write(value)
        plain_json.check_whole(text, value)
    except MemoryError:
        return _NO_MEMORY
    except BaseException as error:  # noqa: BLE001 - as above: reading a value may execute code
        return _written("refused", rule="result", error=_name(error), message=_message(error))
    if len(text) > most:
        return _written("refused", rule="result", error="", message=f"{len(text)} bytes of JSON; {most} at most")
    return b'{"kind": "value", "value": ' + text.encode() + b"}"


def _written(kind: str, **parts: str) -> bytes:
    return json.dumps({"kind": kind, **parts}).encode()


def _name(error: BaseException) -> str:
    return _whole(type(error).__name__)


def _message(error: BaseException) -> str:
    try:
        return _whole(str(error))
    except BaseException:  # noqa: BLE001 - an exception may fail to give its message
        return ""


def _whole(text: str) -> str:
    """Shorten a text, and replace halves of surrogate pairs, which the other side does not accept."""
    return text[:_LONGEST].encode("utf-8", "replace").decode("utf-8")
