"""What worlds are made of: draws whose distribution is known, as a sample holds them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

import pointmass as pm
from pointmass.answers import Status
from pointmass.draw import Draw
from pointmass.sample import Sample

Rng: TypeAlias = np.random.Generator

NO_VALUE: dict[str, Status] = {"!": "format violation", "?": "refusal", ".": "failed"}
SPEC = pm.Spec("say", "Say it.", (pm.Parameter("text", str),))


@dataclass(frozen=True, slots=True)
class World:
    """One claim in one world.

    Attributes:
        what: What is claimed, of what.
        nominal: How often it may be wrong at most; or, of a power, how often it must be found at least.
        run: Plays the world once: whether the claim was wrong; of a power, whether it was found.
        runs: How often it is played at size 1.
        power: Whether it is to be found, not wrong.
    """

    what: str
    nominal: float
    run: Callable[[Rng], bool]
    runs: int
    power: bool = False


def sampled(rows: Sequence[Sequence[str]], *, linked: bool = False, **how: object) -> Sample:
    """Make a sample of answers, ``(n_inputs, n_draws)``, ragged; a sign of `NO_VALUE` is a draw that gave no value."""
    draws = tuple(
        tuple(
            Draw(i, NO_VALUE[said], None, f"none {at}.{i}") if said in NO_VALUE else Draw(i, "ok", said, said)
            for i, said in enumerate(row)
        )
        for at, row in enumerate(rows)
    )
    inputs = tuple({"text": f"in{at}"} for at in range(len(rows)))
    return Sample(SPEC, inputs, (1,) * len(rows), draws, max(map(len, rows)), "a model", linked=linked, **how)  # type: ignore[arg-type]


def usual(rng: Rng, inputs: int, draws: int, share: float | Sequence[float]) -> list[list[str]]:
    """Draw the usual answer ``a`` with a share, else ``b``, ``(n_inputs, n_draws)``."""
    odd = rng.random((inputs, draws)) >= np.broadcast_to(share, inputs)[:, None]
    return np.where(odd, "b", "a").tolist()


def lossy(rng: Rng, rows: list[list[str]], share: float) -> list[list[str]]:
    """Let a share of the draws give no value: as many are not in the format as are refused, and as fail."""
    lost = rng.random((len(rows), max(map(len, rows)))) < share
    sign = rng.choice(list(NO_VALUE), lost.shape)
    return [[str(sign[i, j]) if lost[i, j] else said for j, said in enumerate(row)] for i, row in enumerate(rows)]


def conversations(rng: Rng, inputs: int, draws: int, share: float) -> list[list[str]]:
    """Draw one reading for each conversation, which answers all inputs by it, ``(n_inputs, n_draws)``."""
    row = np.where(rng.random(draws) < share, "a", "b").tolist()
    return [row] * inputs


def excludes(interval: object, value: float) -> bool:
    """Whether an interval that is known misses a value."""
    low, high = interval  # type: ignore[misc]
    return not math.isnan(low) and not low - 1e-9 <= value <= high + 1e-9
