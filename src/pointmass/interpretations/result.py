"""What a person gets when a sample is grouped into readings: they can be counted, looked at, and asked how sure they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.html import interpretations_html
from pointmass.interpretations.readings import Readings
from pointmass.interpretations.view import lines, short, summary, view
from pointmass.shown import repr_of

if TYPE_CHECKING:
    from pointmass.html import InterpretationsView


@dataclass(frozen=True, slots=True, repr=False)
class Interpretations(Readings):
    """The readings of a sample, to be looked at; see ``Readings`` for what they hold."""

    def view(self) -> InterpretationsView:
        """Return what a person sees of it, as plain data."""
        return view(self)

    def __str__(self) -> str:
        """Read as lines: the summary, then every contested input."""
        return repr_of("\n".join([summary(self), *(f"  {line}" for line in lines(self)), *filter(None, [self.note])]))

    def __repr__(self) -> str:
        """Say it in a handful of lines, however many draws there are."""
        return repr_of(short(self))

    def _repr_html_(self) -> str:
        return interpretations_html(view(self))
