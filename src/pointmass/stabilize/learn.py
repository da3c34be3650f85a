"""From a sample to programs: what there is to learn from, and who learns from which part of it."""

from __future__ import annotations

import functools
import time
import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

from pointmass.digest import digest
from pointmass.errors import ExamplesError
from pointmass.sample import Mode, SampleData
from pointmass.signature import Annotation, show
from pointmass.spec import Spec
from pointmass.synthesis import Candidate, Signature, synthesize
from pointmass.synthesis.problem import problem

CROSS_FIT_BELOW = 60
"""Settled inputs below which every one is both learned from and certified on, by a program that did not see it."""

FOLDS = 5
"""Into how many parts few inputs are cut for that."""

_PATIENCE = 1.5
"""How many times its budget a search may wait on a busy machine: where `pointmass.synthesis.problem` stops it in any case."""

_BARE = (str, int, float, bool)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one sample teaches.

    Attributes:
        settled: The inputs whose draws, two or more, agree on a value: what is learned from and certified on.
        contested: The inputs whose draws are divided, or whose mode is no value: what stays with the model.
    """

    settled: tuple[Mode, ...]
    contested: tuple[Mode, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """One settled input, answered by a program that did not see it.

    Attributes:
        row: The number of the input in the sample.
        answered: Whether the guard let the program answer.
        agrees: Whether the answer was the model's mode; ``False`` when it was not answered.
        answer: The program's answer, JSON data; ``None`` when it was not answered.
    """

    row: int
    answered: bool
    agrees: bool
    answer: Any = None


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned.

    Attributes:
        candidates: The programs, best first; the first is the one that would be bound.
        trials: The trials that certify it, one for each certified input.
        method: How inputs were split between learning and certifying, in words.
        searches: How many searches were made.
        cut_off: How many of them used up their time, so that a longer one might have found something else.
    """

    candidates: tuple[Candidate, ...]
    trials: tuple[Trial, ...]
    method: str
    searches: int = 0
    cut_off: int = 0


@dataclass(frozen=True, slots=True)
class Search:
    """One search: the programs, best first, and whether it used up its time."""

    found: tuple[Candidate, ...] = ()
    cut_off: bool = False


def lesson(sample: SampleData) -> Lesson:
    """Split the inputs of a sample into those that agree on a value and those that do not."""
    modes = sample.modes()
    settled = [m for m in modes if m.is_value and m.word in {"unanimous", "settled"}]
    return Lesson(tuple(settled), tuple(m for m in modes if m not in settled))


def learn(sample: SampleData, what: Lesson, *, budget: float) -> Learned:
    """Find programs for a sample, and try each certified input on a program that did not see it.

    With few settled inputs (``CROSS_FIT_BELOW``) they are cut into ``FOLDS`` parts, each tried on what the other parts
    teach, and the program that is proposed learns from all (cross-fitting). With more, one half teaches and the other
    half certifies.

    Args:
        sample: The draws.
        what: Which inputs teach.
        budget: Seconds for one search.
    """
    find = functools.partial(_search, sample, what, budget=budget)
    order = sorted(what.settled, key=lambda mode: digest(dict(sample.rows[mode.row])))
    if len(order) >= CROSS_FIT_BELOW:
        extract, certify = order[0::2], order[1::2]
        half = find(extract)
        method = f"by a program that learned from {len(extract)} other inputs"
        return Learned(half.found, tuple(_trials(sample, half.found, certify)), method, 1, int(half.cut_off))
    folds = min(FOLDS, len(order))
    trials: list[Trial] = []
    searches: list[Search] = []
    for number in range(folds):
        others = [mode for i, mode in enumerate(order) if i % folds != number]
        searches += [find(others)] if others else [Search()]
        trials += _trials(sample, searches[-1].found, order[number::folds])
    searches.append(find(order))
    method = f"each by a program that had not seen it ({folds} folds)"
    tried = tuple(sorted(trials, key=lambda trial: trial.row))
    return Learned(searches[-1].found, tried, method, len(searches), sum(each.cut_off for each in searches))


