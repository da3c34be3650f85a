"""Inputs × draws: the sample that a person looks at, and everything that can be asked of it."""

from pointmass.sample.data import Mode, SampleData
from pointmass.sample.made import Made, Stopped
from pointmass.sample.sample import Sample

__all__ = ["Made", "Mode", "Sample", "SampleData", "Stopped"]
