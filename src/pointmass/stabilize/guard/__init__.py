"""The learned guard: where code of any author may answer, as conditions that are written beside it."""

from pointmass.stabilize.guard.doubts import Doubt, doubts
from pointmass.stabilize.guard.module import Guarded, guarded
from pointmass.stabilize.guard.novelty import Look, Novelty

__all__ = ["Doubt", "Guarded", "Look", "Novelty", "doubts", "guarded"]
