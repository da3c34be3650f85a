"""What each surface of a spec does to its distribution: variants, each with one surface changed, in one table."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass import stats
from pointmass.comparison.data import Contrast
from pointmass.comparison.result import Comparison
from pointmass.digest import canonical
from pointmass.sample import Sample
from pointmass.sample.cost import cost

if TYPE_CHECKING:
    import pandas as pd

BASE = "as it is"
"""The name of the spec without any change."""

CROSS = " × "
"""Joins the names of two changes that are made together."""


@dataclass(frozen=True, slots=True, repr=False)
class Variation:
    """Variants of one spec on the same inputs.

    Attributes:
        samples: The sample of each variant; the first is the spec as it is.
        surfaces: Which surface each variant changes (``prompt``, ``effort``, …; two where they are crossed).
        comparison: Every variant held against the spec as it is.
    """

    samples: Mapping[str, Sample]
    surfaces: Mapping[str, str]
    comparison: Comparison

    def table(self) -> pd.DataFrame:
        """Tabulate what each surface did to the distribution: one row for each variant, the spec as it is first.

        Returns:
            Columns: ``surface``, ``variant``, ``inputs``, ``draws``, ``entropy`` (bits, mean over inputs; Chao, Wang and
            Jost 2013), ``agreement`` (that two draws agree, a fraction), ``moved`` and ``modes_moved`` (inputs, corrected
            over inputs), ``dollars`` (of the whole sample; ``nan`` where no price is set), ``seconds`` (median latency),
            ``output_tokens`` (a draw), and ``effect``: what was shown, in words.
        """
        import pandas as pd  # noqa: PLC0415 - heavy: only a table needs it

        found = {contrast.variant: contrast for contrast in self.comparison.contrasts}
        return pd.DataFrame([self._row(name, sample, found.get(name)) for name, sample in self.samples.items()])

    def interactions(self) -> pd.DataFrame:
        """Tabulate whether two changes made together do more or less than both alone, by agreement.

        Returns:
            One row for each crossed variant: ``agreement_together`` minus both changes alone (``extra``, points of a
            fraction; negative where they get in each other's way), its paired t interval over inputs, its sign-flip p
            and ``p_corrected`` (Holm). Empty where nothing was crossed.
        """
        import pandas as pd  # noqa: PLC0415 - heavy: only a table needs it

        crossed = [name for name in self.samples if CROSS in name and name not in self._alone]
        found = [self._interaction(name) for name in crossed]
        corrected = stats.holm([each.p_value for each in found])
        rows = [
            (name, each.value, *each.interval(self.comparison.level), each.p_value, p, each.n_inputs)
            for name, each, p in zip(crossed, found, corrected, strict=True)
        ]
        return pd.DataFrame(rows, columns=["variant", "extra", "low", "high", "p", "p_corrected", "inputs"])

    @property
    def sentence(self) -> str:
        """What was found, in one sentence that says which inputs it speaks of."""
        return self.comparison.sentence

    def __getitem__(self, variant: str) -> Sample:
        """Return the sample of a variant."""
        return self.samples[variant]

    def __repr__(self) -> str:
        """Say which variants there are and what came out."""
        return f"<Variation of {self.comparison.name}: {', '.join(self.samples)}>\n{self.sentence}"

    def _repr_html_(self) -> str:
        return self.comparison._repr_html_()

    @property
    def _alone(self) -> set[str]:
        return {name for name, surface in self.surfaces.items() if CROSS not in surface}

    def _row(self, name: str, sample: Sample, contrast: Contrast | None) -> dict[str, Any]:
        spent, counts = cost(sample), sample.counts()
        moved = contrast.moved(self.comparison.level) if contrast else ()
        return {
            "surface": self.surfaces.get(name, ""),
            "variant": name,
            "inputs": len(sample),
            "draws": sample.n_draws,
            "entropy": stats.entropy(counts).bits,
            "agreement": sample.agreement().value,
            "moved": len(moved),
            "modes_moved": sum(change.mode_moved for change in moved),
            "dollars": math.nan if spent.dollars is None else spent.dollars,
            "seconds": math.nan if spent.median_latency is None else spent.median_latency,
            "output_tokens": spent.output_tokens / spent.counted if spent.counted else math.nan,
            "effect": _effect(contrast, self.comparison.level) if contrast else "",
        }

    def _interaction(self, name: str) -> stats.Paired:
        first, _, second = name.partition(CROSS)
        base = next(iter(self.samples))
        of = {key: _agreement_by_input(self.samples[key]) for key in (base, first, second, name)}
        inputs = [given for given in of[base] if all(given in each for each in of.values())]
        return stats.paired(
            [of[first][i] + of[second][i] for i in inputs],
            [of[name][i] + of[base][i] for i in inputs],
            seed=self.comparison.seed,
        )


def _agreement_by_input(sample: Sample) -> dict[str, float]:
    agreements = (stats.pairwise_agreement(each) for each in sample.counts())
    return {canonical(dict(row)): value for row, value in zip(sample.rows, agreements, strict=True)}


def _effect(contrast: Contrast, level: float) -> str:
    moved = contrast.moved(level)
    said = [f"moves {len(moved)} of {len(contrast.changes)} inputs"] if moved else []
    said += [f"{each.verdict(level)} ({each.size(level)})" for each in contrast.effects if each.found(level)]
    return "; ".join(said) or "nothing shown"