def as_input(spec: Spec, row: Mapping[str, Any]) -> Any:
    """Return an input as the synthesizer takes it: the bare value, or a list of values for several parameters."""
    values = [row[p.name] for p in spec.parameters]
    return values[0] if len(values) == 1 else values


def signature_of(spec: Spec) -> Signature:
    """Return the signature that the code gets: the spec's, with types that plain Python has.

    Code is called by position, so that a parameter whose name would hide what the code needs (``json``, ``list``) gets
    another there: ``json_``.
    """
    taken = {spec.name} | {p.name for p in spec.parameters}
    kinds = [(_safe(p.name, taken), *_plain_type(p.annotation)) for p in spec.parameters]
    returns, imports = _plain_type(spec.returns)
    needed = {line for _, _, lines in kinds for line in lines} | set(imports)
    parameters = tuple((name, text) for name, text, _ in kinds)
    return Signature(parameters=parameters, returns=returns, doc=spec.prompt, imports=tuple(sorted(needed)))


def _refused(name: str) -> bool:
    """Whether the synthesizer refuses a name; asked of it, so that there is one list of names only."""
    try:
        problem([("", "")], name=name, budget=0.0, signature=None, contested=(), unlabelled=())
    except ExamplesError:
        return True
    return False


def _safe(name: str, taken: set[str]) -> str:
    """Return a name that the synthesizer takes: the parameter's own, or the same with underscores behind it."""
    safe = name
    while _refused(safe) or (safe != name and safe in taken):
        safe += "_"
    return safe


def _search(sample: SampleData, what: Lesson, teaching: Sequence[Mode], *, budget: float) -> Search:
    spec = sample.spec
    ordered = sorted(teaching, key=lambda mode: mode.row)
    seen = {mode.row for mode in ordered} | {mode.row for mode in what.contested}
    computing, waiting = time.thread_time(), time.perf_counter()
    found = synthesize(
        [(as_input(spec, sample.rows[mode.row]), mode.outcome) for mode in ordered],
        name=spec.name,
        budget=budget,
        signature=signature_of(spec),
        contested=[as_input(spec, sample.rows[mode.row]) for mode in what.contested],
        unlabelled=[as_input(spec, row) for i, row in enumerate(sample.rows) if i not in seen],
    )
    # What ended before its time was not cut off; what did not may have been, or may have been done just then.
    late = time.thread_time() - computing > budget or time.perf_counter() - waiting > _PATIENCE * budget
    return Search(tuple(found), late)


def _trials(sample: SampleData, found: Sequence[Candidate], modes: Sequence[Mode]) -> list[Trial]:
    return [_trial(sample, found[0] if found else None, mode) for mode in modes]


def _trial(sample: SampleData, candidate: Candidate | None, mode: Mode) -> Trial:
    given = as_input(sample.spec, sample.rows[mode.row])
    if candidate is None or not candidate.accepts(given):
        return Trial(mode.row, answered=False, agrees=False)
    try:
        answer = candidate(given)
    except Exception:  # noqa: BLE001 - code that raises falls through to the model, so it has not answered
        return Trial(mode.row, answered=False, agrees=False)
    return Trial(mode.row, answered=True, agrees=answer == mode.outcome, answer=answer)


def _plain_type(annotation: Annotation) -> tuple[str, tuple[str, ...]]:
    """Write a type with what plain Python has: the code works on JSON data, and imports nothing of the user's."""
    origin: Any = typing.get_origin(annotation)
    if annotation in _BARE or annotation is type(None):
        return show(annotation), ()
    if origin is Literal and all(isinstance(value, str | int | bool) for value in typing.get_args(annotation)):
        return show(annotation), ("from typing import Literal",)
    if origin is list:
        inner, imports = _plain_type(typing.get_args(annotation)[0])
        return f"list[{inner}]", imports
    if origin in (typing.Union, types.UnionType):
        parts = [_plain_type(argument) for argument in typing.get_args(annotation)]
        return " | ".join(text for text, _ in parts), tuple(line for _, lines in parts for line in lines)
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return " | ".join(sorted({type(member.value).__name__ for member in annotation})), ()
    return "Any", ("from typing import Any",)
