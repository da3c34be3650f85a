"""One question of a call: what a model is asked for, how its answer is read, and what is said when there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pointmass.draw import Draw
from pointmass.errors import OutcomeError, PointmassError, clip
from pointmass.facts import Notice
from pointmass.models.base import Completion, Request
from pointmass.sampler import as_draw
from pointmass.signature import show, strictly
from pointmass.spec import Spec


@dataclass(frozen=True, slots=True)
class Ask:
    """A spec is asked for its result.

    Attributes:
        spec: The spec whose draw it is: what the draw is stored under.
        row: The inputs that the draw is stored under, JSON data.
        request: What the model is told.
        note: What the trace says of it: why it came to the model, or which fields came from whom.
    """

    spec: Spec
    row: Mapping[str, Any]
    request: Request
    note: Notice | None = None

    def read(self, completion: Completion, index: int, *, request: str) -> Draw:
        """Read what the model said as a draw of the spec; *request* is the digest of what was asked."""
        return as_draw(completion, self.spec, index, request=request)

    def value(self, draw: Draw) -> Any:
        """Return what the call gives for a draw that is ok: an object of the type, made of what the model said.

        Raises:
            OutcomeError: The type does not read it again; a validator of it gives another answer the second time.
        """
        return self._made(self.spec, draw.outcome, draw)

    def _made(self, spec: Spec, outcome: Any, draw: Draw) -> Any:
        try:
            return strictly(spec.returns, outcome)
        except Exception as error:  # noqa: BLE001 - a type's own validators may raise anything
            why = str(error).split("\n", 1)[0]
            raise OutcomeError(
                f"{spec.name}: the model's answer fitted {show(spec.returns)} when it came, and now it does not: {why}; "
                "look at the validators of the type: they must say the same of the same answer",
                status=draw.status,
                text=draw.text,
            ) from None

    def no_value(self, draw: Draw) -> OutcomeError:
        """Say that a draw gave no value."""
        return OutcomeError(
            f"{self.spec.name}: the model's answer is not a value: {what_came(draw)}; "
            "sample the spec to see how often, then change the prompt, the type or the options",
            status=draw.status,
            text=draw.text,
        )

    def blamed(self, error: PointmassError) -> PointmassError:
        """Return the error to raise where the model could not be asked."""
        return error


def what_came(draw: Draw) -> str:
    """Say what came in place of a value."""
    return f"{draw.status} ({draw.detail})" + (f"; it said {clip(draw.text)!r}" if draw.text else "")
