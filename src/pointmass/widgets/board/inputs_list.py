"""The list of a sample's inputs: in an order, filtered by words, by labels, and by charts that filter each other."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Any

from pointmass.digest import canonical
from pointmass.draw import Draw
from pointmass.html import charts, tree
from pointmass.html.charts import Bar
from pointmass.html.sample import RANKS
from pointmass.html.tree import Part
from pointmass.html.views import OK, InputRow, SampleView
from pointmass.sample import Sample
from pointmass.sample.facets import Facets, facets
from pointmass.sample.labelling import Label

_ORDERS = (
    ("contested", "contested first"),
    ("given", "as given"),
    ("name", "A to Z"),
    ("latency", "slowest first"),
    ("tokens", "most tokens first"),
    ("length", "longest answers first"),
)
_WHICH = (
    ("all", "all"),
    ("differ", "where draws differ"),
    ("lost", "where draws failed"),
    ("labelled", "labelled"),
    ("mistaken", "labelled, and wrong"),
)
_FIELD = "field:"
_MOST_FIELDS = 20
_SETTLED = 2

ROOM = 1_600_000
"""Characters, about, of the rows that are sent at once: some 7,000 inputs have room."""


class InputsList:
    """Which inputs of a sample are listed, and in which order.

    Attributes:
        values: What a person set: ``order``, ``which``, ``find``.
        chosen: The bars that were chosen, by facet.
        places: The inputs that are looked for, in their order.
        listed: Their places in the rows that were sent; ``None`` where the rows are these, or the first of these.
    """

    def __init__(self) -> None:
        self.values = {"order": "contested", "which": "all", "find": ""}
        self.chosen: dict[str, frozenset[int]] = {}
        self.places: list[int] = []
        self.listed: list[int] | None = []
        self._sent: tuple[Sample | None, list[int]] = (None, [])
        self._words: tuple[Sample | None, list[str]] = (None, [])

    def tools(self, sample: Sample) -> Part:
        """Return what the list of a sample's inputs is ordered and filtered by."""
        names = _fields(sample)[:_MOST_FIELDS]
        which = [*_WHICH, *((f"{_FIELD}{name}", f"where {tree.theirs(name, limit=40)} differs") for name in names)]
        return tree.row(
            tree.choice("order", self.values["order"], _ORDERS, said="order", many=True),
            tree.choice("which", self.values["which"], which, said="which inputs", many=True),
            tree.entry("find", self.values["find"], said="find in inputs and outcomes", soon=True),
            tree.button("Clear filter", do="clear") if any(self.chosen.values()) else None,
        )

    def charts(self, sample: Sample, labels: Mapping[int, Label]) -> Part:
        """Return the overview: a chart for each facet, each counting what the others let through."""
        found = facets(sample)
        counts = found.counts(self.chosen, self._among(sample, labels))
        return charts.grid(
            *(
                charts.histogram(
                    each.title,
                    [
                        Bar(said, counts[each.name][number], number in self.chosen.get(each.name, frozenset()))
                        for number, said in enumerate(each.bins)
                    ],
                    per=each.per,
                    do="bin",
                    name=each.name,
                )
                for each in found.facets
            )
        )

    def found(self, sample: Sample, labels: Mapping[int, Label]) -> str:
        """Say how many inputs are listed, and what the charts filter them to."""
        listed = f"{len(self.places):,} of {len(sample):,} inputs"
        if self.listed is None and len(self._sent[1]) < len(self.places):
            listed += f", the first {len(self._sent[1]):,} listed"
        found = facets(sample)
        said = [
            f"{each.title} {' or '.join(each.bins[number] for number in sorted(self.chosen[each.name]))}"
            for each in found.facets
            if self.chosen.get(each.name)
        ]
        if not said:
            return listed
        draws = int(found.draws(self.chosen, self._among(sample, labels)).sum())
        return f"{listed}, {draws:,} of {sample.n_draws:,} draws: {'; '.join(said)}"

    def toggle(self, value: str) -> None:
        """Choose a bar, or let it go: ``facet:number``."""
        name, _, number = value.partition(":")
        if number.isdecimal():
            self.chosen[name] = self.chosen.get(name, frozenset()) ^ {int(number)}

    def look(
        self, sample: Sample, labels: Mapping[int, Label], *, rows: Sequence[dict[str, Any]]
    ) -> list[dict[str, Any]] | None:
        """List the inputs that are looked for, and return the rows to be sent; ``None`` where they were sent.

        Args:
            sample: The sample.
            labels: What people said of its inputs.
            rows: A row for each input. All are sent, once, where there is room; else the first of those that are looked for.
        """
        which = self.values["which"]
        if which.startswith(_FIELD) and which.removeprefix(_FIELD) not in _fields(sample):
            self.values["which"] = "all"  # that was a field of another sample
        known = {facet.name: len(facet.bins) for facet in facets(sample).facets}
        self.chosen = {
            name: frozenset(number for number in numbers if number < known.get(name, 0))
            for name, numbers in self.chosen.items()
        }
        places = facets(sample).rows(self.chosen, self._among(sample, labels))
        self.places = sorted(places, key=self._key(sample.view(), facets(sample)))
        sizes = sample.once("room of the list", lambda: [_room(row) for row in rows])
        if sum(sizes) <= ROOM:
            self.listed, sent = self.places, list(range(len(rows)))
        else:
            filled = itertools.accumulate(sizes[at] for at in self.places)
            self.listed, sent = None, [at for at, room in zip(self.places, filled, strict=True) if room <= ROOM]
        if self._sent[0] is sample and self._sent[1] == sent:
            return None
        self._sent = sample, sent
        return [rows[at] for at in sent]

    def draws_of(self, sample: Sample, row: int) -> list[Draw]:
        """Return the draws of an input that the charts let through."""
        import numpy as np  # noqa: PLC0415 - heavy

        draws = sample.draws[row]
        if not any(self.chosen.values()):
            return list(draws)
        passing = facets(sample).draws(self.chosen, np.ones(len(sample), dtype=bool))
        before = sum(len(each) for each in sample.draws[:row])
        return [draw for draw, passes in zip(draws, passing[before : before + len(draws)], strict=True) if passes]

    def _among(self, sample: Sample, labels: Mapping[int, Label]) -> Any:
        """Say which inputs are looked for, the charts apart, ``(n_inputs,)``."""
        import numpy as np  # noqa: PLC0415 - heavy

        text, which, view = self.values["find"].strip().lower(), self.values["which"], sample.view()
        found = np.ones(len(sample), dtype=bool)
        if text:
            found &= np.array([text in words for words in self._text(sample, view)], dtype=bool)
        if which == "differ":
            found &= np.array([RANKS[row.word] < _SETTLED for row in view.inputs], dtype=bool)
        elif which == "lost":
            found &= np.array([any(draw.status != OK for draw in draws) for draws in sample.draws], dtype=bool)
        elif which.startswith(_FIELD):
            name = which.removeprefix(_FIELD)
            found &= np.array([_differs(draws, name) for draws in sample.draws], dtype=bool)
        elif which in ("labelled", "mistaken"):
            modes = sample.modes()
            rows = [
                row
                for row, label in labels.items()
                if which == "labelled" or (modes[row].answered and not right(label, modes[row].key))
            ]
            found &= np.isin(np.arange(len(sample)), rows)
        return found

    def _text(self, sample: Sample, view: SampleView) -> list[str]:
        """Return what is looked through for each input, written once for a sample."""
        if self._words[0] is not sample:
            self._words = (sample, [_words(row) for row in view.inputs])
        return self._words[1]

    def _key(self, view: SampleView, found: Facets) -> Any:
        order = self.values["order"]
        if order == "contested":
            return lambda at: (RANKS[view.inputs[at].word], _agreement(view.inputs[at]), at)
        if order == "name":
            return lambda at: (view.inputs[at].label.lower(), at)
        if order in ("latency", "tokens", "length"):
            means = found.means(order)
            return lambda at: (math.isnan(means[at]), -means[at], at)
        return lambda at: at


