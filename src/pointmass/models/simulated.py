"""A model made of Python programs: a mixture with known weights, so that the results of methods can be checked."""

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
"""A function that takes the inputs of a spec by keyword (JSON data) and returns the result: an object, JSON data, a
text, or a whole ``Completion`` to simulate a refusal, a truncation or a violation of the format."""

Mixture: TypeAlias = "Mapping[Program, float] | Iterable[tuple[Program, float]]"
"""Programs with their weights, which are positive and need not add up to one."""


class SimulatedModel(Model):
    """A model that samples a program, then executes it: D(out|spec,in) = Σ Pr[P|spec] · D(out|P,in).

    Every choice is computed from a hash of the seed, the name of the spec and the number of the draw, so draws are the
    same in any order and in any process.

    Args:
        programs: The programs with their weights.
        seed: The seed; another one gives another sequence of draws.
        noise: The share of answers, in [0, 1], that come from another program of the mixture, drawn for each input by
            itself.
        name: The name of the model in messages and results.
        latency: Seconds that each answer takes.
        linked: Whether draw *i* uses one program for all inputs (True), or one drawn for each input (False). By default
            it depends on the request: one program for a conversation (``sample(..., linked=True)``), else one for each
            input.
        tokens: The numbers of input and output tokens to report for each answer; by default none are reported.
        price: The price of these tokens.

    Attributes:
        shares: The weights of the programs, scaled to add up to one, in the order given.

    Raises:
        InputError: There is no program, a weight is not positive, or the noise is out of range or has no other program.
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
        """The name, and a digest of the seed, the noise, the weights and the code of the programs."""
        return self._identity

    @property
    def at_once(self) -> bool:
        """Whether no latency is simulated; then a call runs the program on the calling thread."""
        return not self._latency

    @property
    def priced(self) -> bool:
        """Whether tokens and a price are given."""
        return self._tokens is not None and self.price is not None

    def program(self, request: Request, index: int) -> Program:
        """Return the program that answers draw *index* of *request*, to check what an analysis of the draws finds."""
        if len(self._programs) == 1:
            return self._programs[0]
        linked = request.linked if self._linked is None else self._linked
        own = () if linked else (input_key(request.inputs),)
        at = _pick(self.shares, _uniform(self._seed, request.spec, index, *own))
        key = (self._seed, request.spec, index, input_key(request.inputs)) if self._noise else ()
        if self._noise and _uniform("noise", *key) < self._noise:
            # The weight of the chosen program is set to 0, so that another one answers.
            others = tuple(0.0 if number == at else share for number, share in enumerate(self.shares))
            at = _pick(others, _uniform("another", *key) * math.fsum(others))
        return self._programs[at]

    async def complete(self, request: Request, index: int) -> Completion:
        """Answer with the result of the draw's program for the inputs.

        Raises:
            ModelResponseError: The program raised an error.
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
    """Return a result as the text that a model would write: the text itself, or the JSON that the schema asks for."""
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
    # Rounding may leave the sum just under one: then take the last program with a weight above 0.
    return max(number for number, share in enumerate(shares) if share > 0)


def _uniform(*parts: object) -> float:
    """Return a number in [0, 1) computed from *parts*: 52 bits of their SHA-256."""
    return int(digest(list(parts))[:13], 16) / 2**52


def _name(program: Program) -> str:
    return getattr(program, "__name__", type(program).__name__)
