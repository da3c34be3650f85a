"""The learned guard: conditions, written into the module, that say which inputs code of any author answers."""

from pointmass.stabilize.guard.contested import ContestedRegion, contested_regions
from pointmass.stabilize.guard.module import Guarded, guarded
from pointmass.stabilize.guard.novelty import Look, Novelty

__all__ = ["ContestedRegion", "Guarded", "Look", "Novelty", "contested_regions", "guarded"]
