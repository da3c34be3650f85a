"""What a person can ask of a comparison: tables, the inputs that moved, one sentence, and its display."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pointmass.comparison import tables
from pointmass.comparison.data import ComparisonData
from pointmass.comparison.in_words import sentence
from pointmass.comparison.view import view
from pointmass.html.comparison import CompareView, compare_html
from pointmass.plugins import display_panel, part
from pointmass.shown import repr_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, repr=False)
class Comparison(ComparisonData):
    """Variants compared with one of them, input by input: look at the sentence, then at the inputs that moved."""

    def table(self) -> pd.DataFrame:
        """Tabulate the contrasts: one row for each variant.

        Returns:
            Columns: ``variant``, ``against``, ``inputs``, ``moved`` (inputs shown to behave differently),
            ``modes_moved`` (those among them whose most frequent answer changed), ``p_any`` and ``p_mix`` (corrected
            over variants), ``agreement`` and every other measure with ``…_change``, ``…_low``, ``…_high``, ``…_p``
            (corrected), and ``diag``.
        """
        return tables.table(self)

    def effects(self) -> pd.DataFrame:
        """Tabulate what was measured: one row for each variant and question, with a verdict in words.

        Seconds have one only where the variants were drawn in turns, as ``vary`` draws them: then the unit is a round of
        draws, and ``inputs`` counts rounds.
        """
        return tables.effects(self)

    def inputs(self, *, every: bool = False) -> pd.DataFrame:
        """Tabulate the inputs that moved: one row for each variant and input, the surest first.

        Args:
            every: All inputs, not only those that are shown to behave differently.

        Returns:
            Columns: ``variant``, ``input``, ``before`` and ``after`` (shares in words), ``mode_moved``, ``p``, and
            ``p_corrected`` (over all inputs of the contrast).
        """
        return tables.inputs(self, every=every)

    @property
    def sentence(self) -> str:
        """What was found, in one sentence that says which inputs it speaks of."""
        return sentence(self)

    def view(self) -> CompareView:
        """Return what is shown of it, as plain data."""
        return view(self)

    def __repr__(self) -> str:
        """Say what was compared and what came out."""
        names = ", ".join(contrast.variant for contrast in self.contrasts)
        said = "\n".join((self.sentence, *self.notes))
        against = self.contrasts[0].against
        return repr_of(f"<Comparison of {self.name}: {names} against {against}; answered by {self.whose}>\n{said}")

    def _repr_html_(self) -> str:
        return compare_html(self.view())

    def _ipython_display_(self) -> None:
        """Show the panel in a notebook; elsewhere raise NotImplementedError, so IPython shows HTML or text."""
        display_panel("comparison_panel", self)

    def panel(self) -> Any:
        """Return the live panel; ``.selected``, ``.row`` and ``.selection`` say which input was chosen, ``.variant`` under which.

        It can be made anywhere, and is shown by every front end that takes widgets (in marimo: ``mo.ui.anywidget(panel)``).
        """
        return part("comparison_panel")(self)
