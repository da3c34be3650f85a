"""Code that a model or a person wrote for a spec: reading it, asking for it, correcting it. What judges it stands above."""

from pointmass.stabilize.written.answer import code_of
from pointmass.stabilize.written.contract import Module, read_module
from pointmass.stabilize.written.quoting import quoted
from pointmass.stabilize.written.record import record_fields
from pointmass.stabilize.written.steady import steady
from pointmass.stabilize.written.teaching import Teaching, Tried, Wrong
from pointmass.stabilize.written.trying import positional, said_by, tried_on

__all__ = [
    "Module",
    "Teaching",
    "Tried",
    "Wrong",
    "code_of",
    "positional",
    "quoted",
    "read_module",
    "record_fields",
    "said_by",
    "steady",
    "tried_on",
]
