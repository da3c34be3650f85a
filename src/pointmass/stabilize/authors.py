"""The authors of candidates: the synthesizer, which learns anew for every fold, and code of a person or a model."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pointmass.sample import SampleData
from pointmass.stabilize.code import Code
from pointmass.stabilize.search import SearchOptions, SearchResult, Tally, search
from pointmass.stabilize.training_set import TrainingSet
from pointmass.synthesis import Candidate

SYNTHESIZER = "the synthesizer"

_OF_A_FOLD = 0.6
"""The effort of a search with a part held out, as a share of that of the full search: there are five such searches."""


@dataclass(slots=True)
class Synthesizer:
    """Learns a program from the settled inputs that are not held out.

    Attributes:
        sample: The draws.
        training: The training data.
        options: The options of the search.
        final: The search over all inputs, if it was made already.
        tables: Whether a table of known inputs is allowed as code: if the sample has every possible input.
        searches: How many searches were made, and how they ended.
    """

    sample: SampleData
    training: TrainingSet
    options: SearchOptions
    final: SearchResult | None = None
    tables: bool = False
    searches: Tally = field(default=Tally(), init=False)

    def code(self, held: frozenset[int]) -> Code | None:
        """Learn from the settled inputs without the rows in *held*; ``None`` if no program explains them."""
        made = self.final if self.final is not None and not held else self._search(held)
        if not made.found or not (made.explains or self.tables):
            return None
        return replace(code_of(made.found[0]), exceptions=made.exceptions)

    def _search(self, held: frozenset[int]) -> SearchResult:
        options = replace(self.options, budget=self.options.budget * (_OF_A_FOLD if held else 1.0))
        made = search(self.sample, self.training, self.training.settled, options=options, held=held)
        self.searches += made
        return made


@dataclass(frozen=True, slots=True)
class FixedCode:
    """Code that was written once and does not depend on what is held out."""

    written: Code

    def code(self, held: frozenset[int]) -> Code | None:  # noqa: ARG002 - the code is always the same
        """Return the code."""
        return self.written


def code_of(candidate: Candidate) -> Code:
    """Return a program of the synthesizer as code; its versions have the guard in force and the stricter ones."""
    strict_enough = range(candidate.strictness, len(candidate.by_strictness))
    versions = tuple(dict.fromkeys(candidate.at(strictness).source for strictness in strict_enough))
    return Code(SYNTHESIZER, candidate.kind, candidate.words, candidate.name, versions, learned=True)
