"""The base class of models that wrap another model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pointmass.identity import Identity
from pointmass.models.base import Model, Request
from pointmass.models.throttle import Throttle
from pointmass.shown import printable


class Wrapper(Model):
    """Passes everything on to another model; subclass it and write ``complete``.

    Attributes:
        model: The model that is wrapped.
    """

    def __init__(self, model: Model) -> None:
        self.model = model

    def __repr__(self) -> str:
        """Show what is wrapped."""
        return printable(f"{type(self).__name__}({self.model!r})")

    @property
    def identity(self) -> Identity:
        """The identity of the wrapped model, as a wrapper changes how it is asked, and not who answers."""
        return Identity.of(self.model.identity)

    @property
    def priced(self) -> bool:
        """Whether completions of the wrapped model have ``dollars``."""
        return self.model.priced

    @property
    def adds(self) -> str:
        """What the wrapped model adds to each request."""
        return self.model.adds

    @property
    def live(self) -> bool:
        """Whether the wrapped model can answer any request now."""
        return self.model.live

    @property
    def throttle(self) -> Throttle | None:
        """The throttle of the wrapped model."""
        return self.model.throttle

    @property
    def conversations(self) -> bool:
        """Whether draws of the wrapped model are from conversations."""
        return self.model.conversations

    def caveat(self, request: Request) -> str:
        """Return the warning of the wrapped model."""
        return self.model.caveat(request)

    def sent(self, request: Request) -> Mapping[str, Any]:
        """Return what the wrapped model sends."""
        return self.model.sent(request)

    async def aclose(self) -> None:
        """Close connections and files of the wrapped model."""
        await self.model.aclose()
