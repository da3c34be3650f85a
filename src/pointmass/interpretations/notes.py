"""What a clustering cannot say, in sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pointmass.interpretations.likeness import FINER

if TYPE_CHECKING:
    from pointmass.interpretations.readings import InputReadings

UNLINKED = (
    "Independent draws cannot be linked across inputs: reading 0 of one input and reading 0 of another need not be "
    "the same reading of the spec."
)
_WORDINGS = "Texts are grouped by {how} (cut {cut:g}), which is not always their position: read the exemplars."
_HOW = {
    False: "wording and by the meaning of their words",
    True: "wording, by the meaning of their words and by your embedding",
}
_UNSTABLE = "None of this is certain: {which} when a fifth of the draws is left out (less than 60 % of it comes back)."
_DISTANCES = {
    "number": "Numbers that differ by {cut:g} at most are one reading.",
    "date": "Dates that differ by {cut:g} days at most are one reading.",
}


@dataclass(frozen=True, slots=True)
class Compared:
    """How outcomes were compared.

    Attributes:
        kind: One of `pointmass.interpretations.KINDS`.
        cut: How far apart answers of one reading may be; 0 where only equal ones are one.
        own: Whether a person's own judgement said it.
        embedded: Whether whole texts were embedded too.
    """

    kind: str
    cut: float
    own: bool = False
    embedded: bool = False

    @property
    def finer(self) -> str:
        """By what draws are told apart more strictly: a lower cut of prose, the exact forms of anything else."""
        return f"cut {FINER * self.cut:.2g}" if self.kind == "text" and self.cut and not self.own else "exact forms"


_MERGED = (
    "{forms} exact forms are {readings} here: case, spacing, quotes or punctuation do not count, as they do where the sample "
    "counts outcomes; interpretations(key=str) tells them apart."
)


def note_of(readings: Sequence[InputReadings], compared: Compared, *, across: bool = False) -> str:
    """Say what readings within inputs do not tell.

    Args:
        readings: The readings of each input.
        compared: How outcomes were compared.
        across: Whether conversations link the readings of one input with those of another.
    """
    notes = [UNLINKED] if len(readings) > 1 and not across else []
    notes += [] if compared.own or compared.cut else _merged(readings)
    if compared.cut and not compared.own:
        notes += [_DISTANCES[compared.kind].format(cut=compared.cut)] if compared.kind in _DISTANCES else []
        notes += (
            [_WORDINGS.format(cut=compared.cut, how=_HOW[compared.embedded]), *_shaky(readings)]
            if compared.kind == "text"
            else []
        )
    return " ".join(notes)


def _merged(readings: Sequence[InputReadings]) -> list[str]:
    """Say how many exact forms count as how many readings, and how to tell them apart; nothing where each is its own."""
    several = [each for reading in readings for each in reading.clusters if len(each.forms) > 1]
    if not several:
        return []
    many = "1 reading" if len(several) == 1 else f"{len(several)} readings"
    return [_MERGED.format(forms=sum(len(each.forms) for each in several), readings=many)]


def _shaky(readings: Sequence[InputReadings]) -> list[str]:
    """Say how many readings do not come back when some of the draws are left out."""
    every = [each for reading in readings for each in reading.clusters if not math.isnan(each.stability)]
    shaky = [each for each in every if each.unstable]
    if not shaky:
        return []
    if len(readings) > 1:
        return [_UNSTABLE.format(which=f"{len(shaky)} of {len(every)} readings change")]
    named = ", ".join(str(each.label) for each in shaky)
    return [_UNSTABLE.format(which=f"reading {named} changes" if len(shaky) == 1 else f"readings {named} change")]
