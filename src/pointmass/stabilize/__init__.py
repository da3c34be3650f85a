"""From a sample to code under the same name: proposal, evidence, decision."""

from pointmass.stabilize.decision import Advice, advise
from pointmass.stabilize.evidence import Evidence
from pointmass.stabilize.explore import Answers
from pointmass.stabilize.ledger import Ledger
from pointmass.stabilize.proposal import Proposal, Stage
from pointmass.stabilize.propose import Wish, propose

__all__ = ["Advice", "Answers", "Evidence", "Ledger", "Proposal", "Stage", "Wish", "advise", "propose"]
