"""Outcomes to interpretations: which draws give the same answer, how much each reading weighs, and what is unsure."""

from pointmass.interpretations.coverage import Apart, Coverage
from pointmass.interpretations.edits import Edit, EditLog
from pointmass.interpretations.embedding import Embedding
from pointmass.interpretations.grouping import cluster
from pointmass.interpretations.kinds import KINDS
from pointmass.interpretations.linked import InputSplit, Linked
from pointmass.interpretations.readings import Cluster, Form, InputReadings
from pointmass.interpretations.result import Interpretations, Regrouping
from pointmass.interpretations.short_lines import NO_ANSWER, NULL

__all__ = [
    "KINDS",
    "NO_ANSWER",
    "NULL",
    "Apart",
    "Cluster",
    "Coverage",
    "Edit",
    "EditLog",
    "Embedding",
    "Form",
    "InputReadings",
    "InputSplit",
    "Interpretations",
    "Linked",
    "Regrouping",
    "cluster",
]
