"""The workbench that made a sample, known to the sample without holding its file open."""

from __future__ import annotations

import weakref
from typing import Any


class MadeIn:
    """Returns the workbench that made a sample, as long as somebody else holds it; ``None`` after that.

    Args:
        home: The workbench.
    """

    __slots__ = ("_home",)

    def __init__(self, home: Any) -> None:
        self._home = weakref.ref(home)

    def __call__(self) -> Any:
        """Return the workbench, or ``None``."""
        return self._home()

    def __reduce__(self) -> tuple[Any, ...]:
        """Become ``None`` in a pickle: a pickled sample is only data and belongs to no workbench."""
        return _nobody, ()

    def __deepcopy__(self, _memo: object) -> MadeIn:
        """Serve the copy of a sample, too."""
        return self


def _nobody() -> None:
    return None
