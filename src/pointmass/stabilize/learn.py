"""From a sample to programs: what there is to learn from, and who learns from which part of it."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pointmass.digest import canonical, digest
from pointmass.sample import Mode, SampleData
from pointmass.stabilize.exceptions import handing_back
from pointmass.stabilize.lesson import Lesson
from pointmass.stabilize.nearest import nearest
from pointmass.stabilize.signature import as_input, signature_of
from pointmass.synthesis import Candidate, synthesize

CROSS_FIT_BELOW = 60
"""Settled inputs below which every one is both learned from and certified on, by a program that did not see it."""

FOLDS = 5
"""Into how many parts few inputs are cut for that."""

_PATIENCE = 1.5
"""How many times its budget a search may wait on a busy machine: where `pointmass.synthesis.problem` stops it in any case."""


@dataclass(frozen=True, slots=True)
class How:
    """How programs are searched for.

    Attributes:
        budget: Seconds for one search.
        allow_model: Whether a fitted model may choose a label where no rule does.
        tolerated: The share of the inputs that a program may leave to the model because it does not explain them, a
            fraction in [0, 1).
    """

    budget: float
    allow_model: bool = False
    tolerated: float = 0.0


@dataclass(frozen=True, slots=True)
class Trial:
    """One settled input, answered by a program that did not see it.

    Attributes:
        row: The number of the input in the sample.
        reach: How many levels of the guard, from the loosest on, let the program answer; 0 when none does.
        agrees: Whether the answer is the model's mode; ``False`` where there is none.
        answer: The program's answer, JSON data; ``None`` where there is none.
    """

    row: int
    reach: int = 0
    agrees: bool = False
    answer: Any = None

    def answered(self, level: int) -> bool:
        """Whether the program answers with its guard at a level, 0 being the loosest."""
        return self.reach > level


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned.

    Attributes:
        candidates: The programs, best first; the first is the one that would be bound.
        trials: The trials that certify it, one for each certified input.
        method: How inputs were split between learning and certifying, in words.
        levels: How many levels the guards have, at least 1.
        searches: How many searches were made.
        cut_off: How many of them used up their time, so that a longer one might have found something else.
        left_out: The rows of settled inputs that the program does not explain, and hands back.
    """

    candidates: tuple[Candidate, ...]
    trials: tuple[Trial, ...]
    method: str
    levels: int = 1
    searches: int = 0
    cut_off: int = 0
    left_out: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Search:
    """One search.

    Attributes:
        found: The programs, best first.
        cut_off: Whether it used up its time.
        left_out: The rows of settled inputs that no program of moderate size explains together with the others: the
            programs hand them back.
    """

    found: tuple[Candidate, ...] = ()
    cut_off: bool = False
    left_out: frozenset[int] = frozenset()

    @property
    def explains(self) -> bool:
        """Whether a program was found, and not only a table of what is known."""
        return bool(self.found) and self.found[0].kind != "table"


@dataclass(frozen=True, slots=True)
class Split:
    """Who teaches the program that is proposed, and what certifies it.

    Attributes:
        teaching: The settled inputs that it learns from.
        certifying: The settled inputs that it is tried on; the same ones where folds are made of them.
        halved: Whether the two have no input in common.
    """

    teaching: tuple[Mode, ...]
    certifying: tuple[Mode, ...]
    halved: bool


def split(sample: SampleData, what: Lesson) -> Split:
    """Split the settled inputs by their content: in halves where they are many, in folds where they are few.

    Inputs that stand as examples in the prompt teach, and certify nothing.
    """
    certifying = [mode for mode in what.settled if mode.row not in what.shown]
    shown = tuple(mode for mode in what.settled if mode.row in what.shown)
    order = sorted(certifying, key=lambda mode: digest(dict(sample.rows[mode.row])))
    if len(order) >= CROSS_FIT_BELOW:
        return Split((*order[0::2], *shown), tuple(order[1::2]), halved=True)
    return Split((*order, *shown), tuple(order), halved=False)


def search(
    sample: SampleData, what: Lesson, teaching: Sequence[Mode], *, how: How, held: Collection[int] = ()
) -> Search:
    """Search for programs; where none explains all inputs, for one that explains nearly all and hands the others back.

    Args:
        sample: The draws.
        what: What teaches, and which inputs are contested.
        teaching: The settled inputs to learn from.
        how: The time, and what is allowed.
        held: The rows that the programs will be tried on: what was made from one of them is not taught.
    """
    made = _search(sample, what, teaching, how=how, held=held)
    if made.explains or not how.tolerated:
        return made
    near = nearest(sample, teaching, budget=how.budget / 2)
    if near is None or not 0 < len(near.missed) <= how.tolerated * len(teaching):
        return made
    kept = [mode for mode in teaching if mode not in near.missed]
    again = _search(sample, replace(what, contested=(*what.contested, *near.missed)), kept, how=how, held=held)
    return replace(again, left_out=frozenset(mode.row for mode in near.missed)) if again.explains else made


