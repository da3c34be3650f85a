"""One door: every question to a name or a model is a `Call`, passes one chain of interceptors, and gives a `Record`."""

from pointmass.models.allowance import Used
from pointmass.run.budget import Budget, turn
from pointmass.run.call import By, Call, here, within
from pointmass.run.door import Door, Interceptor
from pointmass.run.record import HandedBack, Next, Record
from pointmass.run.through import Through, completion_of
from pointmass.run.trace import Trace, TraceRecord

__all__ = [
    "Budget",
    "By",
    "Call",
    "Door",
    "HandedBack",
    "Interceptor",
    "Next",
    "Record",
    "Through",
    "Trace",
    "TraceRecord",
    "Used",
    "completion_of",
    "here",
    "turn",
    "within",
]
