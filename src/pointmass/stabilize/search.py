"""Search programs with the synthesizer for the settled inputs of a sample."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from pointmass.sample import InputMode, SampleData
from pointmass.stabilize.signature import as_input, signature_of
from pointmass.stabilize.training_set import TrainingSet
from pointmass.synthesis import Candidate, Effort, synthesize


@dataclass(frozen=True, slots=True)
class SearchOptions:
    """The options of a search.

    Attributes:
        budget: The effort of one search, in seconds (`pointmass.synthesis.Effort` counts them in steps).
        allow_model: Whether a fitted model may choose labels if no rules do.
    """

    budget: float
    allow_model: bool = False


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The result of one search.

    Attributes:
        found: The programs, the best first.
        exceptions: The rows of settled inputs that the first program, without guard, answers differently from the
            model.
        cut_off: Whether the search used up its budget.
        by_clock: Whether the clock ended it, and not the number of steps, so that another run may find something else.
    """

    found: tuple[Candidate, ...] = ()
    exceptions: frozenset[int] = frozenset()
    cut_off: bool = False
    by_clock: bool = False

    @property
    def explains(self) -> bool:
        """Whether a program was found, and not only a table of the known inputs."""
        return bool(self.found) and self.found[0].kind != "table"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many searches were made, and how they ended.

    Attributes:
        made: The number of searches.
        cut_off: How many of them used up their budget.
        by_clock: How many of those the clock ended, so that another run may find something else.
    """

    made: int = 0
    cut_off: int = 0
    by_clock: int = 0

    def __add__(self, other: SearchResult | Tally) -> Tally:
        """Add another search, or another tally."""
        more = Tally(1, other.cut_off, other.by_clock) if isinstance(other, SearchResult) else other
        return Tally(self.made + more.made, self.cut_off + more.cut_off, self.by_clock + more.by_clock)


def search(
    sample: SampleData,
    training: TrainingSet,
    teaching: Sequence[InputMode],
    *,
    options: SearchOptions,
    held: Collection[int] = (),
) -> SearchResult:
    """Search for programs.

    Args:
        sample: The draws.
        training: The training data; its labelled examples are used as well.
        teaching: The settled inputs to learn from.
        options: The options.
        held: The rows on which the programs will be tested; neither these nor examples made from them are used.
    """
    spec = sample.spec
    ordered = sorted((mode for mode in teaching if mode.row not in held), key=lambda mode: mode.row)
    beside = [each for each in training.taught if each.parent is None or each.parent not in held]
    examples = [(as_input(spec, sample.rows[mode.row]), mode.outcome) for mode in ordered]
    examples += [(as_input(spec, each.row), each.outcome) for each in beside if not each.handed_back]
    if not examples:
        return SearchResult()
    effort = Effort(options.budget)
    found = synthesize(
        examples,
        name=spec.name,
        budget=effort,
        signature=signature_of(spec),
        allow_model=options.allow_model,
    )
    wrong = [at for at in found[0].missed if at < len(ordered) and _answers(found[0], examples[at][0])] if found else []
    exceptions = frozenset(ordered[at].row for at in wrong)
    return SearchResult(tuple(found), exceptions, effort.used_up or effort.by_clock, effort.by_clock)


def _answers(candidate: Candidate, given: Any) -> bool:
    try:
        return candidate(given) is not None
    except Exception:  # noqa: BLE001 - a program that raises on an input gives no answer
        return False