def _room(row: Mapping[str, Any]) -> int:
    """Say about how many characters a row takes."""
    cells = sum(len(each) + 4 for each in row.get("cells", ()))
    return 150 + len(row["label"]) + len(row["said"]) + 18 * len(row["strip"]) + cells


def right(label: Label, key: str) -> bool | None:
    """Whether the outcome of a key is right, as a label says; what is no value never is."""
    return False if key.startswith("(") else label.says(key)


def _fields(sample: Sample) -> list[str]:
    """Return the fields of the records that were answered, in the order in which they first came."""

    def find() -> list[str]:
        records = (draw.outcome for draws in sample.draws for draw in draws if draw.answered)
        return list(dict.fromkeys(name for each in records if isinstance(each, Mapping) for name in each))

    return sample.once("fields of records", find)


def _differs(draws: Sequence[Draw], name: str) -> bool:
    """Whether the records of an input differ in a field."""
    records = (draw.outcome for draw in draws if draw.answered and isinstance(draw.outcome, Mapping))
    return len({canonical([record[name]] if name in record else []) for record in records}) > 1


def _words(row: InputRow) -> str:
    return "\n".join([row.label, *(f"{out.label} {out.status}" for out in row.outcomes)]).lower()


def _agreement(row: InputRow) -> float:
    return 1.0 if row.agreement is None else row.agreement
