"""The workbench: the object through which a notebook uses pointmass, and the handles that it returns."""

from pointmass.workbench.handle import Handle
from pointmass.workbench.sampling import Sampling
from pointmass.workbench.workbench import Workbench

__all__ = ["Handle", "Sampling", "Workbench"]
