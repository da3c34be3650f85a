"""What stabilizing may be told, checked once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, Self

from pointmass.errors import EvidenceError, InputError, clip
from pointmass.models.base import Model

AGREEMENT = 0.75
"""The agreement that the evidence must prove, unless the caller asks for another: 11 inputs without a failure prove it."""

PROBES = 8
"""How many inputs beside the sample the model may be asked about, unless the caller says otherwise."""

BUDGET = 0.75
"""Seconds for one search, counted in steps, unless the caller allows another time."""

DRAFTS = 3
"""How many drafts a writer is asked for, unless the caller says otherwise."""


@dataclass(frozen=True, slots=True)
class StabilizeOptions:
    """The arguments of ``Handle.stabilize`` beside the sample; see there.

    Raises:
        EvidenceError: The agreement is no fraction between 0 and 1.
        InputError: Another argument does not fit.
    """

    agreement: float = AGREEMENT
    budget: float = BUDGET
    probes: int = PROBES
    writer: Model | Literal["auto"] | None = "auto"
    drafts: int = DRAFTS
    dollars: float | None = None
    model: Model | None = None
    answers: Any = ()
    allow_model: bool = False
    allow_imports: tuple[str, ...] = ()

    @classmethod
    def of(cls, name: str, how: Mapping[str, Any]) -> Self:
        """Read arguments that came by name.

        Raises:
            InputError: One of them is unknown.
        """
        known = [each.name for each in fields(cls)]
        unknown = [each for each in how if each not in known]
        if unknown:
            raise InputError(f"{name}.stabilize: got {unknown}; it takes a sample, {', '.join(known)}")
        return cls(**how)

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if not _is_number(self.agreement) or not 0 < self.agreement < 1:
            raise EvidenceError(
                f"stabilize: agreement={self.agreement!r} is no fraction between 0 and 1; 0.9 asks for 90 %"
            )
        if not _is_number(self.budget) or self.budget <= 0:
            raise InputError(f"stabilize: got budget={self.budget!r}; it is a number of seconds above 0")
        if not _is_count(self.probes):
            raise InputError(f"stabilize: got probes={self.probes!r}; it is a whole number of inputs, 0 for none")
        if not _is_count(self.drafts) or not self.drafts:
            raise InputError(f"stabilize: got drafts={self.drafts!r}; it is a whole number, 1 or more")
        if self.model is not None and not isinstance(self.model, Model):
            raise InputError(f"stabilize: model={clip(repr(self.model))} is no Model; give the one that was sampled")
        if self.writer not in ("auto", None) and not isinstance(self.writer, Model):
            raise InputError(
                f'stabilize: writer={clip(repr(self.writer))} is no Model; give one, or "auto" for the one that was sampled, or None'
            )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
