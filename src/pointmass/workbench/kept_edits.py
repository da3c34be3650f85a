"""What a person did to the readings of a spec by hand, kept in the file: appended as answers of a person, in a series of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, get_args

from pointmass.draw import Draw
from pointmass.errors import StoreError
from pointmass.facts import notice
from pointmass.interpretations.edits import Did, Edit, EditsInMemory, signed
from pointmass.models.base import input_key
from pointmass.store import Series, StorePort

_PLACE: Mapping[str, Any] = {}
"""All edits of a spec stand under one input, so that their numbers are one order, whichever process keeps one."""


@dataclass(slots=True, eq=False)
class EditsInFile:
    """The edits of one spec in a store; of one that is closed by now those that were read last.

    Args:
        store: The store.
        spec: The digest of the spec.
    """

    store: StorePort
    spec: str
    _last: tuple[Edit, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        """Read what is there: a sample outlives its workbench."""
        self.edits()

    def __reduce__(self) -> tuple[Any, ...]:
        """Become plain data in a pickle: what was done goes along, and what is done then stays with the copy."""
        return EditsInMemory, (self.edits(),)

    def __deepcopy__(self, _memo: object) -> EditsInFile:
        """Serve the copy of a sample as well."""
        return self

    def edits(self) -> tuple[Edit, ...]:
        """Return everything that was done, in order; what is not an edit is told, and left out."""
        try:
            kept = self.store.draws(self._series).get(input_key(_PLACE), ())
        except StoreError:
            return self._last
        found = []
        for draw in kept:
            try:
                found.append(_read(draw))
            except (TypeError, ValueError, KeyError) as error:
                self.store.tell(notice("edit left out", number=draw.index + 1, why=str(error)))
        self._last = tuple(found)
        return self._last

    def keep(self, edit: Edit) -> Edit:
        """Keep one more, on the disk when this returns.

        What is in memory alone, and closed, is kept with the sample.

        Raises:
            StoreError: It cannot be written.
        """
        try:
            return self._append(edit)
        except StoreError:
            if self.store.path is not None:
                raise
        made = signed(edit, len(self._last) + 1)
        self._last = (*self._last, made)
        return made

    def _append(self, edit: Edit) -> Edit:
        key = input_key(_PLACE)
        self.store.put_inputs({key: _PLACE}).result()
        number = self.store.next_index(self._series, key).result()
        made = signed(edit, number + 1)
        said = {name: value for name, value in asdict(made).items() if name not in ("number", "time", "by")}
        self.store.append_draw(
            self._series, key, Draw(number, "ok", outcome=said, model=made.by, time=made.time)
        ).result()
        self.store.checkpoint()
        return made

    @property
    def _series(self) -> Series:
        return Series(self.spec, "by hand", "hand")


def _read(draw: Draw) -> Edit:
    said = draw.outcome
    groups = tuple(tuple(group) for group in said["groups"])
    texts = (said["where"], said["name"], *(item for group in groups for item in group))
    if said["do"] not in get_args(Did) or not all(isinstance(text, str) for text in texts):
        raise ValueError("it is not an edit of readings")
    undoes = int(said["undoes"])
    return Edit(said["do"], groups, said["where"], said["name"], undoes, draw.model or "", draw.time, draw.index + 1)
