"""The sampler: inputs × draws asked of a model, stored as they come, gone on with after any interruption."""

from __future__ import annotations

from pointmass.sampler.drawing import CONCURRENCY, draw_sample
from pointmass.sampler.inputs import Inputs, read_inputs
from pointmass.sampler.progress import Progress
from pointmass.sampler.result import DrawnSample, as_draw, stored_sample
from pointmass.sampler.terminal import terminal_progress

__all__ = [
    "CONCURRENCY",
    "DrawnSample",
    "Inputs",
    "Progress",
    "as_draw",
    "draw_sample",
    "read_inputs",
    "stored_sample",
    "terminal_progress",
]
