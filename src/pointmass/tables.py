"""Tables for people: data as pandas has it, shown without anything that a terminal or a page would obey."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from pointmass.shown import printable, repr_of


class Table(pd.DataFrame):
    """A DataFrame whose cells are what they are, and whose rendering shows control and direction characters written out."""

    @property
    def _constructor(self) -> type[Table]:
        return Table

    @property
    def _constructor_sliced(self) -> type[TableColumn]:
        return TableColumn

    def __repr__(self) -> str:
        """Show it as pandas does, in signs that standard output knows."""
        return repr_of(super().__repr__())

    def to_string(self, *args: Any, **how: Any) -> Any:
        """Write the table as text, as pandas does."""
        return _printable(super().to_string(*args, **how))

    def _repr_html_(self) -> str | None:
        said: str | None = _printable(super()._repr_html_())  # type: ignore[misc] # pandas' own, in no stub
        return said


class TableColumn(pd.Series):
    """A Series of such a table."""

    @property
    def _constructor(self) -> type[TableColumn]:
        return TableColumn

    @property
    def _constructor_expanddim(self) -> type[Table]:
        return Table

    def __repr__(self) -> str:
        """Show it as pandas does, in signs that standard output knows."""
        return repr_of(super().__repr__())

    def to_string(self, *args: Any, **how: Any) -> Any:
        """Write the column as text, as pandas does."""
        return _printable(super().to_string(*args, **how))


def table(rows: Iterable[Any], columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Make a table of rows: mappings, or tuples with their columns."""
    return Table(list(rows), columns=None if columns is None else list(columns))


def _printable(text: Any) -> Any:
    return printable(text) if isinstance(text, str) else text
