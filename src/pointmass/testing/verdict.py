"""Three results instead of two: proven, refuted, and not enough draws to say."""

from __future__ import annotations

from collections.abc import Sequence

_NAMED = 5


class Inconclusive(AssertionError):  # noqa: N818 - it is not an error, but a result of its own
    """The draws prove neither the claim nor its opposite. Under pytest it fails or is skipped, as the project says."""


def decide(*, proven: bool, refuted: bool, message: str) -> None:
    """Return where a claim is proven, and raise where it is not.

    Raises:
        Inconclusive: It is neither proven nor refuted.
        AssertionError: It is refuted.
    """
    __tracebackhide__ = True
    if proven:
        return
    if refuted:
        raise AssertionError(message)
    raise Inconclusive(f"inconclusive: {message}")


def listed(lines: Sequence[str], *, of: int) -> str:
    """Write the inputs that failed, one per line, the rest counted."""
    if not lines:
        return ""
    more = [f"… and {len(lines) - _NAMED} more"] if len(lines) > _NAMED else []
    return "".join(f"\n  {line}" for line in [f"{len(lines)} of {of} inputs:", *lines[:_NAMED], *more])
