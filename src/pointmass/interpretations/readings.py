"""The readings of a sample: groups of draws that give the same answer, input by input and across them, with how sure they are."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pointmass import stats
from pointmass.interpretations.coverage import Apart, Coverage, coverage, pooled_hold_out
from pointmass.interpretations.edits import Edit
from pointmass.interpretations.naming import telling_words
from pointmass.stats.interval import unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pointmass.interpretations.linked import Linked
    from pointmass.stats import Agreement, HoldOut, Interval, Unseen

UNSTABLE = 0.6
"""A reading of which less comes back in subsamples is not to be relied on (Hennig 2007, Comput. Stat. Data Anal. 52:258)."""


@dataclass(frozen=True, slots=True)
class Form:
    """One exact form of an answer, inside a reading.

    Attributes:
        value: The outcome as it was drawn.
        count: How often.
        canonical: The text that it shares with all forms that are equal after normalisation.
    """

    value: Any
    count: int
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One reading of the spec: the draws of one input (or of a plain list) that give the same answer.

    Attributes:
        label: Its number: 0 is the most frequent; of ties the shorter canonical text is first.
        count: Draws in it.
        total: Draws of the input that it was found in.
        exemplar: The most frequent exact form of the medoid, as drawn; ``None`` for draws without an answer.
        canonical: The text that all its answers share; for prose that of the medoid.
        reading: One line for a person.
        forms: Its exact forms, the most frequent first: what was merged here.
        input: The input that it was found in; ``None`` when no inputs were given, and for a program across inputs.
        among: Readings whose intervals are to hold at once; 1 for a reading within an input.
        stability: Of prose, how much of it comes back when a fifth of the draws is left out, a fraction; ``nan`` for
            readings that are exact.
        doubt: Why its weight has no interval; empty where it has one.
        name: What a person called it; empty where nobody did.
        edits: What a person did by hand that made it what it is.
    """

    label: int
    count: int
    total: int
    exemplar: Any
    canonical: str
    reading: str
    forms: tuple[Form, ...]
    input: Any = None
    among: int = 1
    stability: float = math.nan
    doubt: str = ""
    name: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def unstable(self) -> bool:
        """Whether less than 60 % of it comes back: not to be relied on."""
        return self.stability < UNSTABLE

    @property
    def is_value(self) -> bool:
        """Whether its draws gave a value: those that gave none are not a reading, and agree with nobody, one another included."""
        return self.exemplar is not None

    @property
    def share(self) -> float:
        """Its weight, a fraction in (0, 1]."""
        return self.count / self.total

    def interval(self, level: float = 0.95) -> Interval:
        """Bound the weight (Wilson): over the draws of its input, or over conversations for a program.

        The intervals of all programs hold at once (Bonferroni), as if it were certain which conversation follows which; with
        too few inputs to tell they are unknown, and so is that of a program that one conversation follows, or that does not
        come back in subsamples.
        """
        if self.doubt:
            return unknown(level, scope=stats.THESE, diag=self.doubt)
        return stats.wilson(self.count, self.total, 1 - (1 - level) / self.among)