def certify(sample: SampleData, what: Lesson, final: Search, *, how: How, whole: bool = False) -> Learned:
    """Try each certified input on a program that did not see it.

    With few settled inputs (``CROSS_FIT_BELOW``) they are cut into ``FOLDS`` parts, each tried on what the other parts
    teach, and the program that is proposed learns from all (cross-fitting). With more, one half teaches and the other
    half certifies.

    Args:
        sample: The draws.
        what: Which inputs teach.
        final: The search whose first program is proposed.
        how: The time for one search, and what is allowed.
        whole: Whether the sample holds every input that there is: then the program is tried on all of them itself,
            because no other input can come.
    """
    parts = split(sample, what)
    tried: list[tuple[Search, Sequence[Mode]]]
    if whole:
        tried = [(final, what.settled)]
        method = f"tried on all {len(sample)} inputs that there are"
    elif not final.explains:
        tried, method = [], "no program explains them" if what.settled else "no input is settled"
    elif not parts.certifying:
        tried, method = [], "each was shown to the model as an example, or decided by a person"
    elif parts.halved:
        tried = [(final, parts.certifying)]
        method = f"tried by a program that learned from {len(parts.teaching)} other inputs"
    else:
        tried = _folds(sample, what, parts, how=how)
        method = f"each tried by a program that had not seen it ({len(tried)} folds)"
    searches = [final, *(made for made, _ in tried if made is not final)]
    levels = max((len(each.found[0].levels) for each in searches if each.found), default=1)
    trials = [_trial(sample, made.found, mode, levels=levels) for made, modes in tried for mode in modes]
    return Learned(
        final.found,
        tuple(sorted(trials, key=lambda trial: trial.row)),
        method,
        levels,
        len(searches),
        sum(each.cut_off for each in searches),
        final.left_out,
    )


def _folds(sample: SampleData, what: Lesson, parts: Split, *, how: How) -> list[tuple[Search, Sequence[Mode]]]:
    """Learn once for each part of the inputs, from all but that part."""
    folds = min(FOLDS, len(parts.certifying))
    made: list[tuple[Search, Sequence[Mode]]] = []
    for number in range(folds):
        held = parts.certifying[number::folds]
        rows = {mode.row for mode in held}
        others = [mode for mode in parts.teaching if mode.row not in rows]
        made.append((search(sample, what, others, how=how, held=rows) if others else Search(), held))
    return made


def _search(sample: SampleData, what: Lesson, teaching: Sequence[Mode], *, how: How, held: Collection[int]) -> Search:
    spec = sample.spec
    ordered = sorted(teaching, key=lambda mode: mode.row)
    beside = [each for each in what.taught if each.parent is None or each.parent not in held]
    known = {mode.row for mode in (*ordered, *what.contested)}
    examples = [(as_input(spec, sample.rows[mode.row]), mode.outcome) for mode in ordered]
    examples += [(as_input(spec, each.row), each.outcome) for each in beside if not each.handed_back]
    contested = [as_input(spec, sample.rows[mode.row]) for mode in what.contested]
    contested += [as_input(spec, each.row) for each in beside if each.handed_back]
    computing, waiting = time.thread_time(), time.perf_counter()
    found = synthesize(
        examples,
        name=spec.name,
        budget=how.budget,
        signature=signature_of(spec),
        contested=contested,
        unlabelled=[as_input(spec, row) for i, row in enumerate(sample.rows) if i not in known],
        allow_model=how.allow_model,
    )
    # What ended before its time was not cut off; what did not may have been, or may have been done just then.
    late = time.thread_time() - computing > how.budget or time.perf_counter() - waiting > _PATIENCE * how.budget
    return Search(tuple(handing_back(each, contested) for each in found), late)


def _trial(sample: SampleData, found: Sequence[Candidate], mode: Mode, *, levels: int) -> Trial:
    given = as_input(sample.spec, sample.rows[mode.row])
    reach = sum(found[0].at(level).accepts(given) for level in range(levels)) if found else 0
    if not reach:
        return Trial(mode.row)
    try:
        answer = found[0](given)
    except Exception:  # noqa: BLE001 - code that raises falls through to the model, so it has not answered
        return Trial(mode.row)
    return Trial(mode.row, reach, agrees=canonical(answer) == canonical(mode.outcome), answer=answer)
