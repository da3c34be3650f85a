"""Every error that pointmass raises, in one tree.

    PointmassError
    ├── SpecError                 a spec that cannot be; all its faults at once
    ├── InputError                inputs that do not fit the signature; raised before any request
    ├── UnknownNameError          a name that nothing is bound to
    ├── NoModelError              a draw was asked for, and there is no model to ask
    ├── ModelError                the model could not be asked, or did not answer
    │   ├── ModelAuthenticationError   the key is missing or wrong                      (ends the work)
    │   ├── ModelPermissionError       the key may not do this                          (ends the work)
    │   ├── ModelPaymentError          the account cannot pay                           (ends the work)
    │   ├── ModelNotFoundError         no such model or address                         (ends the work)
    │   ├── ModelOptionError           an option that the SDK or the model does not know (ends the work)
    │   ├── ModelRequestError          the request was refused as it stands: 400, 409, 413, 422, …
    │   ├── ModelRateLimitError        429, after all retries
    │   ├── ModelOverloadedError       529 or another 5xx, after all retries
    │   ├── ModelTimeoutError          no answer in time, after all retries
    │   ├── ModelConnectionError       no connection, after all retries
    │   ├── ModelResponseError         an answer that cannot be read
    │   └── DrawsExhaustedError        a recording holds no more draws for this input   (ends the work)
    ├── LimitError                a limit on calls, tokens or dollars is reached            (ends the work)
    ├── ExamplesError             examples that contradict each other, or none
    ├── EvidenceError             a sample that proves nothing, so nothing is proposed
    ├── ContractError             code written for a spec that cannot stand in for it; all its faults at once
    ├── NotApprovedError          the approver said no
    ├── OutcomeError              a call whose one draw gave no value: refusal, truncation, format violation
    ├── CallError                 a call that cannot be made
    │   ├── DepthError                 names calling names without an end
    │   └── SyncCallError              a blocking call from inside the event loop
    ├── SandboxError              unapproved code cannot be confined here, so it is not executed
    ├── BoundHereError            what belongs to this process was to be sent to another
    ├── StoreError                the file of draws and bindings cannot be used
    └── BundleError               files on disk that do not belong together

What a model *answers* is data, never an exception: a refusal or a violation of the format is an outcome in the table.
An exception ends the work. Each message says whose, what happened, what was got, and what is allowed or to do.
"""

from __future__ import annotations

from collections.abc import Mapping

from pointmass.shown import printable


class PointmassError(Exception):
    """Everything that pointmass raises on purpose. Untrusted text in its message has no control characters.

    Attributes:
        spent: What earlier requests of the same draw used, a ``Completion`` with its tokens, dollars and seconds; ``None``
            where there were none.
    """

    spent: object = None

    def __str__(self) -> str:
        """Return the message, as it may be printed."""
        return printable(super().__str__())


class SpecError(PointmassError, ValueError):
    """A spec that cannot be: every fault of it, one per line, found at definition."""

    def __init__(self, name: str, faults: list[str]) -> None:
        self.name = name
        self.faults = tuple(faults)
        head = f"spec {name!r}: "
        super().__init__(
            head + faults[0] if len(faults) == 1 else "\n  - ".join([head + "these must be mended", *faults])
        )

    def __reduce__(self) -> tuple[type[SpecError], tuple[str, list[str]]]:
        """Keep the error picklable: it crosses process borders with its faults."""
        return type(self), (self.name, list(self.faults))


class InputError(PointmassError, ValueError):
    """Inputs that do not fit the signature, or arguments that a function cannot take; nothing was asked of a model."""


class UnknownNameError(PointmassError, LookupError):
    """A name that nothing is bound to; the message lists what is bound."""


class NoModelError(PointmassError, RuntimeError):
    """A draw was asked for, and there is neither a model nor a key."""


class ModelError(PointmassError, RuntimeError):
    """The model could not be asked, or did not answer.

    Attributes:
        ends_the_work: Whether every further draw would fail the same way, so that sampling stops at once.
        attempts: How many requests were made for this draw, when known.
        status: The status that the service answered with, when it answered.
        retry_after: Seconds that the service asks to wait, when it does.
        again: Whether the same request may be answered if it is sent again; ``None`` leaves it to the class.
    """

    ends_the_work = False
    attempts: int | None = None
    status: int | None = None
    retry_after: float | None = None
    again: bool | None = None


