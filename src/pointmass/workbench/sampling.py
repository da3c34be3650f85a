"""A sample that is drawn in the background: it can be waited for, awaited or cancelled; its draws are stored."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable
from typing import TYPE_CHECKING

from pointmass.jobs import Gauge, Job

if TYPE_CHECKING:
    from pointmass.sample import Sample


class Sampling(Job["Sample"]):
    """A sample that is drawn in the background.

    ``await`` it, or call ``result()``, to get the sample. ``cancel()`` stops the drawing; the result is then the sample
    of the draws made until then. ``progress`` says how far it is, and ``partial()`` returns the draws stored so far.
    """

    __slots__ = ()

    def __init__(
        self, name: str, future: concurrent.futures.Future[Sample], partial: Callable[[], Sample], *, gauge: Gauge
    ) -> None:
        super().__init__(name, future, gauge=gauge, partial=partial)
