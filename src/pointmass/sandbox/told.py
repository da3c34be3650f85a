"""Call code of others and tell in JSON what happened; everything here may be that code's own doing."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from typing import Any

from pointmass.sandbox import plain_json
from pointmass.sandbox.refusals import Refusals

_LONGEST = 500  # characters of a message; the trusted side clips it once more
_NO_MEMORY = json.dumps({"kind": "raised", "error": "MemoryError", "message": "the memory limit is reached"}).encode()


class NoFunctionError(Exception):
    """The source does not define what is asked for."""


def told(call: Callable[[], Any], refusals: Refusals, most: int) -> bytes:
    """Call, and write the answer.

    Args:
        call: What to call.
        refusals: What was reached for.
        most: Bytes of the value as JSON at most.
    """
    try:
        return _called(call, refusals, most)
    except BaseException:  # noqa: BLE001 - the first answer did not fit into the memory that was left
        return _NO_MEMORY


def failed(error: BaseException) -> bytes:
    """Tell that the process could not be confined."""
    return _written("failed", error=_name(error), message=_message(error))


def _called(call: Callable[[], Any], refusals: Refusals, most: int) -> bytes:
    try:
        value = call()
    except MemoryError:
        return _NO_MEMORY
    except NoFunctionError as error:
        return _written("refused", rule="function", error="", message=_message(error))
    except BaseException as error:  # noqa: BLE001 - whatever the code raises is what it did
        # A refusal by the kernel that no audit event came before: `stat`, or a call by hand.
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
    except BaseException as error:  # noqa: BLE001 - as above: a value may execute code when it is looked at
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
    except BaseException:  # noqa: BLE001 - an exception may have no words
        return ""


def _whole(text: str) -> str:
    """Cut a text, and replace halves of surrogate pairs: the other side takes none."""
    return text[:_LONGEST].encode("utf-8", "replace").decode("utf-8")
