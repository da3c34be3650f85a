"""How far apart the answers of a sample lie, where they lie on a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pointmass.interpretations.meanings import PLACES

if TYPE_CHECKING:
    from pointmass.interpretations.readings import Readings


def widest(result: Readings) -> float:
    """Return how far the answers to one input lie apart at most: as numbers, or in days; 0 for answers of another kind."""
    place = PLACES.get(result.kind)
    if place is None:
        return 0.0
    far = 0.0
    for each in result.inputs:
        forms = (form.canonical for cluster in each.clusters for form in cluster.forms if form.value is not None)
        where = [at for form in forms if (at := place(form)) is not None]
        far = max(far, max(where, default=0.0) - min(where, default=0.0))
    return far
