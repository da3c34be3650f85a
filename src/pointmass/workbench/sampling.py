"""A sample that is being drawn: wait for it, await it, or cancel it; the draws that came are kept."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable
from typing import TYPE_CHECKING

from pointmass.jobs import Gauge, Job

if TYPE_CHECKING:
    from pointmass.sample import Sample


class Sampling(Job["Sample"]):
    """A sample that is being drawn in the background.

    ``await`` it, or ask for its ``result()``. ``cancel()`` stops it; its result is then what came until then.
    ``progress`` says how far it is, ``partial()`` shows what has come so far, from the store.
    """

    __slots__ = ()

    def __init__(
        self, name: str, future: concurrent.futures.Future[Sample], partial: Callable[[], Sample], *, gauge: Gauge
    ) -> None:
        super().__init__(name, future, gauge=gauge, partial=partial)
