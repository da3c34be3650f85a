"""The panel of a sample: inputs on the left, the outcomes of the selected one on the right."""

from __future__ import annotations

import traitlets

from pointmass.html.sample import sample_html
from pointmass.html.views import InputRow, SampleView
from pointmass.widgets.live import LivePanel, script
from pointmass.widgets.payload import sample_data


class SamplePanel(LivePanel):
    """A sample to look into.

    Attributes:
        selected: The place of the selected input among ``view.inputs``, from 0; ``-1`` when there are none.
        order: ``contested`` (the least settled first) or ``given``.
        only: ``all``, or ``differ`` for the inputs whose draws differ.
        query: Text that an input or one of its outcomes has to contain.
    """

    _esm = script("sample.js")
    selected = traitlets.Int(-1).tag(sync=True)
    order = traitlets.Enum(("contested", "given"), default_value="contested").tag(sync=True)
    only = traitlets.Enum(("all", "differ"), default_value="all").tag(sync=True)
    query = traitlets.Unicode().tag(sync=True)

    def __init__(self, view: SampleView) -> None:
        self._source = view
        data = sample_data(view)
        ranks = [(row["rank"], 1.0 if row["agreement"] is None else row["agreement"]) for row in data["inputs"]]
        first = min(range(len(ranks)), key=lambda i: ranks[i], default=-1)
        super().__init__(view=data, title=f"sample of {data['name']}", selected=first)

    @property
    def row(self) -> InputRow | None:
        """The selected input with its outcomes; ``None`` when nothing is selected."""
        return self._source.inputs[self.selected] if self.selected >= 0 else None

    @traitlets.validate("selected")
    def _within(self, proposal: traitlets.Bunch) -> int:
        index: int = proposal["value"]
        return max(-1, min(index, len(self._source.inputs) - 1))

    def still(self) -> str:
        """Return the sample as static HTML."""
        return sample_html(self._source)

    def text(self) -> str:
        """Return the sample in one line."""
        return f"{self._source.name}: {self._source.sentence}"
