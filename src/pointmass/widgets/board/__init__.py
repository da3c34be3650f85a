"""The workbench's panel, and single pages of it that stand alone."""

from __future__ import annotations

from pointmass.widgets.board.alone import ComparisonPanel, InterpretationsPanel, ProposalPanel, SamplePanel
from pointmass.widgets.board.panel import WorkbenchPanel

__all__ = ["ComparisonPanel", "InterpretationsPanel", "ProposalPanel", "SamplePanel", "WorkbenchPanel"]
