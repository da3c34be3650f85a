"""Outcomes to interpretations: which draws give the same answer, how much each reading weighs, and what is unsure."""

from pointmass.interpretations.grouping import NO_ANSWER, cluster
from pointmass.interpretations.kinds import KINDS
from pointmass.interpretations.result import Cluster, Form, InputReadings, Interpretations

__all__ = ["KINDS", "NO_ANSWER", "Cluster", "Form", "InputReadings", "Interpretations", "cluster"]
