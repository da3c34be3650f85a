"""One question to a model in a call: what is sent, how the answer is read, and the error if there is no value."""

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
    """One draw of a spec that is asked for.

    Attributes:
        spec: The spec that is asked; the draw is stored with it.
        row: The inputs, JSON data; the draw is stored with them.
        request: What is sent to the model.
        note: For the trace: why the model is asked and not code, or which fields code gave; ``None`` if there is nothing
            to say.
    """

    spec: Spec
    row: Mapping[str, Any]
    request: Request
    note: Notice | None = None

    def read(self, completion: Completion, index: int, *, request: str) -> Draw:
        """Read the model's answer as a draw of the spec; *request* is the digest of the request."""
        return as_draw(completion, self.spec, index, request=request)

    def value(self, draw: Draw) -> Any:
        """Return the value of the call for a draw with status ``ok``: an object of the result type.

        Raises:
            OutcomeError: The type refuses the outcome that it accepted before: one of its validators is not consistent.
        """
        return self._made(self.spec, draw.outcome, draw)

    def _made(self, spec: Spec, outcome: Any, draw: Draw) -> Any:
        try:
            return strictly(spec.returns, outcome)
        except Exception as error:  # noqa: BLE001 - a type's own validators may raise anything
            why = str(error).split("\n", 1)[0]
            raise OutcomeError(
                f"{spec.name}: {show(spec.returns)} first accepted the model's answer and then refused it: {why}; "
                "correct the validators of the type: they must judge equal answers alike",
                status=draw.status,
                text=draw.text,
            ) from None

    def no_value(self, draw: Draw) -> OutcomeError:
        """Return the error to raise for a draw without a value."""
        return OutcomeError(
            f"{self.spec.name}: the model's answer is not a value: {what_came(draw)}; "
            "sample the spec to see how often, then change the prompt, the type or the options",
            status=draw.status,
            text=draw.text,
        )

    def model_error(self, error: PointmassError) -> PointmassError:
        """Return the error to raise if the model could not answer."""
        return error


def what_came(draw: Draw) -> str:
    """Return, for a message, what a draw gave instead of a value."""
    return f"{draw.status} ({draw.detail})" + (f"; it said {clip(draw.text)!r}" if draw.text else "")
