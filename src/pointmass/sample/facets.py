"""The draws of a sample by what was measured of them, cut into a few bins each, so that small charts can filter each other."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from pointmass.facts import NOT_RECORDED
from pointmass.sample.data import InputMode, SampleData

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Mask: TypeAlias = NDArray[np.bool_]
    Numbers: TypeAlias = NDArray[np.int64]

Chosen: TypeAlias = Mapping[str, frozenset[int]]
"""The bins that were chosen of each facet, by their numbers; a facet without any lets everything through."""

MOST = 6
"""Bins of one facet at most, besides what has no figure."""

_SHARES = ((1.0, "all alike"), (0.9, "90–99%"), (0.75, "75–89%"), (0.5, "50–74%"), (0.0, "below 50%"))
_NO_VALUE = "no value"
_APART = 0.02  # of the figures at either end
_ALIKE = 1e-6  # of a figure: what differs less is in one bin
_WIDE = 8  # times the least figure, from where bins grow by steps of 1, 2, 5


@dataclass(frozen=True, slots=True)
class Facet:
    """One thing that was measured.

    Attributes:
        name: Its name.
        title: What a person reads over its chart.
        per: What a bin counts.
        bins: The bins in words.
        codes: The bin of each draw, ``(n_draws,)``.
        figures: The figure of each draw, ``(n_draws,)``, ``nan`` where it has none; ``None`` where it is no number.
    """

    name: str
    title: str
    per: Literal["inputs", "draws"]
    bins: tuple[str, ...]
    codes: Numbers
    figures: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets of a sample: agreement, status, latency, tokens, length.

    Attributes:
        inputs: The number of the input of each draw, ``(n_draws,)``.
        n_inputs: How many inputs there are.
        facets: What was measured.
    """

    inputs: Numbers
    n_inputs: int
    facets: tuple[Facet, ...]

    def draws(self, chosen: Chosen, among: Mask, *, but: str = "") -> Mask:
        """Say which draws are in a chosen bin of every facet, ``(n_draws,)``.

        Args:
            chosen: The chosen bins.
            among: Which inputs count at all, ``(n_inputs,)``.
            but: A facet that lets everything through.
        """
        import numpy as np  # noqa: PLC0415 - heavy

        found = among[self.inputs]
        for facet in self.facets:
            if chosen.get(facet.name) and facet.name != but:
                found = found & np.isin(facet.codes, list(chosen[facet.name]))
        return found

    def counts(self, chosen: Chosen, among: Mask) -> dict[str, list[int]]:
        """Count the bins of each facet over what the other facets let through; its own choice takes nothing from it."""
        import numpy as np  # noqa: PLC0415 - heavy

        counted = {}
        for facet in self.facets:
            codes, passing = facet.codes, self.draws(chosen, among, but=facet.name)
            if facet.per == "inputs":  # all draws of an input are in one bin
                first = np.unique(self.inputs[passing], return_index=True)[1]
                codes = codes[passing][first]
            else:
                codes = codes[passing]
            counted[facet.name] = np.bincount(codes, minlength=len(facet.bins)).tolist()
        return counted

    def rows(self, chosen: Chosen, among: Mask) -> list[int]:
        """Return the inputs that have a draw in a chosen bin of every facet; without a choice all that count."""
        import numpy as np  # noqa: PLC0415 - heavy

        if not any(chosen.values()):
            return [int(row) for row in np.flatnonzero(among)]
        return [int(row) for row in np.unique(self.inputs[self.draws(chosen, among)])]

    def means(self, name: str) -> list[float]:
        """Return the mean figure of each input of a facet, ``(n_inputs,)``; ``nan`` where no draw has one."""
        import numpy as np  # noqa: PLC0415 - heavy

        facet = next(each for each in self.facets if each.name == name)
        if facet.figures is None:
            return [math.nan] * self.n_inputs
        known = ~np.isnan(facet.figures)
        sums = np.bincount(self.inputs[known], weights=facet.figures[known], minlength=self.n_inputs)
        with np.errstate(invalid="ignore"):
            return list(sums / np.bincount(self.inputs[known], minlength=self.n_inputs))


def facets(sample: SampleData) -> Facets:
    """Cut the draws of a sample into bins; done once for a sample."""
    return sample.once("facets", lambda: _facets(sample))


