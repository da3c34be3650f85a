"""Whom a command asks: a model by its service's name, a recording, or whoever answered before."""

from __future__ import annotations

from pathlib import Path

from pointmass.errors import InputError
from pointmass.identity import Identity
from pointmass.models.anthropic import AnthropicModel
from pointmass.models.base import Model
from pointmass.models.recorded import RecordedModel


def asked(identity: str, *, model: str | None, recording: Path | None, variant: str) -> Model:
    """Return whom to ask: what the command says, or who answered before.

    Args:
        identity: The identity of the model that answered before; empty where none did.
        model: The model to ask, by its service's name.
        recording: A file of recorded draws to replay instead.
        variant: The variant of the recording.

    Raises:
        InputError: Nothing is said, and who answered before cannot be asked by a name.
    """
    if recording is not None:
        return RecordedModel(recording, variant)
    if model:
        return AnthropicModel(model)
    who = Identity.of(identity)
    # Asked by its name it must be who answered before: an address, further parameters or a limit are not in the name.
    if who.provider == "anthropic" and (again := AnthropicModel(who.model)).identity == who:
        return again
    before = f"{identity!r} answered before, and cannot be asked by name" if identity else "nobody answered before"
    raise InputError(f"{before}; give --model or --recording")
