"""The panel of a sample: inputs on the left, the outcomes of the selected one on the right."""

from __future__ import annotations

import traitlets

from pointmass.html.sample import sample_html
from pointmass.html.views import InputRow, SampleView
from pointmass.widgets.live import LivePanel, script
from pointmass.widgets.payload import RANKS, input_data, listed, sample_data


class SamplePanel(LivePanel):
    """A sample to look into.

    Of a sample that is too large to be sent whole the browser has the first inputs only, as they are ordered and looked for;
    what comes next is sent when the order, the choice or the query changes.

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
        first = min(range(len(view.inputs)), key=self._certainty, default=-1)
        super().__init__(view=data, title=f"sample of {data['name']}", selected=first)
        if not data["whole"]:
            self._look()
            self.observe(self._look, ["order", "only", "query", "selected"])

    @property
    def row(self) -> InputRow | None:
        """The selected input with its outcomes; ``None`` when nothing is selected."""
        return self._source.inputs[self.selected] if self.selected >= 0 else None

    @traitlets.validate("selected")
    def _within(self, proposal: traitlets.Bunch) -> int:
        index: int = proposal["value"]
        return max(-1, min(index, len(self._source.inputs) - 1))

    def _certainty(self, at: int) -> tuple[int, float]:
        row = self._source.inputs[at]
        return RANKS[row.word], 1.0 if row.agreement is None else row.agreement

    def _look(self, change: traitlets.Bunch | None = None) -> None:
        """Send the inputs that are looked for, and the selected one."""
        rows, chosen = self._source.inputs, self.selected
        if (
            change is not None
            and change["name"] == "selected"
            and chosen in {each["at"] for each in self.view["inputs"]}
        ):
            return
        text = self.query.strip().lower()
        places = [
            at
            for at, row in enumerate(rows)
            if (self.only == "all" or RANKS[row.word] < RANKS["unanimous"]) and _holds(row, text)
        ]
        if self.order == "contested":
            places.sort(key=self._certainty)
        inputs = listed(self._source, places)
        apart = chosen >= 0 and all(each["at"] != chosen for each in inputs)
        self.view = {
            **self.view,
            "inputs": inputs,
            "chosen": input_data(rows[chosen], chosen) if apart else None,
            "found": len(places),
        }

    def still(self) -> str:
        """Return the sample as static HTML."""
        return sample_html(self._source)

    def text(self) -> str:
        """Return the sample in one line."""
        return f"{self._source.name}: {self._source.sentence}"


def _holds(row: InputRow, text: str) -> bool:
    """Whether an input or one of its outcomes contains a text in lower case."""
    return not text or text in row.label.lower() or any(text in out.label.lower() for out in row.outcomes)
