"""Who says yes: asked before anything is bound; each yes is kept in a file of the user's own."""

from pointmass.approval.asking import (
    NOBODY,
    Approver,
    Decision,
    Question,
    approved_by,
    ask,
    decide,
    deny,
    person,
    refusal,
)
from pointmass.approval.remembered import HOME, Approvals

__all__ = [
    "HOME",
    "NOBODY",
    "Approvals",
    "Approver",
    "Decision",
    "Question",
    "approved_by",
    "ask",
    "decide",
    "deny",
    "person",
    "refusal",
]
