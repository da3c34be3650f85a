"""Readings across inputs: which conversations follow the same program, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from pointmass.interpretations.conversations import distances, encode, structure_p, varying
from pointmass.interpretations.mixture import class_counts
from pointmass.interpretations.partition import cuts, silhouette
from pointmass.interpretations.programs import Programs, find_programs, modes

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from pointmass.interpretations.conversations import Codes

Verdict: TypeAlias = Literal["programs", "one program", "cannot tell"]
"""Whether conversations follow programs of their own."""

ALPHA = 0.05
NEEDED_INPUTS = 3
KNOWN_INPUTS = 12
"""Inputs from which on it is sure enough which conversation follows which program: intervals of all weights hold together in .94 to
.98 of simulated tables from here on, in .73 to .88 with 5 inputs, where programs that answer these alike are taken for one."""
FEW_CONVERSATIONS = 10
_LARGE = 5000
_SHARE = 0.8
_UNSTABLE = 0.6
_MOST_CLASSES = 8


@dataclass(frozen=True, slots=True)
class InputSplit:
    """The variance of the answers to one input.

    Attributes:
        index: Which input.
        total: P(two conversations differ), sum over answers of p (1 - p).
        between: The part between programs.
        within: The part within programs, the noise.
        information: How much the answer tells about the program, in nats.
    """

    index: int
    total: float
    between: float
    within: float
    information: float


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking conversations across inputs showed.

    Attributes:
        labels: The program of each conversation; 0 is the heaviest.
        verdict: ``"programs"``, ``"one program"`` or ``"cannot tell"``.
        n_conversations: Conversations.
        n_varying: Inputs with more than one answer.
        p_value: Of the permutation test that conversations hang together at all; 1 where it cannot be made.
        counts: How many programs each criterion sees: ``description length`` (used), ``silhouette``, ``BIC`` (a lower
            bound) and ``held-out cells``.
        noise: Share of answers that depart from the conversation's program.
        explained: Share of the disagreement on inputs not used for finding programs that the programs explain; ``nan``
            below four varying inputs. .6 and more for real pools of programs, about 0 for a single one.
        splits: Between and within variance per varying input, the most telling first.
        stability: Per program the mean best Jaccard overlap in subsamples of 80 %; below .6 it is not to be relied on.
        modes: The most frequent answer of each program to each input, as a number of that column's sorted answers.
        telling: The fewest inputs (by index) that tell all programs apart, found greedily.
        n_inputs: Inputs that the conversations answered.
        conversations: The conversations, as canonical JSON, in the order of ``labels``.
        answers: What each conversation answered to each input, numbered as in ``modes``, -1 for nothing; empty without programs.
    """

    labels: tuple[int, ...]
    verdict: Verdict
    n_conversations: int
    n_varying: int
    p_value: float
    counts: tuple[tuple[str, int], ...]
    noise: float
    explained: float
    splits: tuple[InputSplit, ...]
    stability: tuple[float, ...]
    modes: tuple[tuple[int, ...], ...]
    telling: tuple[int, ...]
    n_inputs: int = 0
    conversations: tuple[str, ...] = ()
    answers: tuple[tuple[int, ...], ...] = field(default=(), repr=False)

    @property
    def doubt(self) -> str:
        """Why no weight has an interval; empty where they have one."""
        if self.verdict != "programs" or self.n_inputs >= KNOWN_INPUTS:
            return ""
        return (
            f"over {self.n_inputs} inputs programs that answer them alike are taken for one: weights are known from "
            f"{KNOWN_INPUTS} inputs on"
        )

    def doubt_of(self, label: int) -> str:
        """Say why the weight of one program has no interval; empty where it has one.

        Args:
            label: The program.
        """
        if self.doubt or self.verdict != "programs":
            return self.doubt
        if self.labels.count(label) == 1:
            return "only one conversation answers like this: that may be noise, and no program"
        if self.stability[label] < _UNSTABLE:
            back = self.stability[label]
            return f"{back:.0%} of it comes back in subsamples, so it is not known which conversations follow it"
        return ""

    @property
    def n_programs(self) -> int:
        """How many programs; 1 where there is no evidence of more."""
        return max(self.labels, default=-1) + 1

    @property
    def note(self) -> str:
        """What was found and how sure it is, in words."""
        if self.verdict == "cannot tell":
            return (
                f"Cannot tell whether there is more than one program: only {self.n_varying} inputs have more than one "
                f"answer, {NEEDED_INPUTS} are needed."
            )
        where = f"{self.n_conversations} conversations over {self.n_varying} varying inputs"
        weak = (
            " The evidence is weak: fewer than ten conversations." if self.n_conversations < FEW_CONVERSATIONS else ""
        )
        if self.verdict == "one program":
            return f"No evidence of more than one program in {where} (p {self.p_value:.2g}).{weak}"
        seen = [k for _, k in self.counts]
        criteria = f" Other criteria see {min(seen)} to {max(seen)}." if min(seen) < max(seen) else ""
        doubt = [i for i, s in enumerate(self.stability) if s < _UNSTABLE]
        shaky = f" Not to be relied on: reading {', '.join(map(str, doubt))} (unstable in subsamples)." if doubt else ""
        few = f" No interval of a weight: {self.doubt}." if self.doubt else self._unweighed()
        ways = "1 way" if self.n_programs == 1 else f"{self.n_programs} ways"
        return f"This model reads the spec {ways} on these inputs: {where} (p {self.p_value:.2g}).{criteria}{shaky}{weak}{few}"

    def _unweighed(self) -> str:
        said = [f"reading {label} ({why})" for label in range(self.n_programs) if (why := self.doubt_of(label))]
        return f" No interval of the weight of {', '.join(said)}." if said else ""


