"""A model made of Python programs: a mixture with known weights, so that every method can be compared with the truth."""

from __future__ import annotations

import asyncio
import dataclasses
import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from pointmass.answers import wrapped
from pointmass.digest import SHORT, canonical, digest
from pointmass.errors import InputError, ModelResponseError, clip
from pointmass.identity import Identity
from pointmass.models.base import Completion, Model, Price, Request, Usage, input_key
from pointmass.models.fingerprint import fingerprint
from pointmass.shown import printable

Program: TypeAlias = Callable[..., Any]
"""Takes the inputs of a spec by keyword (JSON data) and returns the result: an object, JSON data, a text, or a whole
``Completion`` where it plays a refusal, a truncation or a violation of the format."""

Mixture: TypeAlias = "Mapping[Program, float] | Iterable[tuple[Program, float]]"
"""Programs with their weights; weights are positive, and need not add up to one."""


class SimulatedModel(Model):
    """A model that samples a program, then executes it: D(out|spec,in) = Σ Pr[P|spec] · D(out|P,in), made executable.

    Every choice is a hash of the seed, the spec's name and the number of the draw, so draws come out the same in any
    order, in any process.

    Args:
        programs: The mixture.
        seed: Makes another sequence of draws from the same mixture.
        noise: The share of answers, in [0, 1], that another program of the mixture gives, drawn apart for each input.
        name: Who answers, in messages and results.
        latency: Seconds that each answer takes.
        linked: Whether draw *i* is one program for all inputs, or each input draws its own. As a model does when left out: one
            program for a conversation (``sample(..., linked=True)``), and its own for each input otherwise.
        tokens: Input and output tokens to report for each answer; by default nobody counts.
        price: What those tokens cost.

    Attributes:
        shares: The truth: the weight of each program, adding up to one, in the order given.

    Raises:
        InputError: No program, a weight that is not positive, or a noise that cannot be.
    """

    def __init__(
        self,
        programs: Mixture,
        *,
        seed: int = 0,
        noise: float = 0.0,
        name: str = "simulated",
        latency: float = 0.0,
        linked: bool | None = None,
        tokens: tuple[int, int] | None = None,
        price: Price | None = None,
    ) -> None:
        pairs = list(programs.items() if isinstance(programs, Mapping) else programs)
        weights = [weight for _, weight in pairs]
        if not pairs or not all(math.isfinite(weight) and weight > 0 for weight in weights):
            raise InputError(f"simulated {name!r}: the weights are {weights}; give one program or more, each above 0")
        if not 0 <= noise <= 1 or (noise and len(pairs) == 1):
            raise InputError(
                f"simulated {name!r}: noise is {noise} with {len(pairs)} programs; it is a share in [0, 1],"
                " and needs another program to come from"
            )
        self.name = name
        self.shares = tuple(weight / math.fsum(weights) for weight in weights)
        self._programs: tuple[Program, ...] = tuple(program for program, _ in pairs)
        self._seed, self._noise, self._linked = seed, noise, linked
        self._latency, self._tokens, self.price = latency, tokens, price
        parts = [seed, noise, linked, [[fingerprint(program), weight] for program, weight in pairs]]
        self._identity = Identity("simulated", name, digest=digest(parts)[:SHORT])

    def __repr__(self) -> str:
        """Show the mixture."""
        programs = ", ".join(
            f"{_name(program)}: {share:.3g}" for program, share in zip(self._programs, self.shares, strict=True)
        )
        return printable(f"SimulatedModel({{{programs}}}, seed={self._seed}, noise={self._noise}, name={self.name!r})")

    @property
    def identity(self) -> Identity:
        """Name and digest: of the seed, the noise, the weights and what the programs do."""
        return self._identity

    @property
    def at_once(self) -> bool:
        """Whether no latency is simulated: then a call runs its program on the thread that asks."""
        return not self._latency

    @property
    def priced(self) -> bool:
        """Whether tokens and a price are given."""
        return self._tokens is not None and self.price is not None

    def program(self, request: Request, index: int) -> Program:
        """Return the program that answers draw *index* of a *request*: the truth that an analysis of the draws should find."""
        if len(self._programs) == 1:
            return self._programs[0]
        linked = request.linked if self._linked is None else self._linked
        own = () if linked else (input_key(request.inputs),)
        at = _pick(self.shares, _uniform(self._seed, request.spec, index, *own))
        key = (self._seed, request.spec, index, input_key(request.inputs)) if self._noise else ()
        if self._noise and _uniform("noise", *key) < self._noise:
            # The chosen program's own weight is taken out, so that what answers is another one.
            others = tuple(0.0 if number == at else share for number, share in enumerate(self.shares))
            at = _pick(others, _uniform("another", *key) * math.fsum(others))
        return self._programs[at]

    async def complete(self, request: Request, index: int) -> Completion:
        """Answer with what the draw's program makes of the inputs.

        Raises:
            ModelResponseError: The program raised.
        """
        started = time.perf_counter()
        if self._latency:
            await asyncio.sleep(self._latency)
        program = self.program(request, index)
        try:
            result = program(**request.inputs)
            text = "" if isinstance(result, Completion) else _say(result, request.schema)
        except (Exception, SystemExit) as error:
            what = f"program {_name(program)!r} raised {type(error).__name__}: {clip(str(error), 200)}"
            raise ModelResponseError(
                f"simulated {self.name!r}: {what} on {clip(repr(dict(request.inputs)))}; a program returns a result"
            ) from error
        made = result if isinstance(result, Completion) else None
        usage = (made and made.usage) or (Usage(*self._tokens) if self._tokens else None)
        dollars = self.price.dollars(usage) if self.price and usage else None
        latency = time.perf_counter() - started if self._latency else None
        if made is None:
            return Completion(text, model=self.name, usage=usage, dollars=dollars, latency=latency)
        return dataclasses.replace(
            made,
            model=made.model or self.name,
            usage=usage,
            dollars=made.dollars if dollars is None else dollars,
            latency=made.latency or latency,
        )


def _say(result: Any, schema: Mapping[str, Any] | None) -> str:
    """Write a result as a model would: bare text, or the JSON that the schema asks for."""
    if schema is None and isinstance(result, str):
        return result
    import pydantic_core  # noqa: PLC0415 - loaded where a result is more than text

    value = wrapped(pydantic_core.to_jsonable_python(result), schema)
    return value if schema is None and isinstance(value, str) else canonical(value)


def _pick(shares: Sequence[float], at: float) -> int:
    total = 0.0
    for number, share in enumerate(shares):
        total += share
        if at < total:
            return number
    # Rounding may leave the sum just under one: the last that can be drawn at all.
    return max(number for number, share in enumerate(shares) if share > 0)


def _uniform(*parts: object) -> float:
    """Return a number in [0, 1) that depends on the parts only: 52 bits of their SHA-256."""
    return int(digest(list(parts))[:13], 16) / 2**52


def _name(program: Program) -> str:
    return getattr(program, "__name__", type(program).__name__)
