"""From a sample to code under the same name: proposal, evidence, decision."""

from pointmass.stabilize.counterexamples import Answers
from pointmass.stabilize.decision import Advice, advise
from pointmass.stabilize.evidence import Evidence
from pointmass.stabilize.ledger import Ledger
from pointmass.stabilize.proposal import Proposal, Stage
from pointmass.stabilize.propose import ProposeOptions, propose

__all__ = ["Advice", "Answers", "Evidence", "Ledger", "Proposal", "ProposeOptions", "Stage", "advise", "propose"]
