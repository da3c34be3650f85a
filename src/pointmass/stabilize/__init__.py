"""From a sample to code under the same name: proposal, evidence, decision."""

from pointmass.stabilize.decision import Advice, advise
from pointmass.stabilize.evidence import Evidence
from pointmass.stabilize.ledger import Ledger
from pointmass.stabilize.proposal import Proposal
from pointmass.stabilize.propose import propose

__all__ = ["Advice", "Evidence", "Ledger", "Proposal", "advise", "propose"]
