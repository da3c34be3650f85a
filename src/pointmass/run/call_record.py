"""The record of a call that the store keeps."""

from __future__ import annotations

import time

from pointmass.models.base import Completion, Usage, input_key
from pointmass.run.call import Call
from pointmass.store import StoredCall

_UNCOUNTED = Usage()


def stored_call(call: Call, *, seconds: float, error: str, completion: Completion | None) -> StoredCall:
    """Return a call that has ended in the form of the store, with its arguments as a digest.

    Args:
        call: The call.
        seconds: How long it took.
        error: The error that it ended with; empty if it gave a value.
        completion: What the model answered, or had answered before the error; None if no model was asked.
    """
    usage = completion.usage if completion else None
    counted = usage or _UNCOUNTED
    return StoredCall(
        call=call.id,
        parent=call.parent,
        name=call.name,
        purpose=call.purpose,
        answered_by=call.to,
        answer=call.spec,
        inputs=call.key or _digest(call),
        note=str(call.note),
        error=error,
        depth=call.depth,
        time=time.time(),
        seconds=seconds,
        model=completion.model if completion else None,
        input_tokens=counted.input_tokens if usage else None,
        output_tokens=counted.output_tokens if usage else None,
        cache_read_tokens=counted.cache_read_tokens if usage else None,
        cache_write_tokens=counted.cache_write_tokens if usage else None,
        service_tier=counted.service_tier,
        dollars=completion.dollars if completion else None,
    )


def _digest(call: Call) -> str:
    """Return the digest of the arguments; empty if they cannot be written as JSON."""
    try:
        return input_key(call.inputs)
    except (TypeError, ValueError, RecursionError):
        return ""
