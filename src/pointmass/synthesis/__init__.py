"""From examples to Python source: search for the function a good engineer would have written. Pure, without I/O."""

from pointmass.synthesis.candidate import Candidate
from pointmass.synthesis.effort import Effort
from pointmass.synthesis.signature import Signature
from pointmass.synthesis.synthesize import synthesize

__all__ = ["Candidate", "Effort", "Signature", "synthesize"]
