"""Variants side by side: what moved, on which inputs, and how far that can be trusted."""

from pointmass.comparison.comparing import acompare, compare
from pointmass.comparison.data import Change, Contrast
from pointmass.comparison.effects import Effect, Measure
from pointmass.comparison.result import Comparison

__all__ = ["Change", "Comparison", "Contrast", "Effect", "Measure", "acompare", "compare"]
