"""Let a model write code for a spec: request it, read it, run it on the shown inputs, and request corrections."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pointmass.draw import Draw
from pointmass.errors import ContractError, InputError, LimitError, ModelError
from pointmass.models.base import Model, Request
from pointmass.sample.cost import Cost, add_up
from pointmass.sampler.result import as_draw
from pointmass.sandbox import Limits
from pointmass.spec import Spec
from pointmass.stabilize.written.answer import code_of
from pointmass.stabilize.written.brief import correction_request, draft_request, prompt_text
from pointmass.stabilize.written.confined import sandbox_for
from pointmass.stabilize.written.contract import CheckedModule, read_module
from pointmass.stabilize.written.quoting import quoted
from pointmass.stabilize.written.teaching import Teaching, TeachingScore
from pointmass.stabilize.written.trying import tried_on

ROUNDS = 2
"""How many corrections of a draft are requested by default."""

LIMITS = Limits(seconds=1.0, total_seconds=10.0, timeouts=3)
"""The limits for running one version of a draft on the shown inputs."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: the result of one request for code, with its corrections.

    Attributes:
        number: Its number, from 0.
        module: The best version that keeps the contract; ``None`` if none does.
        tried: The results of that version on the shown inputs; ``None`` if there is none.
        repeated: The shown inputs that it quotes.
        reasons: Why there is no module, or why there was no further correction; empty if nothing went wrong.
        prompt: The request for the draft, as text to be kept.
        rounds: How many corrections were requested.
        calls: All answers of the model, as draws numbered by round.
    """

    number: int
    module: CheckedModule | None
    tried: TeachingScore | None
    repeated: tuple[str, ...]
    reasons: tuple[str, ...]
    prompt: str
    rounds: int
    calls: tuple[Draw, ...]

    @property
    def models(self) -> tuple[str, ...]:
        """The models that answered, as the service names them, each once."""
        return tuple(dict.fromkeys(call.model for call in self.calls if call.model is not None))

    @property
    def cost(self) -> Cost:
        """The cost of its answers."""
        return add_up(self.calls)


@dataclass(frozen=True, slots=True)
class _Version:
    """One version of a draft: the code, and what is wrong with it."""

    code: str
    faults: tuple[str, ...] = ()
    module: CheckedModule | None = None
    tried: TeachingScore | None = None
    repeated: tuple[str, ...] = ()

    @property
    def is_right(self) -> bool:
        return self.module is not None and not self.repeated and not (self.tried and self.tried.wrong)

    @property
    def rank(self) -> tuple[bool, bool, bool, int, float]:
        """A sort key, lower is better: keeps the contract, quotes no inputs, answers any, few wrong, many answered."""
        wrong, answered = (len(self.tried.wrong), self.tried.answered) if self.tried else (0, 0.0)
        return self.module is None, bool(self.repeated), not answered, wrong, -answered


async def drafts(
    model: Model,
    spec: Spec,
    teaching: Sequence[Teaching],
    *,
    number: int,
    rounds: int = ROUNDS,
    tried: Callable[[CheckedModule], TeachingScore] | None = None,
    fields: Sequence[str] = (),
    allow_imports: Sequence[str] = (),
) -> tuple[Draft, ...]:
    """Let a model write several drafts of code for a spec, at the same time.

    Each draft is read and run in the sandbox on the shown inputs, and corrections are requested for what is wrong. The
    best version is kept: one that quotes no input and answers any, has the fewest wrong answers, then the most answers.
    An error of the model ends only its own draft.

    Args:
        model: The author. The index of its requests is the number of the draft.
        spec: The spec that the code is to replace.
        teaching: The inputs to learn from, with the answers of the spec's model.
        number: The number of drafts, at least 1.
        rounds: The greatest number of corrections of a draft, 0 or more.
        tried: Runs a module on the shown inputs, called in a separate thread; by default in the sandbox.
        fields: The fields of a record that are wanted; by default all.
        allow_imports: What the code may import besides the standard library, by name: installed libraries of pure
            Python.

    Returns:
        The drafts, ``(number,)``.

    Raises:
        InputError: A number is out of range, or there are no inputs to learn from.
        NoModelError: There is no model to ask.
        SandboxError: Code cannot be confined here; nothing was asked.
    """
    if number < 1 or rounds < 0 or not teaching:
        got = f"number={number}, rounds={rounds} and {len(teaching)} inputs to learn from"
        raise InputError(f"drafts of {spec.name!r}: got {got}; needed are 1 draft, 0 rounds and 1 input at least")
    request = draft_request(spec, teaching, fields=fields, allow_imports=allow_imports)
    if tried is not None:
        return await _all(model, _Task(spec, request, tuple(teaching), rounds, tried, tuple(allow_imports)), number)
    with sandbox_for(allow_imports, limits=LIMITS) as sandbox:
        trying = tried_on(sandbox, spec, teaching)
        return await _all(model, _Task(spec, request, tuple(teaching), rounds, trying, tuple(allow_imports)), number)


@dataclass(frozen=True, slots=True)
class _Task:
    """The arguments that all drafts share."""

    spec: Spec
    request: Request
    teaching: tuple[Teaching, ...]
    rounds: int
    tried: Callable[[CheckedModule], TeachingScore]
    allow_imports: tuple[str, ...]


async def _all(model: Model, task: _Task, number: int) -> tuple[Draft, ...]:
    """Write all drafts at the same time; if one raises an error, the others are cancelled."""
    waiting = [asyncio.ensure_future(_one(model, task, each)) for each in range(number)]
    try:
        return tuple(await asyncio.gather(*waiting))
    finally:
        for each in waiting:
            each.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def _one(model: Model, task: _Task, number: int) -> Draft:
    versions: list[_Version] = []
    calls: list[Draw] = []
    reasons: list[str] = []
    request = task.request
    for round_ in range(task.rounds + 1):
        if versions:
            request = _correction(task, versions[-1], round_)
        try:
            call = as_draw(await model.complete(request, number), _as_text(task.spec), round_)
        except (ModelError, LimitError) as error:
            reasons.append(str(error))
            break
        calls.append(call)
        if call.status == "refusal":
            reasons.append(f"draft {number} of {task.spec.name!r}: the model refused to write it ({call.detail})")
            break
        if versions and code_of(call.text) == versions[-1].code:
            reasons.append(f"draft {number} of {task.spec.name!r}: the same code came again after correction {round_}")
            break
        versions.append(await _read(call, task))
        if versions[-1].is_right:
            break
    best = min(reversed(versions), key=lambda version: version.rank, default=_Version(""))
    return Draft(
        number=number,
        module=best.module,
        tried=best.tried,
        repeated=best.repeated,
        reasons=(*best.faults, *reasons),
        prompt=prompt_text(task.request),
        rounds=max(0, len(calls) - 1),
        calls=tuple(calls),
    )


async def _read(call: Draw, task: _Task) -> _Version:
    """Read one answer, and run its code on the shown inputs."""
    code = code_of(call.text)
    if call.status == "truncated":
        return _Version(code, (f"the answer was cut off ({call.detail}); write a shorter module",))
    try:
        module = read_module(code, spec=task.spec, allow_imports=task.allow_imports)
    except ContractError as error:
        return _Version(code, error.faults)
    repeated = quoted(module, [dict(each.row) for each in task.teaching])
    tried = await asyncio.to_thread(task.tried, module)
    return _Version(code, module=module, tried=tried, repeated=tuple(repeated))


def _correction(task: _Task, last: _Version, number: int) -> Request:
    return correction_request(
        task.spec,
        task.request,
        answer=last.code,
        number=number,
        faults=last.faults,
        repeated=last.repeated,
        tried=last.tried,
    )


def _as_text(spec: Spec) -> Spec:
    """Return the spec with texts as results, as the answer is code and not a result of the spec."""
    return dataclasses.replace(spec, returns=str, examples=())
