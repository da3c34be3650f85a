"""Code that a model or a person wrote for a spec: reading it, asking for it, correcting it. What judges it stands above."""

from pointmass.stabilize.written.answer import code_of
from pointmass.stabilize.written.contract import Module, read_module
from pointmass.stabilize.written.quoting import quoted
from pointmass.stabilize.written.record import record_fields

__all__ = ["Module", "code_of", "quoted", "read_module", "record_fields"]
