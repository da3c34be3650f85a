"""The model of a workbench without a model: every draw is an error that says what to do."""

from __future__ import annotations

import os
from typing import NoReturn

from pointmass.errors import NoModelError
from pointmass.identity import Identity
from pointmass.models.base import Model, Request

KEY = "ANTHROPIC_API_KEY"
"""The environment variable with the key for the official SDK."""


class NoModel(Model):
    """The stand-in for a model that was not given: every draw raises an error that says how to get one."""

    def __repr__(self) -> str:
        """Show the class."""
        return "NoModel()"

    @property
    def identity(self) -> Identity:
        """``none``: no draw is ever stored under it."""
        return Identity("none", "")

    async def complete(self, request: Request, index: int) -> NoReturn:  # noqa: ARG002 - the seam's own signature
        """Raise the error.

        Raises:
            NoModelError: Always.
        """
        raise NoModelError(no_model_message(f"{request.spec!r}: a draw was asked for, and no model is set"))


def no_model_message(what: str) -> str:
    """Return a message of three lines: what is missing, and what to do with a key, and without one."""
    if os.environ.get(KEY):
        with_key = f'{KEY} is set: pass model=pm.AnthropicModel("<name of a model>")'
    else:
        with_key = f'with a key: set {KEY} (or pass api_key=) and pass model=pm.AnthropicModel("<name of a model>")'
    return (
        f"{what}\n"
        f"  {with_key}\n"
        "  without a key: pm.AnthropicModel(..., base_url=<a local server of the Messages API>),"
        " pm.RecordedModel(<file>), or `pointmass tour`"
    )