def link(rows: Sequence[Sequence[str | None]], *, seed: int = 0) -> Linked:
    """Find the programs that conversations follow.

    Args:
        rows: The canonical answer of each conversation to each input, ``None`` where it gave none, shape
            ``(conversations, inputs)``.
        seed: Same seed, same result; the order of the rows changes nothing.
    """
    order = sorted(range(len(rows)), key=lambda i: [(text is None, text or "") for text in rows[i]])
    codes = encode([rows[i] for i in order])
    columns = varying(codes)
    table = codes[:, columns]
    if len(columns) < NEEDED_INPUTS:
        return _nothing(len(rows), len(columns), "cannot tell", 1.0)
    few = table.size > _LARGE  # fewer repetitions on a large table, where each says more and takes longer
    p_value = structure_p(table, resamples=199 if few else 499, seed=seed)
    if p_value > ALPHA:
        return _nothing(len(rows), len(columns), "one program", p_value)
    found = find_programs(table)
    if found.count == 1:
        return _nothing(len(rows), len(columns), "one program", p_value)
    found = _by_weight(found, table)
    answers = modes(codes, found.labels)
    splits = _splits(table, columns, found.labels)
    placed = dict(zip(order, found.labels, strict=True))
    return Linked(
        labels=tuple(placed[i] for i in range(len(rows))),
        verdict="programs",
        n_conversations=len(rows),
        n_varying=len(columns),
        p_value=p_value,
        counts=_counts(table, found),
        noise=found.noise,
        explained=explained(table, halves=4 if few else 10, seed=seed),
        splits=splits,
        stability=_stability(table, found.labels, subsamples=6 if few else 20, seed=seed),
        modes=tuple(tuple(int(code) for code in row) for row in answers),
        telling=_telling(answers, [split.index for split in splits]),
        n_inputs=codes.shape[1],
        answers=tuple(tuple(row) for _, row in sorted(zip(order, codes.tolist(), strict=True))),
    )


def with_programs(linked: Linked, rows: Sequence[Sequence[str | None]], labels: Sequence[int]) -> Linked:
    """Return what linking showed, with other programs in the place of those that it found: a person chose them.

    What is said of the programs is computed anew. The test that conversations hang together, what other criteria see and what
    programs explain of held-out inputs are of the table and stay; nothing is known of how far such programs come back.

    Args:
        linked: What linking showed.
        rows: The table, as for ``link``.
        labels: The program of each conversation, in any numbers.
    """
    codes = encode(rows)
    columns = varying(codes)
    table = codes[:, columns]
    numbers = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    named = _by_weight(Programs([numbers[label] for label in labels], linked.noise, 0.0), table)
    answers = modes(codes, named.labels)
    splits = _splits(table, columns, named.labels)
    usual = answers[:, columns][named.labels]
    present = table >= 0
    return replace(
        linked,
        labels=tuple(named.labels),
        noise=float((present & (table != usual)).sum() / max(1, present.sum())),
        splits=splits,
        stability=(math.nan,) * (max(named.labels) + 1),
        modes=tuple(tuple(int(code) for code in row) for row in answers),
        telling=_telling(answers, [split.index for split in splits]),
    )


