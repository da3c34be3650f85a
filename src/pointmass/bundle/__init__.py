"""The bundle on disk: a spec, its code, the evidence and the tests, made to be read in a review and deployed."""

from pointmass.bundle.bundle import Bundle, Version
from pointmass.bundle.read import is_bundle, read_bundle
from pointmass.bundle.write import write_bundle

__all__ = ["Bundle", "Version", "is_bundle", "read_bundle", "write_bundle"]