@dataclass(frozen=True, slots=True)
class InputReadings:
    """The readings of one input.

    Attributes:
        input: The input; ``None`` when no inputs were given.
        count: Its draws.
        clusters: Its readings, the heaviest first.
        labels: The reading of each of its draws, in the order given.
        apart: Its draws told apart more strictly.
    """

    input: Any
    count: int
    clusters: tuple[Cluster, ...]
    labels: tuple[int, ...] = ()
    apart: Apart = field(default_factory=lambda: Apart("exact forms"))

    @property
    def readings(self) -> tuple[Cluster, ...]:
        """Its readings, draws that gave no value left out."""
        return tuple(each for each in self.clusters if each.is_value)

    def of_values(self, labels: Sequence[int]) -> list[int]:
        """Return the labels of the draws that gave a value.

        Args:
            labels: A label of each of its draws, in the order given.
        """
        nothing = {each.label for each in self.clusters if not each.is_value}
        return [label for label, own in zip(labels, self.labels, strict=True) if own not in nothing]

    def coverage(self, *, level: float = 0.95) -> tuple[Coverage, Coverage]:
        """Say how much has been seen: by the readings, and by what a stricter merging tells apart.

        Where both agree, how much was merged does not matter.

        Args:
            level: One-sided confidence of the hold-out bounds, a fraction in (0, 1).
        """
        finer = self.of_values(self.apart.labels or self.labels)
        own = self.of_values(self.labels)
        return coverage(own, "readings", level=level), coverage(finer, self.apart.how, level=level)

    def unseen(self) -> Unseen:
        """Estimate how many readings of this input there may be, seen or not. Conditional on what was merged."""
        return stats.unseen([each.count for each in self.readings])

    def hold_out(self, *, first: int | None = None, level: float = 0.95) -> HoldOut:
        """Bound the probability of readings that the first draws had not shown, by the draws after them.

        Args:
            first: How many draws, in the order given, freeze the readings; a third of them when left out.
            level: One-sided confidence, a fraction in (0, 1).
        """
        labels = self.of_values(self.labels)
        return stats.hold_out(labels, first=len(labels) // 3 if first is None else first, level=level)

    def words(self, *, most: int = 8) -> list[tuple[str, ...]]:
        """Return for each reading the words that set it apart from the others of this input, the strongest first.

        Args:
            most: Words per reading.
        """
        texts = [[str(form.value) for form in each.forms if form.value is not None] for each in self.clusters]
        return telling_words(texts, most=most)


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings of a sample, as data.

    Attributes:
        labels: One number per outcome, in the order given: the reading within its input, or the program across inputs
            (see ``programs``). Independent of the order of the draws.
        inputs: The readings input by input, in the order in which the inputs first came.
        kind: How outcomes were compared, one of `pointmass.interpretations.KINDS`.
        why: Why so.
        note: What this clustering cannot say.
        linked: How sure programs across inputs are, when conversations were given.
        programs: The programs across inputs, the heaviest first, when they could be told; ``labels`` are then theirs.
        name: The name that was sampled, where it is known.
        edits: What a person did to them by hand, as far as it is in force.
    """

    labels: tuple[int, ...]
    inputs: tuple[InputReadings, ...]
    kind: str
    why: str
    note: str
    linked: Linked | None = None
    programs: tuple[Cluster, ...] = ()
    name: str = ""
    edits: tuple[Edit, ...] = ()

    @property
    def clusters(self) -> tuple[Cluster, ...]:
        """All readings: the programs, where there are; else those of each input, in the order of the inputs.

        With programs, and without inputs, ``clusters[label]`` is the reading of a draw.
        """
        if self.programs:
            return self.programs
        return tuple(cluster for each in self.inputs for cluster in each.clusters)

    @property
    def contested(self) -> tuple[InputReadings, ...]:
        """The inputs whose draws differ, in the order given: in their reading, or as some gave a value and some gave none."""
        return tuple(each for each in self.inputs if len(each.clusters) > 1)

    @property
    def readings_per_input(self) -> dict[int, int]:
        """How many inputs have 1, 2, ... readings; 0 where no draw gave a value."""
        return dict(sorted(Counter(len(each.readings) for each in self.inputs).items()))

    @property
    def spread(self) -> tuple[float, ...]:
        """Per input the share of draws that say something else than most, or nothing, a fraction in [0, 1]; 1 without a value.

        It is a warning, so what may differ counts as different: prose is taken at its stricter cut. A name with more or
        fewer words of the same says nothing else, though it is a reading of its own. The larger the spread, the more
        likely is the heaviest reading wrong.
        """
        return tuple(_spread(each, kind=self.kind) for each in self.inputs)

    def hold_out(self, *, level: float = 0.95) -> HoldOut:
        """Bound how probable a reading is that the first third of the draws of its input had not shown, over all inputs.

        With programs across inputs: a program that the first third of the conversations had not shown. Nothing is bound where
        too few inputs tell programs apart.

        Args:
            level: One-sided confidence, a fraction in (0, 1).
        """
        if self.programs and self.linked is not None:
            found = pooled_hold_out([self.linked.labels], level=level)
            return replace(found, bound=1.0) if self.linked.doubt else found
        return pooled_hold_out([each.of_values(each.labels) for each in self.inputs], level=level)

    def agreement(self) -> Agreement:
        """Estimate how far draws that gave a value agree when forms of one reading count as the same."""
        return stats.agreement([[cluster.count for cluster in each.readings] for each in self.inputs])


def _spread(each: InputReadings, *, kind: str) -> float:
    if not each.readings:
        return 1.0
    if kind == "text" and each.apart.labels:
        return 1 - Counter(each.of_values(each.apart.labels)).most_common(1)[0][1] / each.count
    first = each.readings[0]
    others = [cluster for cluster in each.clusters if cluster is not first]
    own = set(first.canonical.split()) if kind == "entity" else set[str]()
    other = sum(
        form.count
        for cluster in others
        for form in cluster.forms
        if not (own and (said := set(form.canonical.split())) and (own <= said or said <= own))
    )
    return other / each.count
