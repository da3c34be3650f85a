"""Have a model write code for a spec: ask, read, try on what it was shown, and hand back what is wrong."""

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
"""How often a draft goes back to its author, unless the caller says otherwise."""

LIMITS = Limits(seconds=1.0, total_seconds=10.0)
"""What one version of a draft may cost while it is tried on the inputs that it was shown."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The result of asking once for code, corrections included.

    Attributes:
        number: Its number, from 0.
        module: The best version that keeps the contract; ``None`` where none does.
        tried: What that version made of the shown inputs; ``None`` where there is none.
        repeated: The shown inputs that it repeats whole.
        reasons: Why there is no module, or why no further correction came; empty where nothing went wrong.
        prompt: The request for the draft, as text to be kept.
        rounds: How many corrections were asked for.
        calls: Every answer of the model that went into it, as draws numbered by round: what they cost, and who gave them.
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
    def response_ids(self) -> tuple[str, ...]:
        """The service's names for the answers."""
        return tuple(call.response_id for call in self.calls if call.response_id is not None)

    @property
    def cost(self) -> Cost:
        """What its answers cost."""
        return add_up(self.calls)


@dataclass(frozen=True, slots=True)
class _Version:
    """One answer: the code, and what is wrong with it."""

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
        """The lower the better: usable, no table of inputs, of some use, few wrong, many answered."""
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
    """Have a model write code for a spec, several times at once.

    Each draft is read, tried in the sandbox on the inputs that its author was shown, and handed back with what is wrong.
    Its best version is kept: one that repeats no input and answers any, gets the fewest wrong, then answers the most. An
    error of the model ends its own draft, and no other.

    Args:
        model: The author. It is asked with the number of the draft as its index.
        spec: What the code is to stand in for.
        teaching: The inputs to learn from, with what the model of the spec answered.
        number: How many drafts, at least 1.
        rounds: How often a draft may go back, 0 or more.
        tried: What tries a module on the shown inputs, called in a thread of its own; by default the sandbox.
        fields: The fields of a record that are wanted; by default all.
        allow_imports: What the code may import besides the standard library, by name: installed libraries of pure Python.

    Returns:
        The drafts, ``(number,)``.

    Raises:
        InputError: A number that cannot be, or nothing to learn from.
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
    """What all drafts have in common."""

    spec: Spec
    request: Request
    teaching: tuple[Teaching, ...]
    rounds: int
    tried: Callable[[CheckedModule], TeachingScore]
    allow_imports: tuple[str, ...]


async def _all(model: Model, task: _Task, number: int) -> tuple[Draft, ...]:
    """Have all drafts written at once; where one raises, the others are cancelled, and nothing keeps running."""
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
    """Read one answer, and try what it holds."""
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
    """Return the spec as one whose answers are texts: code is not of the type that the code returns."""
    return dataclasses.replace(spec, returns=str, examples=())