def explained(table: Codes, *, halves: int = 10, seed: int = 0) -> float:
    """Return the share of disagreement on held-out inputs that programs found on the other inputs explain.

    (mean disagreement - mean disagreement within programs) / mean disagreement, averaged over random halves of the inputs.
    In-sample it would always look good.

    Args:
        table: The varying columns.
        halves: Random halves.
        seed: Same seed, same halves.

    Returns:
        At most 1, about 0 or below for one program; ``nan`` below four columns.
    """
    import numpy as np  # noqa: PLC0415  # heavy

    if table.shape[1] < 4:  # noqa: PLR2004  # two halves of two
        return math.nan
    rng = np.random.default_rng(seed)
    upper = np.triu_indices(len(table), 1)
    shares = []
    for _ in range(halves):
        columns = rng.permutation(table.shape[1])
        middle = len(columns) // 2
        labels = np.array(find_programs(table[:, columns[:middle]]).labels)
        away = distances(table[:, columns[middle:]])[upper]
        same = (labels[:, None] == labels[None, :])[upper]
        if same.any() and away.mean() > 0:
            shares.append(1 - away[same].mean() / away.mean())
    return float(np.mean(shares)) if shares else math.nan


def _nothing(n: int, n_varying: int, verdict: Verdict, p_value: float) -> Linked:
    return Linked((0,) * n, verdict, n, n_varying, p_value, (), math.nan, math.nan, (), (), (), ())


def _by_weight(found: Programs, table: Codes) -> Programs:
    """Number the programs by weight, then by their answers."""
    answers = modes(table, found.labels)
    order = sorted(range(found.count), key=lambda k: (-found.labels.count(k), answers[k].tolist()))
    return Programs([order.index(label) for label in found.labels], found.noise, found.length)


def _counts(table: Codes, found: Programs) -> tuple[tuple[str, int], ...]:
    away = distances(table)
    starts = cuts(away, most=min(_MOST_CLASSES, len(table)))
    by_silhouette = max((k for k in starts if 1 < k < len(table)), key=lambda k: silhouette(away, starts[k]), default=1)
    classes = class_counts(table, starts)
    return (
        ("description length", found.count),
        ("silhouette", by_silhouette),
        ("BIC", classes.bic),
        ("held-out cells", classes.held_out),
    )


def _splits(table: Codes, columns: list[int], labels: list[int]) -> tuple[InputSplit, ...]:
    import numpy as np  # noqa: PLC0415  # heavy

    member, splits = np.array(labels), []
    for j, index in enumerate(columns):
        column = table[:, j]
        present = column >= 0
        size = int(column.max()) + 1
        joint = np.array([np.bincount(column[present & (member == k)], minlength=size) for k in range(max(labels) + 1)])
        share = joint / joint.sum()
        over_all, weights = share.sum(axis=0), share.sum(axis=1)
        total = float(1 - (over_all**2).sum())
        inside = share[weights > 0] / weights[weights > 0, None]
        within = float((weights[weights > 0] * (1 - (inside**2).sum(axis=1))).sum())
        information = _entropy(over_all) + _entropy(weights) - _entropy(share.ravel())
        splits.append(InputSplit(index, total, total - within, within, max(0.0, information)))
    return tuple(sorted(splits, key=lambda split: (-round(split.information, 9), split.index)))


def _entropy(shares: NDArray[np.float64]) -> float:
    import numpy as np  # noqa: PLC0415  # heavy

    positive = shares[shares > 0]
    return float(-(positive * np.log(positive)).sum())


def _stability(table: Codes, labels: list[int], *, subsamples: int, seed: int) -> tuple[float, ...]:
    """Find programs again in subsamples of the rows, and see how much of each comes back (Hennig 2007)."""
    import numpy as np  # noqa: PLC0415  # heavy

    rng = np.random.default_rng(seed)
    member = np.array(labels)
    overlaps: list[list[float]] = [[] for _ in range(max(labels) + 1)]
    for _ in range(subsamples):
        rows = np.sort(rng.choice(len(table), max(2, round(_SHARE * len(table))), replace=False))
        again = np.array(find_programs(table[rows]).labels)
        for k, kept in enumerate(overlaps):
            old = member[rows] == k
            if old.any():
                parts = [again == g for g in range(again.max() + 1)]
                kept.append(max(float((old & part).sum() / (old | part).sum()) for part in parts))
    return tuple(float(np.mean(kept)) if kept else math.nan for kept in overlaps)


def _telling(answers: Codes, ranked: list[int]) -> tuple[int, ...]:
    """Choose inputs until every two programs differ on one of them: the one that separates most pairs first."""
    open_pairs = {(a, b) for a in range(len(answers)) for b in range(a)}
    chosen: list[int] = []
    while open_pairs:
        best: int | None = None
        told: set[tuple[int, int]] = set()
        for j in ranked:
            now = {(a, b) for a, b in open_pairs if -1 < answers[a, j] != answers[b, j] > -1}
            if len(now) > len(told):
                best, told = j, now
        if best is None:
            break
        chosen.append(best)
        open_pairs -= told
    return tuple(chosen)
