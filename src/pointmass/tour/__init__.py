"""The tour: the main job from end to end, on recorded draws, with no key."""

from pointmass.tour.tour import tour

__all__ = ["tour"]
