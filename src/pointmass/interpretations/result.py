"""What a person gets when a sample is grouped into readings: they can be counted, looked at, and changed by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pointmass.errors import InputError
from pointmass.html import interpretations_html
from pointmass.interpretations.chosen import FOUND, chosen
from pointmass.interpretations.edits import Edit, EditLog, in_force
from pointmass.interpretations.readings import Readings
from pointmass.interpretations.view import lines, short, summary, view
from pointmass.plugins import display_panel, part
from pointmass.shown import repr_of

if TYPE_CHECKING:
    from pointmass.html import InterpretationsView


@dataclass(frozen=True, slots=True)
class Regrouping:
    """Where interpretations come from.

    Attributes:
        log: Keeps what a person does to them.
        again: Makes them again, as they are after that.
        sample: The sample that they are readings of.
        how: What its ``interpretations`` was asked for: ``kind``, ``cut``, ``key``, ``same`` and ``embed``, where given.
    """

    log: EditLog
    again: Callable[[], Interpretations]
    sample: Any = None
    how: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, repr=False)
class Interpretations(Readings):
    """The readings of a sample, to be looked at, and changed by hand; see ``Readings`` for what they hold.

    ``merge``, ``split``, ``rename`` and ``undo`` return the readings as they are then. What was done is kept in the file of the
    workbench, for the spec: whoever opens it and asks for the readings sees them so. ``edits`` says what is in force, and who
    did it when. Weights and intervals are computed anew, and no interval covers that a person chose after looking.

    Attributes:
        regrouping: What keeps edits; ``None`` for readings of plain outcomes, which no sample stands behind.
    """

    regrouping: Regrouping | None = field(default=None, compare=False)

    def merge(self, *readings: Any, on: Any = FOUND, name: str = "") -> Interpretations:
        """Let several readings be one.

        Args:
            *readings: Two or more: their numbers, their letters, or an answer of each.
            on: The input that they are readings of. Left out: the readings across inputs where there are; else the only
                input; else every input, and the readings are given as answers.
            name: What the reading is called from then on.

        Returns:
            The readings as they are now.

        Raises:
            InputError: There is no such reading, or fewer than two were given.
        """
        of = chosen(self, on, readings, whose=self._whose("merge"))
        if len(set(of.groups)) < 2:  # noqa: PLR2004 - one reading is one already
            raise InputError(f"{self._whose('merge')}: got {len(set(of.groups))} reading; give two or more")
        return self._keep(Edit("merge", of.groups, of.where, name))

    def split(self, reading: Any, *answers: Any, on: Any = FOUND) -> Interpretations:
        """Take answers out of a reading, each to be a reading of its own.

        Args:
            reading: The reading: its number, its letter, or an answer of it.
            *answers: The exact answers that leave it; all of them when left out. Of a reading across inputs: the numbers of
                the conversations that become one of their own.
            on: As in ``merge``.

        Returns:
            The readings as they are now.

        Raises:
            InputError: There is no such reading or answer, or nothing would change.
        """
        of = chosen(self, on, [reading], whose=self._whose("split"))
        return self._keep(Edit("split", of.parts(answers, whose=self._whose("split")), of.where))

    def rename(self, reading: Any, name: str, *, on: Any = FOUND) -> Interpretations:
        """Call a reading by a name of one's own; by none where it is empty.

        Args:
            reading: The reading: its number, its letter, or an answer of it.
            name: The name.
            on: As in ``merge``.

        Returns:
            The readings as they are now.

        Raises:
            InputError: There is no such reading.
        """
        of = chosen(self, on, [reading], whose=self._whose("rename"))
        return self._keep(Edit("rename", of.groups, of.where, name))

    def undo(self, number: int | None = None) -> Interpretations:
        """Undo what was done by hand.

        Args:
            number: Which edit, as ``edits`` numbers them; the last one when left out.

        Returns:
            The readings as they are now.

        Raises:
            InputError: There is no such edit in force.
        """
        whose = self._whose("undo")
        last = in_force(self._behind(whose).log.edits())
        found = [each for each in last if number in (None, each.number)]
        if not found:
            known = f"in force are {[each.number for each in last]}" if last else "nothing was done by hand"
            raise InputError(f"{whose}: got {number!r}; {known}")
        return self._keep(Edit("undo", undoes=found[-1].number))

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

    def _ipython_display_(self) -> None:
        """Show the panel in a notebook; elsewhere raise NotImplementedError, so IPython shows HTML or text."""
        display_panel("interpretations_panel", self)

    def panel(self) -> Any:
        """Return the live panel; ``.found`` is what they are after a merge, a split, a name or another threshold.

        ``.selected`` is the number of the input that was chosen, ``.readings`` are the readings that were chosen, and
        ``.selection`` is the table of their draws. It can be made anywhere, and is shown by every front end that takes
        widgets (in marimo: ``mo.ui.anywidget(panel)``).
        """
        return part("interpretations_panel")(self)

    def _keep(self, edit: Edit) -> Interpretations:
        regrouping = self._behind(self._whose(edit.do))
        regrouping.log.keep(edit)
        return regrouping.again()

    def _behind(self, whose: str) -> Regrouping:
        if self.regrouping is None:
            raise InputError(
                f"{whose}: no sample stands behind these readings that could keep it; s.interpretations() gives some"
            )
        return self.regrouping

    def _whose(self, what: str) -> str:
        return f"{self.name or 'interpretations'}.{what}"
