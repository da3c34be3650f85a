"""The learned guard: where code of any author may answer, as conditions that are written beside it."""

from pointmass.stabilize.guard.doubts import Doubt, doubts
from pointmass.stabilize.guard.module import Guarded, Look, guarded
from pointmass.stabilize.guard.novelty import Novelty, novelty

__all__ = ["Doubt", "Guarded", "Look", "Novelty", "doubts", "guarded", "novelty"]