def _facets(sample: SampleData) -> Facets:
    import numpy as np  # noqa: PLC0415 - heavy

    sizes = [len(draws) for draws in sample.draws]
    inputs = np.repeat(np.arange(len(sizes)), sizes)
    every = [draw for draws in sample.draws for draw in draws]
    statuses = [status for status, _ in sample.statuses().most_common()]
    numbers = {status: number for number, status in enumerate(statuses)}
    agreement = np.array([_share(mode) for mode in sample.modes()], dtype=np.int64)
    words = (*(word for _, word in _SHARES), _NO_VALUE)
    status = np.array([numbers[draw.status] for draw in every], dtype=np.int64)
    return Facets(
        inputs,
        len(sizes),
        (
            _present("agreement", "commonest share", "inputs", words, agreement[inputs]),
            Facet("status", "status", "draws", tuple(statuses), status),
            _numeric("latency", "seconds", [draw.latency for draw in every]),
            _numeric("tokens", "tokens written", [draw.output_tokens for draw in every], whole=True),
            _numeric(
                "length",
                "answer length",
                [len(draw.text) if draw.answered else None for draw in every],
                whole=True,
                without="no answer",
            ),
        ),
    )


def _present(name: str, title: str, per: Literal["inputs", "draws"], words: Sequence[str], codes: Numbers) -> Facet:
    """Leave out the bins that nothing is in."""
    import numpy as np  # noqa: PLC0415 - heavy

    used, codes = np.unique(codes, return_inverse=True)
    return Facet(name, title, per, tuple(words[number] for number in used), codes.astype(np.int64))


def _share(mode: InputMode) -> int:
    if not mode.answered or mode.values == 0:
        return len(_SHARES)
    return next(number for number, (least, _) in enumerate(_SHARES) if mode.share >= least)


def _numeric(
    name: str, title: str, values: Sequence[float | None], *, whole: bool = False, without: str = NOT_RECORDED
) -> Facet:
    """Cut numbers into bins of round edges; those that are missing have a bin of their own, the last."""
    import numpy as np  # noqa: PLC0415 - heavy

    figures = np.array([math.nan if value is None else value for value in values], dtype=float)
    known = figures[~np.isnan(figures)]
    edges = _edges(known, whole=whole) if len(known) else []
    words = [_between(low, high, whole=whole) for low, high in itertools.pairwise(edges)]
    if len(words) > 1 and known.min() < edges[0]:
        words[0] = f"below {edges[1]:,g}"
    if len(words) > 1 and known.max() >= edges[-1]:
        words[-1] = f"{edges[-2]:,g} or more"
    codes = np.clip(np.searchsorted(edges, figures, side="right") - 1, 0, max(len(words) - 1, 0))
    if len(known) < len(figures):
        codes[np.isnan(figures)] = len(words)
        words.append(without)
    return Facet(name, title, "draws", tuple(words), codes.astype(np.int64), figures)


def _edges(known: NDArray[np.float64], *, whole: bool) -> list[float]:
    """Return edges around all figures but the farthest at either end, which go into the first and the last bin."""
    import numpy as np  # noqa: PLC0415 - heavy

    low, high = np.quantile(known, [_APART, 1 - _APART]) if len(known) > 1 / _APART else (known.min(), known.max())
    return round_edges(float(low), float(high), whole=whole)


def round_edges(low: float, high: float, *, whole: bool) -> list[float]:
    """Return the edges of at most ``MOST`` bins that hold all figures from *low* to *high*, each up to below the next.

    Where the greatest is many times the least, each bin is about as many times the one before; else all are as wide.
    """
    if low > 0 and high / low >= _WIDE:
        edges = _growing(low, high)
        return edges if not whole else list(dict.fromkeys(float(math.ceil(edge)) for edge in edges))
    alike = high - low <= _ALIKE * max(abs(high), 1.0)
    step = _round_up(max(abs(high), 1.0) / MOST if alike else (high - low) / (MOST - 1))
    step = max(1.0, math.ceil(step)) if whole else step
    first = math.floor(low / step)
    count = math.floor(high / step) - first + 1
    edges = [round((first + number) * step, 12) for number in range(count + 1)]
    return edges if edges[-1] > high else [*edges, round((first + count + 1) * step, 12)]


def _growing(low: float, high: float) -> list[float]:
    powers = range(math.floor(math.log10(low)), math.floor(math.log10(high)) + 2)
    steps = [float(f"{digit}e{power}") for power in powers for digit in (1, 2, 5)]
    first = max(number for number, step in enumerate(steps) if step <= low)
    last = next(number for number, step in enumerate(steps) if step > high)
    every = math.ceil((last - first) / MOST)
    edges = steps[first : last + 1 : every]
    return edges if edges[-1] > high else [*edges, steps[last]]


def _round_up(step: float) -> float:
    """Return the next of 1, 2, 2.5, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(digit * power for digit in (1, 2, 2.5, 5, 10) if digit * power >= step * (1 - 1e-9))


def _between(low: float, high: float, *, whole: bool) -> str:
    if whole:
        return f"{int(low):,}" if high - low <= 1 else f"{int(low):,}–{int(high) - 1:,}"
    return f"{low:g}–{high:g}"
