"""Calls of names: each goes through the `Harness`, which lets code, a function or a model answer."""

from pointmass.harness.bindings import bind_artifact, bind_function, bind_spec
from pointmass.harness.harness import Context, Harness
from pointmass.harness.rest import rest_of
from pointmass.run.trace import TraceRecord

__all__ = ["Context", "Harness", "TraceRecord", "bind_artifact", "bind_function", "bind_spec", "rest_of"]
