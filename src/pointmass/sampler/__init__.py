"""The sampler: ask a model for draws of many inputs, store them as they come, and continue after an interruption."""

from __future__ import annotations

from pointmass.sampler.drawing import CONCURRENCY, draw_sample
from pointmass.sampler.inputs import Inputs, read_inputs
from pointmass.sampler.kept_rules import kept_rule, reached
from pointmass.sampler.linked import draw_linked, stored_linked
from pointmass.sampler.progress import Progress
from pointmass.sampler.requests import newest_request
from pointmass.sampler.result import DrawnSample, as_draw, failed_draw, stored_sample
from pointmass.sampler.series import SAMPLE, Aim
from pointmass.sampler.stopping import Until, until
from pointmass.sampler.terminal import terminal_progress
from pointmass.sampler.under_way import UnderWay

__all__ = [
    "CONCURRENCY",
    "SAMPLE",
    "Aim",
    "DrawnSample",
    "Inputs",
    "Progress",
    "UnderWay",
    "Until",
    "as_draw",
    "draw_linked",
    "draw_sample",
    "failed_draw",
    "kept_rule",
    "newest_request",
    "reached",
    "read_inputs",
    "stored_linked",
    "stored_sample",
    "terminal_progress",
    "until",
]