class ModelAuthenticationError(ModelError, PermissionError):
    """The key is missing or wrong (401)."""

    ends_the_work = True


class ModelPermissionError(ModelError, PermissionError):
    """The key may not use this model or feature (403)."""

    ends_the_work = True


class ModelPaymentError(ModelError, PermissionError):
    """The account cannot pay for the request (402)."""

    ends_the_work = True


class ModelNotFoundError(ModelError, LookupError):
    """No model of this name, or no such address (404)."""

    ends_the_work = True


class ModelOptionError(ModelError, TypeError):
    """An option that the installed SDK or the model does not know; the message names both."""

    ends_the_work = True


class ModelRequestError(ModelError, ValueError):
    """The request was refused as it stands (400, 409, 412, 413, 422, 431, 499)."""


class ModelRateLimitError(ModelError):
    """Too many requests (429), after all retries."""


class ModelOverloadedError(ModelError):
    """The service failed or is overloaded (5xx, 529), after all retries."""


class ModelTimeoutError(ModelError, TimeoutError):
    """No answer in time, after all retries."""


class ModelConnectionError(ModelError, ConnectionError):
    """No connection to the service, after all retries."""


class ModelResponseError(ModelError, ValueError):
    """An answer of the service that cannot be read."""


class DrawsExhaustedError(ModelError, LookupError):
    """A recording holds no draw of this number for this input; the message says how many there are."""

    ends_the_work = True


class LimitError(PointmassError, RuntimeError):
    """A limit on calls, tokens or dollars is reached; what was drawn before is kept."""


class ExamplesError(PointmassError, ValueError):
    """Examples that contradict each other, or none at all."""


class EvidenceError(PointmassError, ValueError):
    """A sample that proves nothing (one input, no agreement), so no proposal is made of it."""


class ContractError(PointmassError, ValueError):
    """Code that was written for a spec and cannot stand in for it: every fault of it, one per line; none of it was executed."""

    def __init__(self, name: str, faults: list[str]) -> None:
        self.name = name
        self.faults = tuple(faults)
        head = f"code for {name!r}: "
        super().__init__(
            head + faults[0] if len(faults) == 1 else "\n  - ".join([head + "these must be mended", *faults])
        )

    def __reduce__(self) -> tuple[type[ContractError], tuple[str, list[str]]]:
        """Keep the error picklable: it crosses process borders with its faults."""
        return type(self), (self.name, list(self.faults))


class NotApprovedError(PointmassError, PermissionError):
    """The approver said no; nothing was bound."""


class OutcomeError(PointmassError, ValueError):
    """A call asks for one value, and its draw gave none: refusal, truncation or format violation.

    Attributes:
        status: The status of the draw.
        text: What the model said, raw.
        known: The fields of a record that code gave, JSON data, where the model was asked for the others only.
    """

    def __init__(
        self, message: str, *, status: str = "", text: str = "", known: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.text = text
        self.known = dict(known or {})


class CallError(PointmassError, RuntimeError):
    """A call that cannot be made."""


class DepthError(CallError, RecursionError):
    """Names call names deeper than the limit."""


class SyncCallError(CallError):
    """A blocking call from inside the event loop that would have to answer it."""


class SandboxError(PointmassError, RuntimeError):
    """Code that nobody approved cannot be confined here; it was not executed, and the message says what is missing."""


class BoundHereError(PointmassError, TypeError):
    """What belongs to this process (a handle, a workbench) was to be pickled."""


class StoreError(PointmassError, OSError):
    """The file of draws and bindings cannot be read or written."""


class BundleError(PointmassError, ValueError):
    """Files of a bundle that do not belong together, or are not a bundle."""


def clip(text: str, length: int = 80) -> str:
    """Shorten a text for a message: at most *length* characters, the cut marked."""
    return text if len(text) <= length else text[: length - 1] + "…"
