"""The one object that a notebook holds, and the names that it hands out."""

from pointmass.workbench.handle import Handle
from pointmass.workbench.sampling import Sampling
from pointmass.workbench.workbench import Workbench

__all__ = ["Handle", "Sampling", "Workbench"]
