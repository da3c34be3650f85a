"""Inputs × draws: the sample that a person looks at, and everything that can be asked of it."""

from pointmass.sample.data import InputMode, SampleData
from pointmass.sample.made import Made, Stopped
from pointmass.sample.sample import Sample

__all__ = ["InputMode", "Made", "Sample", "SampleData", "Stopped"]
