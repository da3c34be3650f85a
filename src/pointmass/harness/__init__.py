"""Call by name: one place through which every call goes, whatever stands behind the name."""

from pointmass.harness.bindings import bind_artifact, bind_function, bind_spec
from pointmass.harness.harness import Context, Harness
from pointmass.harness.rest import rest_of
from pointmass.run.trace import TraceRecord

__all__ = ["Context", "Harness", "TraceRecord", "bind_artifact", "bind_function", "bind_spec", "rest_of"]
