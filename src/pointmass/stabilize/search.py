"""From a sample to programs: what the synthesizer makes of the inputs that teach it."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pointmass.sample import Mode, SampleData
from pointmass.stabilize.lesson import Lesson
from pointmass.stabilize.signature import as_input, signature_of
from pointmass.synthesis import Candidate, synthesize

_PATIENCE = 1.5
"""How many times its budget a search may wait on a busy machine: where `pointmass.synthesis.problem` stops it in any case."""


@dataclass(frozen=True, slots=True)
class How:
    """How programs are searched for.

    Attributes:
        budget: Seconds for one search.
        allow_model: Whether a fitted model may choose a label where no rule does.
    """

    budget: float
    allow_model: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """One search.

    Attributes:
        found: The programs, best first.
        cut_off: Whether it used up its time.
    """

    found: tuple[Candidate, ...] = ()
    cut_off: bool = False

    @property
    def explains(self) -> bool:
        """Whether a program was found, and not only a table of what is known."""
        return bool(self.found) and self.found[0].kind != "table"


def search(
    sample: SampleData, what: Lesson, teaching: Sequence[Mode], *, how: How, held: Collection[int] = ()
) -> Search:
    """Search for programs.

    Args:
        sample: The draws.
        what: What teaches beside the sample.
        teaching: The settled inputs to learn from.
        how: The time, and what is allowed.
        held: The rows that the programs will be tried on: neither they nor what was made from them is shown, not even
            without its answer.
    """
    spec = sample.spec
    ordered = sorted((mode for mode in teaching if mode.row not in held), key=lambda mode: mode.row)
    beside = [each for each in what.taught if each.parent is None or each.parent not in held]
    examples = [(as_input(spec, sample.rows[mode.row]), mode.outcome) for mode in ordered]
    examples += [(as_input(spec, each.row), each.outcome) for each in beside if not each.handed_back]
    if not examples:
        return Search()
    computing, waiting = time.thread_time(), time.perf_counter()
    found = synthesize(
        examples,
        name=spec.name,
        budget=how.budget,
        signature=signature_of(spec),
        allow_model=how.allow_model,
    )
    # What ended before its time was not cut off; what did not may have been, or may have been done just then.
    late = time.thread_time() - computing > how.budget or time.perf_counter() - waiting > _PATIENCE * how.budget
    return Search(tuple(found), late)
