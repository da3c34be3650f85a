"""Who writes candidates: the synthesizer, which learns anew for every fold, and anybody whose code stands as it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pointmass.sample import SampleData
from pointmass.stabilize.code import Code
from pointmass.stabilize.lesson import Lesson
from pointmass.stabilize.search import How, Search, Tally, search
from pointmass.synthesis import Candidate

SYNTHESIZER = "the synthesizer"

_OF_A_FOLD = 0.6
"""The share of the effort of a search that one with a part held out gets: it has fewer inputs, and five of it are made."""


@dataclass(slots=True)
class Synthesizer:
    """Learns a program from the settled inputs that are not held out.

    Attributes:
        sample: The draws.
        what: What teaches.
        how: The time for one search, and what is allowed.
        final: The search over all inputs, where it was made already.
        tables: Whether a list of known inputs will do: where the sample holds every input that there is.
        searches: How many searches were made, and how they ended.
    """

    sample: SampleData
    what: Lesson
    how: How
    final: Search | None = None
    tables: bool = False
    searches: Tally = field(default=Tally(), init=False)

    def code(self, held: frozenset[int]) -> Code | None:
        """Learn from all settled inputs but some."""
        made = self.final if self.final is not None and not held else self._search(held)
        if not made.found or not (made.explains or self.tables):
            return None
        return replace(code_of(made.found[0]), exceptions=made.exceptions)

    def _search(self, held: frozenset[int]) -> Search:
        how = replace(self.how, budget=self.how.budget * (_OF_A_FOLD if held else 1.0))
        made = search(self.sample, self.what, self.what.settled, how=how, held=held)
        self.searches += made
        return made


@dataclass(frozen=True, slots=True)
class Standing:
    """Code that stands as it is, whoever wrote it."""

    written: Code

    def code(self, held: frozenset[int]) -> Code | None:  # noqa: ARG002 - it saw what it saw
        """Return the code."""
        return self.written


def code_of(candidate: Candidate) -> Code:
    """Return a program of the synthesizer as code, with its guards as versions of its module: the standard one and stricter."""
    levels = range(candidate.strictness, len(candidate.levels))
    versions = tuple(dict.fromkeys(candidate.at(level).source for level in levels))
    return Code(SYNTHESIZER, candidate.kind, candidate.words, candidate.name, versions, learned=True)
