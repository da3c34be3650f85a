"""A model around a model: what it wraps still says who answers and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pointmass.identity import Identity
from pointmass.models.base import Model, Request
from pointmass.models.throttle import Throttle
from pointmass.shown import printable


class Wrapper(Model):
    """Passes everything on; subclass it and write ``complete``.

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
        """The wrapped model's: a wrapper changes how it is asked, not who answers."""
        return Identity.of(self.model.identity)

    @property
    def priced(self) -> bool:
        """Whether the wrapped model's completions carry ``dollars``."""
        return self.model.priced

    @property
    def adds(self) -> str:
        """What the wrapped model adds to each request."""
        return self.model.adds

    @property
    def live(self) -> bool:
        """Whether the wrapped model answers now what it is asked now."""
        return self.model.live

    @property
    def throttle(self) -> Throttle | None:
        """The wrapped model's."""
        return self.model.throttle

    @property
    def conversations(self) -> bool:
        """The wrapped model's."""
        return self.model.conversations

    def caveat(self, request: Request) -> str:
        """The wrapped model's: a wrapper adds nothing to what it answers."""
        return self.model.caveat(request)

    def sent(self, request: Request) -> Mapping[str, Any]:
        """What the wrapped model sends."""
        return self.model.sent(request)

    async def aclose(self) -> None:
        """Give back what the wrapped model holds."""
        await self.model.aclose()
