"""What each surface of a spec does to its distribution: variants, each with one surface changed, in one table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass import stats
from pointmass.comparison.align import pair_all
from pointmass.comparison.data import Contrast
from pointmass.comparison.mechanisms import MECHANISMS, observed
from pointmass.comparison.result import Comparison
from pointmass.sample import Sample
from pointmass.sample.cost import cost
from pointmass.shown import repr_of

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
        comparison: Every variant compared with the spec as it is.
    """

    samples: Mapping[str, Sample]
    surfaces: Mapping[str, str]
    comparison: Comparison

    def table(self) -> pd.DataFrame:
        """Tabulate what each surface did to the distribution: one row for each variant, the spec as it is first.

        Returns:
            Columns: ``surface``, ``variant``, ``inputs``, ``draws``, ``entropy`` (bits, mean over inputs of at least two
            draws; Chao, Wang and Jost 2013), ``agreement`` (that two draws agree, a fraction), ``moved`` and ``modes_moved`` (inputs, corrected
            over inputs), ``dollars`` (of the whole sample; ``nan`` where no price is set), ``seconds`` (median latency),
            ``output_tokens`` (a draw), and ``effect``: what was shown, in words.
        """
        from pointmass.tables import table  # noqa: PLC0415 - loads pandas: only a table needs it

        found = {contrast.variant: contrast for contrast in self.comparison.contrasts}
        return table([self._row(name, sample, found.get(name)) for name, sample in self.samples.items()])

    def mechanisms(self) -> pd.DataFrame:
        """Tabulate what each surface is said to do to a distribution, and whether it did that here.

        The mechanisms are those of probabilistic programming with a model: a prompt narrows, examples shift mass, tools
        truncate the support, a schema constrains it, history reshapes, and model and effort flatten or sharpen.

        Returns:
            One row for each variant and measure: ``surface``, ``variant``, ``mechanism``, ``claim``, ``measure``
            (``narrowing``, ``mass moved``, ``support``, ``values``, ``demonstrated``: see
            `pointmass.comparison.mechanisms.Observed`), ``before``, ``after``, ``change`` with its paired t interval over
            inputs (``low``, ``high``), ``p_corrected`` (Holm, over the whole table), and ``observed``: what was shown, in
            words. Variants that cross two surfaces are in ``interactions``.
        """
        from pointmass.tables import table  # noqa: PLC0415 - loads pandas: only a table needs it

        return table(list(self._mechanisms()))

    def interactions(self) -> pd.DataFrame:
        """Tabulate whether two changes made together do more or less than both alone.

        Returns:
            One row for each crossed variant and question (``agreement``, and ``right``, ``score``, ``dollars``, … where every
            input has them): the change of both together minus the changes of each alone (``extra``; negative where they
            get in each other's way or each alone does it all), its paired t interval over inputs, its sign-flip p and
            ``p_corrected`` (Holm, over the table). Empty where nothing was crossed.
        """
        from pointmass.tables import table  # noqa: PLC0415 - loads pandas: only a table needs it

        crossed = [name for name in self.samples if CROSS in name and name not in self._alone]
        found = [(name, question, each) for name in crossed for question, each in self._interactions(name)]
        corrected = stats.holm([each.p_value for _, _, each in found])
        rows = [
            (name, question, each.value, *each.interval(self.comparison.level), each.p_value, p, each.n_inputs)
            for (name, question, each), p in zip(found, corrected, strict=True)
        ]
        return table(rows, ["variant", "question", "extra", "low", "high", "p", "p_corrected", "inputs"])

    @property
    def sentence(self) -> str:
        """What was found, in one sentence that says which inputs it speaks of."""
        return self.comparison.sentence

    def __getitem__(self, variant: str) -> Sample:
        """Return the sample of a variant."""
        return self.samples[variant]

    def __repr__(self) -> str:
        """Say which variants there are and what came out."""
        said = "\n".join((self.sentence, *self.comparison.notes))
        return repr_of(f"<Variation of {self.comparison.name}: {', '.join(self.samples)}>\n{said}")

    def _repr_html_(self) -> str:
        return self.comparison._repr_html_()

    def _ipython_display_(self) -> None:
        """Show the panel of the comparison in a notebook; elsewhere raise NotImplementedError."""
        self.comparison._ipython_display_()

    def panel(self) -> Any:
        """Return the live panel of the comparison; see ``Comparison.panel``."""
        return self.comparison.panel()

    @property
    def _alone(self) -> set[str]:
        return {name for name, surface in self.surfaces.items() if CROSS not in surface}

    def _row(self, name: str, sample: Sample, contrast: Contrast | None) -> dict[str, Any]:
        spent, counts = cost(sample), sample.fixed().value_counts()
        moved = contrast.moved(self.comparison.level) if contrast else ()
        return {
            "surface": self.surfaces.get(name, ""),
            "variant": name,
            "inputs": len(sample),
            "draws": sample.n_draws,
            "entropy": stats.entropy([each for each in counts if each.total() > 1]).bits,
            "agreement": sample.agreement().value,
            "moved": len(moved),
            "modes_moved": sum(change.mode_moved for change in moved),
            "dollars": math.nan if spent.dollars is None else spent.dollars,
            "seconds": math.nan if spent.median_latency is None else spent.median_latency,
            "output_tokens": spent.output_tokens / spent.counted if spent.counted else math.nan,
            "effect": _effect(contrast, self.comparison.level) if contrast else "",
        }

    def _interactions(self, name: str) -> Iterator[tuple[str, stats.Paired]]:
        """Hold a crossed variant against the sum of both changes alone, by every question that all inputs answer."""
        first, _, second = name.partition(CROSS)
        found = {contrast.variant: contrast for contrast in self.comparison.contrasts}
        together, *alone = (found[each] for each in (name, first, second))
        for effect in together.effects:
            others = [contrast.effect(effect.question.name) for contrast in alone]
            sides = [each for each in (effect, *others) if each is not None and each.claims]
            known = [each.paired.differences for each in sides]
            # Differences come without their inputs: only where every input, or every round, has one do they stand side by side.
            every = {len(each) for each in known}
            alike = every == {len(self.samples[BASE])} or (effect.unit == "rounds" and len(every) == 1)
            apart = not any(each.paired.by_chance for each in sides)  # else flipping signs of inputs is not exact
            if len(known) == len(others) + 1 and alike and apart:
                summed = [a + b for a, b in zip(*known[1:], strict=True)]
                yield effect.question.name, stats.paired(summed, known[0], seed=self.comparison.seed)

    def _mechanisms(self) -> Iterator[dict[str, Any]]:
        found = {contrast.variant: contrast for contrast in self.comparison.contrasts}
        shown = []
        for pairing in pair_all(self.samples, BASE):
            surface = self.surfaces[pairing.b]
            if surface in MECHANISMS:
                shown += observed(pairing, found[pairing.b], surface)
        level = self.comparison.level
        for each, p in zip(shown, stats.holm([each.p_value for each in shown]), strict=True):
            mechanism, (low, high) = MECHANISMS[each.surface], each.paired.interval(level)
            yield {
                "surface": each.surface,
                "variant": each.variant,
                "mechanism": mechanism.name,
                "claim": mechanism.claim,
                "measure": each.measure,
                "before": each.before,
                "after": each.after,
                "change": each.paired.value,
                "low": low,
                "high": high,
                "p_corrected": p,
                "observed": each.words(p, level) or "not shown",
            }


def _effect(contrast: Contrast, level: float) -> str:
    moved = contrast.moved(level)
    said = [f"moves {len(moved)} of {len(contrast.changes)} inputs"] if moved else []
    said += [f"{each.verdict(level)} ({each.size(level)})" for each in contrast.effects if each.found(level)]
    return "; ".join(said) or "nothing shown"
