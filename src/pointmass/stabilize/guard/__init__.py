"""The learned guard: where code of any author may answer, as conditions that are written beside it."""

from pointmass.stabilize.guard.contested import ContestedRegion, contested_regions
from pointmass.stabilize.guard.module import Guarded, guarded
from pointmass.stabilize.guard.novelty import Look, Novelty

__all__ = ["ContestedRegion", "Guarded", "Look", "Novelty", "contested_regions", "guarded"]
